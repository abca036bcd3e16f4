import type { InboundRequest } from '../../../src/connectors/connector.types.js';
import { type Call, FakeService, reply, type Reply } from './fake-service.js';

/**
 * Label Studio 1.23 community edition, as far as the conformance suite needs it: what it does was looked up in the real one, which
 * `npm run test:interop` compares the connector with. One try of a message, no signature.
 */
export class FakeLabelStudio extends FakeService {
  readonly tasks: any[] = [];
  /** As 1.23.2 does to imports at the same moment. */
  losesPredictions = false;
  now = new Date('2026-11-27T11:00:00.000Z');
  private ids = 0;

  constructor(
    private readonly token: string,
    private readonly secret: string,
    readonly project: number,
    readonly parsedLabelConfig: object,
  ) {
    super();
  }

  protected isAuthorized({ authorization }: Call['headers']): boolean {
    return authorization === `Token ${this.token}`;
  }

  protected isRetried = (): boolean => false;

  annotate(task: any, result: object[], more: object, at: Date): InboundRequest {
    this.now = at;
    const moments = { created_at: moment(at), updated_at: moment(at) };
    const annotation = { id: (this.ids += 1), task: task.id, project: this.project, completed_by: 1, was_cancelled: false, lead_time: 12.5, ground_truth: false, result, ...moments, ...more }; // prettier-ignore
    task.annotations.push(annotation);
    task.updated_at = moment(at);
    return this.message('ANNOTATION_CREATED', { annotation, task: this.taskOf(task) });
  }

  change(task: any, annotation: any, change: object, at: Date): InboundRequest {
    this.now = at;
    Object.assign(annotation, change, { updated_at: moment(at) });
    task.updated_at = moment(at);
    return this.message('ANNOTATION_UPDATED', { annotation, task: this.taskOf(task) });
  }

  remove(task: any, annotation: any, at: Date): InboundRequest {
    this.now = at;
    task.annotations.splice(task.annotations.indexOf(annotation), 1);
    task.updated_at = moment(at);
    return this.message('ANNOTATIONS_DELETED', { annotations: [{ id: annotation.id }] });
  }

  private taskOf({ id, project, data, meta, updated_at }: any): object {
    return { id, project, data, meta, updated_at };
  }

  private message(action: string, payload: object): InboundRequest {
    const body = Buffer.from(JSON.stringify({ action, ...payload, project: { id: this.project, title: 'Lungs' } }));
    return { body, headers: { authorization: `Bearer ${this.secret}` } };
  }

  protected answer(call: Call): Reply {
    const { method, path, body } = call;
    if (method === 'GET' && path === `/api/projects/${this.project}/`) return reply(200, { id: this.project, parsed_label_config: this.parsedLabelConfig }); // prettier-ignore
    if (method === 'POST' && path === `/api/projects/${this.project}/import`) {
      const kept = this.losesPredictions ? [] : body.flatMap(({ predictions = [] }: any) => predictions);
      const made = body.map(({ data }: any) => {
        const task = { id: (this.ids += 1), project: this.project, data, meta: {}, annotations: [], drafts: [], predictions: kept.map((each: object) => ({ id: (this.ids += 1), ...each })), updated_at: moment(this.now) }; // prettier-ignore
        this.tasks.push(task);
        return task.id;
      });
      return reply(201, { task_count: made.length,
        prediction_count: kept.length, ...(call.query.get('return_task_ids') === 'true' && { task_ids: made }) }); // prettier-ignore
    }
    if (method === 'GET' && path === '/api/tasks') return this.list(call);
    if (method === 'POST' && path === '/api/predictions/') {
      const task = this.tasks.find(({ id }) => id === body.task);
      if (!task) return reply(400, { task: ['Invalid pk'] });
      task.predictions.push({ id: (this.ids += 1), ...body });
      return reply(201, task.predictions.at(-1));
    }
    const [, kind, id] = /^\/api\/(tasks|predictions)\/(\d+)\/$/.exec(path) ?? [];
    if (kind === 'predictions' && method === 'DELETE') {
      for (const task of this.tasks) task.predictions = task.predictions.filter((each: any) => String(each.id) !== id);
      return reply(204);
    }
    const task = kind === 'tasks' ? this.tasks.find((each) => String(each.id) === id) : undefined;
    if (!task) return reply(404, { detail: 'No Task matches the given query.' });
    if (method === 'DELETE') {
      this.tasks.splice(this.tasks.indexOf(task), 1);
      return reply(204);
    }
    if (method === 'PATCH') Object.assign(task, body, { updated_at: moment(this.now) });
    return reply(200, task);
  }

  private list({ query }: Call): Reply {
    const { filters, ordering } = JSON.parse(query.get('query') ?? '{}');
    const holds = (task: any) =>
      filters.items.every(({ filter, operator, value }: any) => {
        const [, name, key] = /^filter:tasks:(\w+)(?:\.(\w+))?$/.exec(filter)!;
        const held = key ? task[name!][key] : task[name!];
        return operator === 'equal' ? held === value : operator === 'greater' ? held > value : false;
      });
    const found = this.tasks.filter(holds);
    if (ordering?.[0] === 'tasks:id') found.sort((a, b) => a.id - b.id);
    const size = Number(query.get('page_size') ?? 100);
    const start = (Number(query.get('page') ?? 1) - 1) * size;
    if (start > 0 && start >= found.length) return reply(404, { detail: 'Invalid page.' });
    const tasks = found.slice(start, start + size).map((task) => ({
      ...task,
      total_predictions: task.predictions.length,
      total_annotations: task.annotations.length,
    }));
    return reply(200, { total: found.length, tasks });
  }
}

/** As Django writes it, with microseconds. */
const moment = (at: Date): string => at.toISOString().replace('Z', '123Z');
