import type { PlanReport } from './sampling-plan.report.js';

/** The plan for people: what to do, then what it promises. */
export function toldPlan(report: PlanReport): string {
  const promises = report.isWholeLot
    ? ['All is seen, so nothing is left to chance, and no defect is left when what is found is mended.']
    : [
        ...curveOf(report),
        '',
        `A lot with ${percent(report.limitingQuality)} defects is still accepted one time in ten.`,
        outgoingOf(report),
      ];
  const unverified = report.unverified.map((sentence) => `Unverified: ${sentence}`);
  return [headOf(report), ...ruleOf(report), '', ...promises, ...unverified, ''].join('\n');
}

function headOf({
  lotSize,
  aql,
  codeLetter,
  sampleLetter,
  level,
  inspection,
  ltpd,
  alpha,
  beta,
  counts,
}: PlanReport): string {
  const lot = `Lot of ${counted(lotSize)}, AQL ${aql} %`;
  if (ltpd !== null) {
    const risks = `${lot} refused at most ${share(alpha!)}, LTPD ${ltpd} % accepted at most ${share(beta!)}`;
    return counts
      ? `${risks}\nA good lot has at most ${counts.good} with a defect, a bad one at least ${counts.bad}.`
      : risks;
  }
  const arrow = codeLetter === sampleLetter ? '' : `, plan of letter ${sampleLetter}`;
  return `${lot}, level ${level}, ${inspection} inspection: code letter ${codeLetter}${arrow}`;
}

function ruleOf({ sampleSize, acceptance, rejection, isWholeLot, inspection }: PlanReport): string[] {
  const look = isWholeLot ? 'Look at the whole lot' : `Look at ${counted(sampleSize)}`;
  const accept =
    acceptance === 0 ? 'accept when none has a defect' : `accept with at most ${acceptance} that have a defect`;
  const lines = [`${look}; ${accept}, refuse from ${rejection} on.`];
  if (rejection > acceptance + 1) {
    lines.push(`In between accept too, and go back from ${inspection} to normal inspection.`);
  }
  return lines;
}

function curveOf({ aql, ltpd, curve }: PlanReport): string[] {
  const rows = curve.map((point) => [
    `${percent(point.percent)}${point.percent === aql ? ' (AQL)' : point.percent === ltpd ? ' (LTPD)' : ''}`,
    share(point.accepted),
    percent(point.outgoingPercent),
    String(Math.round(point.inspected)),
  ]);
  const lines = [['defects coming in', 'accepted', 'left afterwards', 'items looked at'], ...rows];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((cells) => cells[column]!.length)));
  return lines.map((cells) => {
    const [first, ...others] = cells.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
    );
    return [first, ...others].join('   ');
  });
}

function outgoingOf({ averageOutgoingLimit: { percent: worst, atPercent } }: PlanReport): string {
  return `When refused lots are looked at whole and mended, at most ${percent(worst)} are left on average (worst at ${percent(atPercent)} coming in).`;
}

const counted = (items: number) => `${items} ${items === 1 ? 'item' : 'items'}`;

/** Three digits are enough to decide by. */
const percent = (value: number) => `${Number(value.toPrecision(3))} %`;

function share(chance: number): string {
  const rounded = (chance * 100).toFixed(1);
  // What rounds to certain but is not should not look it.
  if (rounded === '100.0' && chance < 1) return '> 99.9 %';
  if (rounded === '0.0' && chance > 0) return '< 0.1 %';
  return `${rounded} %`;
}
