import { createHmac } from 'node:crypto';
import type { InboundRequest } from '../../../src/connectors/connector.types.js';
import { type Call, FakeService, pythonJson, reply, type Reply } from './fake-service.js';

interface FakeTask {
  id: number;
  name: string;
  project_id: number;
  size: number;
}

interface FakeJob {
  id: number;
  task_id: number;
  project_id: number;
  type: string;
  stage: 'annotation' | 'validation' | 'acceptance';
  state: 'new' | 'in progress' | 'completed' | 'rejected';
  start_frame: number;
  stop_frame: number;
  assignee: { id: number; username: string } | null;
  updated_date: string;
  parent_job_id: null;
}

const noAnnotations = () => ({ version: 0, tags: [] as any[], shapes: [] as any[], tracks: [] as any[] });
const stages = ['annotation', 'validation', 'acceptance'];
const states = ['new', 'in progress', 'completed', 'rejected'];

export interface FakeLabel {
  id: number;
  name: string;
  type: string;
  attributes: { id: number; name: string; input_type: string; values: string[] }[];
}

/**
 * CVAT 2.x, as docs.cvat.ai and the server's code describe it: token, pagination, a picture that is loaded once and whose address
 * must end like a picture's, states, label and attribute ids that must be the job's, masks within the picture, HMAC over Python's
 * JSON, retries on 5xx, 408 and 429.
 */
export class FakeCvat extends FakeService {
  readonly tasks: FakeTask[] = [];
  readonly jobs: FakeJob[] = [];
  readonly issues: any[] = [];
  readonly annotations = new Map<number, ReturnType<typeof noAnnotations>>();
  readonly users = [{ id: 4, username: 'annotator1' }, { id: 5, username: 'annotator10' }]; // prettier-ignore
  now = new Date('2026-11-27T11:00:00.000Z');
  private ids = 100;

  constructor(
    private readonly token: string,
    private readonly secret: string,
    readonly project: number,
    readonly labels: readonly FakeLabel[],
    readonly picture: { width: number; height: number },
  ) {
    super();
  }

  protected isAuthorized({ authorization }: Call['headers']): boolean {
    return authorization === `Token ${this.token}`;
  }

  protected isRetried = (status: number): boolean => status >= 500 || status === 408 || status === 429;

  /** Sets a job as its page would, and answers the message that follows. */
  set(job: FakeJob, change: Partial<FakeJob>, at: Date): InboundRequest {
    this.now = at;
    const before = Object.fromEntries(Object.entries(change).map(([key]) => [key, job[key as keyof FakeJob]]));
    Object.assign(job, change, { updated_date: moment(at) });
    return this.signed({ event: 'update:job', job, before_update: before, webhook_id: 7, sender: this.users[0] });
  }

  save(job: FakeJob, annotations: Partial<ReturnType<typeof noAnnotations>>, at: Date): void {
    this.now = at;
    this.annotations.set(job.id, { ...noAnnotations(), ...structuredClone(annotations) });
    job.updated_date = moment(at);
  }

  signed(payload: object): InboundRequest {
    const body = Buffer.from(pythonJson(payload));
    const digest = createHmac('sha256', this.secret).update(body).digest('hex');
    return { body, headers: { 'x-signature-256': `sha256=${digest}` } };
  }

  protected answer(call: Call): Reply {
    const { method, path } = call;
    const [, api, kind, id, part] = /^\/(api)\/(\w+)(?:\/(\d+))?(?:\/([\w/]+))?$/.exec(path) ?? [];
    if (!api) return reply(404, { detail: 'Not found.' });
    switch (`${method} ${kind}${id ? '/id' : ''}${part ? `/${part}` : ''}`) {
      case 'GET tasks':
        return this.page(call, this.tasks.filter(({ name, project_id }) => matches(call, 'name', name) && matches(call, 'project_id', project_id))); // prettier-ignore
      case 'POST tasks':
        return this.newTask(call.body);
      case 'POST tasks/id/data':
        return this.load(Number(id), call.body);
      case 'GET jobs':
        return this.listJobs(call);
      case 'GET users':
        return this.page(
          call,
          this.users.filter(({ username }) => username.includes(call.query.get('search') ?? '')),
        );
      case 'GET labels':
        return this.jobs.some((job) => String(job.id) === call.query.get('job_id')) ? this.page(call, [...this.labels]) : reply(404); // prettier-ignore
      case 'GET requests':
        return this.page(call, []);
      case 'POST issues':
        return this.newIssue(call.body);
      default:
        return this.ofJob(call, Number(id), part, kind);
    }
  }

  private ofJob({ method, body }: Call, id: number, part: string | undefined, kind: string | undefined): Reply {
    const job = kind === 'jobs' ? this.jobs.find((each) => each.id === id) : undefined;
    if (!job) return reply(404, { detail: 'No Job matches the given query.' });
    if (method === 'GET' && !part) return reply(200, job);
    if (method === 'GET' && part === 'annotations') return reply(200, this.annotations.get(id) ?? noAnnotations());
    if (method === 'GET' && part === 'data/meta')
      return reply(200, { size: 1, frames: [{ ...this.picture, name: 'a.png' }] });
    if (method === 'PUT' && part === 'annotations') return this.put(job, body);
    if (method === 'PATCH' && !part) return this.patch(job, body);
    return reply(405, { detail: `Method "${method}" not allowed.` });
  }

