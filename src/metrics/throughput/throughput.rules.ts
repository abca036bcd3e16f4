import type { Ownership } from '../../identity/index.js';
import { csvOfTable } from '../tables/csv.rules.js';
import { normalised, type Pace, paceOf, rateOf } from './pace.rules.js';
import {
  countNames,
  type Counts,
  type Figures,
  type PaceSums,
  secondsNames,
  type ThroughputRow,
  type WorkSum,
} from './throughput.types.js';

export interface Group {
  key: string;
  bucket: Date | null;
  /** by project and stage */
  sums: WorkSum[];
}

export function groupsOf(sums: readonly WorkSum[]): Group[] {
  const groups = new Map<string, Group>();
  for (const sum of sums) {
    const name = `${sum.bucket?.toISOString() ?? ''} ${sum.key}`;
    const group = groups.get(name) ?? { key: sum.key, bucket: sum.bucket, sums: [] };
    groups.set(name, group);
    group.sums.push(sum);
  }
  return [...groups.values()];
}

export const pacesOf = (sums: readonly PaceSums[]): Map<string, Pace | null> =>
  new Map(sums.map((one) => [`${one.project_id} ${one.stage}`, paceOf(one)]));

/** One row as this reach may read it. */
export function rowOf(
  { key, bucket, sums }: Group,
  label: string,
  paces: Map<string, Pace | null>,
  reach: Ownership,
): ThroughputRow {
  const total = totalOf(sums);
  const easy = normalised(
    sums.map((one) => ({
      answers: one.submitted,
      objects: one.objects,
      seconds: one.active_seconds,
      pace: paces.get(`${one.project_id} ${one.stage}`) ?? null,
    })),
  );
  const isTold = reach !== 'PROJECT';
  const scale = total.submitted > 0 ? easy.averageAnswers / total.submitted : 1;
  return {
    key,
    label,
    from: bucket,
    counts: countsOf(total, reach),
    hours: isTold
      ? {
          active: total.active_seconds / 3600,
          idle: total.idle_seconds / 3600,
          away: total.away_seconds / 3600,
          tool: total.tool_seconds / 3600,
          toolAnswers: total.tool_answers,
        }
      : null,
    answersPerHour: isTold ? rateOf(total.submitted, total.active_seconds) : null,
    normalisedPerHour: isTold && easy.seconds > 0 ? rateOf(total.submitted, total.active_seconds, scale) : null,
    pace: isTold && easy.seconds > 0 ? easy.expectedSeconds / easy.seconds : null,
  };
}

export function totalOf(sums: readonly WorkSum[]): Figures {
  const names = [...countNames, ...secondsNames];
  return Object.fromEntries(names.map((name) => [name, sums.reduce((all, one) => all + one[name], 0)])) as Figures;
}

/**
 * Of their own answers that were made void people are told nothing, and those count for them as they did: a requeue leaves known
 * answers alone, and so the count would say which they were.
 */
function countsOf({ first_reviewed, first_accepted, voided, ...figures }: Figures, reach: Ownership): Counts {
  return {
    ...figures,
    counted: reach === 'OWN' ? figures.submitted - figures.quarantined : figures.counted,
    firstReviewed: first_reviewed,
    firstAccepted: first_accepted,
    voided: reach === 'OWN' ? null : voided,
  };
}

const columns = [
  'key', 'label', 'from', 'claimed', 'started', 'submitted', 'counted', 'quarantined', 'voided', 'skipped', 'returned', 'expired', 'revoked',
  'objects', 'accepted', 'fixed', 'rejected', 'first_reviewed', 'first_accepted', 'reworked', 'active_hours', 'idle_hours', 'away_hours', 'tool_hours',
  'tool_answers', 'answers_per_hour', 'low', 'high', 'normalised_per_hour', 'pace',
]; // prettier-ignore

export const csvOfThroughput = (rows: readonly ThroughputRow[]): string =>
  csvOfTable(
    columns,
    rows.map(({ key, label, from, counts: c, hours, answersPerHour, normalisedPerHour, pace }) => [
      key, label, from?.toISOString() ?? null, c.claimed, c.started, c.submitted, c.counted, c.quarantined, c.voided, c.skipped, c.returned,
      c.expired, c.revoked, c.objects, c.accepted, c.fixed, c.rejected, c.firstReviewed, c.firstAccepted, c.reworked,
      fixed(hours?.active), fixed(hours?.idle), fixed(hours?.away), fixed(hours?.tool), hours?.toolAnswers ?? null,
      fixed(answersPerHour?.perHour), fixed(answersPerHour?.interval?.[0]), fixed(answersPerHour?.interval?.[1]),
      fixed(normalisedPerHour?.perHour), fixed(pace),
    ]), // prettier-ignore
  );

const fixed = (value: number | null | undefined): string | null => value?.toFixed(4) ?? null;
