import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Clock, CONFIG, type Config, Database, LiveDoor } from '../../platform/index.js';
import { readCookie } from '../sessions/cookie.js';
import { isForeign } from '../sessions/origin.rules.js';
import { digestOf, keyPrefix, sessionPrefix } from '../tokens.js';
import { ActorCache } from './actor-cache.js';
import type { Actor } from './actor.js';
import type { Role } from './permissions.js';

interface Found {
  holder_id: string;
  scopes: string[] | null;
  expires_at: Date | null;
  is_stale: boolean;
  member_id: string;
  organization_id: string;
  name: string;
  email: string;
  roles: Role[];
}

const member = 'm.id AS member_id, m.organization_id, m.name, m.email, m.roles';
/** last_used_at is worth one write a minute, not one a request. */
const isStale = `coalesce(last_used_at < muster_now() - interval '1 minute', true) AS is_stale`;

const sessionByHash = `
  SELECT s.id AS holder_id, NULL AS scopes, s.expires_at, ${isStale}, ${member}
    FROM session s JOIN member m ON m.id = s.member_id
   WHERE s.token_hash = $1 AND s.ended_at IS NULL AND s.expires_at > muster_now() AND m.state = 'ACTIVE'`;
const keyByHash = `
  SELECT k.id AS holder_id, k.scopes, k.expires_at, ${isStale}, ${member}
    FROM api_key k JOIN member m ON m.id = k.member_id
   WHERE k.key_hash = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > muster_now()) AND m.state = 'ACTIVE'`;

/** From a request to its actor. Runs before any tenant is known, hence as the system role. */
@Injectable()
export class Authenticator implements OnModuleInit {
  private readonly asked = new WeakMap<FastifyRequest, Promise<Actor | null>>();

  constructor(
    private readonly database: Database,
    private readonly cache: ActorCache,
    private readonly clock: Clock,
    private readonly door: LiveDoor,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.door.guardedBy(async (request) => (await this.actorOf(request))?.memberId ?? null);
  }

  /** Once a request, however many root fields ask. */
  actorOf(request: FastifyRequest): Promise<Actor | null> {
    let actor = this.asked.get(request);
    if (!actor) this.asked.set(request, (actor = this.actorOfToken(this.tokenOf(request))));
    return actor;
  }

  /**
   * A header decides alone: whoever sends one does not mean the cookie that came along. The cookie says nothing on a
   * request that another site's page makes, should a browser ever send it along.
   */
  private tokenOf(request: FastifyRequest): string | undefined {
    const header = request.headers.authorization;
    if (header === undefined)
      return isForeign(request.headers, this.config.PUBLIC_URL)
        ? undefined
        : readCookie(request.headers.cookie, this.config);
    return /^Bearer +(\S+)$/i.exec(header)?.[1];
  }

  async actorOfToken(token: string | undefined): Promise<Actor | null> {
    if (token === undefined || token.length > 100) return null;
    const isKey = token.startsWith(keyPrefix);
    if (!isKey && !token.startsWith(sessionPrefix)) return null;
    const digest = digestOf(token);
    const cached = this.cache.get(digest);
    if (cached) return cached;
    const hash = Buffer.from(digest, 'base64');
    const [found] = await this.database.asSystem<Found>(isKey ? keyByHash : sessionByHash, [hash]);
    if (!found) return null;
    if (found.is_stale) {
      await this.database.asSystem(
        `UPDATE ${isKey ? 'api_key' : 'session'} SET last_used_at = muster_now() WHERE id = $1`,
        [found.holder_id],
      );
    }
    const actor: Actor = {
      organizationId: found.organization_id,
      memberId: found.member_id,
      name: found.name,
      email: found.email,
      roles: found.roles,
      scopes: found.scopes,
      ...(isKey ? { apiKeyId: found.holder_id } : { sessionId: found.holder_id }),
    };
    const life = found.expires_at ? found.expires_at.getTime() - this.clock.now().getTime() : Infinity;
    this.cache.set(digest, actor, life);
    return actor;
  }
}
