import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Actor, ChangeLog } from '../../identity/index.js';
import { ClientFault, Database, newId, Refusal, Seal, toGlobalId, type Tx } from '../../platform/index.js';
import { faultsOfJson, ProjectsService } from '../../projects/index.js';
import type { ConnectionKind } from '../connector.types.js';
import { keyOf, newSecret } from '../generic/standard-webhooks.js';
import { connectorOf, isAvailable } from '../registry.js';
import { type ConnectionChange, type ConnectionRow, ConnectionsStore } from './connections.store.js';

export interface ConnectionRequest {
  kind: ConnectionKind;
  name: string;
  projectIds: string[];
  settings: unknown;
  apiSecret?: string | null;
  signingSecret?: string | null;
  bodyLimitKilobytes: number;
  reconcileMinutes: number;
  refusesOthers: boolean;
}

export interface ConnectionUpdate {
  name?: string;
  projectIds?: string[];
  settings?: unknown;
  /** null: there is none any more */
  apiSecret?: string | null;
  bodyLimitKilobytes?: number;
  reconcileMinutes?: number;
  refusesOthers?: boolean;
  isEnabled?: boolean;
}

export type ProjectTaken = Refusal<'PROJECT_HAS_TOOL'>;
export interface WithSecret {
  row: ConnectionRow;
  /** shown this once */
  signingSecret: string;
}

/** Which tools there are, and who is who there. */
@Injectable()
export class ConnectionsService {
  constructor(
    private readonly database: Database,
    private readonly store: ConnectionsStore,
    private readonly projects: ProjectsService,
    private readonly seal: Seal,
    private readonly changes: ChangeLog,
  ) {}

  create(actor: Actor, request: ConnectionRequest): Promise<WithSecret | ProjectTaken> {
    if (!isAvailable(request.kind))
      throw ClientFault.invalid('input.kind', 'this version of Muster has no such connector');
    refuseSettings(request.kind, request.settings);
    const signingSecret = request.signingSecret ?? secretFor(request.kind);
    refuseSecret(request.kind, signingSecret);
    return this.database.transact(actor, async (tx) => {
      const id = newId();
      const { apiSecret, ...rest } = request;
      await this.store.insert(tx, {
        ...rest,
        id,
        signingSecret: this.seal.seal(signingSecret),
        apiSecret: typeof apiSecret === 'string' ? this.seal.seal(apiSecret) : null,
      });
      const refusal = await this.setProjects(tx, actor, id, request.projectIds);
      if (refusal) return refusal;
      await this.changes.record(tx, actor, {
        action: 'connection:create',
        subjectId: id,
        detail: { kind: request.kind, name: request.name },
      });
      return { row: (await this.store.find(tx, id))!, signingSecret };
    });
  }

  update(actor: Actor, id: string, update: ConnectionUpdate): Promise<ConnectionRow | ProjectTaken> {
    return this.database.transact(actor, async (tx) => {
      const row = await this.locked(tx, id);
      if (update.settings !== undefined) refuseSettings(row.kind, update.settings);
      const { apiSecret } = update;
      const change: ConnectionChange = {
        name: update.name,
        settings: update.settings,
        api_secret: typeof apiSecret === 'string' ? this.seal.seal(apiSecret) : apiSecret,
        body_limit_kilobytes: update.bodyLimitKilobytes,
        reconcile_minutes: update.reconcileMinutes,
        refuses_others: update.refusesOthers,
        is_enabled: update.isEnabled,
      };
      await this.store.change(tx, id, change);
      const refusal = update.projectIds && (await this.setProjects(tx, actor, id, update.projectIds));
      if (refusal) return refusal;
      const changed = Object.keys(update).filter((key) => update[key as keyof ConnectionUpdate] !== undefined);
      await this.changes.record(tx, actor, { action: 'connection:update', subjectId: id, detail: { changed } });
      return (await this.store.find(tx, id))!;
    });
  }

