import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export interface ToldMessage {
  id: string;
  type: string;
  data: { assignment: string; labels?: any[]; seconds?: number; reason?: string };
}

export interface ContractServer {
  url: string;
  /** messages whose signature holds, also those that were answered with a fault */
  told: ToldMessage[];
  /** messages whose signature does not hold */
  unsigned: number;
  heartbeats: { activity: string; token: string }[];
  /** what the hook answers next, before it answers 202 again */
  hookAnswers: number[];
  /** what the hand-off answers instead of the work */
  handOffStatus: number | null;
  /** Nothing was told yet, and this is the work. @param work what `GET /hand-off` answers; `mediaUrl` is filled in */
  begin(work: { assignmentId: string } & Record<string, unknown>): void;
  stop(): Promise<void>;
}

export const contractSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/**
 * The other side of docs/connectors.md as a front end meets it, over real HTTP. It keeps what it is told and takes the work
 * away once it is answered. Signatures are checked by the reference library, not by code of ours.
 */
export async function startContractServer(picture: { body: Buffer; type: string }): Promise<ContractServer> {
  const told: ToldMessage[] = [];
  let work: Record<string, unknown> = {};
  const contract: ContractServer = {
    url: '',
    told,
    unsigned: 0,
    heartbeats: [],
    hookAnswers: [],
    handOffStatus: null,
    begin: (next) => {
      work = next;
      told.length = 0;
      Object.assign(contract, { unsigned: 0, heartbeats: [], hookAnswers: [], handOffStatus: null });
    },
    stop: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  };
  const isAnswered = () => told.some(({ type }) => type === 'task.submitted' || type === 'task.skipped');

  const refusal = (request: IncomingMessage): number | null => {
    if (contract.handOffStatus) return contract.handOffStatus;
    if (!/^Bearer token-\d+$/.test(request.headers.authorization ?? '')) return 401;
    return isAnswered() && contract.hookAnswers.length === 0 ? 409 : null;
  };
  const json = (response: ServerResponse, status: number, body: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const codes: Record<number, string> = { 401: 'UNAUTHENTICATED', 409: 'LEASE_LOST' };

  const server: Server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { pathname } = new URL(request.url!, 'http://muster');
    if (pathname === '/media/picture')
      return response.writeHead(200, { 'content-type': picture.type }).end(picture.body);
    if (pathname.startsWith('/work'))
      return response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<title>Muster</title><link rel="icon" href="data:,">');
    if (pathname.startsWith('/hand-off')) {
      const status = refusal(request);
      if (status) return json(response, status, { error: { code: codes[status] ?? 'INTERNAL', message: '' } });
      if (pathname === '/hand-off') return json(response, 200, { ...work, mediaUrl: `${contract.url}/media/picture` });
      contract.heartbeats.push({ activity: JSON.parse(body).activity, token: request.headers.authorization!.slice(7) });
      return json(response, 200, {
        state: 'ACTIVE',
        leaseExpiresAt: new Date().toISOString(),
        token: `token-${contract.heartbeats.length + 1}`,
      });
    }
    if (pathname !== '/hooks/con_1') return response.writeHead(404).end();
    try {
      new Webhook(contractSecret).verify(body, request.headers as Record<string, string>);
    } catch {
      contract.unsigned += 1;
      return response.writeHead(401).end();
    }
    told.push({ id: request.headers['webhook-id'] as string, ...JSON.parse(body) });
    const status = JSON.parse(body).type === 'task.started' ? 202 : (contract.hookAnswers.shift() ?? 202);
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  contract.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return contract;
}
