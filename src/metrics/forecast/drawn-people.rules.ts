import { betaVariate, normalVariate, randomOf, type Random } from '../../consensus/index.js';
import { type Floor, pools, poolsOfBatch } from './floor.rules.js';
import type { ForecastInput, Tally } from './forecast.types.js';
import { nameOf, seedOf } from './seeds.rules.js';
import type { Speeds } from './speeds.rules.js';

/* Who comes, and how quick each is, in one draw. A person's random numbers are theirs by seed, draw and name. */

/** Absences come in spells: who was away is away again with this chance. */
const stays = 0.5;
const absencePrior: Tally = { count: 3, of: 100 };
/** What is left may be a little easier or harder than what was done, for everybody; standard deviation of the logarithm. */
const drift = 0.05;
const nothing = 1e-9;

export const absenceRateOf = ({ count, of }: Tally): number => (count + absencePrior.count) / (of + absencePrior.of);

export interface Prepared {
  random: number;
  /** by batch and kind */
  speeds: ({ pool: number; own: number; known: number; sd: number } | null)[];
}

export function preparedSpeeds(
  input: ForecastInput,
  speeds: Speeds,
  person: ForecastInput['people'][number],
): Prepared {
  const names = [...speeds.pools.keys()];
  const poolPlace = (name: string) => (names.includes(name) ? names.indexOf(name) : names.push(name) - 1);
  return {
    random: nameOf(person.id),
    speeds: input.batches.flatMap(({ id, projectId }) =>
      (['ANSWER', 'JUDGE'] as const).map((kind) => {
        if (!(person.mayDo[id] ?? []).includes(kind)) return null;
        const { pool, ...rest } = speeds.of(person, projectId, kind);
        return { pool: poolPlace(pool), ...rest };
      }),
    ),
  };
}

/** Who comes in which window and how that day goes for them, and how quick they are. */
export function drawPeople(
  { absences, batches }: ForecastInput,
  floor: Floor,
  people: readonly Prepared[],
  speeds: Speeds,
  seed: number,
  isAnybodyAway: boolean,
  windowFactor: Float64Array,
  rate: Float64Array,
): void {
  const shared = randomOf(seedOf(seed, 7));
  const common = drift * normalVariate(shared);
  const absent = betaVariate(shared, absencePrior.count + absences.count, absencePrior.of - absencePrior.count + absences.of - absences.count); // prettier-ignore
  const poolMeans = [...speeds.pools.values()].map(({ mean, sd }) => mean + sd * normalVariate(shared));
  const begins = (absent * (1 - stays)) / Math.max(nothing, 1 - absent);
  for (const [person, prepared] of people.entries()) {
    const own = randomOf(seedOf(seed, prepared.random));
    const z = normalVariate(own);
    for (let place = 0; place < batches.length * 2; place += 1) {
      const speed = prepared.speeds[place];
      const mean = speed ? speed.own + (1 - speed.known) * poolMeans[speed.pool]! + speed.sd * z + common : -Infinity;
      const value = Math.exp(mean);
      const at = (person * batches.length + (place >> 1)) * poolsOfBatch;
      if (place % 2 === 0) rate[at + pools.REWORK] = rate[at + pools.ANSWER] = value;
      else rate[at + pools.REJUDGE] = rate[at + pools.JUDGE] = value;
    }
    drawWindows(floor, person, own, isAnybodyAway ? begins : 0, speeds.daily, windowFactor);
  }
}

function drawWindows(
  floor: Floor,
  person: number,
  random: Random,
  begins: number,
  daily: number,
  windowFactor: Float64Array,
): void {
  let isAway = floor.isAway[person]! && begins > 0;
  for (let window = floor.firstWindow[person]!; window < floor.firstWindow[person + 1]!; window += 1) {
    isAway = random.next() < (isAway ? stays : begins);
    const comes = random.next() < floor.chance[window]!;
    const factor = Math.exp(daily * normalVariate(random) - daily ** 2 / 2);
    windowFactor[window] = isAway || !comes ? 0 : factor;
  }
}
