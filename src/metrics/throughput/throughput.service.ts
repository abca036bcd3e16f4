import { Injectable } from '@nestjs/common';
import { type Actor, reachOf } from '../../identity/index.js';
import { ClientFault, Database, toGlobalId, type Tx } from '../../platform/index.js';
import { csvOfFunnel, funnelOf } from './funnel.rules.js';
import { asOneself, type Asker, narrowedTo, refusalOfOthers, refusalOfPersons, scopeOf } from './reach.rules.js';
import type { Pace } from './pace.rules.js';
import { type Classes, classPacesOf, csvOfThroughput, groupsOf, pacesOf, rowOf, seenOf } from './throughput.rules.js';
import { ThroughputStore } from './throughput.store.js';
import type { Bucket, FunnelRow, MixSum, ThroughputGrouping, ThroughputReport, WorkHoursFilter, WorkSum } from './throughput.types.js'; // prettier-ignore

/** How long answers take is learnt from so many days. */
const paceDays = 90;
const mostSums = 20_000;
const longestDays: Record<Bucket, number> = { NONE: 3700, HOUR: 62, DAY: 800, WEEK: 3700 };

const definition =
  'Answers (submitted) an active hour, with the exact 95 % interval of a Poisson count. Normalised: as if every answer were of average ' +
  'difficulty, where an answer of a project and stage is expected to take a + b × objects seconds, fitted to the last 90 days of all who ' +
  'worked on it. Pace: expected by actual seconds; 1 is usual, above it quicker.';
const definitionOfMix =
  ' With the class mix, what an annotation is expected to take is multiplied by its hardness: expected seconds by the classes in it, ' +
  'learnt from the last timed answers of all, by those that its objects alone say.';

/** So many annotations are looked at; of more, one in so many. */
const mostMixed = 40_000;
const mostCounted = 1_000_000;
/** Of all projects of a report together. */
const mostTimed = 20_000;
const mostOfProject = 3000;

@Injectable()
export class ThroughputService {
  constructor(
    private readonly database: Database,
    private readonly store: ThroughputStore,
  ) {}

  throughput(
    actor: Actor,
    filter: WorkHoursFilter,
    by: ThroughputGrouping,
    bucket: Bucket,
    timeZone: string,
    withMix: boolean,
  ): Promise<ThroughputReport> {
    refuseLength(filter, bucket);
    if (by === 'SOURCE' && !filter.projectIds?.length)
      throw ClientFault.invalid('filter.projectIds', 'must name projects: sources are theirs');
    const asker = asOneself(askerOf(actor), isWorker(actor), filter);
    refuse(refusalOfPersons(filter, by, asker) ?? refusalOfOthers(filter, by, asker));
    return this.database.transact(actor, async (tx) => {
      const narrow = narrowedTo(filter, asker);
      const sums = await this.store.worked(tx, narrow, by, bucket, timeZone, scopeOf(asker), mostSums + 1);
      refuseMany(sums);
      const paces = pacesOf(await this.pacesFor(tx, sums.map(({ project_id }) => project_id), filter.to)); // prettier-ignore
      const classes =
        withMix && asker.reach !== 'PROJECT'
          ? await this.classes(tx, sums, paces, filter.to, (oneIn) =>
              this.store.mixes(tx, narrow, by, bucket, timeZone, scopeOf(asker), oneIn),
            )
          : null;
      const groups = groupsOf(sums);
      // The whole is a figure, too, when nothing is in it.
      if (by === 'NONE' && bucket === 'NONE' && groups.length === 0)
        groups.push({ key: 'ALL', bucket: null, sums: [] });
      const labels = await this.store.labels(tx, by, [...new Set(groups.map(({ key }) => key))]);
      const isOwn = (key: string) => by === 'PERSON' && key === actor.memberId && isWorker(actor);
      const rows = groups.map((group) => ({
        ...rowOf(
          group,
          labels.get(group.key) ?? plainLabel(by, group.key),
          paces,
          isOwn(group.key) ? 'OWN' : asker.reach,
          classes,
        ),
        key: publicKey(by, group.key),
      }));
      return { rows, definition: definition + (classes ? definitionOfMix : ''), csv: csvOfThroughput(rows) };
    });
  }

