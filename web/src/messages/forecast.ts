import { counted, isOne } from './counted';

export const forecast = {
  risk: 'risk to be late',
  noRisk: 'no deadline',
  p50: 'P50: as likely before as after',
  p80: 'P80: four of five courses',
  p95: 'P95: nineteen of twenty',
  never: 'not within the time that is looked at',
  basis: (units: number, people: number, days: number) =>
    `From ${counted(units, 'answer or judgement', 'answers and judgements')} of ${counted(people, 'person', 'people')} in the last ${days === 1 ? 'day' : `${days} days`}.`,
  /** What is none of is not counted. */
  left: (answers: number, judgements: number, hours: number) => {
    const work = [answers > 0 && counted(answers, 'answer'), judgements > 0 && counted(judgements, 'judgement')].filter(
      (part) => part !== false,
    );
    const presence = hours === 0 ? 'no presence' : counted(hours, 'hour of presence', 'hours of presence');
    return work.length === 0
      ? `Hardly anything is left: ${presence}.`
      : `Left ${work.length === 1 && isOne(answers + judgements) ? 'is' : 'are'} about ${work.join(' and ')}: ${presence}.`;
  },
  reasons: 'Why it may be late',
  without: (risk: string) => `Without it the risk were ${risk}.`,
  band: 'Tasks that will be settled',
  at: 'When',
  p10: 'P10',
  middle: 'P50',
  p90: 'P90',
  done: 'Nothing is left to forecast: the batch has no open work.',
  assumptions: 'What it takes for granted',
  missing: 'What is missing',
  whatIf: 'What would be if …',
  addPeople: 'More people worked on it',
  addPeopleHint: 'From tomorrow on, as quick as anybody.',
  overlap: 'Answers a task were',
  overlapHint: 'Empty: as it is.',
  pause: 'Another batch were paused',
  pauseNone: 'none',
  ask: 'Ask',
  otherwise: 'Then',
  as: 'As it is',
  moved: (by: string, isEarlier: boolean) => `The middle comes ${by} ${isEarlier ? 'earlier' : 'later'}.`,
  unmoved: 'The middle stays where it is.',
};