  private newTask(body: any): Reply {
    if (body.project_id !== this.project) return reply(400, { project_id: ['Invalid project id.'] });
    if (typeof body.name !== 'string' || body.name === '' || body.name.length > 256) return reply(400, { name: ['…'] });
    const task = { id: (this.ids += 1), name: body.name, project_id: body.project_id, size: 0 };
    this.tasks.push(task);
    return reply(201, task);
  }

  private load(id: number, body: any): Reply {
    const task = this.tasks.find((each) => each.id === id);
    if (!task) return reply(404);
    if (task.size > 0) return reply(409, { detail: 'Adding more data is not supported' });
    const files = [...(body.remote_files ?? []), ...(body.server_files ?? [])];
    // By the path's ending CVAT knows what a file is.
    const isPicture = (file: string) => /\.(jpe?g|png|bmp|webp|tiff?)$/i.test(file.split(/[?#]/)[0]!);
    if (files.length === 0 || !files.every(isPicture)) return reply(400, ['No media data found']);
    task.size = 1;
    const job: FakeJob = { id: (this.ids += 1), task_id: id, project_id: task.project_id, type: 'annotation', stage: 'annotation', state: 'new', start_frame: 0, stop_frame: 0, assignee: null, updated_date: moment(this.now), parent_job_id: null }; // prettier-ignore
    this.jobs.push(job);
    return reply(202, { rq_id: `action=create&target=task&target_id=${id}` });
  }

  private listJobs(call: Call): Reply {
    const conditions: any[] = JSON.parse(call.query.get('filter') ?? '{}').and ?? [];
    const holds = (job: any) =>
      conditions.every((condition) => {
        const [[operator, [{ var: name }, value]]] = Object.entries(condition) as any;
        return operator === '>=' ? job[name] >= value : operator === '>' ? job[name] > value : false;
      });
    const found = this.jobs.filter(
      (job) => matches(call, 'task_id', job.task_id) && matches(call, 'project_id', job.project_id) && holds(job),
    );
    return this.page(call, found.sort((a, b) => a.id - b.id)); // prettier-ignore
  }

  private page({ query }: Call, all: unknown[]): Reply {
    const size = Math.min(100, Number(query.get('page_size') ?? 10));
    const start = (Number(query.get('page') ?? 1) - 1) * size;
    if (start > 0 && start >= all.length) return reply(404, { detail: 'Invalid page.' });
    const next = start + size < all.length ? 'http://cvat.example/next' : null;
    return reply(200, { count: all.length, next, previous: null, results: all.slice(start, start + size) });
  }

  private patch(job: FakeJob, body: any): Reply {
    const { stage, state, assignee, ...more } = body;
    if (Object.keys(more).length > 0) return reply(400, { detail: `unexpected ${Object.keys(more).join()}` });
    if (stage !== undefined && !stages.includes(stage))
      return reply(400, { stage: [`"${stage}" is not a valid choice.`] });
    if (state !== undefined && !states.includes(state))
      return reply(400, { state: [`"${state}" is not a valid choice.`] });
    const user = assignee === undefined || assignee === null ? null : this.users.find((each) => each.id === assignee);
    if (user === undefined) return reply(400, { assignee: [`Invalid pk "${assignee}" - object does not exist.`] });
    // A stage begins as new, unless it is said otherwise.
    const entered = stage !== undefined && stage !== job.stage && state === undefined ? { state: 'new' as const } : {};
    this.set(job, { ...entered, ...(stage && { stage }), ...(state && { state }), ...(assignee !== undefined && { assignee: user }) }, this.now); // prettier-ignore
    return reply(200, job);
  }

  private put(job: FakeJob, body: any): Reply {
    for (const entry of [...body.tags, ...body.shapes]) {
      const label = this.labels.find(({ id }) => id === entry.label_id);
      if (!label) return reply(400, [`label_id \`${entry.label_id}\` is invalid`]);
      for (const { spec_id } of entry.attributes) {
        if (!label.attributes.some(({ id }) => id === spec_id))
          return reply(400, [`spec_id \`${spec_id}\` is invalid`]);
      }
      if (entry.frame < job.start_frame || entry.frame > job.stop_frame) return reply(400, ['frame']);
    }
    for (const { type, points, label_id } of body.shapes) {
      const label = this.labels.find(({ id }) => id === label_id)!;
      if (label.type !== 'any' && label.type !== type) return reply(400, [`${type} is not for ${label.name}`]);
      if (type === 'rectangle' && points.length !== 4) return reply(400, ['points']);
      if (type === 'polygon' && (points.length < 6 || points.length % 2 === 1)) return reply(400, ['points']);
      if (type === 'mask') {
        const [left, top, right, bottom] = points.slice(-4);
        const area = points.slice(0, -4).reduce((sum: number, run: number) => sum + run, 0);
        if (area !== (right - left + 1) * (bottom - top + 1)) return reply(400, ['mask runs']);
      }
    }
    this.save(job, body, this.now);
    return reply(200, body);
  }

  private newIssue(body: any): Reply {
    if (!this.jobs.some(({ id }) => id === body.job)) return reply(400, { job: ['Invalid pk'] });
    if (!Array.isArray(body.position) || body.position.length < 4) return reply(400, { position: ['required'] });
    if (typeof body.message !== 'string' || body.message === '') return reply(400, { message: ['required'] });
    this.issues.push(body);
    return reply(201, { id: this.issues.length, ...body });
  }
}

/** As Django writes it, with microseconds. */
const moment = (at: Date): string => at.toISOString().replace('Z', '000Z');

const matches = ({ query }: Call, name: string, value: string | number): boolean =>
  query.get(name) === null || query.get(name) === String(value);
