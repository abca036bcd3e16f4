import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LabelSchema } from '../../labels/index.js';
import { newId, toGlobalId } from '../../platform/ids.js';
import type { WorkItem } from '../connector.types.js';
import { verifySigned } from '../generic/standard-webhooks.js';

/** A message that came to the hook. */
export interface Heard {
  at: number;
  id: string | undefined;
  body: string;
  /** null: signed as it must be */
  fault: string | null;
  answered: number;
}

export interface PlayedWork extends WorkItem {
  token: string;
}

export const playedSchema: LabelSchema = {
  classes: [
    { name: 'Lung', kind: 'POLYGON' },
    { name: 'Device', kind: 'BOX' },
    { name: 'Finding', kind: 'TAG' },
  ],
  fields: [
    { name: 'view', kind: 'CHOICE', options: ['PA', 'AP'], required: true },
    { name: 'remark', kind: 'TEXT', maximumLength: 200 },
  ],
};

/** A grey picture of 64 by 64, so that there is something to look at without any network. */
const picture =
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" width="64" height="64"%3E%3Crect width="64" height="64" fill="gray"/%3E%3C/svg%3E';

/** Muster as a front end sees it, in memory and on a port of its own. */
export class PlayedMuster {
  readonly heard: Heard[] = [];
  /** tokens by which the work was read, and leases kept */
  readonly read: string[] = [];
  readonly kept: string[] = [];
  /** what the hook answers to the messages to come, the first first; then 202 */
  readonly answers: number[] = [];
  /** the same at every start, so that a tool can be told it beforehand */
  readonly hookPath = `/hooks/con_${'0'.repeat(32)}`;
  private readonly works = new Map<string, PlayedWork>();
  private readonly server: Server;

  constructor(
    private readonly secret: string,
    private readonly origin: string,
  ) {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, () => resolve());
    });
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  newWork(): PlayedWork {
    const id = toGlobalId('assignment', newId());
    const work: PlayedWork = {
      token: `played.${id}`,
      assignmentId: id,
      stage: 'ANNOTATE',
      data: { url: picture, width: 64, height: 64 },
      metadata: {},
      mediaUrl: null,
      size: { width: 64, height: 64 },
      labelSchema: playedSchema,
      startFrom: null,
      model: null,
      toolUser: null,
    };
    this.works.set(work.token, work);
    return work;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const send = (status: number, content?: object) => {
      response.writeHead(status, {
        'access-control-allow-origin': request.method === 'OPTIONS' ? '*' : this.origin,
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': 'authorization, content-type',
        ...(content && { 'content-type': 'application/json' }),
      });
      response.end(content && JSON.stringify(content));
    };
    if (request.method === 'OPTIONS') return send(204);
    const path = request.url?.split('?')[0];
    if (request.method === 'POST' && path === this.hookPath) return send(this.hear(request, body));
    if (path !== '/hand-off' && path !== '/hand-off/heartbeat') return send(404);
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const work = this.works.get(token);
    if (!work) return send(401, { error: { code: 'UNAUTHENTICATED', message: 'This token opens nothing.' } });
    const leaseExpiresAt = new Date(Date.now() + 1_800_000).toISOString();
    if (path === '/hand-off/heartbeat') {
      this.kept.push(token);
      return send(200, { state: 'ACTIVE', leaseExpiresAt, token });
    }
    this.read.push(token);
    const { token: _token, ...told } = work;
    const returnUrl = `http://localhost/work/${work.assignmentId}`;
    return send(200, { ...told, state: 'ACTIVE', feedback: null, leaseExpiresAt, returnUrl });
  }

  private hear(request: IncomingMessage, body: Buffer): number {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
    );
    const verified = verifySigned({ body, headers }, [this.secret], new Date());
    const answered = verified.ok ? (this.answers.shift() ?? 202) : 401;
    const fault = verified.ok ? null : verified.reason;
    this.heard.push({ at: Date.now(), id: headers['webhook-id'], body: body.toString('utf8'), fault, answered });
    return answered;
  }
}
