import { Injectable } from '@nestjs/common';
import { type Actor, ChangeLog } from '../../identity/index.js';
import { ClientFault, Database, newId, Outbox, Refusal, Seal, type Tx } from '../../platform/index.js';
import { newKey, type SignatureKind } from '../sending/signature.rules.js';
import { EndpointCheck } from './endpoint-check.js';
import { type EndpointRow, type EndpointSettings, EndpointsStore } from './endpoints.store.js';

const mostEndpoints = 100;
/** How long two keys are valid side by side. */
export const rotationHours = 24;
/** News that is written only where somebody wants it: there is one for every task of an import. */
const rareNews = ['task.created'];

export type EndpointChange = { [Name in keyof EndpointSettings]?: EndpointSettings[Name] | undefined } & {
  isEnabled?: boolean | undefined;
};

@Injectable()
export class EndpointsService {
  constructor(
    private readonly database: Database,
    private readonly store: EndpointsStore,
    private readonly check: EndpointCheck,
    private readonly seal: Seal,
    private readonly changes: ChangeLog,
    private readonly outbox: Outbox,
  ) {}

  /** @returns the endpoint and its key, which nothing shows again */
  async create(
    actor: Actor,
    settings: EndpointSettings & { signature: SignatureKind },
  ): Promise<{ row: EndpointRow; secret: string } | Refusal<'TOO_MANY_ENDPOINTS'>> {
    const { kept, given } = newKey(settings.signature);
    // Sealed, because the answer to a keyed mutation is kept.
    const sealed = this.seal.seal(given);
    const answer = await this.database.transact(actor, async (tx) => {
      await this.store.takeTurn(tx);
      await this.check.settings(tx, actor, settings);
      if ((await this.store.count(tx)) >= mostEndpoints)
        return new Refusal('TOO_MANY_ENDPOINTS' as const, `An organization has at most ${mostEndpoints} endpoints.`);
      const id = newId();
      await this.store.insert(tx, { ...settings, id, secret: this.seal.seal(kept), created_by: actor.memberId });
      await this.note(tx, actor, 'webhook:create', id, { types: settings.types });
      return { row: (await this.store.find(tx, id))!, sealed };
    });
    return answer instanceof Refusal ? answer : { row: answer.row, secret: this.seal.open(answer.sealed) };
  }

  update(actor: Actor, id: string, { isEnabled, ...change }: EndpointChange): Promise<EndpointRow> {
    return this.change(actor, id, 'webhook:update', async (tx, row) => {
      const settings = { ...row, ...withoutUndefined(change) };
      await this.check.settings(tx, actor, settings);
      await this.store.update(tx, id, settings);
      if (isEnabled === true && !row.is_enabled) await this.store.enable(tx, id);
      if (isEnabled === false && row.is_enabled) await this.store.disable(tx, id, 'ASKED');
      return { changed: Object.keys(withoutUndefined(change)), isEnabled };
    });
  }

  /** Deleting what is deleted is no such endpoint. */
  delete(actor: Actor, id: string): Promise<EndpointRow> {
    return this.database.transact(actor, async (tx) => {
      await this.store.takeTurn(tx);
      const row = await this.locked(tx, id);
      if (row.is_enabled) await this.store.disable(tx, id, 'ASKED');
      const last = (await this.store.find(tx, id))!;
      await this.store.markDeleted(tx, id);
      await this.note(tx, actor, 'webhook:delete', id);
      return last;
    });
  }

  async rotate(actor: Actor, id: string): Promise<{ row: EndpointRow; secret: string }> {
    const answer = await this.database.transact(actor, async (tx) => {
      const { signature } = await this.locked(tx, id);
      const { kept, given } = newKey(signature);
      await this.store.rotate(tx, id, this.seal.seal(kept), rotationHours);
      await this.note(tx, actor, 'webhook:rotate', id);
      return { row: (await this.store.find(tx, id))!, sealed: this.seal.seal(given) };
    });
    return { row: answer.row, secret: this.seal.open(answer.sealed) };
  }

  find(actor: Actor, id: string): Promise<EndpointRow | null> {
    return this.database.transact(actor, (tx) => this.store.find(tx, id));
  }

  page(actor: Actor, first: number, after: string | null): Promise<{ rows: EndpointRow[]; total: number }> {
    return this.database.transact(actor, (tx) => this.store.page(tx, first, after));
  }

  /** What the receiver's answers, or their absence, ask for. The other endpoints hear of it. */
  async disableBecause(organizationId: string, id: string, why: 'GONE' | 'FAILING'): Promise<void> {
    await this.database.transact({ organizationId }, async (tx) => {
      await this.store.takeTurn(tx);
      const row = await this.store.lock(tx, id);
      if (!row?.is_enabled) return;
      await this.store.disable(tx, id, why);
      await this.note(tx, null, 'webhook:disable', id, { why });
    });
    this.outbox.wake();
  }

  private async change(
    actor: Actor,
    id: string,
    action: string,
    work: (tx: Tx, row: EndpointRow) => Promise<Record<string, unknown>>,
  ): Promise<EndpointRow> {
    return this.database.transact(actor, async (tx) => {
      await this.store.takeTurn(tx);
      await this.note(tx, actor, action, id, await work(tx, await this.locked(tx, id)));
      return (await this.store.find(tx, id))!;
    });
  }

  private async locked(tx: Tx, id: string): Promise<EndpointRow> {
    const row = await this.store.lock(tx, id);
    if (!row) throw ClientFault.notFound('webhook endpoint');
    return row;
  }

  /** What every change ends with. */
  private async note(
    tx: Tx,
    actor: Actor | null,
    action: string,
    id: string,
    detail?: Record<string, unknown>,
  ): Promise<void> {
    await this.changes.record(tx, actor, { action, subjectId: id, subjectKind: 'webhookEndpoint', detail });
    if (action === 'webhook:disable')
      await this.outbox.publish(tx, { type: 'webhook.disabled', subjectId: id, data: { why: detail!.why } });
    await this.outbox.want(tx, await this.store.typesWanted(tx, rareNews));
  }
}

const withoutUndefined = <Value extends object>(value: Value) =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [Name in keyof Value]: Exclude<Value[Name], undefined>;
  };
