import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Label } from '../../src/labels/index.js';
import type {
  ConnectionSecrets,
  Connector,
  InboundRequest,
  ParseContext,
  ToolApi,
  ToolReport,
  WorkItem,
} from '../../src/connectors/connector.types.js';
import { canonical, join, joinRead } from '../../src/connectors/settling/join.rules.js';
import { type EndState, MusterInMemory } from './muster-in-memory.js';

/** What a person does to one item in the tool. `remove`: all answers are deleted. */
export type Act =
  | { act: 'start' | 'reopen' | 'remove' }
  | { act: 'submit' | 'revise'; labels: Label[] }
  | { act: 'skip'; reason: string };

/** A tool that keeps in memory what Muster put into it and what people do there. */
export interface FakeTool {
  api: ToolApi;
  /** Does it as a person would, and answers the messages that the tool sends about it. @param at the tool's clock */
  act(item: string, act: Act, at: Date): InboundRequest[];
}

export interface ConnectorUnderTest {
  connector: Connector<any>;
  settings: unknown;
  /** two signing secrets: one is new, one about to go */
  secrets: ConnectionSecrets & { signing: readonly [string, string] };
  context: ParseContext;
  /** which of the acts this tool has */
  acts: readonly Act['act'][];
  /** answers that fit the context's schema and come back from the tool as they are */
  answers: readonly [Label[], Label[], ...Label[][]];
  tool(secrets: ConnectionSecrets): FakeTool;
  /** Messages as they were recorded or are given in the tool's documentation. */
  recorded: readonly { name: string; body: unknown; reports: number }[];
  /** Settings that are none, and the path that is named. */
  faultySettings: readonly { settings: unknown; path: string }[];
  /** false: the tool's messages carry nothing that a forger could not send (no body is signed) */
  signsBodies: boolean;
}

export const workOf = (context: ParseContext, assignmentId = `asg_${'0'.repeat(31)}1`): WorkItem => ({
  assignmentId,
  stage: 'ANNOTATE',
  data: { url: 'https://pictures.example/1.png' },
  metadata: {},
  mediaUrl: 'https://muster.example/media/1.png',
  size: context.sizeOf(''),
  labelSchema: context.labelSchema,
  startFrom: null,
  model: null,
  toolUser: null,
});

