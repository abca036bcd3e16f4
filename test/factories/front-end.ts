import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ToolApi } from '../../src/connectors/connector.types.js';
import { signatureOf } from '../../src/connectors/generic/standard-webhooks.js';
import type { Caller, TestApp } from './app.js';
import { ask } from './work.js';

export interface Connected {
  id: string;
  hookPath: string;
  secret: string;
}

export const localTools = { OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8' };

/** A connection to a front end that speaks the generic contract. */
export async function connect(
  by: Caller,
  projectIds: string[],
  settings: object = {},
  more: object = {},
): Promise<Connected> {
  const input = {
    kind: 'GENERIC',
    name: 'Our tool',
    projectIds,
    settings: {
      workUrl: 'https://label.example/work#token={token}&assignment={assignment}&return={return}',
      ...settings,
    },
    ...more,
  };
  const made = await ask(
    by,
    'createConnection',
    'CreateConnectionInput',
    input,
    '... on CreatedConnection { connection { id hookPath } signingSecret } ... on Problem { code message }',
  );
  if (!made.signingSecret) throw new Error(JSON.stringify(made));
  return { id: made.connection.id, hookPath: made.connection.hookPath, secret: made.signingSecret };
}

let sent = 0;

export interface Signed {
  body: string;
  headers: Record<string, string>;
}

/** A message as a front end's server signs it. */
export function signed(
  secret: string,
  message: object,
  { id, at = new Date() }: { id?: string; at?: Date } = {},
): Signed {
  const body = JSON.stringify(message);
  const messageId = id ?? `msg_${(sent += 1)}`;
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const headers = {
    'content-type': 'application/json',
    'webhook-id': messageId,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatureOf(secret, messageId, timestamp, body),
  };
  return { body, headers };
}

export const post = (
  app: TestApp,
  path: string,
  { body, headers }: { body: string | Buffer; headers: Record<string, string> },
) => fetch(app.url + path, { method: 'POST', body: body as never, headers });

export const message = (type: string, assignment: string, data: object = {}, timestamp = new Date().toISOString()) => ({
  type,
  timestamp,
  data: { assignment, ...data },
});

const handOffFields = '__typename ... on HandOff { url state waitsFor } ... on Problem { code message }';

export const handOff = async (by: Caller, assignmentId: string) =>
  (
    await by.run(`mutation ($id: ID!) { handOff(assignmentId: $id) { ${handOffFields} } }`, {
      id: assignmentId,
    })
  ).handOff;

const trainingFields = 'id courseItemId examAttemptId url answeredAt labels';

export const handOffTraining = async (by: Caller, courseItemId: string, examAttemptId: string | null = null) =>
  (
    await by.run(
      `mutation ($courseItemId: ID!, $examAttemptId: ID) { handOffTraining(courseItemId: $courseItemId, examAttemptId: $examAttemptId) { __typename ... on TrainingHandOff { ${trainingFields} } ... on Problem { code message } } }`,
      { courseItemId, examAttemptId },
    )
  ).handOffTraining;

export const trainingHandOff = async (by: Caller, id: string) =>
  (await by.run(`query ($id: ID!) { trainingHandOff(id: $id) { ${trainingFields} } }`, { id })).trainingHandOff;

export const tokenIn = (url: string): string => new URLSearchParams(new URL(url).hash.slice(1)).get('token')!;

export const inbox = async (by: Caller, connectionId: string, states?: string[]) =>
  (
    await by.run(
      `query ($id: ID!, $states: [InboxState!]) { inbox(connectionId: $id, states: $states, first: 100) { totalCount nodes { id state sentence event items body bytes attempts retryAt } } }`,
      { id: connectionId, states },
    )
  ).inbox.nodes as any[];

export const ledger = async (by: Caller, connectionId: string, onlyDifferences = false) =>
  (
    await by.run(
      `query ($id: ID!, $only: Boolean!) { ledger(connectionId: $id, onlyDifferences: $only, first: 100) { totalCount nodes { assignmentId item refusalToldAt toolSays toolLabels toolSeconds otherUser musterSays answerState difference sentence } } }`,
      { id: connectionId, only: onlyDifferences },
    )
  ).ledger.nodes as any[];

/** The part of a front end that can be asked, on a port of its own. */
export interface AskableTool {
  url: string;
  /** what it answers from now on; null: it breaks off every connection */
  api: ToolApi | null;
  /** paths that were asked for */
  asked: string[];
  /** what was posted to it */
  posted: { path: string; headers: Record<string, string>; body: Buffer }[];
  stop(): Promise<void>;
}

export async function askableTool(api: ToolApi): Promise<AskableTool> {
  const tool: AskableTool = { url: '', api, asked: [], posted: [], stop: () => Promise.resolve() };
  const server: Server = createServer((request, response) => {
    tool.asked.push(`${request.method} ${request.url}`);
    if (!tool.api) return void request.socket.destroy();
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const bytes = Buffer.concat(parts);
      const body = bytes.toString();
      const headers = request.headers as Record<string, string>;
      if (request.method === 'POST') tool.posted.push({ path: request.url!, headers, body: bytes });
      tool.api!.call(request.method as 'GET', request.url!, body ? JSON.parse(body) : undefined).then(
        (answer) => response.end(JSON.stringify(answer)),
        (error: { status?: number; message: string }) => {
          response.statusCode = error.status ?? 500;
          response.end(error.message);
        },
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  tool.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  tool.stop = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return tool;
}
