import { paintPolygon, type ItemSize, type ShapeLabel } from '../../labels/index.js';

/** Paints a shape into a row-major raster over what is there; rings combine even-odd, parts outside the image are cut off. */
export function paintShape(raster: Uint8Array, size: ItemSize, shape: ShapeLabel, value: number): void {
  switch (shape.kind) {
    case 'POLYGON':
      return paintPolygon(raster, size.width, size.height, shape.rings, value);
    case 'BOX':
      return paintBox(raster, size, shape, value);
    case 'MASK':
      return paintRuns(raster, size, shape, value);
  }
}

type Box = Extract<ShapeLabel, { kind: 'BOX' }>;
type Mask = Extract<ShapeLabel, { kind: 'MASK' }>;

/** A box of 10 by 10 paints 100 pixels: unlike a polygon's, its far edges are where it ends. */
function paintBox(raster: Uint8Array, size: ItemSize, box: Box, value: number): void {
  const pixel = (edge: number, limit: number) => Math.min(Math.max(Math.round(edge), 0), limit);
  const left = pixel(box.x, size.width);
  const right = pixel(box.x + box.width, size.width);
  const bottom = pixel(box.y + box.height, size.height);
  for (let y = pixel(box.y, size.height); y < bottom; y += 1)
    raster.fill(value, y * size.width + left, y * size.width + right);
}

function paintRuns(raster: Uint8Array, { width, height }: ItemSize, mask: Mask, value: number): void {
  if (mask.width !== width || mask.height !== height) throw new Error('a mask is not of its image’s size');
  let at = 0;
  for (const [place, run] of mask.counts.entries()) {
    const end = at + run;
    if (place % 2 === 0) at = end;
    for (; at < end; at += 1) raster[(at % height) * width + Math.floor(at / height)] = value;
  }
}
