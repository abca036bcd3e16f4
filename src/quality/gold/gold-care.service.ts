import { Injectable } from '@nestjs/common';
import { agreementOf } from '../../consensus/index.js';
import type { Actor } from '../../identity/index.js';
import { ClientFault, Database, newId, Outbox, type Tx } from '../../platform/index.js';
import type { NamedTasks } from '../../tasks/index.js';
import { classesOfKnown } from './comparison.rules.js';
import { type ContestRow, ExposuresStore } from './exposures.store.js';
import { GoldAnswersService } from './gold-answers.service.js';
import { GoldScope } from './gold-scope.js';
import { type GoldRow, GoldStore } from './gold.store.js';

const mostMinted = 500;
const mostLookedAt = 5000;
const mostContests = 200;

/** The stock of gold, kept in order: minted from work that nobody doubts, contested, forgiven. */
@Injectable()
export class GoldCareService {
  constructor(
    private readonly database: Database,
    private readonly store: GoldStore,
    private readonly exposures: ExposuresStore,
    private readonly answers: GoldAnswersService,
    private readonly scope: GoldScope,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Makes gold of settled tasks whose answers are all the same and that a reviewer or auditor let pass, the classes of which
   * there is least first.
   */
  mint(actor: Actor, projectId: string, count: number, fewestAnswers: number, reason: string): Promise<GoldRow[]> {
    return this.changing(actor, async (tx) => {
      const { policy } = await this.scope.project(tx, actor, projectId);
      const rows = await this.store.mintable(tx, projectId, fewestAnswers, mostLookedAt);
      const unanimous = rows
        .filter(({ answers }) => agreementOf(answers, { classes: policy.agreement.classes }).exact)
        .map(({ task_id, answers }) => ({ id: newId(), projectId, taskId: task_id, labels: answers[0]! }));
      const before = (await this.store.liveOfProject(tx, projectId)).map(({ labels }) => labels);
      const minted = rarestFirst(unanimous, before).slice(0, Math.min(count, mostMinted));
      const gold = await this.store.mint(tx, minted, { by: actor.memberId, reason });
      const detail = { count: gold.length };
      await this.scope.note(tx, actor, {
        action: 'gold:mint',
        subjectKind: 'project',
        subjectId: projectId,
        reason,
        detail,
      });
      await this.scope.changed(tx, projectId, gold.map(({ task_id }) => task_id)); // prettier-ignore
      return gold;
    });
  }

  /** "My answer was right": kept in the same way for any own answer, so that it tells nobody which one was gold. */
  contest(actor: Actor, assignmentId: string, reason: string): Promise<void> {
    return this.database.transact(actor, async (tx) => {
      if (!(await this.exposures.ownAnswer(tx, actor.memberId, assignmentId))) throw ClientFault.notFound('answer');
      await this.exposures.contest(tx, actor.memberId, assignmentId, reason);
      await this.scope.note(tx, actor, {
        action: 'answer:contest',
        subjectKind: 'assignment',
        subjectId: assignmentId,
        reason,
        detail: {},
      });
    });
  }

  contests(actor: Actor, projectId: string): Promise<ContestRow[]> {
    return this.database.transact(actor, async (tx) => {
      await this.scope.project(tx, actor, projectId);
      return this.exposures.contests(tx, projectId, mostContests);
    });
  }

  /** Whoever failed at these gold tasks is as if they had not been asked; with `retires` nobody is asked again. */
  forgive(actor: Actor, { batchId, externalKeys, reason }: NamedTasks, retires: boolean): Promise<GoldRow[]> {
    return this.changing(actor, async (tx) => {
      const { projectId, rows } = await this.scope.tasksOf(tx, actor, batchId, externalKeys);
      const taskIds = rows.map(({ id }) => id);
      const live = await this.store.live(tx, taskIds);
      const plain = externalKeys.findIndex((key) => !live.some(({ external_key }) => external_key === key));
      if (plain >= 0) throw ClientFault.invalid(`input.externalKeys[${plain}]`, 'this task has no gold');
      const ids = live.map(({ id }) => id);
      const count = await this.answers.forgive(tx, ids);
      if (retires) {
        await this.store.retire(tx, ids, { by: actor.memberId, reason });
        await this.scope.changed(tx, projectId, taskIds);
      }
      const detail = { count, retires };
      await this.scope.note(tx, actor, {
        action: 'gold:forgive',
        subjectKind: 'batch',
        subjectId: batchId,
        reason,
        detail,
      });
      return this.store.byIds(tx, ids);
    });
  }

  /** A dispute found this answer right: gold that says otherwise is asked no more, and whoever failed at it is forgiven. */
  async yieldTo(tx: Tx, answer: { projectId: string; taskId: string; submissionId: string }): Promise<void> {
    const { projectId, taskId, submissionId } = answer;
    const ids = await this.store.against(tx, taskId, submissionId);
    if (ids.length === 0) return;
    await this.answers.forgive(tx, ids);
    await this.store.retire(tx, ids, { by: null, reason: 'A dispute found an answer right that says otherwise.' });
    await this.scope.changed(tx, projectId, [taskId]);
  }

  /** Everybody sees these tasks now: known answers to them are asked no more. Nothing tells the caller whether one was. */
  async retireShown(tx: Tx, actor: Actor, projectId: string, taskIds: string[]): Promise<void> {
    const live = await this.store.live(tx, taskIds);
    if (live.length === 0) return;
    const reason = 'It is shown to everybody as the example of a note on the guidelines.';
    await this.store.retire(tx, live.map(({ id }) => id), { by: actor.memberId, reason }); // prettier-ignore
    await this.scope.changed(tx, projectId, live.map(({ task_id }) => task_id)); // prettier-ignore
    const detail = { tasks: live.map(({ external_key }) => external_key), count: live.length };
    await this.scope.note(tx, actor, { action: 'gold:retire', subjectKind: 'project', subjectId: projectId, reason, detail }); // prettier-ignore
  }

  private async changing<Answer>(actor: Actor, work: (tx: Tx) => Promise<Answer>): Promise<Answer> {
    const answer = await this.database.transact(actor, work);
    this.outbox.wake();
    return answer;
  }
}

/** Each the one whose classes come by least so far. */
function rarestFirst<Gold extends { labels: GoldRow['labels'] }>(
  candidates: Gold[],
  before: GoldRow['labels'][],
): Gold[] {
  const counts = new Map<string, number>();
  const count = (labels: GoldRow['labels']) => {
    for (const name of classesOfKnown(labels)) counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  before.forEach(count);
  const queues = new Map<string, Gold[]>();
  for (const one of candidates) {
    const name = classesOfKnown(one.labels)[0]!;
    queues.set(name, [...(queues.get(name) ?? []), one]);
  }
  const ordered: Gold[] = [];
  while (queues.size > 0) {
    const [name, queue] = [...queues].reduce((a, b) => ((counts.get(b[0]) ?? 0) < (counts.get(a[0]) ?? 0) ? b : a));
    const next = queue.shift()!;
    count(next.labels);
    ordered.push(next);
    if (queue.length === 0) queues.delete(name);
  }
  return ordered;
}
