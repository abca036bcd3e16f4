import { describe, expect, it } from '@jest/globals';
import type { BoxLabel, MaskLabel, PolygonLabel, ShapeLabel } from '../../labels/index.js';
import { areaOfShape, boundsOfShape, painted, shapeIou } from '../../labels/index.js';
import { consensusOfShapes, type ShapeAnswer, type ShapePolicy } from './consensus-of-shapes.js';
import { existenceOf } from './existence.js';

const box = (x: number, y: number, width = 10, height = 10, name = 'Cell'): BoxLabel => {
  return { kind: 'BOX', class: name, x, y, width, height };
};
const polygon = (...corners: [number, number][]): PolygonLabel => {
  return { kind: 'POLYGON', class: 'Cell', rings: [corners.map(([x, y]) => ({ x, y }))] };
};
const maskOf = (shape: BoxLabel | PolygonLabel, width = 64, height = 48): MaskLabel => {
  return { kind: 'MASK', class: shape.class, ...painted(shape, { width, height, counts: [] }) };
};
const answersOf = (...shapes: ShapeLabel[][]): ShapeAnswer[] => {
  return shapes.map((drawn, at) => ({ by: `person-${at}`, shapes: drawn }));
};
const membersOf = (answers: ShapeAnswer[], policy?: ShapePolicy) => {
  return consensusOfShapes(answers, policy).objects.map(({ members }) =>
    members.map(({ by, place }) => `${by} ${place}`),
  );
};

describe('the consensus of shapes', () => {
  const three = answersOf([box(0, 0), box(50, 0)], [box(1, 0), box(90, 90)], [box(0, 1), box(51, 0)]);

  it('brings together what several people drew, and keeps what the quorum asks for', () => {
    const { objects, shapes } = consensusOfShapes(three);
    expect(objects).toHaveLength(3);
    expect(objects[0]).toMatchObject({ class: 'Cell', shape: box(0, 0), votes: 3, kept: true });
    expect(objects[0]?.members).toEqual([
      { by: 'person-0', place: 0, iou: 1 },
      { by: 'person-1', place: 0, iou: expect.closeTo(90 / 110, 12) },
      { by: 'person-2', place: 0, iou: expect.closeTo(90 / 110, 12) },
    ]);
    expect(objects[0]?.meanIou).toBeCloseTo((1 + 180 / 110) / 3, 12);
    expect(objects[0]?.pairwiseIou).toBeCloseTo((180 / 110 + 81 / 119) / 3, 12);
    expect(objects[1]).toMatchObject({ shape: box(50, 0), votes: 2, kept: true });
    expect(objects[2]).toMatchObject({ shape: box(90, 90), votes: 1, kept: false, meanIou: 1, pairwiseIou: null });
    expect(shapes).toEqual([box(0, 0), box(50, 0)]);
  });

  it('never chains: the ends of a chain of overlaps are two objects', () => {
    const chain = answersOf([box(0, 0)], [box(3, 0)], [box(6, 0)]);
    expect(membersOf(chain)).toEqual([['person-0 0', 'person-1 0'], ['person-2 0']]);
  });

  it('takes one shape an answer, the nearest', () => {
    const answers = answersOf([box(0, 0), box(1, 0)], [box(1, 0)]);
    expect(membersOf(answers)).toEqual([['person-0 0'], ['person-0 1', 'person-1 0']]);
  });

  it('joins the nearest first, also across three', () => {
    // The middle one is nearer to the right one; left and right are too far apart to be one object.
    const answers = answersOf([box(0, 0)], [box(3, 0)], [box(5, 0)]);
    expect(membersOf(answers)).toEqual([['person-0 0'], ['person-1 0', 'person-2 0']]);
  });

  it('never mixes classes', () => {
    const { objects } = consensusOfShapes(answersOf([box(0, 0, 10, 10, 'Dog')], [box(0, 0, 10, 10, 'Cat')]));
    expect(objects.map(({ class: name, votes }) => [name, votes])).toEqual([['Cat', 1], ['Dog', 1]]); // prettier-ignore
  });

  it.each([
    [1, 0.5, 1],
    [2, 0.5, 1],
    [3, 0.5, 2],
    [4, 0.5, 2],
    [5, 0.7, 4],
    [5, 0.6, 3],
    [10, 0.7, 7],
    [3, 1, 3],
  ])('of %d answers a quorum of %f asks for %d', (count, quorum, needed) => {
    const drawnBy = (votes: number) => Array.from({ length: count }, (_, at) => (at < votes ? [box(0, 0)] : []));
    expect(consensusOfShapes(answersOf(...drawnBy(needed)), { quorum }).shapes).toHaveLength(1);
    expect(consensusOfShapes(answersOf(...drawnBy(needed - 1)), { quorum }).shapes).toEqual([]);
  });

  it('has nothing to say of nobody, or of nothing', () => {
    expect(consensusOfShapes([])).toEqual({ objects: [], shapes: [] });
    expect(consensusOfShapes(answersOf([], []))).toEqual({ objects: [], shapes: [] });
    const flat = consensusOfShapes(answersOf([box(0, 0, 0, 5)], [box(0, 0, 0, 5)]));
    expect(flat.objects.map(({ votes, meanIou }) => [votes, meanIou])).toEqual([[1, 1], [1, 1]]); // prettier-ignore
  });

  it('refuses a policy that is none', () => {
    expect(() => consensusOfShapes([], { matchIou: 0 })).toThrow('matchIou must be above 0');
    expect(() => consensusOfShapes([], { quorum: 1.1 })).toThrow('quorum must be above 0');
    expect(() => consensusOfShapes(three, { existencePrior: 2 })).toThrow('a prior of 2');
    expect(() => consensusOfShapes([{ ...three[0]!, sensitivity: -1 }])).toThrow('a rate of -1');
  });
});

