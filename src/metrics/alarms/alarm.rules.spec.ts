import { describe, expect, it } from '@jest/globals';
import { disputesSentence, drySentence, isWorthSaying, lotSentence, minutesLeft, riskSentence } from './alarm.rules.js';

const now = new Date('2026-02-03T12:00:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);

describe('an alarm is said', () => {
  const said = { level: 0.4, raisedAt: hoursAgo(2), isOver: false };
  it.each([
    ['the first time', null, 0.3, true],
    ['when it was only looked at before', { level: null, raisedAt: null, isOver: false }, 0.3, true],
    ['not again while it is as it was', said, 0.5, false],
    ['when it got worse', said, 0.55, true],
    ['when it was well in between', { ...said, isOver: true }, 0.3, true],
    ['again after a day', { ...said, raisedAt: hoursAgo(24) }, 0.3, true],
  ])('%s', (_, before, level, isSaid) => {
    expect(isWorthSaying('BATCH_AT_RISK', before, level, now)).toBe(isSaid);
  });

  it('once of a person and of an endpoint, however long it lasts', () => {
    const before = { level: 1, raisedAt: hoursAgo(100), isOver: false };
    expect(isWorthSaying('PERSON_BELOW_BAR', before, 1, now)).toBe(false);
    expect(isWorthSaying('ENDPOINT_DISABLED', before, 1, now)).toBe(false);
    expect(isWorthSaying('DISPUTE_WAITING', before, 1, now)).toBe(true);
  });
});

describe('what is said', () => {
  it('of a queue: when, as nearly as is known', () => {
    expect(minutesLeft(80, 120, true)).toBe(40);
    expect(minutesLeft(80, 3, true)).toBeNull();
    // Nothing to claim is news as long as something is not done; what is finished does not run dry.
    expect(minutesLeft(0, 120, true)).toBe(0);
    expect(minutesLeft(0, 120, false)).toBeNull();
    expect(drySentence('X-rays', 38, 80)).toBe(
      'The queue of “X-rays” runs dry in about 40 minutes: 80 seats are left.',
    );
    expect(drySentence('X-rays', 0, 0)).toBe('The queue of “X-rays” has run dry: nothing is left to claim.');
  });

  it('of a batch: the risk, the end and the reason', () => {
    const deadline = new Date('2026-02-06T17:00:00Z');
    expect(riskSentence('Week 6', 0.62, Date.UTC(2026, 1, 9, 11, 30), deadline, 'Overlap grows: 2.4 answers a task instead of 2.')).toBe(
      '“Week 6” may miss its deadline of 2026-02-06 17:00 UTC: the risk is 62 %, and it ends probably by 2026-02-09 11:30 UTC. Overlap grows: 2.4 answers a task instead of 2.',
    ); // prettier-ignore
  });

  it('of a lot: which, what it waits for, and what helps', () => {
    expect(lotSentence('March', 'X-rays', 5, 1)).toMatch(
      /^The lot of “March” in “X-rays” waits\. Nobody may judge 1 of the 5 items without a verdict: .* passed it by\. Invite a judge/,
    );
  });

  it('of disputes: one, or how many', () => {
    expect(disputesSentence('X-rays', 1, 25.5)).toBe('A dispute waits in “X-rays”, for 25 hours.');
    expect(disputesSentence('X-rays', 3, 40)).toBe('3 disputes wait in “X-rays”, the oldest for 40 hours.');
  });
});
