import { confidenceOfEqualAccuracy } from './campaign-counts.js';
import { defaultCampaign } from './campaign-in-memory.js';
import type { LotFigures, QualityFigures, Share, WorkFigures } from './quality-figures.js';

/** The figures as a person reads them. */
export function toldQuality(figures: QualityFigures): string {
  const { covered, spammers, threeAnswers, policy, policyAtEqualAccuracy: equal } = figures;
  const rows: [string, string][] = [
    ['true accuracy within the 95 % interval of gold', told(covered.gold, 'people')],
    ['  of gold and consensus, as trust shows it', told(covered.all, 'people')],
    ['spammers paused within 40 gold answers', `${told(figures.spammersPaused, 'seeds')}; ${spammers.people} spammers, at most ${spammers.mostGold} gold answers`], // prettier-ignore
    ['paused though 5 points above the bar', told(figures.wronglyPaused, 'people')],
    ['paused of those below the bar', told(figures.belowTheBarPaused, 'people')],
    ['breaks of 30 points dated within 25 answers', told(figures.breaksDated, 'seeds')],
    ['  found at all', told(figures.breaksFound, 'seeds')],
    ['  found where nobody broke', told(figures.changesFoundInVain, 'people')],
    ['labels for one right result, 3 answers each', workTold(threeAnswers)],
    [`  Muster, confidence ${defaultCampaign.overlap.confidence}`, `${workTold(policy)}: ${percent(policy.cheaper)} cheaper`], // prettier-ignore
    [`  Muster, as often right (${confidenceOfEqualAccuracy})`, `${workTold(equal)}: ${percent(equal.cheaper)} cheaper`], // prettier-ignore
    ...figures.lots.map((lot): [string, string] => [lotNamed(lot), lotTold(lot)]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return `\n${rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n')}\n\n`;
}

const told = ({ count, of, share }: Share, what: string): string => `${percent(share)} (${count} of ${of} ${what})`;

const workTold = ({ labels, accuracy, labelsPerRight }: WorkFigures): string =>
  `${labelsPerRight.toFixed(3)}, ${percent(accuracy.share)} right (${labels} labels, ${accuracy.of} results)`;

const lotNamed = ({ kind: { lotSize, aql, inspection, made }, errorRate }: LotFigures): string =>
  `lots of ${lotSize}, AQL ${aql}, ${inspection}, ${made === 'EXACTLY' ? 'exactly ' : ''}${percent(errorRate)} wrong`;

const lotTold = ({ accepted, lots, share, promised, standardError }: LotFigures): string =>
  `accepted ${percent(share)} (${accepted} of ${lots}), Pa ${percent(promised)} + 2 SE ${percent(promised + 2 * standardError)}`;

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
