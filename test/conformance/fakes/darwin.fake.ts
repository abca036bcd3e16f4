import { createHmac } from 'node:crypto';
import { v5 as uuidv5 } from 'uuid';
import type { InboundRequest } from '../../../src/connectors/connector.types.js';
import { type Call, FakeService, reply, type Reply } from './fake-service.js';

const NAMESPACE = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

interface FakeItem {
  id: string;
  name: string;
  path: string;
  dataset_id: number;
  archived: boolean;
  workflow_status: 'new' | 'annotate' | 'review' | 'complete';
  assignee_id: number | null;
  updated_at: string;
  slots: { slot_name: string; width: number; height: number; type: string }[];
  properties: { name: string; value: string }[];
}

export interface FakeDarwinOptions {
  key: string;
  /** of the stage's header and of the dataset's signature */
  secret: string;
  team: string;
  dataset: { id: number; slug: string };
  storage: string;
  workflow: { id: string; annotateStage: string; reviewStage: string };
  classes: { id: number; name: string; annotation_types: string[] }[];
  attributes: { id: number; class_id: number; name: string }[];
  picture: { width: number; height: number };
}

/**
 * V7 Darwin's API v2, as its documentation and darwin-py 3.5 use it: ApiKey, a team of its own, registration from a storage that
 * must be connected, names that are there once, import by class ids, stages of the item's own workflow, five tries of a webhook stage.
 * Annotations are answered as the API keeps them: class ids, and parts under `data`.
 */
export class FakeDarwin extends FakeService {
  readonly items: FakeItem[] = [];
  readonly annotations = new Map<string, any[]>();
  readonly comments: any[] = [];
  now = new Date('2026-11-27T11:00:00.000Z');

  constructor(readonly options: FakeDarwinOptions) {
    super();
  }

  protected isAuthorized({ authorization }: Call['headers']): boolean {
    return authorization === `ApiKey ${this.options.key}`;
  }

  protected isRetried = (): boolean => true;

  /** An item goes through the webhook stage behind annotation: the message has its annotations in export form. */
  complete(item: FakeItem, annotations: any[], at: Date): InboundRequest {
    this.now = at;
    this.annotations.set(item.id, structuredClone(annotations));
    Object.assign(item, { workflow_status: 'review', updated_at: at.toISOString() });
    return this.fromStage(item);
  }

  fromStage(item: FakeItem): InboundRequest {
    const { team, dataset, classes, secret } = this.options;
    const exported = (this.annotations.get(item.id) ?? []).map(({ annotation_class_id, data, id }) => {
      const { polygon, attributes, ...rest } = data;
      const paths = polygon && [polygon.path, ...(polygon.additional_paths ?? [])];
      const names = attributes?.attributes.map((number: number) => this.options.attributes.find((one) => one.id === number)!.name); // prettier-ignore
      const name = classes.find((each) => each.id === annotation_class_id)!.name;
      return { id, name, slot_names: ['0'], properties: [], ...rest, ...(paths && { polygon: { paths } }), ...(names && { attributes: names }) }; // prettier-ignore
    });
    const source_info = {
      item_id: item.id,
      team: { slug: team, name: team },
      dataset: {
        ...dataset,
        dataset_management_url: `https://darwin.example/datasets/${dataset.id}/dataset-management`,
      },
    };
    const message = {
      version: '2.0',
      item: { name: item.name, path: item.path, source_info, slots: item.slots },
      annotations: exported,
      properties: item.properties,
      // The pictures' addresses are signed anew each time.
      sent_at: this.now.toISOString(),
    };
    return { body: Buffer.from(JSON.stringify(message)), headers: { authorization: `Bearer ${secret}` } };
  }

  fromDataset(payload: object, at: Date): InboundRequest {
    const body = Buffer.from(JSON.stringify({ event_type: 'workflow_complete', payload }));
    const t = Math.floor(at.getTime() / 1000);
    const v1 = createHmac('sha256', this.options.secret).update(`${t}.`).update(body).digest('hex').toUpperCase();
    return { body, headers: { 'v7-signature': `t=${t},v1=${v1}` } };
  }

  protected answer(call: Call): Reply {
    const { team, dataset, classes, attributes } = this.options;
    const { method, path, query } = call;
    if (path === '/api/memberships')
      return reply(200, [{ id: 1, user_id: 31, email: 'annotator@example.invalid', team_id: 1 }]);
    if (path === `/api/teams/${team}/annotation_classes`) return reply(200, { annotation_classes: classes });
    if (path === `/api/datasets/${dataset.id}/attributes`) return reply(200, attributes);
    const [, rest] = new RegExp(`^/api/v2/teams/${team}/items(/.*)?$`).exec(path) ?? [];
    if (!path.startsWith(`/api/v2/teams/${team}/items`)) return reply(404, { errors: { code: 'NOT_FOUND' } });
    const [id, part] = (rest ?? '').split('/').slice(1);
    if (method === 'GET' && !id) return this.list(query);
    if (method === 'POST' && id?.startsWith('register_existing'))
      return this.register(call.body, id.endsWith('_readonly'));
    if (method === 'POST' && id === 'stage') return this.move(call.body);
    if (method === 'POST' && id === 'assign') return this.assign(call.body);
    const item = this.items.find((each) => each.id === id);
    if (!item) return reply(404, { errors: { code: 'NOT_FOUND' } });
    if (method === 'GET' && !part) return reply(200, item);
    if (method === 'GET' && part === 'annotations') return reply(200, this.annotations.get(item.id) ?? []);
    if (method === 'POST' && part === 'import') return this.import(item, call.body);
    if (method === 'POST' && part === 'comment_threads') {
      const { bounding_box, comments, slot_name } = call.body;
      if (!bounding_box || !comments?.[0]?.body || !item.slots.some((slot) => slot.slot_name === slot_name))
        return reply(422);
      this.comments.push({ item: item.id, ...call.body });
      return reply(200, {});
    }
    return reply(404);
  }

