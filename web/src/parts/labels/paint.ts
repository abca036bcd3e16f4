import type { Label, Size } from './label';

type Context = CanvasRenderingContext2D;

/** The pixels of a mask in COCO's run lengths (column by column, the first run is out), as one rectangle a run and column. */
export function* runsOf({ counts = [], height = 1 }: Label): Generator<[x: number, y: number, length: number]> {
  let at = 0;
  for (const [index, length] of counts.entries()) {
    if (index % 2 === 1)
      for (let done = 0; done < length;) {
        const [x, y] = [Math.floor((at + done) / height), (at + done) % height];
        const step = Math.min(length - done, height - y);
        yield [x, y, step];
        done += step;
      }
    at += length;
  }
}

/** Adds the area of a shape to the path that is being made. */
function trace(context: Context, label: Label): void {
  if (label.kind === 'BOX') context.rect(label.x!, label.y!, label.width!, label.height!);
  else if (label.kind === 'POLYGON')
    for (const ring of label.rings ?? []) {
      ring.forEach(({ x, y }, index) => (index === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
      context.closePath();
    }
  else if (label.kind === 'MASK') for (const [x, y, length] of runsOf(label)) context.rect(x, y, 1, length);
}

export function fill(context: Context, label: Label): void {
  context.beginPath();
  trace(context, label);
  context.fill('evenodd');
}

/** Enough to see a difference, and quick to count. */
const mostPixels = 400_000;

const scaleFor = ({ width, height }: Size): number => Math.min(1, Math.sqrt(mostPixels / (width * height)));

function surface(size: Size): { canvas: HTMLCanvasElement; context: Context; scale: number } {
  const scale = scaleFor(size);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(size.width * scale));
  canvas.height = Math.max(1, Math.round(size.height * scale));
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.scale(scale, scale);
  return { canvas, context, scale };
}

function areaOf(labels: readonly Label[], size: Size): Uint8ClampedArray {
  const { canvas, context } = surface(size);
  for (const label of labels) fill(context, label);
  return context.getImageData(0, 0, canvas.width, canvas.height).data;
}

export interface Difference {
  /** a PNG as large as the picture or smaller, transparent where the answers agree */
  url: string;
  /** area of both over area of either, 0 to 1; null when neither has an area */
  overlap: number | null;
}

/** Paints what only one of two answers has: their own amber for the one, red for the other. */
export function differenceOf(one: readonly Label[], other: readonly Label[], size: Size): Difference {
  const [a, b] = [areaOf(one, size), areaOf(other, size)];
  const { canvas, context } = surface(size);
  const painted = context.createImageData(canvas.width, canvas.height);
  let [both, either] = [0, 0];
  for (let at = 0; at < a.length; at += 4) {
    const [inA, inB] = [a[at + 3]! > 127, b[at + 3]! > 127];
    if (!inA && !inB) continue;
    either += 1;
    if (inA && inB) both += 1;
    else painted.data.set(inA ? [255, 169, 39, 210] : [255, 82, 82, 210], at);
  }
  context.putImageData(painted, 0, 0);
  return { url: canvas.toDataURL(), overlap: either === 0 ? null : both / either };
}
