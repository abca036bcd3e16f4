import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Action, type Actor, Authenticator, reachOf } from '../../identity/index.js';
import { BatchesService } from '../../batches/index.js';
import { ClientFault, Database, News, toGlobalId, topic, type Tx } from '../../platform/index.js';
import { ProjectsService } from '../../projects/index.js';
import { LiveStore } from './live.store.js';
import type { AssignmentChange, BatchChange, QueueChange } from './live.type.js';
import { Pushes } from './pushes.js';

/** A caller who is asked anew each time: their session may have ended, and their roles may have changed. */
export interface Subscriber {
  actor: Actor;
  request: FastifyRequest;
}

/** What is pushed to subscribers. Each look reads under the caller's present rights. */
@Injectable()
export class LiveService {
  constructor(
    private readonly database: Database,
    private readonly news: News,
    private readonly authenticator: Authenticator,
    private readonly projects: ProjectsService,
    private readonly batches: BatchesService,
    private readonly store: LiveStore,
  ) {}

  queue(subscriber: Subscriber, projectId: string): Promise<Pushes<QueueChange>> {
    return this.pushes(subscriber, 'queue:read', [topic('project', projectId)], async (tx, actor, at) => {
      await this.projects.visible(tx, actor, projectId, 'queue:read');
      return { projectId: toGlobalId('project', projectId), at, stages: await this.store.stages(tx, projectId) };
    });
  }

  batch(subscriber: Subscriber, batchId: string): Promise<Pushes<BatchChange>> {
    return this.pushes(subscriber, 'batch:read', [topic('batch', batchId)], async (tx, actor, at) => {
      await this.batches.visible(tx, actor, batchId);
      const { project_id, ...now } = await this.store.batch(tx, batchId);
      return { batchId: toGlobalId('batch', batchId), projectId: toGlobalId('project', project_id), at, ...now };
    });
  }

  /** One's own, or those of a team: of the members of the moment of subscribing, as long as they are in it. */
  async assignments(subscriber: Subscriber, teamId: string | null): Promise<Pushes<AssignmentChange>> {
    const watched = await this.watchedBy(subscriber.actor, teamId);
    let since: Date | undefined;
    let told: string[] = [];
    return this.pushes(
      subscriber,
      'assignment:read',
      watched.map((id) => topic('member', id)),
      async (tx, actor, at) => {
        const now = teamId === null ? watched : await this.membersOf(tx, actor, teamId);
        const rows = await this.store.assignments(tx, watched.filter((id) => now.includes(id)), since ?? at); // prettier-ignore
        // What was told of the same moment is told no more.
        const news = rows.filter(({ id, state }) => !told.includes(`${id} ${state}`));
        if (since && news.length === 0) return undefined;
        since = rows[0]?.at ?? at;
        told = rows.map(({ id, state }) => `${id} ${state}`);
        return {
          at,
          assignments: news.map(({ id, member_id, ...row }) => ({
            assignmentId: toGlobalId('assignment', id),
            memberId: toGlobalId('member', member_id),
            ...row,
          })),
        };
      },
    );
  }

  private watchedBy(actor: Actor, teamId: string | null): Promise<string[]> {
    if (teamId === null) return Promise.resolve([actor.memberId]);
    return this.database.transact(actor, (tx) => this.membersOf(tx, actor, teamId));
  }

  private async membersOf(tx: Tx, actor: Actor, teamId: string): Promise<string[]> {
    const reach = reachOf(actor, 'assignment:read');
    if (reach !== 'ANY' && reach !== 'TEAM') throw ClientFault.forbidden('assignment:read');
    const members = await this.store.membersOf(tx, teamId, reach === 'TEAM' ? actor.memberId : null);
    if (members.length === 0) throw ClientFault.notFound('team');
    return members;
  }

  /** Looks once before, so that who may not see it is told so instead of hearing nothing. */
  private async pushes<Value extends { at: Date }>(
    { actor, request }: Subscriber,
    action: Action,
    topics: string[],
    read: (tx: Tx, actor: Actor, at: Date) => Promise<Value | undefined>,
  ): Promise<Pushes<Value>> {
    const readAs = (who: Actor) => this.database.transact(who, async (tx) => read(tx, who, await this.store.now(tx)));
    let first = await readAs(actor);
    return new Pushes<Value>({
      listen: (wake) => this.news.listen(topics, wake),
      keyOf: ({ at: _, ...rest }) => JSON.stringify(rest),
      look: async () => {
        if (first) {
          const value = first;
          first = undefined;
          return value;
        }
        const now = await this.authenticator.actorOf({ ...request } as FastifyRequest);
        // Whose session has ended is told so by the connection, which is closed for it.
        if (!now) return undefined;
        return reachOf(now, action) ? readAs(now) : null;
      },
    });
  }
}