/** Every connector has to keep these rules; a new tool brings a `ConnectorUnderTest`. */
export function describeConnector(name: string, under: ConnectorUnderTest): void {
  const { connector, settings, secrets, context } = under;
  const start = Date.parse('2026-11-27T12:00:00.000Z');
  const minutes = (count: number) => new Date(start + count * 60_000);
  const parse = (request: InboundRequest) =>
    connector.parse(JSON.parse(request.body.toString()), settings, context).reports;
  const placed = async (more: Partial<ConnectionSecrets> = {}) => {
    const tool = under.tool({ ...secrets, ...more });
    const item = await connector.pushTask(tool.api, settings, workOf(context));
    return { tool, item };
  };
  const acted = async () => {
    const { tool, item } = await placed();
    const [message] = tool.act(item, { act: 'submit', labels: under.answers[0] }, minutes(1));
    return { tool, item, message: message! };
  };

  describe(`${name} keeps the rules of a connector`, () => {
    it('takes its settings, and names what is wrong with others', () => {
      expect(connector.faultsOfSettings(settings)).toEqual([]);
      for (const { settings: faulty, path } of under.faultySettings)
        expect(connector.faultsOfSettings(faulty).map((fault) => fault.path)).toContain(path);
      fc.assert(fc.property(fc.jsonValue(), (any) => Array.isArray(connector.faultsOfSettings(any))));
    });

    it('verifies what the tool sends, by the new secret and by the one about to go', async () => {
      for (const secret of secrets.signing) {
        const { tool, item } = await placed({ signing: [secret] });
        const [message] = tool.act(item, { act: 'submit', labels: under.answers[0] }, minutes(1));
        expect(connector.verify(message!, secrets, settings, minutes(1))).toEqual({ ok: true });
      }
    });

    it('refuses what somebody else sends', async () => {
      const { message } = await acted();
      const other = { ...secrets, signing: ['whsec_' + Buffer.alloc(32, 7).toString('base64')] };
      expect(connector.verify(message, other, settings, minutes(1)).ok).toBe(false);
      expect(connector.verify({ ...message, headers: {} }, secrets, settings, minutes(1)).ok).toBe(false);
      const changed = { ...message, body: Buffer.concat([message.body, Buffer.from(' ')]) };
      if (under.signsBodies) expect(connector.verify(changed, secrets, settings, minutes(1)).ok).toBe(false);
      fc.assert(
        fc.property(fc.dictionary(fc.string(), fc.string()), fc.uint8Array(), (headers, body) => {
          const verified = connector.verify({ body: Buffer.from(body), headers }, secrets, settings, minutes(1));
          return verified.ok === false && verified.reason.length > 0;
        }),
      );
    });

    it('knows a message again that is sent again, and tells another from it', async () => {
      const { tool, item, message } = await acted();
      const again = { body: Buffer.from(message.body), headers: { ...message.headers } };
      expect(connector.deliveryKey(again)).toBe(connector.deliveryKey(message));
      const [other] = tool.act(item, { act: 'revise', labels: under.answers[1] }, minutes(2));
      expect(connector.deliveryKey(other!)).not.toBe(connector.deliveryKey(message));
      expect(connector.deliveryKey(message).length).toBeLessThanOrEqual(300);
    });

    it('reads recorded messages', () => {
      for (const { name: of, body, reports } of under.recorded)
        expect([of, connector.parse(body, settings, context).reports.length]).toEqual([of, reports]);
    });

    it('never throws on what a tool may send, nor on a recorded message with a part changed', () => {
      const isParsed = (body: unknown) => {
        const { reports, remarks } = connector.parse(body, settings, context);
        return Array.isArray(reports) && Array.isArray(remarks);
      };
      fc.assert(fc.property(fc.jsonValue(), isParsed));
      for (const { body } of under.recorded)
        fc.assert(
          fc.property(fc.nat(), fc.jsonValue(), (at, value) => isParsed(changedAt(body, at, value))),
          { numRuns: 50 },
        );
    });

    it('puts work in once, and speaks of it by the id that it got', async () => {
      const { tool, item, message } = await acted();
      expect(await connector.pushTask(tool.api, settings, workOf(context))).toBe(item);
      expect([...new Set(parse(message).map((report) => report.item))]).toEqual([item]);
      const other = await connector.pushTask(tool.api, settings, workOf(context, `asg_${'0'.repeat(31)}2`));
      expect(other).not.toBe(item);
    });

    it('reads from the tool what is there now, and says when there is nothing', async () => {
      const { tool, item } = await placed();
      const fetch = (of: string) => connector.fetchAnnotations(tool.api, settings, of, context);
      const probe = () => connector.probe(tool.api, settings, item);
      expect(await probe()).toBe('OPEN');
      expect((await fetch(item)).map(({ state }) => state.state).filter((state) => state === 'SUBMITTED')).toEqual([]);
      tool.act(item, { act: 'submit', labels: under.answers[0] }, minutes(1));
      expect(await probe()).toBe('DONE');
      const answered = (await fetch(item)).find(({ state }) => state.state === 'SUBMITTED')!;
      expect(answered).toMatchObject({ item, version: expect.anything() });
      expect(answered.state).toMatchObject({ labels: under.answers[0] });
      const unknown = await connector.pushTask(
        under.tool(secrets).api,
        settings,
        workOf(context, `asg_${'0'.repeat(31)}9`),
      );
      // Of what it does not have it says nothing, or that there is no answer.
      expect((await fetch(unknown === item ? '999999999' : unknown)).filter(({ version }) => version !== null)).toEqual(
        [],
      );
    });

    it('lists what changed since', async () => {
      const { tool, item } = await placed();
      tool.act(item, { act: 'submit', labels: under.answers[0] }, minutes(10));
      const listed: string[] = [];
      for await (const page of connector.changedSince(tool.api, settings, minutes(5))) listed.push(...page);
      expect(listed).toContain(item);
    });

    it('tells the tool that work comes back, without a fault', async () => {
      const { tool, item } = await acted();
      await connector.sendBack(tool.api, settings, item, { reason: 'The border is wrong.', errors: [] });
    });

    it('tells the tool why an answer was not taken: what came too late stays there as it is, the rest can be given again', async () => {
      const refusal = {
        id: `ref_${'0'.repeat(32)}`,
        at: minutes(2).toISOString(),
        sentence: 'They do not fit.',
        fields: [],
      };
      const reason = `Muster did not take this answer. ${refusal.sentence}`;
      const { tool, item } = await acted();
      const held = () => connector.fetchAnnotations(tool.api, settings, item, context);
      const before = await held();
      const late = { ...refusal, code: 'NOT_HELD', isHeld: false };
      await connector.sendBack(tool.api, settings, item, { reason, errors: [], refusal: late });
      expect(await connector.probe(tool.api, settings, item)).toBe('DONE');
      expect(await held()).toEqual(before);
      const wrong = { ...refusal, code: 'LABELS', fields: [{ path: 'labels[0]', message: 'must fit' }], isHeld: true };
      for (let time = 0; time < 2; time += 1)
        await connector.sendBack(tool.api, settings, item, { reason, errors: [], refusal: wrong });
      tool.act(item, { act: 'revise', labels: under.answers[1] }, minutes(3));
      expect(await connector.probe(tool.api, settings, item)).toBe('DONE');
      expect((await held()).map(({ state }) => state)).toMatchObject([{ labels: under.answers[1] }]);
    });

    it('says the same by a message and by what is read, so that joining both changes nothing', async () => {
      const { tool, item, message } = await acted();
      const told = join(new Map(), parse(message));
      const read = joinRead(told, await connector.fetchAnnotations(tool.api, settings, item, context));
      if (parse(message).every(({ version, state }) => version && (state.state !== 'SUBMITTED' || state.labels)))
        expect(canonical([...read])).toBe(canonical([...told]));
    });
  });
}

