import { Injectable } from '@nestjs/common';
import { asLabels, faultsOfLabels, type Label, type LabelSchema } from '../../labels/index.js';
import { ClientFault, newId, type Tx } from '../../platform/index.js';
import { faultsOfJson, type ProjectRow } from '../../projects/index.js';
import { type CopiedTask, CoursesStore, type ItemKind, type NewItem } from './courses.store.js';

/** Either a task of the project to copy, or what is to be shown. */
export interface GivenItem {
  kind: ItemKind;
  task?: { batchId: string; externalKey: string };
  data?: Record<string, unknown>;
  mediaId?: string;
  /** may be left out for a copied task whose answer is known */
  labels?: unknown;
  explanation: string;
}

/** Items as a manager gives them, checked: copies, so that nothing of training is ever production. */
@Injectable()
export class CourseItems {
  constructor(private readonly store: CoursesStore) {}

  /** @throws a fault that names the item, and what of it */
  async made(tx: Tx, project: ProjectRow, given: GivenItem[]): Promise<NewItem[]> {
    const tasks = await this.tasksOf(tx, project.id, given);
    const media = await this.store.mediaAmong(tx, project.id, given.flatMap(({ mediaId }) => mediaId ?? [])); // prettier-ignore
    const counts: Record<ItemKind, number> = { PRACTICE: 0, EXAM: 0 };
    return given.map((one, index) => {
      const path = `input.items[${index}]`;
      if (Boolean(one.task) === Boolean(one.data))
        throw ClientFault.invalid(path, 'must have either data or a task to copy, and only one of them');
      if (one.mediaId && !media.has(one.mediaId))
        throw ClientFault.invalid(`${path}.mediaId`, 'the project has no such picture');
      const task = one.task && tasks.get(keyOf(one.task));
      if (one.task && !task)
        throw ClientFault.invalid(`${path}.externalKey`, 'no task of this batch has this external key');
      const data = task?.data ?? one.data!;
      refuse(faultsOfJson(data, 'data'), path);
      const labels = checkedLabels(one.labels ?? task?.gold ?? undefined, project.labelSchema, data, path);
      counts[one.kind] += 1;
      return {
        id: newId(),
        kind: one.kind,
        ordinal: counts[one.kind],
        data,
        mediaId: one.mediaId ?? task?.mediaId ?? null,
        labels,
        explanation: one.explanation,
        taskId: task?.id ?? null,
      };
    });
  }

  private async tasksOf(tx: Tx, projectId: string, given: GivenItem[]): Promise<Map<string, CopiedTask>> {
    const wanted = given.flatMap(({ task }) => task ?? []);
    const found = new Map<string, CopiedTask>();
    for (const batchId of new Set(wanted.map((task) => task.batchId))) {
      const keys = wanted.filter((task) => task.batchId === batchId).map((task) => task.externalKey);
      for (const row of await this.store.tasks(tx, projectId, batchId, keys))
        found.set(keyOf({ batchId, externalKey: row.externalKey }), row);
    }
    return found;
  }
}

/** Labels of a course or of who takes it, against the schema of the project. */
export function checkedLabels(
  given: unknown,
  schema: LabelSchema,
  data: Record<string, unknown>,
  path: string,
): Label[] {
  if (given === undefined) throw ClientFault.invalid(`${path}.labels`, 'are required: the answer of this task is not known'); // prettier-ignore
  const { width, height } = data;
  const size = typeof width === 'number' && typeof height === 'number' ? { width, height } : undefined;
  refuse([...faultsOfJson(given, 'labels'), ...faultsOfLabels(given, schema, size)], path);
  return asLabels(given);
}

function refuse(faults: { path: string; message: string }[], path: string): void {
  if (faults.length > 0)
    throw ClientFault.invalidFields(faults.map((fault) => ({ ...fault, path: `${path}.${fault.path}` })));
}

const keyOf = ({ batchId, externalKey }: { batchId: string; externalKey: string }) => `${batchId}/${externalKey}`;
