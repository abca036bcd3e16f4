import { Injectable } from '@nestjs/common';
import { BatchesService } from '../../batches/index.js';
import type { Actor } from '../../identity/index.js';
import { ClientFault, Database, type Tx } from '../../platform/index.js';
import { PeopleReach } from '../../workforce/index.js';
import { AssignmentsStore } from '../assignments/assignments.store.js';
import { laneFilters } from './explanation.rules.js';
import { GapsStore } from './gaps.store.js';
import {
  filterAgainst,
  funnelOf,
  type LastHold,
  type Opening,
  type OpeningExplanation,
  standingSentence,
  type TaskExplanation,
  type TaskFacts,
  waitOf,
} from './task-standing.rules.js';
import { TaskStandingStore } from './task-standing.store.js';

const mostPeople = 1000;
const mostListed = 100;

/** Who holds a task, who may have it and who may not, and what it waits for. */
@Injectable()
export class TaskStandingService {
  constructor(
    private readonly database: Database,
    private readonly store: TaskStandingStore,
    private readonly assignments: AssignmentsStore,
    private readonly gaps: GapsStore,
    private readonly batches: BatchesService,
    private readonly reach: PeopleReach,
  ) {}

  explain(actor: Actor, taskId: string): Promise<TaskExplanation> {
    return this.database.transact({ organizationId: actor.organizationId }, async (tx) => {
      const task = await this.store.facts(tx, taskId);
      if (!task) throw ClientFault.notFound('task');
      await this.batches.visible(tx, actor, task.batchId, 'queue:explain');
      const taken = await this.store.taken(tx, taskId);
      const holds = new Map((await this.store.lastHolds(tx, taskId)).map((hold) => [hold.memberId, hold]));
      const openings: OpeningExplanation[] = [];
      for (const opening of await this.store.openings(tx, taskId))
        openings.push(await this.explainOpening(tx, actor, task, opening, holds));
      const skips = task.state === 'TRIAGED' ? await this.assignments.skippersOf(tx, taskId) : 0;
      return { task, taken, openings, ...waitOf(task, taken, openings, skips) };
    });
  }

  private async explainOpening(
    tx: Tx,
    actor: Actor,
    task: TaskFacts,
    opening: Opening,
    holds: ReadonlyMap<string, LastHold>,
  ): Promise<OpeningExplanation> {
    // What is held back is nobody's, whoever they are.
    if (opening.kind === 'HELD') return { ...opening, total: 0, mayTake: 0, filters: [], people: [], isMore: false };
    const people = await this.store.people(tx, task.id, opening, mostPeople);
    const against = people.map((person) => filterAgainst(person, opening));
    const readable = new Set(
      await this.reach.readable(
        tx,
        actor,
        people.map((person) => person.memberId),
      ),
    );
    const listed = people
      .map((person, index) => ({ person, filter: against[index]! }))
      .filter(({ person }) => readable.has(person.memberId))
      // Who may take it first, then those who are nearest to it.
      .sort((a, b) => Number(a.filter !== null) - Number(b.filter !== null))
      .slice(0, mostListed);
    const held = listed.flatMap(({ filter }) => laneFilters.filter((one) => one === filter));
    const gaps = await this.gaps.read(tx, held, {
      memberIds: listed.filter(({ filter }) => filter !== null).map(({ person }) => person.memberId),
      projectIds: [task.projectId],
      batchIds: [task.batchId],
    });
    return {
      ...opening,
      total: people.length,
      mayTake: against.filter((filter) => filter === null).length,
      filters: funnelOf(against),
      people: listed.map(({ person, filter }) => {
        const question = { task, opening, gaps, last: holds.get(person.memberId) };
        const message = filter && standingSentence(person, filter, question);
        return { memberId: person.memberId, memberName: person.memberName, filter, message };
      }),
      isMore: people.length === mostPeople,
    };
  }
}
