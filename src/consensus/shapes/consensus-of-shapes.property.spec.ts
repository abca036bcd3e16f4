import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  areaOfShape,
  boundsOfShape,
  maskArea,
  maskIntersectionArea,
  maskOfVotes,
  painted,
  shapeIou,
  type MaskLabel,
  type PolygonLabel,
  type RunMask,
  type ShapeLabel,
} from '../../labels/index.js';
import { consensusOfShapes, type ConsensusShape, type ShapeAnswer } from './consensus-of-shapes.js';
import { fusedShape } from './fused-shape.js';

const size = { width: 40, height: 30 };
const className = fc.constantFrom('Cell', 'Lung');

const anyBox = fc
  .tuple(className, fc.nat(24), fc.nat(16), fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 12 }))
  .map(([name, x, y, width, height]): ShapeLabel => ({ kind: 'BOX', class: name, x, y, width, height }));
/** Also without area, and crossing itself. */
const anyPolygon = fc
  .tuple(className, fc.array(fc.record({ x: fc.nat(38), y: fc.nat(28) }), { minLength: 3, maxLength: 6 }))
  .map(([name, ring]): PolygonLabel => ({ kind: 'POLYGON', class: name, rings: [ring] }));
const anyMask = anyPolygon.map((shape): ShapeLabel => asMask(shape));
const anyShape = fc.oneof(anyBox, anyPolygon, anyMask);

function asMask(shape: ShapeLabel): MaskLabel {
  const mask: RunMask = shape.kind === 'MASK' ? shape : painted(shape, { ...size, counts: [] });
  return { kind: 'MASK', class: shape.class, ...mask };
}

const anyAnswers = fc
  .array(fc.tuple(fc.array(anyShape, { maxLength: 5 }), fc.double({ min: 0.5, max: 3, noNaN: true })), { maxLength: 5 })
  .map((all) => all.map(([shapes, weight], at): ShapeAnswer => ({ by: `person-${at}`, shapes, weight })));
const policy = fc.record({ matchIou: fc.constantFrom(0.2, 0.5, 0.8), quorum: fc.constantFrom(0.3, 0.5, 1) });

const keysOf = ({ members }: Pick<ConsensusShape, 'members'>) => members.map(({ by, place }) => `${by} ${place}`);
const holder = (objects: ConsensusShape[], key: string) => objects.find((object) => keysOf(object).includes(key))!;

