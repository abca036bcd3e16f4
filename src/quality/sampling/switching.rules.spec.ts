import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { samplingPlan, type Inspection } from './single-plans.rules.js';
import {
  afterCorrection,
  nextState,
  switchingMoves,
  switchingStart,
  type LotResult,
  type SwitchingMove,
  type SwitchingPosition,
  type SwitchingRules,
  type SwitchingState,
} from './switching.rules.js';

const z14: SwitchingRules = { standard: 'Z1_4', isReducedAgreed: true };
const iso: SwitchingRules = { standard: 'ISO_2859_1', isReducedAgreed: true };
const made = new Set<SwitchingMove>();

/**
 * Lots of 1000 at AQL 2.5, one a sign: `.` without a defect, `t` accepted but not with an AQL one step tighter, `b` between
 * acceptance and rejection, `x` refused, `r` refused when it came again, `i` without a defect from unsteady work; `c` is no
 * lot but the correction. What comes back is where inspection stands after each.
 */
function walk(signs: string, rules: SwitchingRules, start: SwitchingState = switchingStart): SwitchingState {
  let state = start;
  for (const sign of signs.replaceAll(' ', '')) {
    const { state: next, move } = sign === 'c' ? afterCorrection(state) : nextState(state, lotOf(sign, state), rules);
    if (move) {
      made.add(move);
      expect([move.from, move.to]).toEqual([state.position, next.position]);
    } else {
      expect(next.position).toBe(state.position);
    }
    state = next;
  }
  return state;
}

function lotOf(sign: string, { position }: SwitchingState): LotResult {
  const inspection: Inspection = position === 'discontinued' ? 'tightened' : position;
  const plan = samplingPlan({ lotSize: 1000, aql: 2.5, inspection });
  const defects = { t: plan.acceptance, b: plan.acceptance + 1, x: plan.rejection, r: plan.rejection }[sign] ?? 0;
  return { plan, defects, isResubmitted: sign === 'r', isIrregular: sign === 'i' };
}

describe.each([z14, iso])('under $standard', (rules) => {
  it.each<[string, SwitchingPosition]>([
    ['', 'normal'],
    ['x', 'normal'],
    ['xx', 'tightened'],
    ['x...x', 'tightened'],
    ['x....x', 'normal'],
    ['x....x...x', 'tightened'],
    // What was refused already does not count when it comes again.
    ['xrrrr', 'normal'],
    ['xx .....', 'normal'],
    ['xx ....r.', 'normal'],
    ['xx ....x....', 'tightened'],
    ['xx ....x.....', 'normal'],
    // After a move the count begins anew.
    ['xx ..... x', 'normal'],
    ['xx ..... xx', 'tightened'],
    ['xx xxxx', 'tightened'],
    ['xx xxxxx', 'discontinued'],
    // Five in all, not in a row.
    ['xx x..x..x..x..x', 'discontinued'],
    ['xx xxxxx ......', 'discontinued'],
    ['xx xxxxx c', 'tightened'],
    ['xx xxxxx c xxxx', 'tightened'],
    ['xx xxxxx c xxxxx', 'discontinued'],
    ['xx xxxxx c .....', 'normal'],
    ['c', 'normal'],
    ['xx c', 'tightened'],
    ['.......... x', 'normal'],
    ['.......... b', 'normal'],
    ['.......... i', 'normal'],
    ['.......... t', 'reduced'],
    ['.......... r', 'reduced'],
    ['.......... ....................', 'reduced'],
    ['.......... x x', 'normal'],
    ['.......... x xx', 'tightened'],
  ])('%p ends on %s', (signs, position) => {
    expect(walk(signs, rules).position).toBe(position);
  });

  it('reduced inspection is never entered unless agreed, and left when it no longer is', () => {
    const against = { ...rules, isReducedAgreed: false };
    expect(walk('.'.repeat(40), against).position).toBe('normal');
    expect(walk('.', against, walk('.'.repeat(10), rules)).position).toBe('normal');
  });

  it('agrees with a second telling of the rules on any lots', () => {
    const signs = fc.array(fc.constantFrom('.', '.', '.', '.', 't', 'b', 'x', 'r', 'i', 'c'), { maxLength: 120 });
    fc.assert(
      fc.property(signs, (lots) => {
        expect(walk(lots.join(''), rules).position).toBe(told(lots, rules));
      }),
      { numRuns: 500 },
    );
  });
});

