import {
  painted,
  ringsOf,
  type BoxLabel,
  type InstanceLabel,
  type ItemSize,
  type Label,
  type LabelClass,
  type LabelSchema,
  type MaskLabel,
  type PolygonLabel,
} from '../../labels/index.js';
import { quoted } from './unknown.rules.js';

const MOST_SENTENCES = 50;

/**
 * What a tool holds, on its way into the label model. A shape is turned into its class's kind where that loses nothing: a box is
 * a polygon too, and either can be painted. What cannot be turned stays as it is, for the label model to refuse with its path:
 * a wrong label must not disappear. Only what the model has no word for is left out, with a sentence.
 */
export class Answer {
  readonly labels: Label[] = [];
  readonly leftOut: string[] = [];
  private readonly classes: ReadonlyMap<string, LabelClass>;

  constructor(
    readonly schema: LabelSchema,
    readonly size: ItemSize | null,
  ) {
    this.classes = new Map(schema.classes.map((each) => [each.name, each]));
  }

  kindOf(className: string): LabelClass['kind'] | undefined {
    return this.classes.get(className)?.kind;
  }

  /** The class's attributes by name; empty when the schema has no such class. */
  attributesOf(className: string): readonly string[] {
    return (this.classes.get(className)?.attributes ?? []).map(({ name }) => name);
  }

  add(label: Label): void {
    if (label.kind === 'BOX' || label.kind === 'POLYGON') this.labels.push(this.asItsClass(label));
    else this.labels.push(label);
  }

  leaveOut(sentence: string): void {
    if (this.leftOut.length < MOST_SENTENCES && !this.leftOut.includes(sentence)) this.leftOut.push(sentence);
  }

  private asItsClass(shape: BoxLabel | PolygonLabel): BoxLabel | PolygonLabel | MaskLabel {
    const kind = this.kindOf(shape.class);
    const rest = { class: shape.class, ...(shape.attributes && { attributes: shape.attributes }) };
    if (kind === 'POLYGON' && shape.kind === 'BOX') return { kind, ...rest, rings: ringsOf(shape) };
    if (kind === 'MASK' && this.size) return { kind, ...rest, ...painted(shape, { ...this.size, counts: [] }) };
    return shape;
  }
}

/** Absent where there are none, as everywhere in the label model. */
export function withAttributes(pairs: readonly (readonly [string, string])[]): Pick<InstanceLabel, 'attributes'> {
  return pairs.length > 0 ? { attributes: Object.fromEntries(pairs) } : {};
}

export const noWordFor = (what: string, className?: unknown): string =>
  className === undefined || className === null
    ? `${what}: Muster's labels have no word for it.`
    : `${what} of ${quoted(className)}: Muster's labels have no word for it.`;

/** Percent and degrees leave a trace at the fifteenth digit; a millionth of a pixel is nothing. */
export const pixels = (value: number): number => Math.round(value * 1e6) / 1e6;
