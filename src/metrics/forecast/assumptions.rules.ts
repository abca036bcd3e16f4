import { counted } from '../../platform/counted.rules.js';
import type { Policy } from '../../projects/index.js';
import type { Expected } from './facts.rules.js';
import type { BatchRow } from './forecast.store.js';
import type { BatchFacts, ForecastInput, ForecastOutput, Tally } from './forecast.types.js';

/* What a forecast rests on, in words: whoever plans with it must know how little that is. */

/** Fewer answers than this tell nothing of anybody's speed. */
export const enoughAnswers = 5;

export interface Grounds {
  input: ForecastInput;
  output: ForecastOutput;
  rows: readonly BatchRow[];
  policies: ReadonlyMap<string, Policy>;
  expected: ReadonlyMap<string, Expected>;
}

/** What is missing for a forecast that deserves the name; empty when nothing is. */
export function missingOf({ input, output, expected }: Grounds): string[] {
  if (input.asked.length === 0) return ['Nothing is left to forecast: no batch is ready, open or paused.'];
  const { units } = output.basis;
  const mine = input.people.filter(({ mayDo }) => input.asked.some((id) => (mayDo[id] ?? []).length > 0));
  const judges = input.people.filter(({ mayDo }) => input.asked.some((id) => mayDo[id]?.includes('JUDGE')));
  const judgements = output.batches.reduce((sum, { expected }) => sum + expected.judgements, 0);
  return [
    units < enoughAnswers &&
      `${units === 0 ? 'Nobody has worked here yet' : `Only ${counted(units, 'piece of work is', 'pieces of work are')} done`}: ${enoughAnswers} answers are needed. Until then it rests on a guess: 20 answers an hour, or as in other projects, and it may well be half or twice that.`,
    mine.length === 0 && 'Nobody may work on it: no active member of its teams has the role, the skills and the qualification.', // prettier-ignore
    mine.length > 0 && mine.every(({ id }) => expected.get(id) === 'NOWHERE') && 'Nobody who may work on it has shifts, or has worked in the last 14 days.', // prettier-ignore
    judgements >= 1 && mine.length > 0 && judges.length === 0 && `About ${counted(Math.round(judgements), 'piece')} of work will have to be judged, and nobody may judge: ${Math.round(judgements) === 1 ? 'it is' : 'they are'} not counted.`, // prettier-ignore
  ].filter((one): one is string => one !== false);
}

export function assumptionsOf({ input, output, rows, policies, expected }: Grounds): string[] {
  const { units, people, days } = output.basis;
  const asked = input.batches.filter(({ id }) => input.asked.includes(id));
  const how = (name: Expected) => input.people.filter(({ id }) => expected.get(id) === name).length;
  return [
    units > 0 && `Speeds rest on ${counted(units, 'piece')} of work by ${counted(people, 'person', 'people')} on ${counted(days, 'day')}; of whom less is known is more uncertain, and drawn towards the others.`, // prettier-ignore
    how('SHIFTS') > 0 && `${expectedPeople(how('SHIFTS'))} by their shifts.`,
    how('HOURS') > 0 && `${expectedPeople(how('HOURS'))} in the hours in which they worked in the last 14 days.`,
    how('OFFICE') > 0 && `${expectedPeople(how('OFFICE'))} from Monday to Friday from 9 to 17 UTC: nobody has shifts, and nobody has worked yet.`, // prettier-ignore
    how('NOWHERE') > 0 && notSeenSentence(how('NOWHERE')), // prettier-ignore
    absenceSentence(input.absences, output.basis.absenceRate),
    ...asked.flatMap((batch) =>
      batchSentences(
        batch,
        rows.find(({ id }) => id === batch.id)!,
      ),
    ),
    [...policies.values()].some(({ caps }) => Object.keys(caps).length > 0) && 'Caps on how much one person may do are not counted.', // prettier-ignore
    'Work that nobody has imported yet, and batches that are not open yet, are not counted.',
  ].filter((one): one is string => one !== false);
}

const expectedPeople = (people: number): string => counted(people, 'person is expected', 'people are expected');

const notSeenSentence = (people: number): string =>
  `${counted(people, 'more may work on it, but has', 'more may work on it, but have')} no shifts and ${people === 1 ? 'has' : 'have'} not worked in the last 14 days: they are not counted.`;

const absenceSentence = ({ count, of }: Tally, rate: number): string =>
  `On top of leave people are missing in ${(rate * 100).toFixed(1)} % of their shifts (${of === 0 ? 'none seen: what is usual' : `${count} of ${of} seen, and what is usual`}).`;

function batchSentences(batch: BatchFacts, { state, name }: BatchRow): string[] {
  return [
    state !== 'OPEN' &&
      `“${name}” is ${state === 'PAUSED' ? 'paused' : 'not open yet'}: this is as if it were opened now.`,
    batch.triaged > 0 &&
      `${counted(batch.triaged, 'task')} of “${name}” ${batch.triaged === 1 ? 'waits' : 'wait'} for a lead in triage and ${batch.triaged === 1 ? 'is' : 'are'} not counted.`,
    batch.arriving > 0 &&
      `An import is still running: about ${counted(batch.arriving, 'more task is', 'more tasks are')} expected of it.`,
  ].filter((one): one is string => one !== false);
}