/** The rules once more, on signs since the last move, as they stand in a text. */
function told(lots: string[], { standard }: SwitchingRules): SwitchingPosition {
  let position: SwitchingPosition = 'normal';
  let since = '';
  for (const lot of lots) {
    if (position === 'discontinued' && lot !== 'c') continue;
    // Between does not exist but on reduced inspection: there it is one too many.
    if (lot !== 'c' && lot !== 'r') since += lot === 'b' && position !== 'reduced' ? 'x' : lot;
    const score = [...since].reduce((sum, sign) => (sign === '.' || sign === 'i' ? sum + 3 : 0), 0);
    const isEarned = standard === 'Z1_4' ? since.length >= 10 && !/x/.test(since.slice(-10)) : score >= 30;
    let next: SwitchingPosition = position;
    if (position === 'normal' && (since.slice(-5).match(/x/g) ?? []).length >= 2) next = 'tightened';
    else if (position === 'normal' && isEarned && !/i/.test(since.slice(-10))) next = 'reduced';
    else if (position === 'tightened' && (since.match(/x/g) ?? []).length >= 5) next = 'discontinued';
    else if (position === 'tightened' && /^[^x]{5}$/.test(since.slice(-5))) next = 'normal';
    else if (position === 'reduced' && /[xbi]/.test(since)) next = 'normal';
    else if (position === 'discontinued') next = 'tightened';
    if (next !== position) since = '';
    position = next;
  }
  return position;
}

describe('reduced inspection', () => {
  it('is earned by ten accepted lots under Z1.4, however narrowly', () => {
    expect(walk('tttttttttt', z14).position).toBe('reduced');
    expect(walk('.........', z14).position).toBe('normal');
    expect(walk('x .........', z14).position).toBe('normal');
    expect(walk('x ..........', z14).position).toBe('reduced');
    expect(walk('.....i....', z14).position).toBe('normal');
  });

  it('asks that the defects of the ten lots stay within the limit number, unless waived', () => {
    const seen: number[] = [];
    const limited = (limit: number) => ({ ...z14, limitNumber: (inspected: number) => (seen.push(inspected), limit) });
    expect(walk('tt........', limited(10)).position).toBe('reduced');
    expect(walk('tt........', limited(9)).position).toBe('normal');
    expect(seen).toEqual([800, 800]);
  });

  it('is earned by a score of 30 under ISO 2859-1: ten lots that a tighter AQL would accept, or fifteen with few to accept', () => {
    expect(walk('.........', iso)).toMatchObject({ position: 'normal', score: 27 });
    expect(walk('.........t', iso)).toMatchObject({ position: 'normal', score: 0 });
    expect(walk('.........t..........', iso).position).toBe('reduced');
    const small = samplingPlan({ lotSize: 100, aql: 1 });
    expect(small.acceptance).toBe(0);
    let state = switchingStart;
    for (let lot = 0; lot < 14; lot += 1) ({ state } = nextState(state, { plan: small, defects: 0 }, iso));
    expect(state).toMatchObject({ position: 'normal', score: 28 });
    expect(nextState(state, { plan: small, defects: 1 }, iso).state.score).toBe(0);
    expect(nextState(state, { plan: small, defects: 0 }, iso).state.position).toBe('reduced');
  });
});

it('defects are a whole number of the sample', () => {
  const { plan } = lotOf('.', switchingStart);
  for (const defects of [-1, 0.5, 81])
    expect(() => nextState(switchingStart, { plan, defects }, z14)).toThrow('defects');
});

afterAll(() => {
  // The walks went over every move there is.
  expect([...switchingMoves].filter((move) => !made.has(move))).toEqual([]);
});