  funnel(actor: Actor, filter: WorkHoursFilter): Promise<{ rows: FunnelRow[]; csv: string }> {
    refuseLength(filter, 'NONE');
    const asker = { memberId: actor.memberId, reach: reachOf(actor, 'funnel:read')! };
    refuse(refusalOfOthers(filter, 'PERSON', asker));
    return this.database.transact(actor, async (tx) => {
      const narrow = narrowedTo(filter, asker);
      const sums = await this.store.worked(tx, narrow, 'PERSON', 'NONE', 'UTC', scopeOf(asker), mostSums + 1);
      refuseMany(sums);
      const labels = await this.store.labels(tx, 'PERSON', [...new Set(sums.map(({ key }) => key))]);
      const rows = funnelOf(sums, labels);
      return { rows, csv: csvOfFunnel(rows) };
    });
  }

  /** What is in the annotations of these sums, and what that is known to take. */
  private async classes(
    tx: Tx,
    sums: readonly WorkSum[],
    paces: ReadonlyMap<string, Pace | null>,
    until: Date,
    read: (oneIn: number) => Promise<MixSum[]>,
  ): Promise<Classes> {
    const annotated = sums.filter(({ stage }) => stage === 'ANNOTATE');
    const count = annotated.reduce((all, { submitted }) => all + submitted, 0);
    if (count > mostCounted)
      throw ClientFault.invalid('filter', `must be narrower with classMix: these are more than ${mostCounted} annotations`); // prettier-ignore
    const projectIds = [...new Set(annotated.map(({ project_id }) => project_id))];
    const each = Math.min(mostOfProject, Math.floor(mostTimed / Math.max(1, projectIds.length)));
    const timed = await this.store.timedAnswers(tx, projectIds, until, paceDays, each);
    const seen = await read(Math.max(1, Math.ceil(count / mostMixed)));
    return { seen: seenOf(seen), paces: classPacesOf(timed, paces) };
  }

  private pacesFor(tx: Tx, projectIds: string[], until: Date) {
    return this.store.paces(tx, [...new Set(projectIds)], until, paceDays);
  }
}

const isWorker = ({ roles }: Actor): boolean => reachOf({ roles, scopes: null }, 'task:claim') !== null;
const askerOf = (actor: Actor): Asker => ({
  memberId: actor.memberId,
  reach: reachOf(actor, 'throughput:read')!,
});

function refuse(reason: string | null): void {
  if (reason) throw new ClientFault('FORBIDDEN', reason);
}

/** A part of them would look like all. */
function refuseMany(sums: readonly WorkSum[]): void {
  if (sums.length > mostSums)
    throw ClientFault.invalid('filter', `must be narrower: these are more than ${mostSums} figures`);
}

function refuseLength({ from, to }: WorkHoursFilter, bucket: Bucket): void {
  const days = (to.getTime() - from.getTime()) / 86_400_000;
  if (!(days > 0)) throw ClientFault.invalid('filter.to', 'must be after filter.from');
  if (days > longestDays[bucket])
    throw ClientFault.invalid('filter.from', `must be at most ${longestDays[bucket]} days before filter.to`);
}

function publicKey(by: ThroughputGrouping, key: string): string {
  if (by === 'PERSON') return toGlobalId('member', key);
  if (by === 'TEAM') return toGlobalId('team', key);
  if (by === 'PROJECT') return toGlobalId('project', key);
  return by === 'BATCH' ? toGlobalId('batch', key) : key;
}

function plainLabel(by: ThroughputGrouping, key: string): string {
  if (by === 'SOURCE' && key === '') return 'No source';
  return by === 'NONE' ? 'All' : key;
}
