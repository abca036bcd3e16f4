import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, Database, Outbox, parseGlobalId } from '../../platform/index.js';
import { ConnectionsStore } from '../connections/connections.store.js';
import { ConnectionOpener, type OpenConnection } from '../connections/open-connection.js';
import type { InboundRequest, Verified } from '../connector.types.js';
import { InboxStore } from './inbox.store.js';
import { readAtMost } from './read-body.js';
import { isTooDeep, scrub, scrubText } from './scrub.rules.js';

/** How a message is answered, as a status of HTTP. */
export type Receipt = 202 | 400 | 401 | 404 | 408 | 410 | 413;

const mostUnreadable = 2000;

/** Takes messages of tools: checks and keeps them, and nothing else. What they say is looked at later. */
@Injectable()
export class ReceivingService {
  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionsStore,
    private readonly opener: ConnectionOpener,
    private readonly store: InboxStore,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
  ) {}

  async receive(globalId: string, headers: InboundRequest['headers'], sent: unknown): Promise<Receipt> {
    const id = parseGlobalId(globalId);
    const row = id?.kind === 'connection' ? await this.connections.findForMessage(id.id) : undefined;
    if (!row) return 404;
    if (row.deleted_at || !row.is_enabled) return 410;
    const body = await readAtMost(sent, Number(headers['content-length'] ?? 0), row.body_limit_kilobytes * 1024);
    if (!Buffer.isBuffer(body)) return body;
    const open = this.opener.open(row);
    const request = { body, headers };
    const verified = verify(open, request, this.clock.now());
    const tenant = { organizationId: row.organization_id };
    if (!verified.ok) {
      await this.database.transact(tenant, (tx) => this.connections.noteBadSignature(tx, row.id, verified.reason));
      return 401;
    }
    const key = storableKey(open.connector.deliveryKey(request));
    const isNew = await this.database.transact(tenant, (tx) =>
      this.store.keep(tx, row.id, key, textOf(body), body.length),
    );
    if (isNew) this.outbox.wake();
    return 202;
  }
}

function verify({ connector, secrets, row }: OpenConnection, request: InboundRequest, now: Date): Verified {
  try {
    return connector.verify(request, secrets, row.settings, now);
  } catch {
    return { ok: false, reason: 'The message could not be checked.' };
  }
}

/** What can be kept of a body: its JSON without secrets. What is none is kept in part, for a person to look at. */
function textOf(body: Buffer): string {
  const text = body.toString('utf8');
  try {
    const json: unknown = JSON.parse(text);
    if (!isTooDeep(json)) return JSON.stringify(scrub(json));
  } catch {
    // Told when it is applied.
  }
  return scrubText(text.replaceAll('\0', '').slice(0, mostUnreadable));
}

const storableKey = (key: string): string =>
  /^[\x20-\x7e]{1,200}$/.test(key) ? key : `sha256:${createHash('sha256').update(key).digest('hex')}`;
