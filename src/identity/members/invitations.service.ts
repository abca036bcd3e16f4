import { Injectable } from '@nestjs/common';
import { Database, newId, Refusal } from '../../platform/index.js';
import { ChangeLog } from '../change-log/change-log.service.js';
import { hashPassword } from '../passwords.js';
import { SessionsService, type Visitor } from '../sessions/sessions.service.js';
import { hashOf } from '../tokens.js';
import { Joining } from './joining.js';
import { MembersStore } from './members.store.js';

/** The invited person's side of an invitation. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly database: Database,
    private readonly store: MembersStore,
    private readonly sessions: SessionsService,
    private readonly changeLog: ChangeLog,
    private readonly joining: Joining,
  ) {}

  async accept(token: string, password: string, name: string | undefined, visitor: Visitor) {
    const tokenHash = hashOf(token);
    const organizationId = await this.store.organizationInviting(tokenHash);
    if (!organizationId) return invitationInvalid();
    const passwordHash = await hashPassword(password); // dear, hence after the look-up and outside the transaction
    return this.database.transact({ organizationId }, async (tx) => {
      const invitation = await this.store.lockOpenInvitation(tx, tokenHash);
      if (!invitation) return invitationInvalid();
      const { email, roles, timeZone, languages } = invitation;
      const member = await this.store.insert(tx, {
        id: newId(),
        email,
        roles,
        name: name ?? invitation.name,
        passwordHash,
        timeZone,
        languages,
      });
      if (!member) return joinedBefore();
      await this.store.accept(tx, invitation.id, member.id);
      await this.changeLog.record(
        tx,
        { memberId: member.id },
        { action: 'member:join', subjectId: member.id, detail: { roles } },
      );
      await this.joining.complete(tx, { invitationId: invitation.id, member });
      return this.sessions.begin(tx, member, visitor);
    });
  }
}

const invitationInvalid = () =>
  new Refusal('INVITATION_INVALID', 'This invitation was used before, has expired or never was.');

/** Told to whoever holds the invitation to this address, and to nobody else. */
const joinedBefore = () =>
  new Refusal('EMAIL_TAKEN' as const, 'There is an account with this e-mail address already: sign in with it.');
