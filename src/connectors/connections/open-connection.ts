import { Injectable } from '@nestjs/common';
import { Clock, Seal } from '../../platform/index.js';
import type { ConnectionSecrets, Connector, ToolApi } from '../connector.types.js';
import { connectorOf } from '../registry.js';
import { ToolCalls } from '../tool-calls.js';
import type { ConnectionRow } from './connections.store.js';

/** A connection that can be used: with its secrets open and the way to its tool. */
export interface OpenConnection {
  row: ConnectionRow;
  connector: Connector;
  secrets: ConnectionSecrets;
  /** null: the tool cannot be asked */
  api: ToolApi | null;
}

/** What a call to a tool that cannot be asked would meet: connectors that need no call are given this. */
export const noApi: ToolApi = {
  call: () => Promise.reject(new Error('this connection has no address to ask')),
};

@Injectable()
export class ConnectionOpener {
  constructor(
    private readonly seal: Seal,
    private readonly clock: Clock,
    private readonly calls: ToolCalls,
  ) {}

  /** @throws SealBroken when SECRET_KEY is another than that under which the secrets were sealed */
  open(row: ConnectionRow): OpenConnection {
    const connector = connectorOf(row.kind);
    const isOldGood = row.previous_until !== null && row.previous_until > this.clock.now();
    const signing = [row.signing_secret, isOldGood ? row.previous_signing_secret : null]
      .filter((sealed) => sealed !== null)
      .map((sealed) => this.seal.open(sealed));
    const key = row.api_secret === null ? undefined : this.seal.open(row.api_secret);
    const address = connector.addressOf(row.settings, key);
    const secrets = { signing, api: key };
    return { row, connector, secrets, api: address && this.calls.to(address, secrets) };
  }
}