describe('the consensus of any shapes', () => {
  it('holds every shape once, one an answer and class, each two near enough', () => {
    fc.assert(
      fc.property(anyAnswers, policy, (answers, chosen) => {
        const { objects, shapes } = consensusOfShapes(answers, chosen);
        const places = objects.flatMap(keysOf);
        expect(new Set(places).size).toBe(places.length);
        expect(places).toHaveLength(answers.flatMap((answer) => answer.shapes).length);
        const needed = Math.ceil(chosen.quorum * answers.length - 1e-9);
        for (const { members, class: name, votes, kept } of objects) {
          expect([new Set(members.map(({ by }) => by)).size, kept]).toEqual([votes, votes >= needed]);
          const drawn = members.map(({ by, place }) => answers.find((one) => one.by === by)!.shapes[place]!);
          expect(drawn.every((shape) => shape.class === name)).toBe(true);
          for (const [at, one] of drawn.entries()) {
            for (const other of drawn.slice(0, at))
              expect(shapeIou(one, other)).toBeGreaterThanOrEqual(chosen.matchIou);
          }
        }
        expect(shapes).toEqual(objects.filter(({ kept }) => kept).map(({ shape }) => shape));
      }),
      { numRuns: 300 },
    );
  });

  it('leaves nothing apart that could still be joined', () => {
    fc.assert(
      fc.property(anyAnswers, policy, (answers, chosen) => {
        const drawnOf = ({ members }: ConsensusShape) =>
          members.map(({ by, place }) => ({ by, shape: answers.find((one) => one.by === by)!.shapes[place]! }));
        const { objects } = consensusOfShapes(answers, chosen);
        for (const [at, one] of objects.entries()) {
          for (const other of objects.slice(0, at).filter((object) => object.class === one.class)) {
            const pairs = drawnOf(one).flatMap((a) => drawnOf(other).map((b) => [a, b] as const));
            expect(pairs.every(([a, b]) => a.by !== b.by && shapeIou(a.shape, b.shape) >= chosen.matchIou)).toBe(false);
          }
        }
      }),
    );
  });

  it('does not depend on the order of the answers, but for ties of the medoid', () => {
    const shuffled = anyAnswers.chain((answers) => {
      return fc.tuple(fc.constant(answers), fc.shuffledSubarray(answers, { minLength: answers.length }));
    });
    const comparable = (objects: ConsensusShape[]) =>
      objects.map((object) => ({
        ...object,
        shape: null,
        meanIou: null,
        existence: object.existence.toFixed(9),
        pairwiseIou: object.pairwiseIou?.toFixed(9),
        members: keysOf(object).sort(),
      }));
    fc.assert(
      fc.property(shuffled, policy, ([answers, others], chosen) => {
        const [one, other] = [answers, others].map((given) => consensusOfShapes(given, chosen).objects);
        expect(comparable(other!)).toEqual(comparable(one!));
        const [fused, again] = [answers, others].map((given) => {
          return consensusOfShapes(given, { ...chosen, output: 'FUSED' }).objects.filter(({ votes }) => votes > 1);
        });
        expect(again!.map(({ shape }) => shape)).toEqual(fused!.map(({ shape }) => shape));
      }),
      { numRuns: 100 },
    );
  });

  it('of people who all drew the same is that shape, and it is there', () => {
    const solid = anyShape.filter((shape) => areaOfShape(shape) > 0 && shapeIou(shape, shape) > 0);
    fc.assert(
      fc.property(solid, fc.integer({ min: 2, max: 6 }), (shape, people) => {
        const answers = Array.from({ length: people }, (_, at) => ({ by: `${at}`, shapes: [shape] }));
        for (const output of ['CHAMPION', 'MEDOID'] as const) {
          const { objects, shapes } = consensusOfShapes(answers, { output, quorum: 1 });
          expect(shapes).toEqual([shape]);
          expect(objects[0]).toMatchObject({ votes: people, meanIou: expect.closeTo(1, 9), pairwiseIou: expect.closeTo(1, 9) }); // prettier-ignore
          expect(objects[0]?.existence).toBeGreaterThan(0.98);
        }
        const [fused] = consensusOfShapes(answers, { output: 'FUSED' }).shapes;
        // A polygon comes back from cells of a pixel or less.
        if (shape.kind === 'MASK') expect(fused).toEqual(shape);
        if (shape.kind === 'BOX') expect(shapeIou(fused!, shape)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('takes an object for no less probable when one more person draws it', () => {
    const rates = { sensitivity: fc.double({ min: 0, max: 1, noNaN: true }), falsePositiveRate: fc.double({ min: 0, max: 1, noNaN: true }) }; // prettier-ignore
    fc.assert(
      fc.property(anyAnswers, policy, fc.record(rates), fc.nat(), (answers, chosen, drawer, nth) => {
        // Of those who drew the same twice in one answer it is not said which of the two is joined.
        const solid = answers.flatMap(({ by, shapes }) =>
          shapes.flatMap((shape, place) => {
            const isTwice = shapes.some((other, at) => at !== place && other.class === shape.class && shapeIou(other, shape) > 0.999);
            return shapeIou(shape, shape) > 0.999999 && !isTwice ? [{ key: `${by} ${place}`, shape }] : [];
          }),
        ); // prettier-ignore
        if (solid.length === 0) return;
        const { key, shape } = solid[nth % solid.length]!;
        const before = holder(consensusOfShapes(answers, chosen).objects, key);
        const more = [...answers, { ...drawer, by: 'one more', shapes: [shape] }];
        const after = holder(consensusOfShapes(more, chosen).objects, 'one more 0');
        expect(after.existence).toBeGreaterThanOrEqual(before.existence - 1e-9);
        expect(after.votes).toBe(before.votes + 1);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a fused shape', () => {
  const weights = (shapes: ShapeLabel[]) => shapes.map((_, at) => 1 + (at % 3));

  it('of masks lies in what any of them holds, and holds what all of them do', () => {
    fc.assert(
      fc.property(fc.array(anyMask, { minLength: 2, maxLength: 6 }), (masks) => {
        const runs = masks.map(asMask);
        const fused = fusedShape(masks, weights(masks));
        if (fused === null) return;
        const area = maskArea(fused as MaskLabel);
        expect(maskIntersectionArea(fused as MaskLabel, maskOfVotes(runs, 1))).toBe(area);
        const all = maskOfVotes(runs, runs.length);
        if (runs.length < 4) expect(maskIntersectionArea(fused as MaskLabel, all)).toBe(maskArea(all));
      }),
      { numRuns: 100 },
    );
  });

  it('of boxes lies within the bounds of all of them', () => {
    fc.assert(
      fc.property(fc.array(anyBox, { minLength: 2, maxLength: 6 }), (boxes) => {
        const { x, y, width, height } = boundsOfShape(fusedShape(boxes, weights(boxes))!);
        const bounds = boxes.map(boundsOfShape);
        expect(x).toBeGreaterThanOrEqual(Math.min(...bounds.map((box) => box.x)) - 1e-9);
        expect(y).toBeGreaterThanOrEqual(Math.min(...bounds.map((box) => box.y)) - 1e-9);
        expect(x + width).toBeLessThanOrEqual(Math.max(...bounds.map((box) => box.x + box.width)) + 1e-9);
        expect(y + height).toBeLessThanOrEqual(Math.max(...bounds.map((box) => box.y + box.height)) + 1e-9);
      }),
    );
  });

  it('of polygons lies in what any of them holds, but for part of a cell along its outline', () => {
    fc.assert(
      fc.property(fc.array(anyPolygon, { minLength: 2, maxLength: 6 }), (polygons) => {
        const fused = fusedShape(polygons, weights(polygons));
        if (fused?.kind !== 'POLYGON') return;
        // Looked at ten times as large, where a cell is no more than two pixels.
        const large = (shape: ShapeLabel) => {
          const rings = (shape as PolygonLabel).rings.map((ring) => ring.map(({ x, y }) => ({ x: 10 * x, y: 10 * y })));
          return painted({ ...(shape as PolygonLabel), rings }, { width: 400, height: 300, counts: [] });
        };
        const [mask, union] = [large(fused), maskOfVotes(polygons.map(large), 1)];
        const outside = maskArea(mask) - maskIntersectionArea(mask, union);
        const outline = fused.rings.flat().reduce((sum, { x, y }, at, all) => {
          const next = all[(at + 1) % all.length]!;
          return sum + Math.hypot(next.x - x, next.y - y) * 10;
        }, 0);
        expect(outside).toBeLessThanOrEqual(2 * outline + 20);
      }),
    );
  });
});
