import type { PersonFacts, WorkedDay, WorkKind } from './forecast.types.js';

/*
 * How quick people are: the logarithm of the pieces of work in an hour of presence. A person's is drawn towards that of all who do
 * such work, the more the less is known of them (partial pooling), and stays as uncertain as it is.
 */

/** A normal distribution of the logarithm. */
export interface LogSpeed {
  mean: number;
  sd: number;
}

export interface Speeds {
  /** Of all who do such work. */
  pools: Map<string, LogSpeed & { between: number }>;
  /** How far one day of a person is from another, standard deviation of the logarithm. */
  daily: number;
  /** How much of a person's own speed is known, 0 (nothing: the pool's) to 1, with it and what is left open. */
  of(person: PersonFacts, projectId: string, kind: WorkKind): PersonSpeed;
}

export interface PersonSpeed {
  pool: string;
  /** The mean is own + (1 − known) × the pool's. */
  own: number;
  known: number;
  sd: number;
}

/** Of which nobody knows anything: 20 an hour, by the factor of 2.7 more or less in two of three projects. */
const unknown = { mean: Math.log(20), sd: 1 };
/** Between people, and between the days of one: the beginning of the estimate, which counts as so many people or days. */
const between = { sd: 0.35, weight: 6 };
const daily = { sd: 0.2, weight: 20 };
/** Of how long single pieces of work take: standard deviation by mean. */
export const spread = 0.8;
/** Older days count less: work changes. */
const halfLifeDays = 10;
/**
 * People learn: after n pieces of such work somebody is slower than in the end by the factor exp(−slowness × exp(−n / pieces)). The
 * slowness is the same for all, estimated from how the days of each differ, from a normal beginning.
 */
const learning = { pieces: 50, slowness: 0.15, sd: 0.15, most: 0.6 };
/** What is still to be done is not done at its first piece. */
const further = 40;
/** Somebody whose speed was given is known that well. */
const givenSd = 0.1;

export const poolOf = (projectId: string, kind: WorkKind): string => `${projectId} ${kind}`;

interface Record {
  pool: string;
  memberId: string;
  units: number;
  hours: number;
  days: number;
  /** pieces of work in all, however long ago */
  done: number;
}

type PractisedDay = WorkedDay & { before: number };

export function speedsOf(worked: readonly WorkedDay[]): Speeds {
  const days = practised(worked.filter(({ units, hours }) => units > 0 && hours > 0));
  const slowness = slownessOf(days);
  const useful = days.map((one) => ({ ...one, units: one.units * Math.exp(slowness * newnessAt(one.before)) }));
  const dailySd = dailyOf(useful);
  const records = recordsOf(useful);
  const poolNames = new Set(records.map(({ pool }) => pool));
  const pools = new Map<string, LogSpeed & { between: number }>();
  for (const name of poolNames) pools.set(name, poolFrom(records.filter(({ pool }) => pool === name), dailySd)); // prettier-ignore
  const byPerson = new Map(records.map((record) => [`${record.memberId} ${record.pool}`, record]));
  const elsewhere = (kind: WorkKind): LogSpeed => {
    const alike = [...pools].filter(([name]) => name.endsWith(` ${kind}`)).map(([, pool]) => pool.mean);
    // Another project's work may take twice or half as long.
    return alike.length > 0 ? { mean: alike.reduce((sum, one) => sum + one, 0) / alike.length, sd: 0.7 } : unknown;
  };
  return {
    pools,
    daily: dailySd,
    of(person, projectId, kind) {
      const name = poolOf(projectId, kind);
      if (!pools.has(name)) pools.set(name, { ...elsewhere(kind), between: between.sd });
      const pool = pools.get(name)!;
      if (person.assumed && person.assumed.perHour !== null)
        return { pool: name, own: Math.log(person.assumed.perHour), known: 1, sd: givenSd };
      const record = byPerson.get(`${person.id} ${name}`);
      const stillSlow = slowness * newnessAt((record?.done ?? 0) + further);
      if (!record) return { pool: name, own: -stillSlow, known: 0, sd: pool.between };
      const noise = noiseOf(record, dailySd);
      const known = pool.between ** 2 / (pool.between ** 2 + noise);
      return { pool: name, own: known * logOf(record) - stillSlow, known, sd: Math.sqrt(known * noise) };
    },
  };
}

