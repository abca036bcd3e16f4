import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { shapeIou, type BoxLabel, type Label, type PolygonLabel, type ShapeLabel } from '../../labels/index.js';
import { mapClasses } from './class-map.js';
import { consensusOfShapes, type ShapeAnswer, type ShapePolicy } from './shapes-consensus.js';

const box = (x: number, y = 0, size = 10, name = 'Cell'): BoxLabel => {
  return { kind: 'BOX', class: name, x, y, width: size, height: size };
};
const square = (x: number, y: number, size: number): PolygonLabel => {
  const ring = [{ x, y }, { x: x + size, y }, { x: x + size, y: y + size }, { x, y: y + size }]; // prettier-ignore
  return { kind: 'POLYGON', class: 'Lung', rings: [ring] };
};
const answers = (...lists: ShapeLabel[][]): ShapeAnswer[] =>
  lists.map((shapes, place) => ({ by: `p${place}`, shapes }));

describe('the objects that several answers have in common', () => {
  it('are kept when the quorum has them, with votes and how surely they exist', () => {
    const { objects, shapes } = consensusOfShapes(answers([box(0), box(40)], [box(1)], [box(0), box(80)]));
    expect(objects.map(({ votes, kept }) => [votes, kept])).toEqual([[3, true], [1, false], [1, false]]); // prettier-ignore
    expect(shapes).toEqual([box(0)]);
    // .8³ : .1³ at equal odds, and .8·.2² : .1·.9²
    expect(objects[0]!.existence).toBeCloseTo(0.512 / 0.513, 9);
    expect(objects[1]!.existence).toBeCloseTo(0.032 / (0.032 + 0.081), 9);
    expect(objects[0]!.members.map(({ by }) => by)).toEqual(['p0', 'p1', 'p2']);
    expect(objects[0]!.pairwiseIou).toBeCloseTo((9 / 11 + 1 + 9 / 11) / 3, 9);
  });

  it('never chain, and nobody has one object twice', () => {
    const chain = consensusOfShapes(answers([box(0)], [box(3)], [box(6)]));
    expect(chain.objects.map(({ votes }) => votes)).toEqual([2, 1]);
    const twice = consensusOfShapes(answers([box(0), box(1)], [box(0)]));
    expect(twice.objects.map(({ votes }) => votes)).toEqual([2, 1]);
    expect(twice.objects[0]!.meanIou).toBe(1);
  });

  it('are of one class, however near another is', () => {
    const { objects } = consensusOfShapes(answers([box(0)], [box(0, 0, 10, 'Nucleus')]));
    expect(objects.map(({ class: name, votes }) => [name, votes])).toEqual([['Cell', 1], ['Nucleus', 1]]); // prettier-ignore
  });

  it('weigh those who find everything and invent nothing more than the careless', () => {
    const [careful, careless] = answers([], [box(0)]);
    const existence = (more: Partial<ShapeAnswer>) =>
      consensusOfShapes([{ ...careful!, ...more }, careless!]).objects[0]!.existence;
    expect(existence({ sensitivity: 0.99 })).toBeLessThan(existence({ sensitivity: 0.6 }));
  });
});

describe('the shape of an object', () => {
  const three = answers([box(0)], [box(2)], [box(3)]);
  const of = (output: ShapePolicy['output'], given = three) => consensusOfShapes(given, { output }).shapes[0]!;

  it('is the first, the one in the middle, or the mean', () => {
    expect(of('CHAMPION')).toEqual(box(0));
    expect(of('MEDOID')).toEqual(box(2));
    expect((of('FUSED') as BoxLabel).x).toBeCloseTo(5 / 3, 9);
  });

  it('of outlines is what most of them cover; from four people on STAPLE decides', () => {
    const fused = of('FUSED', answers([square(0, 0, 100)], [square(0, 0, 100)], [square(10, 10, 100)]));
    expect(fused.kind).toBe('POLYGON');
    expect(shapeIou(fused, square(0, 0, 100))).toBeGreaterThan(0.97);
    const four = answers([square(0, 0, 100)], [square(0, 0, 100)], [square(2, 2, 100)], [square(-20, -20, 140)]);
    expect(shapeIou(of('FUSED', four), square(0, 0, 100))).toBeGreaterThan(0.95);
  });

  it('of an outline and masks is of the kind of the one in the middle', () => {
    const mask: ShapeLabel = { kind: 'MASK', class: 'Lung', width: 40, height: 40, counts: [10 * 40 + 10, ...Array.from({ length: 39 }, (_, at) => (at % 2 ? 20 : 20)), 600].slice(0, 40) }; // prettier-ignore
    const painted = { ...mask, counts: [410, ...Array.from({ length: 19 }, () => [20, 20]).flat(), 20, 410] };
    const fused = of('FUSED', answers([square(10, 10, 20)], [painted], [painted]));
    expect(fused.kind).toBe('MASK');
    expect(shapeIou(fused, painted)).toBeGreaterThan(0.9);
  });
});