/** The same JSON with one of its values, counted from the outside in, replaced. */
function changedAt(body: unknown, at: number, value: unknown): unknown {
  const places: (string | number)[][] = [];
  const walk = (one: unknown, path: (string | number)[]): void => {
    places.push(path);
    if (Array.isArray(one)) one.forEach((each, index) => walk(each, [...path, index]));
    else if (typeof one === 'object' && one !== null)
      for (const [key, each] of Object.entries(one)) walk(each, [...path, key]);
  };
  walk(body, []);
  const path = places[at % places.length]!;
  if (path.length === 0) return value;
  const copy = structuredClone(body) as any;
  let holder = copy;
  for (const step of path.slice(0, -1)) holder = holder[step];
  holder[path.at(-1)!] = value;
  return copy;
}

export interface StreamsRun {
  streams: number;
  messages: number;
  delivered: number;
  lost: number;
}

/**
 * Histories of one item, each told in order and then again shuffled, up to five times over, and with losses that a reconcile
 * repairs: the end must be the same. @throws with the history where it is not
 */
export async function runStreams(under: ConnectorUnderTest, count: number, seed: number): Promise<StreamsRun> {
  const { connector, settings, secrets, context } = under;
  const random = randomOf(seed);
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!;
  const run: StreamsRun = { streams: 0, messages: 0, delivered: 0, lost: 0 };
  for (let stream = 0; stream < count; stream += 1) {
    const tool = under.tool(secrets);
    const item = await connector.pushTask(tool.api, settings, workOf(context));
    const history: Act[] = [];
    const messages: InboundRequest[] = [];
    const clean = new MusterInMemory(() => connector.fetchAnnotations(tool.api, settings, item, context));
    const length = 1 + Math.floor(random() * 7);
    for (let step = 0; step < length; step += 1) {
      const act = anAct(pick(under.acts), pick(under.answers));
      history.push(act);
      const sent = tool.act(item, act, new Date(Date.parse('2026-11-27T12:00:00Z') + step * 1000));
      messages.push(...sent);
      for (const request of sent) await clean.told(reportsOf(under, request, item));
    }
    const shuffled = messages
      .flatMap((message) => Array.from({ length: 1 + Math.floor(random() * 5) }, () => message))
      .map((message) => ({ message, at: random() }))
      .sort((a, b) => a.at - b.at)
      .map(({ message }) => message);
    const whole = await ended(under, tool, item, shuffled, false);
    const kept = shuffled.filter(() => random() < 0.5);
    const repaired = await ended(under, tool, item, kept, true);
    run.streams += 1;
    run.messages += messages.length;
    run.delivered += shuffled.length + kept.length;
    run.lost += shuffled.length - kept.length;
    const ends = { clean: clean.end(), whole, repaired };
    if (canonical(ends.clean) !== canonical(whole) || canonical(ends.clean) !== canonical(repaired))
      throw new Error(`stream ${stream} of seed ${seed}: ${JSON.stringify({ history, ends }, null, 1)}`);
  }
  return run;
}

async function ended(
  under: ConnectorUnderTest,
  tool: FakeTool,
  item: string,
  requests: InboundRequest[],
  isReconciled: boolean,
): Promise<EndState> {
  const { connector, settings, context } = under;
  const muster = new MusterInMemory(() => connector.fetchAnnotations(tool.api, settings, item, context));
  for (const request of requests) await muster.told(reportsOf(under, request, item));
  if (isReconciled) await muster.reconcile();
  return muster.end();
}

function reportsOf(under: ConnectorUnderTest, request: InboundRequest, item: string): ToolReport[] {
  const body: unknown = JSON.parse(request.body.toString());
  // Without an item: the tool names only the part, and there is one item here that may have it.
  return under.connector
    .parse(body, under.settings, under.context)
    .reports.map((report) => (report.item === '' ? { ...report, item } : report))
    .filter((report) => report.item === item);
}

function anAct(act: Act['act'], labels: Label[]): Act {
  switch (act) {
    case 'submit':
    case 'revise':
      return { act, labels };
    case 'skip':
      return { act, reason: 'It is black.' };
    case 'start':
    case 'reopen':
    case 'remove':
      return { act };
  }
}

/** mulberry32: the same numbers for the same seed, on every machine. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
