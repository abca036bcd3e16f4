import { describe, expect, it } from '@jest/globals';
import {
  clopperPearsonInterval,
  goldAnswersNeeded,
  jeffreysInterval,
  probabilityAbove,
  wilsonInterval,
  type Interval,
} from './index.js';

describe('95 % intervals of a share', () => {
  it.each<[number, number, Interval, Interval, Interval]>([
    [0, 10, [0.0, 0.2775327999], [0.0, 0.3084971078], [0.0, 0.2171962675]],
    [1, 10, [0.0178762131, 0.4041500268], [0.0025285785, 0.445016117], [0.0110116738, 0.3813147711]],
    [5, 10, [0.2365930905, 0.7634069095], [0.1870860284, 0.8129139716], [0.2235286703, 0.7764713297]],
    [9, 10, [0.5958499732, 0.9821237869], [0.554983883, 0.9974714215], [0.6186852289, 0.9889883262]],
    [10, 10, [0.7224672001, 1.0], [0.6915028922, 1.0], [0.7828037325, 1.0]],
    [18, 20, [0.6989663548, 0.9721335188], [0.683017286, 0.9876514728], [0.7161467427, 0.978627512]],
    [27, 30, [0.7437891742, 0.9654001113], [0.7347115495, 0.978882863], [0.756598391, 0.971019381]],
    [45, 50, [0.7863976856, 0.9565242351], [0.7818646336, 0.9667249064], [0.794645172, 0.9608056356]],
    [90, 100, [0.8256343385, 0.9447708629], [0.8237774023, 0.9509953108], [0.8298760703, 0.9474153247]],
    [95, 100, [0.8882495308, 0.9784563208], [0.8871650889, 0.9835681208], [0.8938999261, 0.980668188]],
    [0, 59, [0.0, 0.0611293705], [0.0, 0.060608901], [0.0, 0.0415085673]],
    [0, 298, [0.0, 0.0127267435], [0.0, 0.0123024881], [0.0, 0.0083868977]],
    [81, 263, [0.2552885199, 0.366209577], [0.2527367456, 0.3676219226], [0.254521935, 0.3656474992]],
    [15, 148, [0.0623863995, 0.1604872417], [0.0578440101, 0.1616504903], [0.060448517, 0.1576431435]],
    [0, 20, [0.0, 0.1611251581], [0.0, 0.168433471], [0.0, 0.1166389829]],
    [1, 29, [0.0061132143, 0.1717552188], [0.0008726469, 0.1776442955], [0.0037461736, 0.150077686]],
    [192, 200, [0.9230679318, 0.9795943679], [0.9227080318, 0.982575191], [0.9259499237, 0.9809106639]],
  ])('%i of %i', (successes, trials, wilson, clopperPearson, jeffreys) => {
    const both: [Interval, Interval][] = [
      [wilsonInterval(successes, trials), wilson],
      [clopperPearsonInterval(successes, trials), clopperPearson],
      [jeffreysInterval(successes, trials), jeffreys],
    ];
    for (const [found, published] of both) {
      expect(found[0]).toBeCloseTo(published[0], 9);
      expect(found[1]).toBeCloseTo(published[1], 9);
    }
  });

  it('are wider at a higher level', () => {
    const [low, high] = wilsonInterval(90, 100, 0.99);
    expect(low).toBeLessThan(0.8256);
    expect(high).toBeGreaterThan(0.9448);
  });

  it.each([
    [-1, 10, 0.95, 'successes'],
    [11, 10, 0.95, 'successes'],
    [0, 0, 0.95, 'trials'],
    [1, 10, 1, 'level'],
    [NaN, 10, 0.95, 'successes'],
  ])('refuse %d of %d at %d', (successes, trials, level, name) => {
    for (const interval of [wilsonInterval, clopperPearsonInterval, jeffreysInterval]) {
      expect(() => interval(successes, trials, level)).toThrow(name);
    }
  });
});

describe('how sure it is that somebody is good enough', () => {
  it.each([
    [8, 10, 0.7, 0.68725955],
    [9, 10, 0.8, 0.67787745],
    [9, 10, 0.9, 0.30264312],
    [18, 20, 0.8, 0.82129717],
    [19, 20, 0.9, 0.63527004],
    [28, 30, 0.9, 0.61141438],
    [48, 50, 0.9, 0.89606553],
    [95, 100, 0.9, 0.94580969],
  ])('%i of %i right, above %d', (right, answers, accuracy, published) => {
    expect(probabilityAbove(accuracy, right, answers - right)).toBeCloseTo(published, 8);
  });

  it('is 0.8 by the prior alone at 0.2, and more with a prior in favour', () => {
    expect(probabilityAbove(0.2, 0, 0)).toBeCloseTo(0.8, 14);
    expect(probabilityAbove(0.2, 0, 0, { right: 3, wrong: 1 })).toBeCloseTo(1 - 0.2 ** 3, 14);
  });
});

describe('gold answers needed', () => {
  it.each([
    [0.7, 0.2, 17],
    [0.7, 0.15, 33],
    [0.7, 0.1, 78],
    [0.7, 0.075, 141],
    [0.7, 0.05, 320],
    [0.7, 0.03, 894],
    [0.8, 0.2, 15],
    [0.8, 0.15, 26],
    [0.8, 0.1, 60],
    [0.8, 0.075, 107],
    [0.8, 0.05, 245],
    [0.8, 0.03, 681],
    [0.9, 0.2, 10],
    [0.9, 0.15, 15],
    [0.9, 0.1, 34],
    [0.9, 0.075, 63],
    [0.9, 0.05, 141],
    [0.9, 0.03, 384],
    [0.95, 0.2, 6],
    [0.95, 0.15, 9],
    [0.95, 0.1, 24],
    [0.95, 0.075, 41],
    [0.95, 0.05, 82],
    [0.95, 0.03, 208],
  ])('at %d within ± %d', (accuracy, halfWidth, published) => {
    expect(goldAnswersNeeded(accuracy, halfWidth)).toBe(published);
  });
});
