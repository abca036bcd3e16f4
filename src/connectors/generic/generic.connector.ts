import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Label } from '../../labels/index.js';
import type {
  Connector,
  HandOff,
  InboundRequest,
  ParsedMessage,
  Probe,
  RefusedAnswer,
  SendBack,
  ToolApi,
  ToolReport,
  ToolVersion,
  Verified,
  WorkItem,
} from '../connector.types.js';
import { compareVersions } from '../settling/join.rules.js';
import { ToolRefused } from '../tool-faults.js';
import { pulledItem, pulledPage, remarkMessage, type WorkMessage, workMessage, workTypes } from './generic.messages.js';
import { verifySigned } from './standard-webhooks.js';

const httpUrl = z
  .string()
  .max(2000)
  .refine((text) => isHttp(text), 'must be an http or https address');

const settings = z.strictObject({
  workUrl: httpUrl.refine((text) => text.includes('{token}'), 'must contain {token}'),
  origin: z
    .string()
    .max(300)
    .regex(/^https?:\/\/[^/?#]+$/, 'must be an origin, such as https://label.example')
    .optional(),
  pullUrl: httpUrl.refine((text) => !/[?#]/.test(text), 'must have neither ? nor #').optional(),
});
export type GenericSettings = z.infer<typeof settings>;

function isHttp(text: string): boolean {
  try {
    const { protocol, username, password } = new URL(text.replaceAll(/\{\w+\}/g, 'x'));
    return /^https?:$/.test(protocol) && username === '' && password === '';
  } catch {
    return false;
  }
}

/** The origin whose pages may call `/hand-off`. */
export function originOf({ origin, workUrl }: GenericSettings): string {
  return origin ?? new URL(workUrl.replaceAll(/\{\w+\}/g, 'x')).origin;
}

const fill = (template: string, values: Record<string, string>): string =>
  template.replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
    values[name] === undefined ? whole : encodeURIComponent(values[name]),
  );

/** The number that the tool counts by, or else the moment; equally new messages are told apart by what they say. */
function versionOf({ type, timestamp, data }: WorkMessage): ToolVersion {
  const said = createHash('sha256')
    .update(JSON.stringify([type, data]))
    .digest('hex')
    .slice(0, 16);
  return { at: data.version ?? Date.parse(timestamp), tie: said };
}

function reportOf(message: WorkMessage): ToolReport {
  const { assignment, user, seconds } = message.data;
  const report = {
    item: assignment,
    part: '',
    version: versionOf(message),
    user: user ?? null,
    seconds: seconds ?? null,
  };
  switch (message.type) {
    case 'task.started':
      return { ...report, state: { state: 'STARTED' } };
    case 'task.reopened':
      return { ...report, state: { state: 'OPEN' } };
    case 'task.skipped':
      return { ...report, state: { state: 'SKIPPED', reason: message.data.reason ?? '' } };
    case 'task.submitted':
    case 'annotation.revised':
      return {
        ...report,
        state: { state: 'SUBMITTED', labels: (message.data.labels as Label[] | null | undefined) ?? null, leftOut: [] },
      };
  }
}

const itemPath = (item: string): string => `/items/${encodeURIComponent(item)}`;

/** Any tool that speaks Muster's own contract (docs/connectors.md). Its item is the assignment itself. */
export const genericConnector: Connector<GenericSettings> = {
  kind: 'GENERIC',

  faultsOfSettings(given) {
    const parsed = settings.safeParse(given);
    return (parsed.error?.issues ?? []).map(({ path, message }) => ({ path: path.join('.'), message }));
  },

  addressOf({ pullUrl }, key) {
    const headers: Record<string, string> = key ? { authorization: `Bearer ${key}` } : {};
    return pullUrl ? { url: pullUrl, headers } : null;
  },

  verify(request: InboundRequest, { signing }, _settings, now): Verified {
    return verifySigned(request, signing, now);
  },

  deliveryKey: ({ headers }) => headers['webhook-id']!,

  parse(body): ParsedMessage {
    const type = (body as { type?: unknown } | null)?.type;
    if (typeof type === 'string' && workTypes.has(type)) {
      const parsed = workMessage.safeParse(body);
      if (parsed.success) return { reports: [reportOf(parsed.data)], remarks: [] };
      const [issue] = parsed.error.issues;
      const text = `${issue!.path.join('.') || 'body'}: ${issue!.message}`;
      return { reports: [], remarks: [{ item: null, event: type.slice(0, 100), isKnown: false, text }] };
    }
    const parsed = remarkMessage.safeParse(body);
    const { assignment, text } = parsed.data?.data ?? {};
    const event = typeof type === 'string' ? type.slice(0, 100) : 'no type';
    return {
      reports: [],
      remarks: [{ item: assignment ?? null, event, isKnown: parsed.success, text: text ?? null }],
    };
  },

  workUrl({ workUrl }, _item, { token, assignmentId, returnUrl }: HandOff) {
    return fill(workUrl, { token, assignment: assignmentId, return: returnUrl });
  },

  // The tool fetches the work by the token, so there is nothing to put into it.
  pushTask: (_api, _settings, { assignmentId }: WorkItem) => Promise.resolve(assignmentId),

  pushPreannotations: () => Promise.resolve(),

  async fetchAnnotations(api, _settings, item) {
    // Nothing is put into the tool, so one that knows nothing of it has not lost it: nobody has opened the link yet.
    const own = ((await read(api, item)) ?? []).filter(({ data }) => data.assignment === item).map(reportOf);
    return own.length > 0
      ? own
      : [{ item, part: '', version: null, state: { state: 'OPEN' }, user: null, seconds: null }];
  },

  async *changedSince(api, _settings, since) {
    const asked = new Set<string>();
    for (let cursor: string | null = ''; cursor !== null && !asked.has(cursor);) {
      asked.add(cursor);
      const query = new URLSearchParams({ since: since.toISOString(), ...(cursor && { cursor }) });
      const page = pulledPage.parse(await api.call('GET', `/items?${query}`));
      yield page.items;
      cursor = page.next ?? null;
    }
  },

  async sendBack(api, _settings, item, { reason, errors, refusal }: SendBack) {
    try {
      if (refusal) await api.call('POST', `${itemPath(item)}/refused`, refusedMessage(item, refusal), refusal.id);
      else await api.call('POST', `${itemPath(item)}/send-back`, { reason, errors });
    } catch (error) {
      if (!(error instanceof ToolRefused && [404, 405, 501].includes(error.status))) throw error;
    }
  },

  async probe(api, _settings, item): Promise<Probe> {
    const messages = await read(api, item);
    if (!messages) return 'GONE';
    const newest = messages
      .map(reportOf)
      .sort((a, b) => compareVersions(a.version!, b.version!))
      .at(-1);
    return newest?.state.state === 'SUBMITTED' || newest?.state.state === 'SKIPPED' ? 'DONE' : 'OPEN';
  },
};

/** Of the same form as what the tool itself says. */
function refusedMessage(item: string, { at, code, sentence, fields, isHeld }: RefusedAnswer) {
  return { type: 'answer.refused', timestamp: at, data: { assignment: item, code, sentence, fields, isHeld } };
}

async function read(api: ToolApi, item: string): Promise<WorkMessage[] | null> {
  try {
    return pulledItem.parse(await api.call('GET', itemPath(item))).messages;
  } catch (error) {
    if (error instanceof ToolRefused && error.status === 404) return null;
    throw error;
  }
}
