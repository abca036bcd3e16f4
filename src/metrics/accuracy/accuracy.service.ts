import { Injectable } from '@nestjs/common';
import { type Actor, reachOf } from '../../identity/index.js';
import { ClientFault, Database, toGlobalId, type Tx } from '../../platform/index.js';
import { ProjectsService } from '../../projects/index.js';
import { csvOf } from './accuracy-csv.rules.js';
import { type Asker, isAboutOneself, refusalOfOwn, refusalOfPersons } from './accuracy-reach.rules.js';
import { AccuracyStore } from './accuracy.store.js';
import type {
  AccuracyFilter,
  AccuracyGrouping,
  AccuracyReport,
  AccuracyRow,
  CountRow,
  FirstPassGrouping,
  Scope,
  WorkFilter,
} from './accuracy.types.js';
import { releasedToOneself } from './own-accuracy.rules.js';
import { rateOf, smallNoteOf } from './rate.rules.js';

const joined =
  'of several judgements of one answer the strongest counts (dispute, audit, gold, review, consensus), and each answer once, whatever its weight; forgiven evidence is left out';
const definitions = {
  AUTHOR: `Share of judged answers that were right: ${joined}.`,
  JUDGE: `Share of judged verdicts that were right: ${joined}.`,
  BY_EVIDENCE:
    'Share of judgements from this source that say right: each answer once a source; forgiven evidence is left out.',
  BY_CLASS: `Share of judged parts of answers, a class of an answer each, that were right: ${joined}.`,
  OWN: 'Share of your judged answers that were right, up to the last day after which at least five more were judged.',
  FIRST_PASS:
    'Share of reviewed tasks whose first answer passed its first review as it was, neither fixed nor sent back.',
};

/** How right people are, and how often work passes at once. Computed when it is asked for. */
@Injectable()
export class AccuracyService {
  constructor(
    private readonly database: Database,
    private readonly projects: ProjectsService,
    private readonly store: AccuracyStore,
  ) {}

  accuracy(actor: Actor, filter: AccuracyFilter, by: AccuracyGrouping): Promise<AccuracyReport> {
    return this.database.transact(actor, async (tx) => {
      await this.projects.visible(tx, actor, filter.projectId, 'accuracy:read');
      const asker = askerOf(actor);
      if (isAboutOneself(filter, asker)) {
        refuse(refusalOfOwn(filter, by, asker));
        return this.own(tx, actor, filter);
      }
      refuse(refusalOfPersons(filter, by, asker));
      const counts = await this.store.evidence(tx, filter, by, scopeOf(asker));
      const isOfClasses = filter.classes !== undefined || by === 'CLASS';
      const definition =
        by === 'EVIDENCE' ? definitions.BY_EVIDENCE : isOfClasses ? definitions.BY_CLASS : definitions[filter.part];
      return this.report(tx, counts, filter, by, definition);
    });
  }

  firstPassYield(actor: Actor, filter: WorkFilter, by: FirstPassGrouping): Promise<AccuracyReport> {
    return this.database.transact(actor, async (tx) => {
      await this.projects.visible(tx, actor, filter.projectId, 'accuracy:read');
      const asker = askerOf(actor);
      refuse(refusalOfPersons(filter, by, asker));
      // The verdicts on one's own work are told to oneself anyway, and known answers are never reviewed.
      const own = asker.reach === 'OWN' ? { ...filter, memberIds: [actor.memberId] } : filter;
      const counts = await this.store.firstReviews(tx, own, by, { ...scopeOf(asker), without: null });
      return this.report(tx, counts, filter, by, definitions.FIRST_PASS);
    });
  }

  private async own(tx: Tx, actor: Actor, filter: AccuracyFilter): Promise<AccuracyReport> {
    const mine = { ...filter, memberIds: [actor.memberId], to: await this.store.today(tx) };
    const days = await this.store.evidence(tx, mine, 'DAY', { ledBy: null, without: null });
    const { right, n, until } = releasedToOneself(days.filter(({ source }) => source === null));
    const window = { from: null, to: until ? new Date(`${until}T24:00:00Z`) : null };
    const key = toGlobalId('member', actor.memberId);
    return reportOf([rowOf({ key, label: actor.name, right, n, window, definition: definitions.OWN })], definitions.OWN); // prettier-ignore
  }

  private async report(
    tx: Tx,
    counts: CountRow[],
    filter: WorkFilter,
    by: AccuracyGrouping,
    definition: string,
  ): Promise<AccuracyReport> {
    const [from, to] = [filter.from ?? null, filter.to ?? null];
    const whole = counts.filter(({ source }) => source === null);
    const labels = await this.store.labels(tx, by, whole.map(({ key }) => key)); // prettier-ignore
    const rows: AccuracyRow[] = whole.map(({ key, right, n, first, last }) => ({
      ...rowOf({
        key: publicKey(by, key),
        label: labels.get(key) ?? plainLabel(by, key),
        right,
        n,
        window: { from: from ?? first, to: to ?? last },
        definition,
      }),
      bySource: counts.flatMap((one) =>
        one.key === key && one.source !== null ? [{ source: one.source, ...rateOf(one.right, one.n) }] : [],
      ),
    }));
    // The whole is a figure, too, when nothing is in it.
    if (by === 'NONE' && rows.length === 0)
      rows.push(rowOf({ key: 'ALL', label: plainLabel('NONE', 'ALL'), right: 0, n: 0, window: { from, to }, definition })); // prettier-ignore
    return reportOf(rows, definition);
  }
}

const askerOf = (actor: Actor): Asker => ({
  memberId: actor.memberId,
  reach: reachOf(actor, 'accuracy:read')!,
  isWorker: reachOf({ roles: actor.roles, scopes: null }, 'task:claim') !== null,
});

const scopeOf = ({ memberId, reach, isWorker }: Asker): Scope => ({
  ledBy: reach === 'TEAM' ? memberId : null,
  without: isWorker ? memberId : null,
});

function refuse(reason: string | null): void {
  if (reason) throw new ClientFault('FORBIDDEN', reason);
}

function rowOf({
  right,
  n,
  ...named
}: Pick<AccuracyRow, 'key' | 'label' | 'right' | 'n' | 'window' | 'definition'>): AccuracyRow {
  const rate = rateOf(right, n);
  return { ...named, ...rate, smallNote: smallNoteOf(rate), bySource: [] };
}

const reportOf = (rows: AccuracyRow[], definition: string): AccuracyReport => ({ rows, definition, csv: csvOf(rows) });

function publicKey(by: AccuracyGrouping, key: string): string {
  if (by === 'PERSON') return toGlobalId('member', key);
  if (by === 'TEAM') return toGlobalId('team', key);
  return by === 'BATCH' ? toGlobalId('batch', key) : key;
}

function plainLabel(by: AccuracyGrouping, key: string): string {
  if (by === 'NONE') return 'All';
  if (by === 'WEEK') return `Week of ${key}`;
  if (by === 'CLASS' && key === '') return 'The whole answer';
  return by === 'SOURCE' && key === '' ? 'No source' : key;
}
