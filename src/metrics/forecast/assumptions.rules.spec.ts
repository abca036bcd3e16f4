import { describe, expect, it } from '@jest/globals';
import { assumptionsOf, type Grounds, missingOf } from './assumptions.rules.js';
import type { BatchFacts, PersonFacts } from './forecast.types.js';

const person = (id: string): PersonFacts => ({ id, windows: [], leave: [], isRostered: false, isAway: false, mayDo: { b: ['ANSWER'] } }); // prettier-ignore

/** Grounds in which everything that is counted is there so many times. */
function groundsOf(n: number): Grounds {
  const people = Array.from({ length: n }, (_, place) => person(`p${place}`));
  const batch: BatchFacts = { id: 'b', name: 'March', projectId: 'j', priority: 0, share: 1, deadlineAt: null, createdAt: 0, tasks: 9, settled: 0, triaged: n, undecided: [], judging: 0, reworking: 0, arriving: n, overlap: 1, maximumOverlap: 1, askedAgain: [], judged: [], sentBack: { count: 0, of: 0 } }; // prettier-ignore
  const nobody = { p10: null, p50: null, p80: null, p90: null, p95: null };
  return {
    input: { now: 0, asked: ['b'], batches: [batch], people, worked: [], absences: { count: 0, of: 0 }, draws: 1, seed: 1, explains: false }, // prettier-ignore
    output: {
      batches: [{ batchId: 'b', finish: nobody, missRisk: null, reasons: [], band: [], expected: { answers: n, judgements: n, answersPerTask: 1, hours: 0 } }], // prettier-ignore
      basis: { units: n, people: n, days: n, absenceRate: 0.02 },
    },
    rows: [{ id: 'b', name: 'March', state: 'OPEN', projectId: 'j', priority: 0, share: 1, deadlineAt: null, createdAt: new Date(0) }], // prettier-ignore
    policies: new Map(),
    expected: new Map(people.map(({ id }) => [id, 'NOWHERE' as const])),
  };
}

describe('what a forecast rests on, in words', () => {
  it('counts one as one', () => {
    const said = [...missingOf(groundsOf(1)), ...assumptionsOf(groundsOf(1))];
    expect(said).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Only 1 piece of work is done: 5 answers are needed\./),
        'About 1 piece of work will have to be judged, and nobody may judge: it is not counted.',
        expect.stringMatching(/^Speeds rest on 1 piece of work by 1 person on 1 day;/),
        '1 more may work on it, but has no shifts and has not worked in the last 14 days: they are not counted.',
        '1 task of “March” waits for a lead in triage and is not counted.',
        'An import is still running: about 1 more task is expected of it.',
      ]),
    );
  });

  it('and several as several', () => {
    const said = [...missingOf(groundsOf(3)), ...assumptionsOf(groundsOf(3))];
    expect(said).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Only 3 pieces of work are done: 5 answers are needed\./),
        'About 3 pieces of work will have to be judged, and nobody may judge: they are not counted.',
        expect.stringMatching(/^Speeds rest on 3 pieces of work by 3 people on 3 days;/),
        '3 more may work on it, but have no shifts and have not worked in the last 14 days: they are not counted.',
        '3 tasks of “March” wait for a lead in triage and are not counted.',
        'An import is still running: about 3 more tasks are expected of it.',
      ]),
    );
  });
});