describe('the shape that is put out', () => {
  const middle = answersOf([box(2, 0)], [box(0, 0)], [box(1, 0)]);

  it('is the first answer that has it: CHAMPION', () => {
    expect(consensusOfShapes(middle, { output: 'CHAMPION' }).shapes).toEqual([box(2, 0)]);
    expect(consensusOfShapes([{ by: 'x', shapes: [] }, ...middle], { output: 'CHAMPION' }).shapes).toEqual([box(2, 0)]);
  });

  it('is the one most like the others: MEDOID, of two the first', () => {
    expect(consensusOfShapes(middle).shapes).toEqual([box(1, 0)]);
    expect(consensusOfShapes(middle.slice(0, 2)).shapes).toEqual([box(2, 0)]);
  });

  it('is the mean of boxes by weight: FUSED', () => {
    const [fused] = consensusOfShapes(middle, { output: 'FUSED' }).objects;
    expect(fused).toMatchObject({ shape: { kind: 'BOX', class: 'Cell', x: 1, y: 0, width: 10 }, votes: 3 });
    expect(fused?.members[0]?.iou).toBeCloseTo(90 / 110, 9);
    const weighted = middle.map((answer, at) => ({ ...answer, weight: at === 0 ? 2 : 1 }));
    expect((consensusOfShapes(weighted, { output: 'FUSED' }).shapes[0] as BoxLabel).x).toBeCloseTo(1.25, 12);
  });

  it('is what most polygons hold, as a polygon', () => {
    const squares = [0, 3, 6].map((x) => polygon([x, 0], [x + 30, 0], [x + 30, 30], [x, 30]));
    const [fused] = consensusOfShapes(answersOf(...squares.map((one) => [one])), { output: 'FUSED' }).shapes;
    expect(fused).toMatchObject({ kind: 'POLYGON', class: 'Cell' });
    expect(shapeIou(fused!, squares[1]!)).toBeGreaterThan(0.99);
  });

  it('is what most masks hold, pixel by pixel, and by STAPLE from four on', () => {
    const masks = [0, 3, 6].map((x) => maskOf(box(x, 0, 30, 30)));
    const fuse = (shapes: ShapeLabel[]) => consensusOfShapes(answersOf(...shapes.map((one) => [one])), { output: 'FUSED' }); // prettier-ignore
    expect(fuse(masks).shapes).toEqual([masks[1]]);
    // Two that are always together and two that are each wrong in their own way: STAPLE goes by the pair, votes would tie.
    const four = [box(0, 0, 30, 30), box(0, 0, 30, 30), box(0, 0, 24, 30), box(0, 0, 30, 24)].map((one) => maskOf(one));
    expect(fuse(four).shapes).toEqual([four[0]]);
  });

  it('of polygons and masks together is a mask of their size', () => {
    const square = polygon([2, 2], [31, 2], [31, 31], [2, 31]);
    const mixed = answersOf([square], [maskOf(square)], [maskOf(box(2, 2, 30, 31))]);
    const { objects, shapes } = consensusOfShapes(mixed, { output: 'FUSED' });
    expect(objects).toHaveLength(1);
    expect(shapes).toEqual([maskOf(square)]);
    expect(consensusOfShapes(mixed).shapes).toEqual([square]);
    expect(objects[0]?.members.map(({ iou }) => iou)).toEqual([1, 1, expect.closeTo(30 / 31, 12)]);
  });

  it('keeps apart masks of different sizes, even when a polygon is like both', () => {
    const square = polygon([2, 2], [31, 2], [31, 31], [2, 31]);
    const objects = membersOf(answersOf([maskOf(square)], [maskOf(square, 50, 50)], [square]));
    expect(objects.map(({ length }) => length).sort()).toEqual([1, 2]);
  });

  it('of a small polygon is as fine as the polygon', () => {
    const small = polygon([0.1, 0.1], [1.1, 0.1], [1.1, 0.9], [0.1, 0.9]);
    const [fused] = consensusOfShapes(answersOf([small], [small], [small]), { output: 'FUSED' }).shapes;
    expect(shapeIou(fused!, small)).toBeGreaterThan(0.98);
    expect(areaOfShape(fused!)).toBeCloseTo(0.8, 1);
    expect(boundsOfShape(fused!).x).toBeCloseTo(0.1, 1);
  });
});

