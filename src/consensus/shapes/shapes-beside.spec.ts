import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { BoxLabel, Label } from '../../labels/index.js';
import { mapClasses } from './class-map.js';
import { clusterAttributes } from './cluster-attributes.js';
import { shapesScore } from './shapes-score.js';

const box = (x: number, width = 10, name = 'Cell'): BoxLabel => {
  return { kind: 'BOX', class: name, x, y: 0, width, height: 10 };
};

describe('the score of two lists of shapes', () => {
  it('is the IoU of the matches over matches and halves of what is left over', () => {
    // IoU .8, .4 (no match) and 1; one more on the right.
    const left = [box(0), box(50), box(100)];
    const right = [box(0, 8), box(50, 4), box(100), box(200)];
    const score = shapesScore(left, right);
    expect(score).toMatchObject({ matched: 2, leftOver: { left: 1, right: 2 }, meanIou: expect.closeTo(0.9, 12) });
    expect(score.f1).toBeCloseTo(4 / 7, 12);
    expect(score.panopticQuality).toBeCloseTo(1.8 / (2 + 1 / 2 + 2 / 2), 12);
    expect(shapesScore(left, right, 0.9).f1).toBeCloseTo(2 / 7, 12);
    expect(shapesScore(left, right, 0.4).matched).toBe(3);
  });

  it('matches only the same class', () => {
    expect(shapesScore([box(0)], [box(0, 10, 'Lung')])).toMatchObject({ matched: 0, f1: 0, meanIou: null });
    expect(shapesScore([], [])).toMatchObject({ f1: 1, panopticQuality: 1 });
    expect(() => shapesScore([], [], 0)).toThrow('matchIou');
  });

  it('is the mean IoU times F1, symmetric, within 0 to 1, and 1 with itself', () => {
    const shapes = fc.array(fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 20 })).map(([x, width]) => box(x, width)), { maxLength: 5 }); // prettier-ignore
    fc.assert(
      fc.property(shapes, shapes, (left, right) => {
        const [one, other] = [shapesScore(left, right), shapesScore(right, left)];
        expect(one.panopticQuality).toBeCloseTo(other.panopticQuality, 12);
        expect(one.panopticQuality).toBeGreaterThanOrEqual(0);
        expect(one.panopticQuality).toBeLessThanOrEqual(1 + 1e-12);
        if (one.meanIou !== null) expect(one.panopticQuality).toBeCloseTo(one.meanIou * one.f1, 12);
        expect(shapesScore(left, left).panopticQuality).toBeCloseTo(1, 12);
      }),
    );
  });
});

describe('the attributes of a cluster', () => {
  it('are what most members say, of a tie what the first of them says', () => {
    expect(
      clusterAttributes([
        { side: 'left', occluded: true, finding: 'a' },
        { side: 'right', occluded: false, finding: 'b' },
        { side: 'right', occluded: false },
        { side: 'left', finding: 'c' },
      ]),
    ).toEqual([
      { name: 'finding', value: 'a', share: 0.25 },
      { name: 'occluded', value: false, share: 0.5 },
      { name: 'side', value: 'left', share: 0.5 },
    ]);
    expect(clusterAttributes([])).toEqual([]);
  });

  it('keep a number, a text and a truth value apart', () => {
    expect(clusterAttributes([{ n: 1 }, { n: '1' }, { n: '1' }])).toEqual([{ name: 'n', value: '1', share: 2 / 3 }]);
  });
});

describe('mapped classes', () => {
  it('rename tags and shapes, leave fields, and make equal tags one', () => {
    const labels: Label[] = [
      { kind: 'TAG', class: 'covid' },
      { kind: 'TAG', class: 'COVID-19' },
      { kind: 'CHOICE', field: 'covid', option: 'covid' },
      box(0, 10, 'left lung'),
      box(20, 10, 'toString'),
    ];
    expect(mapClasses(labels, { covid: 'COVID-19', 'left lung': 'Lung' })).toEqual([
      { kind: 'TAG', class: 'COVID-19' },
      { kind: 'CHOICE', field: 'covid', option: 'covid' },
      box(0, 10, 'Lung'),
      box(20, 10, 'toString'),
    ]);
  });
});
