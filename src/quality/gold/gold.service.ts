import { isDeepStrictEqual } from 'node:util';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { GoldSinkRegistry } from '../../batches/index.js';
import type { Actor } from '../../identity/index.js';
import { asLabels, faultsOfLabels, type ItemSize, type Label, type LabelSchema } from '../../labels/index.js';
import { ClientFault, Database, newId, Outbox, toGlobalId, type Tx } from '../../platform/index.js';
import { faultsOfJson, ProjectsService } from '../../projects/index.js';
import type { NamedTasks, TaskRow } from '../../tasks/index.js';
import { GoldScope } from './gold-scope.js';
import { type GoldRow, GoldStore } from './gold.store.js';

export interface AddGold {
  batchId: string;
  items: { externalKey: string; labels: unknown }[];
  reason: string;
}

/**
 * Known answers. Whoever works must not be able to tell gold from work (docs: invariant 6), so nothing about it is on the
 * task, and who may claim work may not ask for it, whatever else they are.
 */
@Injectable()
export class GoldService implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly store: GoldStore,
    private readonly scope: GoldScope,
    private readonly projects: ProjectsService,
    private readonly sinks: GoldSinkRegistry,
    private readonly outbox: Outbox,
  ) {}

  onModuleInit(): void {
    this.sinks.use(this.store);
  }

  /** The known answers of tasks, all of them or none. One that is there already is retired for the new one, unless it is the same. */
  add(actor: Actor, { batchId, items, reason }: AddGold): Promise<GoldRow[]> {
    refuseRepeatedKeys(items);
    return this.changing(actor, async (tx) => {
      const keys = items.map(({ externalKey }) => externalKey);
      const pathOf = (index: number) => `input.items[${index}].externalKey`;
      const { projectId, rows } = await this.scope.tasksOf(tx, actor, batchId, keys, pathOf);
      const schema = await this.projects.schemaOf(tx, projectId);
      const byKey = new Map(rows.map((row) => [row.external_key, row]));
      const wanted = items.map(({ externalKey, labels }, index) => {
        const task = byKey.get(externalKey)!;
        return { id: newId(), projectId, taskId: task.id, labels: checked(labels, schema, task, index) };
      });
      const before = new Map((await this.store.live(tx, rows.map(({ id }) => id))).map((row) => [row.task_id, row])); // prettier-ignore
      const changed = wanted.filter(({ taskId, labels }) => !isSame(before.get(taskId)?.labels, labels));
      const note = { by: actor.memberId, reason };
      await this.store.retire(tx, changed.flatMap(({ taskId }) => before.get(taskId)?.id ?? []), note); // prettier-ignore
      for (const gold of changed) await this.store.insert(tx, gold, note);
      await this.scope.changed(tx, projectId, changed.map(({ taskId }) => taskId)); // prettier-ignore
      await this.note(tx, actor, 'gold:add', batchId, reason, keys, changed.length);
      return this.store.live(tx, rows.map(({ id }) => id)); // prettier-ignore
    });
  }

  retire(actor: Actor, { batchId, externalKeys, reason }: NamedTasks): Promise<GoldRow[]> {
    return this.changing(actor, async (tx) => {
      const { projectId, rows } = await this.scope.tasksOf(tx, actor, batchId, externalKeys);
      const live = await this.store.live(tx, rows.map(({ id }) => id)); // prettier-ignore
      const plain = externalKeys.findIndex((key) => !live.some(({ external_key }) => external_key === key));
      if (plain >= 0) throw ClientFault.invalid(`input.externalKeys[${plain}]`, 'this task has no gold');
      const ids = live.map(({ id }) => id);
      await this.store.retire(tx, ids, { by: actor.memberId, reason });
      await this.scope.changed(tx, projectId, live.map(({ task_id }) => task_id)); // prettier-ignore
      await this.note(tx, actor, 'gold:retire', batchId, reason, externalKeys, ids.length);
      return this.store.byIds(tx, ids);
    });
  }

  page(actor: Actor, projectId: string, first: number, after: string | null) {
    return this.database.transact(actor, async (tx) => {
      await this.scope.project(tx, actor, projectId);
      return this.store.page(tx, projectId, first, after);
    });
  }

  /** For features to the right, inside their transaction: the known answers of a project by task. */
  async goldOf(tx: Tx, projectId: string): Promise<Map<string, Label[]>> {
    const rows = await this.store.liveOfProject(tx, projectId);
    return new Map(rows.map(({ task_id, labels }) => [task_id, labels]));
  }

  /** The known answers of these tasks, of those that have one. */
  async ofTasks(tx: Tx, taskIds: string[]): Promise<Map<string, Label[]>> {
    const rows = await this.store.live(tx, taskIds);
    return new Map(rows.map(({ task_id, labels }) => [task_id, labels]));
  }

  private note(
    tx: Tx,
    actor: Actor,
    action: string,
    batchId: string,
    reason: string,
    keys: string[],
    count: number,
  ): Promise<void> {
    const detail = { batchId: toGlobalId('batch', batchId), tasks: keys.slice(0, 20), count };
    return this.scope.note(tx, actor, { action, subjectId: batchId, subjectKind: 'batch', reason, detail });
  }

  private async changing<Answer>(actor: Actor, work: (tx: Tx) => Promise<Answer>): Promise<Answer> {
    const answer = await this.database.transact(actor, work);
    this.outbox.wake();
    return answer;
  }
}

function refuseRepeatedKeys(items: AddGold['items']): void {
  const keys = items.map(({ externalKey }) => externalKey);
  const again = keys.findIndex((key, index) => keys.indexOf(key) < index);
  if (again >= 0) throw ClientFault.invalid(`input.items[${again}].externalKey`, 'is there already');
}

function checked(labels: unknown, schema: LabelSchema, { data }: TaskRow, index: number): Label[] {
  const { width, height } = data as Partial<ItemSize>;
  const size = width !== undefined && height !== undefined ? { width, height } : undefined;
  const faults = [...faultsOfJson(labels, 'labels'), ...faultsOfLabels(labels, schema, size)];
  if (faults.length > 0)
    throw ClientFault.invalidFields(
      faults.map(({ path, message }) => ({ path: `input.items[${index}].${path}`, message })),
    );
  return asLabels(labels);
}

/** PostgreSQL keeps the keys of objects in an order of its own. */
function isSame(left: Label[] | undefined, right: Label[]): boolean {
  return left !== undefined && isDeepStrictEqual(asLabels(left), right);
}
