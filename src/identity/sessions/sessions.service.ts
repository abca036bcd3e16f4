import { Inject, Injectable } from '@nestjs/common';
import { ClientFault, Clock, CONFIG, type Config, Database, newId, Refusal, type Tx } from '../../platform/index.js';
import { ActorCache } from '../access/actor-cache.js';
import type { Actor } from '../access/actor.js';
import { ChangeLog } from '../change-log/change-log.service.js';
import type { MemberRow } from '../members/member.entity.js';
import { hashPassword, isPasswordRight } from '../passwords.js';
import { hashOf, newToken, sessionPrefix } from '../tokens.js';
import { normalEmail } from '../validation.js';
import { TooManyAttempts } from './session.type.js';
import { type SessionRow, SessionsStore } from './sessions.store.js';
import { SignInLimits } from './sign-in-limits.js';

/** Where a sign-in comes from. */
export interface Visitor {
  address: string;
  client: string | null;
}

export interface StartedSession {
  token: string;
  expiresAt: Date;
  member: MemberRow;
}

@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    private readonly store: SessionsStore,
    private readonly limits: SignInLimits,
    private readonly cache: ActorCache,
    private readonly changeLog: ChangeLog,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Says the same, and takes as long, whether the address or the password is wrong. */
  async signIn(typedEmail: string, password: string, visitor: Visitor) {
    const email = normalEmail(typedEmail);
    const wait = await this.limits.secondsToWait(email, visitor.address);
    if (wait !== null) return new TooManyAttempts(wait);
    const member = await this.store.memberByEmail(email);
    const isRight = await isPasswordRight(member?.passwordHash, password);
    if (!member || !isRight) return new Refusal('WRONG_CREDENTIALS', 'The e-mail address or the password is wrong.');
    await this.limits.reset(email);
    return this.database.transact({ organizationId: member.organizationId }, (tx) => this.begin(tx, member, visitor));
  }

  /** Starts a session within the caller's transaction. */
  async begin(tx: Tx, member: MemberRow, visitor: Visitor): Promise<StartedSession> {
    const token = newToken(sessionPrefix);
    const expiresAt = new Date(this.clock.now().getTime() + this.config.SESSION_HOURS * 3_600_000);
    await this.store.begin(tx, {
      id: newId(),
      organizationId: tx.organizationId,
      memberId: member.id,
      tokenHash: hashOf(token),
      client: visitor.client?.slice(0, 200) ?? null,
      expiresAt,
    });
    return { token, expiresAt, member };
  }

  /** Ends the session that asks; a key has none and stays as it is. */
  async signOut(actor: Actor): Promise<boolean> {
    const { sessionId } = actor;
    if (!sessionId) return false;
    await this.database.transact({ organizationId: actor.organizationId }, (tx) => this.store.end(tx, sessionId));
    this.cache.forgetSession(sessionId);
    return true;
  }

  /** Where the caller is signed in. */
  sessionsOf(actor: Actor): Promise<SessionRow[]> {
    return this.database.transact({ organizationId: actor.organizationId }, (tx) =>
      this.store.liveOf(tx, actor.memberId),
    );
  }

  /** Ends one of the caller's own sessions. Answers those that are left. */
  async endSession(actor: Actor, sessionId: string): Promise<SessionRow[]> {
    const left = await this.database.transact({ organizationId: actor.organizationId }, async (tx) => {
      if (!(await this.store.endOwn(tx, actor.memberId, sessionId))) throw ClientFault.notFound('session');
      return this.store.liveOf(tx, actor.memberId);
    });
    this.cache.forgetSession(sessionId);
    return left;
  }

  async changePassword(actor: Actor, current: string, next: string, visitor: Visitor) {
    const email = normalEmail(actor.email);
    const wait = await this.limits.secondsToWait(email, visitor.address);
    if (wait !== null) return new TooManyAttempts(wait);
    const answer = await this.database.transact(actor, async (tx) => {
      if (!(await isPasswordRight(await this.store.lockPassword(tx, actor.memberId), current))) {
        return new Refusal('WRONG_PASSWORD', 'The current password is wrong.');
      }
      await this.store.setPassword(tx, actor.memberId, await hashPassword(next));
      const endedSessions = await this.store.endOthers(tx, actor.memberId, actor.sessionId);
      await this.changeLog.record(tx, actor, {
        action: 'self:password',
        subjectId: actor.memberId,
        subjectKind: 'member',
      });
      return { endedSessions };
    });
    if (answer instanceof Refusal) return answer;
    this.cache.forgetMember(actor.memberId);
    await this.limits.reset(email);
    return answer;
  }
}
