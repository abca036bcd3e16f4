import { Injectable } from '@nestjs/common';
import { type Actor, reachOf } from '../../identity/index.js';
import { ClientFault, Clock, Database, newId, Refusal, type Tx } from '../../platform/index.js';
import { ProjectsService } from '../../projects/index.js';
import { Breaks, PeopleReach } from '../../workforce/index.js';
import { TimeEntriesStore } from './time-entries.store.js';
import { refuseTimes, refuseUntil } from './time.rules.js';
import { type NewEntry, timeCodeWords, type TimeEntryRow } from './time.types.js';

/** Time beside the tasks: by the clock, or written down afterwards. */
@Injectable()
export class TimeEntriesService {
  constructor(
    private readonly database: Database,
    private readonly store: TimeEntriesStore,
    private readonly projects: ProjectsService,
    private readonly reach: PeopleReach,
    private readonly breaks: Breaks,
    private readonly clock: Clock,
  ) {}

  /** A break shuts the door of claims until it is over. */
  start(actor: Actor, entry: NewEntry): Promise<TimeEntryRow | Refusal<'TIME_RUNS'>> {
    refuseUntil(entry, this.clock.now());
    return this.database.transact(actor, async (tx) => {
      await this.store.lock(tx, actor.memberId);
      const running = await this.store.running(tx, actor.memberId);
      if (running)
        return new Refusal(
          'TIME_RUNS' as const,
          `Your time for ${timeCodeWords[running.code]} runs already: stop it first.`,
        );
      await this.knowProject(tx, actor, entry);
      await this.store.endWhatIsOver(tx, actor.memberId);
      if (entry.code === 'BREAK') await this.breaks.begin(tx, actor.memberId, entry.until);
      return this.store.insert(tx, newId(), actor.memberId, entry, null);
    });
  }

  stop(actor: Actor): Promise<TimeEntryRow | Refusal<'NO_TIME_RUNS'>> {
    return this.database.transact(actor, async (tx) => {
      await this.store.lock(tx, actor.memberId);
      const running = await this.store.running(tx, actor.memberId);
      if (!running) return new Refusal('NO_TIME_RUNS' as const, 'No time of yours runs.');
      if (running.code === 'BREAK') await this.breaks.end(tx, actor.memberId);
      return this.store.stop(tx, running.id);
    });
  }

  enter(
    actor: Actor,
    entry: NewEntry,
    times: { startedAt: Date; endedAt: Date },
  ): Promise<TimeEntryRow | Refusal<'TIME_OVERLAPS'>> {
    refuseTimes(times, this.clock.now());
    return this.database.transact(actor, async (tx) => {
      await this.store.lock(tx, actor.memberId);
      await this.knowProject(tx, actor, entry);
      const row = await this.store.insert(tx, newId(), actor.memberId, entry, times);
      return (await this.store.overlapsOthers(tx, row.id)) ? overlaps() : row;
    });
  }

  /** Null when there is none, or none to see. */
  async find(actor: Actor, id: string): Promise<TimeEntryRow | null> {
    if (!reachOf(actor, 'time:read')) return null;
    return this.database.transact(actor, async (tx) => {
      const row = await this.store.find(tx, id);
      return row && (await this.isReadable(tx, actor, row.member_id)) ? row : null;
    });
  }

  /** Of oneself, or of somebody whose time the actor may read; latest first. */
  page(
    actor: Actor,
    memberId: string,
    first: number,
    after: string | null,
  ): Promise<{ rows: TimeEntryRow[]; total: number }> {
    return this.database.transact(actor, async (tx) => {
      if (!(await this.isReadable(tx, actor, memberId))) throw ClientFault.notFound('member');
      return this.store.page(tx, memberId, first, after);
    });
  }

  private async isReadable(tx: Tx, actor: Actor, memberId: string): Promise<boolean> {
    const reach = reachOf(actor, 'time:read');
    if (memberId === actor.memberId || reach === 'ANY') return reach !== null;
    return reach === 'TEAM' && (await this.reach.readable(tx, actor, [memberId])).length > 0;
  }

  private async knowProject(tx: Tx, actor: Actor, { projectId }: NewEntry): Promise<void> {
    if (projectId) await this.projects.visible(tx, actor, projectId);
  }
}

export const overlaps = () =>
  new Refusal(
    'TIME_OVERLAPS' as const,
    'Another entry lies in this time, too: correct that one, or choose other times.',
  );