  private list(query: URLSearchParams): Reply {
    const names = query.getAll('item_names[]');
    const found = this.items
      .filter((item) => query.getAll('dataset_ids[]').includes(String(item.dataset_id)))
      .filter(({ name }) => names.length === 0 || names.includes(name));
    if (query.get('sort[updated_at]') === 'desc') found.sort((a, b) => (a.updated_at < b.updated_at ? 1 : -1));
    const size = Math.min(500, Number(query.get('page[size]') ?? 500));
    const start = Number(query.get('page[from]') ?? 0);
    const next = start + size < found.length ? String(start + size) : null;
    return reply(200, { items: found.slice(start, start + size), page: { count: found.length, next, previous: null } });
  }

  private register(body: any, isReadOnly: boolean): Reply {
    const { dataset, storage, picture } = this.options;
    if (body.dataset_slug !== dataset.slug || body.storage_slug !== storage)
      return reply(404, { errors: { code: 'NOT_FOUND' } });
    const [asked] = body.items;
    if (isReadOnly && !(asked.storage_thumbnail_key && asked.width && asked.height)) return reply(422, { errors: {} });
    if (this.items.some(({ name, archived }) => name === asked.name && !archived)) {
      return reply(200, { items: [], blocked_items: [{ name: asked.name, slots: [{ reason: 'ALREADY_EXISTS' }] }] });
    }
    const slots = [{ slot_name: '0', type: 'image', ...picture }];
    // Of no other item, in whichever order they are made.
    const id = uuidv5(`${asked.name} ${this.items.length}`, NAMESPACE);
    const item: FakeItem = { id, name: asked.name, path: asked.path, dataset_id: dataset.id, archived: false, workflow_status: 'new', assignee_id: null, updated_at: this.now.toISOString(), slots, properties: [] }; // prettier-ignore
    this.items.push(item);
    return reply(200, { items: [{ id, name: item.name, path: item.path, slots }], blocked_items: [] });
  }

  private chosen({ filters, workflow_id }: any): FakeItem[] | null {
    if (workflow_id !== this.options.workflow.id) return null;
    if (!filters.dataset_ids?.includes(this.options.dataset.id)) return null;
    const found = this.items.filter(({ id }) => filters.item_ids?.includes(id));
    return found.length === filters.item_ids?.length ? found : null;
  }

  private move(body: any): Reply {
    const { annotateStage, reviewStage } = this.options.workflow;
    const found = this.chosen(body);
    const status = body.stage_id === annotateStage ? 'annotate' : body.stage_id === reviewStage ? 'review' : null;
    if (!found || !status) return reply(404, { errors: { code: 'NOT_FOUND' } });
    for (const item of found) Object.assign(item, { workflow_status: status, updated_at: this.now.toISOString() });
    return reply(200, { created_commands: found.length });
  }

  private assign(body: any): Reply {
    const found = this.chosen(body);
    if (!found || body.assignee_id !== 31) return reply(404, { errors: { code: 'NOT_FOUND' } });
    for (const item of found) item.assignee_id = body.assignee_id;
    return reply(200, { created_commands: found.length });
  }

  private import(item: FakeItem, { annotations, overwrite }: any): Reply {
    if (overwrite !== 'true' && overwrite !== 'false') return reply(422, { errors: { overwrite: ['is invalid'] } });
    for (const { id, annotation_class_id, data, context_keys } of annotations) {
      const known = this.options.classes.find((each) => each.id === annotation_class_id);
      const [type] = Object.keys(data).filter((key) => key !== 'attributes');
      if (!/^[0-9a-f-]{36}$/.test(id) || !known?.annotation_types.includes(type!)) return reply(422, { errors: { annotations: ['is invalid'] } }); // prettier-ignore
      if (!context_keys?.slot_names?.every((name: string) => item.slots.some(({ slot_name }) => slot_name === name))) return reply(422); // prettier-ignore
      if (type === 'polygon' && !Array.isArray(data.polygon.path)) return reply(422);
    }
    const before = overwrite === 'true' ? [] : (this.annotations.get(item.id) ?? []);
    this.annotations.set(item.id, [...before, ...structuredClone(annotations)]);
    item.updated_at = this.now.toISOString();
    return reply(200, {});
  }
}