describe('existence', () => {
  it('is Bayes over who drew it and who did not', () => {
    const odds = (drew: number, not: number) => 8 ** drew * (0.2 / 0.9) ** not;
    for (const [drew, not] of [
      [3, 0],
      [2, 1],
      [1, 2],
      [1, 0],
    ] as const) {
      const answers = answersOf(
        ...Array.from({ length: drew }, () => [box(0, 0)]),
        ...Array.from({ length: not }, () => []),
      );
      const expected = odds(drew, not) / (1 + odds(drew, not));
      expect(consensusOfShapes(answers).objects[0]?.existence).toBeCloseTo(expected, 12);
    }
  });

  it('knows people and the prior', () => {
    const [answer] = answersOf([box(0, 0)]);
    const known = { ...answer!, sensitivity: 0.9, falsePositiveRate: 0.3 };
    expect(consensusOfShapes([known], { existencePrior: 0.1 }).objects[0]?.existence).toBeCloseTo(0.25, 12);
  });

  it('learns nothing from who draws everywhere, and never less from one more who draws', () => {
    expect(existenceOf([{ hasDrawn: true, sensitivity: 0.2, falsePositiveRate: 0.9 }], 0.3)).toBeCloseTo(0.3, 12);
    expect(existenceOf([], 0.3)).toBeCloseTo(0.3, 12);
    expect(existenceOf([{ hasDrawn: true, falsePositiveRate: 0 }], 0.5)).toBeGreaterThan(0.999);
  });
});