  /** For 24 hours the old secret is good, too. */
  rotateSecret(actor: Actor, id: string, given: string | undefined): Promise<WithSecret> {
    return this.database.transact(actor, async (tx) => {
      const { kind } = await this.locked(tx, id);
      const signingSecret = given ?? secretFor(kind);
      refuseSecret(kind, signingSecret, 'signingSecret');
      await this.store.rotate(tx, id, this.seal.seal(signingSecret));
      await this.changes.record(tx, actor, { action: 'connection:rotate', subjectId: id });
      return { row: (await this.store.find(tx, id))!, signingSecret };
    });
  }

  remove(actor: Actor, id: string, reason: string): Promise<string> {
    return this.database.transact(actor, async (tx) => {
      await this.locked(tx, id);
      await this.store.remove(tx, id);
      await this.changes.record(tx, actor, { action: 'connection:delete', subjectId: id, reason });
      return id;
    });
  }

  /** The whole list, instead of the one before. */
  setUsers(actor: Actor, id: string, users: { toolUser: string; memberId: string }[]): Promise<ConnectionRow> {
    for (const key of ['toolUser', 'memberId'] as const)
      if (new Set(users.map((user) => user[key])).size < users.length)
        throw ClientFault.invalid('users', `names a ${key} twice`);
    return this.database.transact(actor, async (tx) => {
      const row = await this.locked(tx, id);
      if ((await this.store.countMembers(tx, users.map(({ memberId }) => memberId))) < users.length) throw ClientFault.notFound('member'); // prettier-ignore
      await this.store.setUsers(tx, id, users);
      await this.changes.record(tx, actor, { action: 'connection:users', subjectId: id, detail: { count: users.length } }); // prettier-ignore
      return row;
    });
  }

  find(actor: Actor, id: string): Promise<ConnectionRow | null> {
    return this.database.transact(actor, async (tx) => (await this.store.find(tx, id)) ?? null);
  }

  page(actor: Actor, first: number, after: string | null): Promise<{ rows: ConnectionRow[]; total: number }> {
    return this.database.transact(actor, async (tx) => ({
      rows: await this.store.page(tx, first, after),
      total: await this.store.count(tx),
    }));
  }

  projectsOf(actor: Actor, ids: string[]): Promise<Map<string, string[]>> {
    const tenant = { organizationId: actor.organizationId };
    return this.database.transact(tenant, (tx) => this.store.projectsOf(tx, ids));
  }

  usersOf(actor: Actor, id: string) {
    return this.database.transact({ organizationId: actor.organizationId }, (tx) => this.store.usersOf(tx, id));
  }

  private async locked(tx: Tx, id: string): Promise<ConnectionRow> {
    const row = await this.store.lock(tx, id);
    if (!row) throw ClientFault.notFound('connection');
    return row;
  }

  private async setProjects(tx: Tx, actor: Actor, id: string, projectIds: string[]): Promise<ProjectTaken | null> {
    for (const projectId of projectIds) await this.projects.visible(tx, actor, projectId);
    const taken = await this.store.setProjects(tx, id, projectIds);
    if (!taken) return null;
    const { name } = await this.projects.rowOf(tx, taken);
    const projectId = toGlobalId('project', taken);
    return new Refusal('PROJECT_HAS_TOOL', `The project “${name}” works through another connection already.`, { projectId }); // prettier-ignore
  }
}

const mostSettings = 20_000;

function refuseSettings(kind: ConnectionKind, settings: unknown): void {
  const path = 'input.settings';
  const unstorable = faultsOfJson(settings, path);
  if (unstorable.length > 0) throw ClientFault.invalidFields(unstorable);
  if (JSON.stringify(settings).length > mostSettings) throw ClientFault.invalid(path, 'is too long');
  const faults = connectorOf(kind).faultsOfSettings(settings);
  if (faults.length > 0)
    throw ClientFault.invalidFields(
      faults.map(({ path, message }) => ({ path: path ? `input.settings.${path}` : 'input.settings', message })),
    );
}

/** 256 bits, in the form that the tool can use. */
const secretFor = (kind: ConnectionKind): string =>
  kind === 'GENERIC' ? newSecret() : randomBytes(32).toString('base64url');

function refuseSecret(kind: ConnectionKind, secret: string, path = 'input.signingSecret'): void {
  if (kind === 'GENERIC' && !keyOf(secret))
    throw ClientFault.invalid(path, 'must be whsec_ and 24 to 64 bytes in base64');
}