const logOf = ({ units, hours }: Pick<Record, 'units' | 'hours'>): number => Math.log(units / hours);
/** Variance of the logarithm of what was seen about the person's own. */
const noiseOf = ({ units, days }: Record, dailySd: number): number => spread ** 2 / units + dailySd ** 2 / days;

/** Each day with the pieces of such work that the person had done by its middle. */
function practised(worked: readonly WorkedDay[]): PractisedDay[] {
  const done = new Map<string, number>();
  return [...worked]
    .sort((a, b) => b.daysAgo - a.daysAgo)
    .map((one) => {
      const key = keyOf(one);
      const before = done.get(key) ?? 0;
      done.set(key, before + one.units);
      return { ...one, before: before + one.units / 2 };
    });
}

/** 1 at the first piece, 0 in the end. */
const newnessAt = (pieces: number): number => Math.exp(-pieces / learning.pieces);
const keyOf = ({ memberId, projectId, kind }: WorkedDay): string => `${memberId} ${poolOf(projectId, kind)}`;

/** Least squares over the days of each about their own mean, with the beginning as one more observation. */
function slownessOf(days: readonly PractisedDay[]): number {
  const byPerson = new Map<string, PractisedDay[]>();
  for (const one of days) byPerson.set(keyOf(one), [...(byPerson.get(keyOf(one)) ?? []), one]);
  const beginning = 1 / learning.sd ** 2;
  let [products, squares] = [beginning * learning.slowness, beginning];
  for (const own of byPerson.values()) {
    const weights = own.map(({ units }) => 1 / (spread ** 2 / units + daily.sd ** 2));
    const meanOf = (value: (one: PractisedDay) => number) => own.reduce((sum, one, place) => sum + weights[place]! * value(one), 0) / weights.reduce((sum, one) => sum + one, 0); // prettier-ignore
    const newness = meanOf(({ before }) => newnessAt(before));
    const speed = meanOf(logOf);
    for (const [place, one] of own.entries()) {
      const away = newnessAt(one.before) - newness;
      products -= weights[place]! * away * (logOf(one) - speed);
      squares += weights[place]! * away ** 2;
    }
  }
  return Math.min(learning.most, Math.max(0, products / squares));
}

function recordsOf(worked: readonly WorkedDay[]): Record[] {
  const records = new Map<string, Record>();
  for (const one of worked) {
    const pool = poolOf(one.projectId, one.kind);
    const { memberId } = one;
    const record = records.get(keyOf(one)) ?? { pool, memberId, units: 0, hours: 0, days: 0, done: 0 };
    const weight = 0.5 ** (one.daysAgo / halfLifeDays);
    record.units += one.units * weight;
    record.hours += one.hours * weight;
    record.days += weight;
    record.done += one.units;
    records.set(keyOf(one), record);
  }
  return [...records.values()];
}

/** The mean by precision, with the variance between people by moments, after a beginning that counts as six of them. */
function poolFrom(records: readonly Record[], dailySd: number): LogSpeed & { between: number } {
  const plain = records.reduce((sum, record) => sum + logOf(record), 0) / records.length;
  const squares = records.reduce(
    (sum, record) => sum + Math.max(0, (logOf(record) - plain) ** 2 - noiseOf(record, dailySd)),
    0,
  );
  const variance = (between.weight * between.sd ** 2 + squares) / (between.weight + records.length);
  const weights = records.map((record) => 1 / (variance + noiseOf(record, dailySd)));
  const beginning = 1 / unknown.sd ** 2;
  const total = weights.reduce((sum, weight) => sum + weight, beginning);
  const mean = records.reduce((sum, record, place) => sum + weights[place]! * logOf(record), beginning * unknown.mean) / total; // prettier-ignore
  return { mean, sd: Math.sqrt(1 / total), between: Math.sqrt(variance) };
}

/** From the days of each person about their own mean; a day with little work says little. */
function dailyOf(worked: readonly WorkedDay[]): number {
  const means = new Map(recordsOf(worked).map((record) => [`${record.memberId} ${record.pool}`, record]));
  let [squares, days] = [daily.weight * daily.sd ** 2, daily.weight];
  for (const day of worked) {
    const record = means.get(`${day.memberId} ${poolOf(day.projectId, day.kind)}`)!;
    if (record.days < 1.5 || day.units < 5) continue;
    const seen = (logOf(day) - logOf(record)) ** 2 * (record.days / (record.days - 0.75));
    squares += Math.min(1, Math.max(0, seen - spread ** 2 / day.units));
    days += 1;
  }
  return Math.sqrt(squares / days);
}
