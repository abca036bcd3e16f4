import type { ConnectionSecrets, InboundRequest, ParseContext, ToolApi } from '../../src/connectors/connector.types.js';
import { genericConnector, type GenericSettings } from '../../src/connectors/generic/generic.connector.js';
import { signatureOf } from '../../src/connectors/generic/standard-webhooks.js';
import { ToolRefused } from '../../src/connectors/tool-faults.js';
import type { Act, ConnectorUnderTest, FakeTool } from './connectors.suite.js';

const settings: GenericSettings = {
  workUrl: 'https://label.example/work#token={token}&return={return}',
  pullUrl: 'https://label.example/muster',
};

const context: ParseContext = {
  sizeOf: () => ({ width: 100, height: 100 }),
  labelSchema: {
    classes: [{ name: 'Cat', kind: 'BOX' }],
    fields: [{ name: 'animal', kind: 'CHOICE', options: ['cat', 'dog'], required: true }],
  },
};

const types = {
  start: 'task.started',
  submit: 'task.submitted',
  revise: 'annotation.revised',
  skip: 'task.skipped',
  reopen: 'task.reopened',
  remove: 'task.reopened',
} as const;

/** A front end that speaks the generic contract and can be asked. */
export function genericTool({ signing }: ConnectionSecrets, counts = true): FakeTool {
  const newest = new Map<string, { message: object; at: Date }>();
  let sent = 0;
  const api: ToolApi = {
    call(method, path, _body) {
      const [where, query] = path.split('?');
      if (where === '/items') {
        const since = new URLSearchParams(query).get('since')!;
        const items = [...newest].filter(([, { at }]) => at.toISOString() >= since).map(([item]) => item);
        return Promise.resolve({ items, next: null });
      }
      const [, , item] = where!.split('/');
      const known = newest.get(item!);
      if (method === 'POST') return Promise.resolve(null);
      if (known) return Promise.resolve({ messages: [known.message] });
      return item!.endsWith('9')
        ? Promise.reject(new ToolRefused(404, 'no such item'))
        : Promise.resolve({ messages: [] });
    },
  };
  const act = (item: string, done: Act, at: Date): InboundRequest[] => {
    sent += 1;
    const data = {
      assignment: item,
      ...(counts && { version: sent }),
      ...('labels' in done && { labels: done.labels, seconds: 12.5 }),
      ...('reason' in done && { reason: done.reason }),
    };
    const message = { type: types[done.act], timestamp: at.toISOString(), data };
    // Beginning says nothing about the answer, so what can be read stays.
    if (done.act !== 'start') newest.set(item, { message, at });
    const body = Buffer.from(JSON.stringify(message));
    const id = `msg_${sent}_${item}`;
    const timestamp = String(Math.floor(at.getTime() / 1000));
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatureOf(signing[0]!, id, timestamp, body),
    };
    return [{ body, headers }];
  };
  return { api, act };
}

const recorded = (type: string, data: object) => ({
  type,
  timestamp: '2026-11-27T12:00:00.000Z',
  data: { assignment: `asg_${'0'.repeat(31)}1`, ...data },
});
const cat = [{ kind: 'CHOICE' as const, field: 'animal', option: 'cat' }];
const dog = [{ kind: 'CHOICE' as const, field: 'animal', option: 'dog' }];

export const genericUnderTest: ConnectorUnderTest = {
  connector: genericConnector,
  settings,
  secrets: {
    signing: [`whsec_${Buffer.alloc(32, 1).toString('base64')}`, `whsec_${Buffer.alloc(32, 2).toString('base64')}`],
    api: 'a-key',
  },
  context,
  acts: ['start', 'submit', 'revise', 'skip', 'reopen'],
  answers: [cat, dog, [...cat, { kind: 'BOX', class: 'Cat', x: 1, y: 2, width: 3.5, height: 4 }]],
  tool: (secrets) => genericTool(secrets),
  signsBodies: true,
  recorded: [
    { name: 'submitted', body: recorded('task.submitted', { labels: cat, seconds: 3 }), reports: 1 },
    { name: 'submitted, to be read', body: recorded('task.submitted', { version: 2 }), reports: 1 },
    { name: 'revised', body: recorded('annotation.revised', { labels: dog, version: 3 }), reports: 1 },
    { name: 'skipped', body: recorded('task.skipped', { reason: 'black' }), reports: 1 },
    { name: 'reopened', body: recorded('task.reopened', {}), reports: 1 },
    { name: 'started', body: recorded('task.started', {}), reports: 1 },
    { name: 'a review', body: recorded('review.rejected', { text: 'no' }), reports: 0 },
    { name: 'ping', body: { type: 'ping' }, reports: 0 },
    { name: 'something new', body: recorded('task.exploded', {}), reports: 0 },
    { name: 'without an assignment', body: { ...recorded('task.started', {}), data: {} }, reports: 0 },
  ],
  faultySettings: [
    { settings: { ...settings, workUrl: 'https://label.example/work' }, path: 'workUrl' },
    { settings: { ...settings, workUrl: 'javascript:alert({token})' }, path: 'workUrl' },
    { settings: { ...settings, pullUrl: 'ftp://label.example' }, path: 'pullUrl' },
    { settings: { ...settings, origin: 'https://label.example/path' }, path: 'origin' },
  ],
};
