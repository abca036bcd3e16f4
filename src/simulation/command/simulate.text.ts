import { counted } from '../../platform/counted.rules.js';
import type { Accuracy, BreakFigures, SimulationFigures } from '../services/figures.js';

/** The figures as a person reads them. */
export function toldSimulation(figures: SimulationFigures): string {
  const { overlap, work, fixedOverlap, goldShare, spammers, good, belowTheBar } = figures;
  const methods = Object.entries(figures.methods).map(
    ([method, { of, share }]) => `${of} ${method.toLowerCase()} (${percent(share)})`,
  );
  const rows: [string, string | number][] = [
    ['people', `${figures.people} and ${figures.reviewers} reviewers, seed ${figures.seed}`],
    ['tasks settled', `${figures.settled} of ${figures.tasks}: ${methods.join(', ')}`],
    [`answers a task (overlap ${overlap.join(' to ')})`, figures.answersPerTask],
    ['right results', told(figures.accuracy)],
    [
      '  what the consensus claims',
      `${percent(figures.claimed.confidence)}, right are ${told(figures.claimed.accuracy)}`,
    ],
    ['work for one right result', `${figures.costPerCorrect} answers and verdicts, gold included`],
    ['  three answers each, majority', `${fixedOverlap.costPerCorrect}, and ${told(fixedOverlap.accuracy)} right`],
    ['adjudications, verdicts', `${work.adjudications}, ${work.verdicts}`],
    ['late answers kept aside', work.keptAside],
    ['gold among the answers', `${percent(goldShare.STEADY)}; of spammers ${percent(goldShare.SPAMMER)}, of who broke ${percent(goldShare.BREAKING)}`], // prettier-ignore
    ['spammers', spammers.map(({ isPaused, goldAnswers }) => `${isPaused ? 'paused after' : 'not paused in'} ${goldAnswers} gold answers`).join('; ')], // prettier-ignore
    ['good people paused', `${good.paused} of ${good.people}`],
    ['people below the bar paused', `${belowTheBar.paused} of ${belowTheBar.people}`],
    ...figures.breaks.map((one): [string, string] => ['somebody broke', toldBreak(one)]),
    ['answers beyond what was asked for', figures.overCollected],
    ['differences between queue and law', figures.queueDifferences],
    ['hours of work that differ from the rows', figures.workDifferences + figures.hourDifferences],
    ['days', figures.simulatedDays],
    ['seconds', figures.seconds],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return `\n${rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n')}\n\n`;
}

function toldBreak({ from, to, before, since, datedLate, pausedAfter }: BreakFigures): string {
  const what = `${percent(from)} to ${percent(to)} after ${counted(before, 'answer')}`;
  if (since === 0) return `${what}: did not come so far`;
  const dated = datedLate
    ? `dated ${counted(Math.abs(datedLate.answers), 'answer')} (${counted(Math.abs(datedLate.days), 'day')}) ${datedLate.answers < 0 ? 'early' : 'late'}`
    : `not found in ${counted(since, 'answer')} since`;
  return `${what}: ${dated}, ${pausedAfter === null ? 'not paused' : `paused after ${pausedAfter}`}`;
}

const told = ({ right, of, share, interval: [low, high] }: Accuracy): string =>
  `${percent(share)} (${right} of ${of}, 95 % ${percent(low)} to ${percent(high)})`;

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
