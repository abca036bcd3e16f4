import { Inject, Injectable } from '@nestjs/common';
import { ClientFault, Clock, CONFIG, type Config, Database, newId, Refusal, toGlobalId } from '../../platform/index.js';
import { ActorCache } from '../access/actor-cache.js';
import type { Actor } from '../access/actor.js';
import { ChangeLog } from '../change-log/change-log.service.js';
import { MembersService } from '../members/members.service.js';
import { hashOf, keyPrefix, newSeed, tokenFrom } from '../tokens.js';
import type { ApiKeyEntity } from './api-key.entity.js';
import { ApiKeysStore } from './api-keys.store.js';

export interface NewApiKey {
  name: string;
  scopes: string[];
  memberId: string | null;
  expiresAt: Date | null;
}

@Injectable()
export class ApiKeysService {
  constructor(
    private readonly database: Database,
    private readonly store: ApiKeysStore,
    private readonly members: MembersService,
    private readonly cache: ActorCache,
    private readonly changeLog: ChangeLog,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  page(actor: Actor, first: number, after: string | null): Promise<{ rows: ApiKeyEntity[]; total: number }> {
    return this.database.transact(actor, (tx) => this.store.page(tx, first, after));
  }

  async create(actor: Actor, input: NewApiKey) {
    const keyOf = (seed: Uint8Array) => tokenFrom(keyPrefix, seed, this.config.SECRET_KEY);
    const answer = await this.database.transact(actor, async (tx) => {
      const now = this.clock.now();
      if (input.expiresAt && input.expiresAt <= now) throw ClientFault.invalid('expiresAt', 'must be in the future');
      const member = await this.members.require(tx, input.memberId ?? actor.memberId);
      // An admin's key for an owner, or a narrow key's wider child, would be a way up.
      const isOverOwner = member.roles.includes('OWNER') && !actor.roles.includes('OWNER');
      const isWider = actor.scopes !== null && input.scopes.some((scope) => !actor.scopes?.includes(scope));
      if (isOverOwner || isWider) return new Refusal('BEYOND_YOUR_RIGHTS', 'The key could do more than you may.');
      const seed = newSeed();
      const key = keyOf(seed);
      const row: ApiKeyEntity = {
        id: newId(),
        organizationId: tx.organizationId,
        memberId: member.id,
        name: input.name,
        hint: key.slice(-4),
        scopes: input.scopes,
        createdBy: actor.memberId,
        createdAt: now,
        expiresAt: input.expiresAt,
        lastUsedAt: null,
        revokedAt: null,
      };
      await this.store.insert(tx, { ...row, keyHash: hashOf(key) });
      const detail = { name: row.name, scopes: row.scopes, memberId: toGlobalId('member', row.memberId) };
      await this.changeLog.record(tx, actor, {
        action: 'key:create',
        subjectId: row.id,
        subjectKind: 'apiKey',
        detail,
      });
      return { row, seed };
    });
    return answer instanceof Refusal ? answer : { row: answer.row, key: keyOf(answer.seed) };
  }

  /** Revoking twice is revoking once. */
  async revoke(actor: Actor, id: string): Promise<ApiKeyEntity> {
    const row = await this.database.transact(actor, async (tx) => {
      const isRevoked = await this.store.revoke(tx, id);
      const key = await this.store.find(tx, id);
      if (!key) throw ClientFault.notFound('API key');
      if (isRevoked)
        await this.changeLog.record(tx, actor, { action: 'key:revoke', subjectId: id, subjectKind: 'apiKey' });
      return key;
    });
    this.cache.forgetKey(id);
    return row;
  }
}
