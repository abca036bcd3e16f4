import { Inject, Injectable } from '@nestjs/common';
import { Clock, CONFIG, type Config, newId, type Tx } from '../../platform/index.js';
import type { Actor } from '../access/actor.js';
import type { Role } from '../access/permissions.js';
import { ChangeLog } from '../change-log/change-log.service.js';
import { hashOf, invitationPrefix, newSeed, tokenFrom } from '../tokens.js';
import { normalEmail } from '../validation.js';
import type { InvitationEntity } from './invitation.entity.js';
import { MembersStore } from './members.store.js';

const invitationHours = 72;

export interface Invitee {
  email: string;
  name: string;
  roles: Role[];
  timeZone?: string;
  languages?: string[];
}

/** An invitation, and what its token is made from: the token itself is nowhere kept. */
export interface Invited {
  invitation: InvitationEntity;
  seed: Uint8Array;
}

export type InvitingOutcome =
  | ({ outcome: 'INVITED' } & Invited)
  | { outcome: 'ALREADY_INVITED'; invitation: InvitationEntity }
  | { outcome: 'ALREADY_MEMBER' | 'EMAIL_TAKEN' | 'ONLY_OWNER' };

/** Makes invitations within the transaction of whoever invites. */
@Injectable()
export class Inviting {
  constructor(
    private readonly store: MembersStore,
    private readonly changes: ChangeLog,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async invite(
    tx: Tx,
    actor: Actor,
    { email, name, roles, timeZone = 'UTC', languages = [] }: Invitee,
  ): Promise<Invited> {
    const seed = newSeed();
    const invitation = {
      id: newId(),
      organizationId: tx.organizationId,
      email: normalEmail(email),
      name,
      roles,
      timeZone,
      languages,
      tokenHash: hashOf(this.tokenOf(seed)),
      invitedBy: actor.memberId,
      expiresAt: new Date(this.clock.now().getTime() + invitationHours * 3_600_000),
    };
    await this.store.invite(tx, invitation);
    const detail = { email: invitation.email, roles };
    const change = { action: 'member:invite', subjectId: invitation.id, subjectKind: 'invitation' as const, detail };
    await this.changes.record(tx, actor, change);
    return { invitation, seed };
  }

  /**
   * Several people, whose addresses differ, each for themselves. Who is a member or has an open invitation is left as they
   * are, so that the same list may be given again.
   */
  async inviteAll(tx: Tx, actor: Actor, people: readonly Invitee[]): Promise<InvitingOutcome[]> {
    const emails = people.map(({ email }) => normalEmail(email));
    await this.store.holdInvitations(tx);
    const taken = await this.store.organizationsOf(emails);
    const open = new Map((await this.store.openInvitations(tx, emails)).map((one) => [one.email, one]));
    const outcomes: InvitingOutcome[] = [];
    for (const [index, person] of people.entries()) {
      const owner = taken.get(emails[index]!);
      const invitation = open.get(emails[index]!);
      if (owner) outcomes.push({ outcome: owner === tx.organizationId ? 'ALREADY_MEMBER' : 'EMAIL_TAKEN' });
      else if (invitation) outcomes.push({ outcome: 'ALREADY_INVITED', invitation });
      else if (person.roles.includes('OWNER') && !actor.roles.includes('OWNER'))
        outcomes.push({ outcome: 'ONLY_OWNER' });
      else outcomes.push({ outcome: 'INVITED', ...(await this.invite(tx, actor, person)) });
    }
    return outcomes;
  }

  tokenOf(seed: Uint8Array): string {
    return tokenFrom(invitationPrefix, seed, this.config.SECRET_KEY);
  }
}
