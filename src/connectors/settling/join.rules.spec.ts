import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ToolReport } from '../connector.types.js';
import { canonical, isHint, join, joinRead, type KnownParts, wordOf } from './join.rules.js';

const cat = [{ kind: 'CHOICE' as const, field: 'animal', option: 'cat' }];
const dog = [{ kind: 'CHOICE' as const, field: 'animal', option: 'dog' }];

const state = fc.oneof(
  fc.record({
    state: fc.constant('SUBMITTED' as const),
    labels: fc.constantFrom(cat, dog, [], null),
    leftOut: fc.constant([]),
  }),
  fc.record({ state: fc.constantFrom('OPEN' as const, 'STARTED' as const, 'DELETED' as const) }),
  fc.record({ state: fc.constant('SKIPPED' as const), reason: fc.constantFrom('black', '') }),
);
const version = fc.option(fc.record({ at: fc.nat(4), tie: fc.constantFrom('', 'a', 'b') }), { freq: 8 });
/** Few values, so that equal versions and equal parts come often. */
const report: fc.Arbitrary<ToolReport> = fc.record({
  item: fc.constant('1'),
  part: fc.constantFrom('', '17', '18'),
  version,
  state,
  user: fc.constantFrom(null, 'ann'),
  seconds: fc.constantFrom(null, 3),
});
const reports = fc.array(report, { maxLength: 8 });
const of = (...lists: ToolReport[][]): KnownParts =>
  lists.reduce<KnownParts>((known, one) => join(known, one), new Map());
const asText = (known: KnownParts) => canonical([...known].sort(([a], [b]) => (a < b ? -1 : 1)));

describe('joining what a tool says', () => {
  it('does not care about the order', () =>
    fc.assert(
      fc.property(reports, fc.infiniteStream(fc.nat()), (all, order) => {
        const shuffled = all.map((one) => ({ one, at: order.next().value! })).sort((a, b) => a.at - b.at);
        return asText(of(all)) === asText(of(shuffled.map(({ one }) => one)));
      }),
      { numRuns: 2000 },
    ));

  it('is associative: what was joined in parts may be joined', () =>
    fc.assert(
      fc.property(reports, reports, reports, (a, b, c) => asText(of(a, [...b, ...c])) === asText(of([...a, ...b], c))),
      { numRuns: 1000 },
    ));

  it('is idempotent: the same again changes nothing', () =>
    fc.assert(
      fc.property(reports, (all) => asText(of(all, all, all)) === asText(of(all))),
      { numRuns: 1000 },
    ));

  const said = (one: ToolReport['state'], at: number | null, part = ''): ToolReport => ({
    ...{ item: '1', part, user: null, seconds: null },
    version: at === null ? null : { at, tie: '' },
    state: one,
  });
  const submitted = (labels: typeof cat | null, at: number, part = '') =>
    said({ state: 'SUBMITTED', labels, leftOut: [] }, at, part);

  it('keeps the newest version, and a deletion for ever', () => {
    expect(wordOf(of([submitted(dog, 2), submitted(cat, 1)]))).toMatchObject({ part: { labels: dog } });
    const deleted = of([said({ state: 'DELETED' }, null, '17'), submitted(cat, 9, '17')]);
    expect(wordOf(deleted)).toEqual({ says: 'OPEN' });
    expect(wordOf(join(deleted, [submitted(dog, 1, '18')]))).toMatchObject({ says: 'SUBMITTED', part: { part: '18' } });
  });

  it('that somebody began hides no answer, however late it is told', () => {
    expect(wordOf(of([submitted(cat, 1), said({ state: 'STARTED' }, 5)]))).toMatchObject({ says: 'SUBMITTED' });
    expect(wordOf(of([said({ state: 'STARTED' }, 5)]))).toEqual({ says: 'STARTED' });
  });

  it('a hint is nothing to know, and a reason to look', () => {
    const hint = [said({ state: 'SUBMITTED', labels: cat, leftOut: [] }, null)];
    expect(isHint(hint)).toBe(true);
    expect(wordOf(of(hint))).toEqual({ says: 'NOTHING' });
  });

  it('what is not there any more when the item is read was deleted; an item that is gone takes nothing back', () => {
    const known = of([submitted(cat, 1, '17'), submitted(dog, 2, '18')]);
    expect(wordOf(joinRead(known, [submitted(cat, 1, '17')]))).toMatchObject({ part: { part: '17' } });
    expect(wordOf(joinRead(known, [said({ state: 'OPEN' }, null)]))).toEqual({ says: 'OPEN' });
    expect(joinRead(known, [])).toBe(known);
    // Came while the tool was being read.
    expect(wordOf(joinRead(known, [submitted(cat, 1, '17')], new Set(['18'])))).toMatchObject({ part: { part: '18' } });
  });
});
