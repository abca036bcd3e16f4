import { counted } from '../../platform/counted.rules.js';
import { absenceRateOf } from './drawn-people.rules.js';
import { coursesOf, type Without } from './draws.rules.js';
import { type Floor, floorOf, hour, isLargeHouse } from './floor.rules.js';
import type { BatchFacts, Cause, ForecastInput, PersonFacts, Reason } from './forecast.types.js';
import { expectedOf } from './remaining.rules.js';

/*
 * Why a batch may miss its deadline: one cause after the other is taken away, with the same random numbers, and what takes most of the
 * risk with it is the main reason.
 */

const fewerDraws = 300;
/** Of a large house, where one that changes is just not worth saying. */
const fewestDraws = 25;
/** A cause that takes less of the risk away than this is none. */
const worthSaying = 0.05;
const mostReasons = 3;

interface Candidate {
  cause: Cause;
  sentence: string;
  /** the work without it */
  input: ForecastInput;
  without?: Without;
}

export function reasonsOf(whole: ForecastInput, floor: Floor, followed: number, missRisk: number): Reason[] {
  const most = isLargeHouse(whole.people.length, whole.batches.length) ? fewestDraws : fewerDraws;
  const input = { ...whole, draws: Math.min(most, whole.draws) };
  const batch = input.batches[followed]!;
  const deadline = batch.deadlineAt!;
  const end = floor.starts.at(-1)! + floor.length;
  const riskOf = (changed: ForecastInput, without: Without = {}) => {
    const place = changed.batches.findIndex(({ id }) => id === batch.id);
    const { finish } = coursesOf(
      changed,
      floorOf(changed, Math.max(input.now, Math.min(end, deadline) + hour)),
      place,
      without,
    );
    return finish.filter((at) => at > deadline).length / finish.length;
  };
  const now = riskOf(input);
  const reasons = candidatesOf(input, batch)
    .map(({ cause, sentence, input: changed, without }) => ({ cause, sentence, riskWithout: riskOf(changed, without) }))
    .filter(({ riskWithout }) => now - riskWithout >= worthSaying)
    .sort((a, b) => a.riskWithout - b.riskWithout)
    .slice(0, mostReasons);
  return [...reasons, hoursOf(input, batch, missRisk)];
}

function candidatesOf(input: ForecastInput, batch: BatchFacts): Candidate[] {
  const expected = expectedOf(batch);
  const judgements = countOf(expected.judgements, 'judgement');
  const others = input.batches.filter(({ id, tasks, settled }) => id !== batch.id && tasks > settled);
  const judges = input.people.filter((person) => person.mayDo[batch.id]?.includes('JUDGE')).length;
  const onLeave = input.people.filter(({ leave }) => leave.length > 0);
  const back = batch.sentBack.of === 0 ? 0.1 : batch.sentBack.count / batch.sentBack.of;
  return [
    batch.maximumOverlap > batch.overlap && {
      cause: 'OVERLAP' as const,
      sentence: `Overlap grows: ${expected.answersPerTask.toFixed(1)} answers a task instead of ${batch.overlap}.`,
      input,
      without: { overlap: true },
    },
    expected.judgements > 0 &&
      Math.round(back * 100) > 0 && {
        cause: 'REWORK' as const,
        sentence: `${percent(back)} of what is judged goes back to be mended.`,
        input,
        without: { rework: true },
      },
    judgements !== null && {
      cause: 'JUDGES' as const,
      sentence: `${judgements} ${judgements.startsWith('1 ') ? 'is' : 'are'} left, and ${peopleOf(judges)} may judge.`,
      input,
      without: { judges: true },
    },
    others.length > 0 && {
      cause: 'OTHER_BATCHES' as const,
      sentence: `${others.slice(0, 3).map(({ name }) => `“${name}”`).join(', ')} ${others.length === 1 ? 'takes' : 'take'} the same people first.`, // prettier-ignore
      input: { ...input, batches: [batch] },
    },
    onLeave.length > 0 && {
      cause: 'LEAVE' as const,
      sentence: leaveSentence(input, batch),
      input: { ...input, people: input.people.map(withoutLeave) },
    },
    {
      cause: 'ABSENCE' as const,
      sentence: `People are missing in ${percent(absenceRateOf(input.absences))} of their shifts.`,
      input,
      without: { absence: true },
    },
  ].filter((one): one is Exclude<typeof one, false> => one !== false);
}

/** What is true in any case: so much work, and so many hours for it. */
function hoursOf(input: ForecastInput, batch: BatchFacts, riskWithout: number): Reason {
  const deadline = batch.deadlineAt!;
  const { answers, judgements } = expectedOf(batch);
  const there = input.people.filter((person) => (person.mayDo[batch.id] ?? []).length > 0);
  const hours = there.reduce((sum, { windows }) => sum + windows.reduce((all, { from, to, chance, weight }) => all + (Math.max(0, Math.min(to, deadline) - Math.max(from, input.now)) / hour) * chance * weight, 0), 0); // prettier-ignore
  const sentence = hoursSentence({ answers, judgements, people: there.length, hours, isOver: deadline <= input.now });
  return { cause: 'HOURS', sentence, riskWithout };
}

/** How much is left for how many hours; what is none of is not said. */
export function hoursSentence(of: {
  answers: number;
  judgements: number;
  people: number;
  hours: number;
  isOver: boolean;
}): string {
  const parts = [countOf(of.answers, 'answer'), countOf(of.judgements, 'judgement')].filter((part) => part !== null);
  const left =
    parts.length === 0
      ? 'hardly anything is left'
      : `${parts.join(' and ')} ${parts.length === 1 && /^1 /.test(parts[0]!) ? 'is' : 'are'} left`;
  if (of.isOver) return `The deadline is over, and ${left}.`;
  const hours = countOf(of.hours, 'hour');
  const until = hours === null || of.people === 0 ? 'nobody is there' : `${peopleOf(of.people)} ${of.people === 1 ? 'has' : 'have'} ${hours}`; // prettier-ignore
  return `${left[0]!.toUpperCase()}${left.slice(1)}, and ${until} until the deadline.`;
}

/** null: none, as far as anybody would count. */
const countOf = (many: number, name: string): string | null => {
  const count = Math.round(many);
  return count === 0 ? null : counted(count, name);
};

/** The day on which leave takes most. */
function leaveSentence({ people, now }: ForecastInput, batch: BatchFacts): string {
  const mine = people.filter((person) => (person.mayDo[batch.id] ?? []).length > 0);
  const days = new Map<string, Set<string>>();
  for (const { id, leave } of mine)
    for (const { from, to } of leave)
      if (to > now && from < batch.deadlineAt!) days.set(dayOf(from), (days.get(dayOf(from)) ?? new Set()).add(id));
  const [name, away] = [...days].sort((a, b) => b[1].size - a[1].size || a[0].localeCompare(b[0]))[0] ?? [
    '',
    new Set(),
  ];
  if (away.size === 0) return 'People are on leave.';
  const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' }).format(new Date(name));
  return `${away.size} of ${peopleOf(mine.length)} ${away.size === 1 ? 'is' : 'are'} on leave on ${weekday}, ${name}.`;
}

const withoutLeave = (person: PersonFacts): PersonFacts => ({
  ...person,
  windows: [...person.windows, ...person.leave].sort((a, b) => a.from - b.from),
  leave: [],
});
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const percent = (share: number): string => `${Math.round(share * 100)} %`;
const peopleOf = (count: number): string => counted(count, 'person', 'people');
