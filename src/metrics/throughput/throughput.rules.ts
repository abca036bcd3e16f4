import type { Ownership } from '../../identity/index.js';
import { csvOfTable } from '../tables/csv.rules.js';
import { type ClassPace, classPaceOf, hardnessOf, type SeenMix, type TimedAnswer } from './class-pace.rules.js';
import { normalised, type Pace, paceOf, rateOf, type Worked } from './pace.rules.js';
import {
  type ClassMix,
  countNames,
  type Counts,
  type Figures,
  type MixSum,
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
    const name = nameOf(sum.key, sum.bucket);
    const group = groups.get(name) ?? { key: sum.key, bucket: sum.bucket, sums: [] };
    groups.set(name, group);
    group.sums.push(sum);
  }
  return [...groups.values()];
}

const nameOf = (key: string, bucket: Date | null): string => `${bucket?.toISOString() ?? ''} ${key}`;

/** Of a group, what was looked at of its annotations by project, and what their classes are known to take. */
export interface Classes {
  seen: ReadonlyMap<string, ReadonlyMap<string, SeenMix>>;
  paces: ReadonlyMap<string, ClassPace | null>;
}

export function seenOf(sums: readonly MixSum[]): Classes['seen'] {
  const seen = new Map<string, Map<string, { answers: number; mix: Record<string, number> }>>();
  for (const { key, bucket, project_id, name, n } of sums) {
    const group = seen.get(nameOf(key, bucket)) ?? new Map<string, { answers: number; mix: Record<string, number> }>();
    seen.set(nameOf(key, bucket), group);
    const own = group.get(project_id) ?? { answers: 0, mix: {} };
    group.set(project_id, own);
    if (name === null) own.answers += n;
    else own.mix[name] = n;
  }
  return seen;
}

/** @param answers by project, of several projects */
export function classPacesOf(
  answers: readonly (TimedAnswer & { project_id: string })[],
  paces: ReadonlyMap<string, Pace | null>,
): Classes['paces'] {
  const byProject = new Map<string, TimedAnswer[]>();
  for (const answer of answers) {
    const own = byProject.get(answer.project_id) ?? [];
    byProject.set(answer.project_id, own);
    own.push(answer);
  }
  return new Map(
    [...byProject].map(([project, own]) => {
      const base = paces.get(`${project} ANNOTATE`);
      return [project, base ? classPaceOf(own, base) : null];
    }),
  );
}

export const pacesOf = (sums: readonly PaceSums[]): Map<string, Pace | null> =>
  new Map(sums.map((one) => [`${one.project_id} ${one.stage}`, paceOf(one)]));

/** One row as this reach may read it. */
export function rowOf(
  { key, bucket, sums }: Group,
  label: string,
  paces: Map<string, Pace | null>,
  reach: Ownership,
  classes: Classes | null = null,
): ThroughputRow {
  const total = totalOf(sums);
  const seen = classes?.seen.get(nameOf(key, bucket)) ?? new Map<string, SeenMix>();
  const works = sums.map(({ project_id, stage, submitted, objects, active_seconds }) => {
    const pace = paces.get(`${project_id} ${stage}`) ?? null;
    const mix = stage === 'ANNOTATE' ? seen.get(project_id) : undefined;
    const hardness = mix ? hardnessOf(mix, classes?.paces.get(project_id) ?? null, pace) : 1;
    return { answers: submitted, objects, seconds: active_seconds, pace, hardness };
  });
  const easy = normalised(works);
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
    classMix: isTold && classes ? classMixOf(seen, classes, works) : null,
  };
}

const mostShown = 50;

function classMixOf(seen: ReadonlyMap<string, SeenMix>, { paces }: Classes, works: readonly Worked[]): ClassMix {
  const counts = new Map<string, { labels: number; known: number; seconds: number }>();
  let n = 0;
  for (const [project, { answers, mix }] of seen) {
    n += answers;
    for (const [name, labels] of Object.entries(mix)) {
      const own = counts.get(name) ?? { labels: 0, known: 0, seconds: 0 };
      counts.set(name, own);
      own.labels += labels;
      const each = paces.get(project)?.secondsOf.get(name);
      if (each === undefined) continue;
      own.known += labels;
      own.seconds += labels * each;
    }
  }
  const shown = [...counts].sort(([a, one], [b, other]) => other.labels - one.labels || (a < b ? -1 : 1)).slice(0, mostShown); // prettier-ignore
  const byObjects = normalised(works.map((work) => ({ ...work, hardness: 1 }))).expectedSeconds;
  return {
    hardness: byObjects > 0 ? normalised(works).expectedSeconds / byObjects : 1,
    n,
    classes: shown.map(([name, { labels, known, seconds }]) => ({ name, labels, secondsEach: known > 0 ? seconds / known : null })), // prettier-ignore
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
  'tool_answers', 'answers_per_hour', 'low', 'high', 'normalised_per_hour', 'pace', 'hardness', 'hardness_n',
]; // prettier-ignore

export const csvOfThroughput = (rows: readonly ThroughputRow[]): string =>
  csvOfTable(
    columns,
    rows.map(({ key, label, from, counts: c, hours, answersPerHour, normalisedPerHour, pace, classMix }) => [
      key, label, from?.toISOString() ?? null, c.claimed, c.started, c.submitted, c.counted, c.quarantined, c.voided, c.skipped, c.returned,
      c.expired, c.revoked, c.objects, c.accepted, c.fixed, c.rejected, c.firstReviewed, c.firstAccepted, c.reworked,
      fixed(hours?.active), fixed(hours?.idle), fixed(hours?.away), fixed(hours?.tool), hours?.toolAnswers ?? null,
      fixed(answersPerHour?.perHour), fixed(answersPerHour?.interval?.[0]), fixed(answersPerHour?.interval?.[1]),
      fixed(normalisedPerHour?.perHour), fixed(pace), fixed(classMix?.hardness), classMix?.n ?? null,
    ]), // prettier-ignore
  );

const fixed = (value: number | null | undefined): string | null => value?.toFixed(4) ?? null;
