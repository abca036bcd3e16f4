import { Injectable } from '@nestjs/common';
import { type Actor, reachOf } from '../../identity/index.js';
import { ClientFault, Database, toGlobalId, type Tx } from '../../platform/index.js';
import { csvOfFunnel, funnelOf } from './funnel.rules.js';
import { asOneself, type Asker, narrowedTo, refusalOfOthers, refusalOfPersons, scopeOf } from './reach.rules.js';
import { csvOfThroughput, groupsOf, pacesOf, rowOf } from './throughput.rules.js';
import { ThroughputStore } from './throughput.store.js';
import type { Bucket, FunnelRow, ThroughputGrouping, ThroughputReport, WorkHoursFilter } from './throughput.types.js';

/** How long answers take is learnt from so many days. */
const paceDays = 90;
const mostSums = 20_000;
const longestDays: Record<Bucket, number> = { NONE: 3700, HOUR: 62, DAY: 800, WEEK: 3700 };

const definition =
  'Answers (submitted) an active hour, with the exact 95 % interval of a Poisson count. Normalised: as if every answer were of average ' +
  'difficulty, where an answer of a project and stage is expected to take a + b × objects seconds, fitted to the last 90 days of all who ' +
  'worked on it. Pace: expected by actual seconds; 1 is usual, above it quicker.';

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
  ): Promise<ThroughputReport> {
    refuseLength(filter, bucket);
    const asker = asOneself(askerOf(actor), isWorker(actor), filter);
    refuse(refusalOfPersons(filter, by, asker) ?? refusalOfOthers(filter, by, asker));
    return this.database.transact(actor, async (tx) => {
      const narrow = narrowedTo(filter, asker);
      const sums = await this.store.worked(tx, narrow, by, bucket, timeZone, scopeOf(asker), mostSums + 1);
      if (sums.length > mostSums)
        throw ClientFault.invalid('filter', `must be narrower: these are more than ${mostSums} figures`);
      const paces = pacesOf(await this.pacesFor(tx, sums.map(({ project_id }) => project_id), filter.to)); // prettier-ignore
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
        ),
        key: publicKey(by, group.key),
      }));
      return { rows, definition, csv: csvOfThroughput(rows) };
    });
  }

  funnel(actor: Actor, filter: WorkHoursFilter): Promise<{ rows: FunnelRow[]; csv: string }> {
    refuseLength(filter, 'NONE');
    const asker = { memberId: actor.memberId, reach: reachOf(actor, 'funnel:read')! };
    refuse(refusalOfOthers(filter, 'PERSON', asker));
    return this.database.transact(actor, async (tx) => {
      const narrow = narrowedTo(filter, asker);
      const sums = await this.store.worked(tx, narrow, 'PERSON', 'NONE', 'UTC', scopeOf(asker), mostSums);
      const labels = await this.store.labels(tx, 'PERSON', [...new Set(sums.map(({ key }) => key))]);
      const rows = funnelOf(sums, labels);
      return { rows, csv: csvOfFunnel(rows) };
    });
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

const plainLabel = (by: ThroughputGrouping, key: string): string => (by === 'NONE' ? 'All' : key);