describe('always', () => {
  const shapes = fc.array(
    fc.record({
      x: fc.integer({ max: 60, min: 0 }),
      y: fc.integer({ max: 60, min: 0 }),
      size: fc.integer({ min: 5, max: 30 }),
    }),
    { maxLength: 5 },
  );
  const people = fc.array(shapes, { minLength: 1, maxLength: 4 });

  it('every shape is in one object, one a person, each two near enough', () => {
    fc.assert(
      fc.property(people, (lists) => {
        const given = answers(...lists.map((list) => list.map(({ x, y, size }) => box(x, y, size))));
        const { objects } = consensusOfShapes(given, { matchIou: 0.4 });
        const places = objects.flatMap(({ members }) => members.map(({ by, place }) => `${by} ${place}`));
        expect(new Set(places).size).toBe(lists.flat().length);
        expect(places).toHaveLength(lists.flat().length);
        for (const { members, meanIou } of objects) {
          expect(new Set(members.map(({ by }) => by)).size).toBe(members.length);
          expect(meanIou).toBeLessThanOrEqual(1);
          const own = members.map(({ by, place }) => given.find((one) => one.by === by)!.shapes[place]!);
          for (const a of own) for (const b of own) expect(shapeIou(a, b)).toBeGreaterThanOrEqual(0.4 - 1e-12);
        }
      }),
    );
  });

  it('the order of people changes nothing where no two pairs are equally near', () => {
    // Sides of irrational length: no two overlaps are equal.
    const uneven = fc.array(
      fc.array(fc.record({ x: fc.double({ min: 0, max: 60, noNaN: true }), size: fc.double({ min: 5, max: 30, noNaN: true }) }), { maxLength: 4 }), // prettier-ignore
      { minLength: 2, maxLength: 4 },
    );
    fc.assert(
      fc.property(uneven, fc.nat(), (lists, turn) => {
        const given = answers(...lists.map((list) => list.map(({ x, size }) => box(x, Math.sin(x * 99), size))));
        const ious = given.flatMap((a, i) => given.slice(i + 1).flatMap((b) => a.shapes.flatMap((s) => b.shapes.map((t) => shapeIou(s, t))))).filter((iou) => iou >= 0.5); // prettier-ignore
        fc.pre(new Set(ious.map((iou) => iou.toFixed(9))).size === ious.length);
        const turned = given.map((_, place) => given[(place + turn) % given.length]!);
        const names = (list: ShapeAnswer[]) =>
          consensusOfShapes(list).objects.map(({ members, existence }) => {
            return `${members.map(({ by, place }) => `${by} ${place}`).sort()} ${existence.toFixed(9)}`; // prettier-ignore
          });
        expect(names(turned).sort()).toEqual(names(given).sort());
      }),
    );
  });

  it('one more who has an object never makes it less likely', () => {
    fc.assert(
      fc.property(people, (lists) => {
        const given = answers(...lists.map((list) => list.map(({ x, y, size }) => box(x, y, size))));
        const [object] = consensusOfShapes(given).objects;
        fc.pre(object !== undefined);
        const more = consensusOfShapes([...given, { by: 'one more', shapes: [object.shape] }]).objects;
        const same = more.find(({ members }) => members.some(({ by }) => by === 'one more'))!;
        if (same.votes > object.votes) expect(same.existence).toBeGreaterThanOrEqual(object.existence - 1e-12);
      }),
    );
  });
});

it('a class map says what a class counts as', () => {
  const labels: Label[] = [
    square(0, 0, 4),
    { kind: 'TAG', class: 'Left' },
    { kind: 'CHOICE', field: 'Lung', option: 'x' },
  ];
  expect(mapClasses(labels, { Lung: 'Organ', Left: 'Lung' })).toEqual([
    { ...square(0, 0, 4), class: 'Organ' },
    { kind: 'TAG', class: 'Lung' },
    { kind: 'CHOICE', field: 'Lung', option: 'x' },
  ]);
});
