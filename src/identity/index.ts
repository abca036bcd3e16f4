export type { Actor } from './access/actor.js';
export { unkeyed } from './access/actor.js';
export { Authenticator } from './access/authenticator.js';
export { CAN, Can, CurrentActor } from './access/can.js';
export {
  actions,
  type Action,
  apartFromWork,
  type Ownership,
  permissions,
  reachOf,
  Role,
  roles,
} from './access/permissions.js';
export { ChangeLog, type Change } from './change-log/change-log.service.js';
export { IdentityModule } from './identity.module.js';
export type { MemberRow } from './members/member.entity.js';
export { Member, toMember } from './members/member.type.js';
export { Invitation, toInvitation } from './members/invitation.type.js';
export { InvitationsService } from './members/invitations.service.js';
export { type Invited, type Invitee, Inviting, type InvitingOutcome } from './members/inviting.service.js';
export { Joining, type Joined } from './members/joining.js';
export { emailTaken, MembersService, onlyOwner } from './members/members.service.js';
export { Bootstrap } from './organization/bootstrap.service.js';
export { demoCast, demoPassword } from './sessions/demo-cast.js';
export { IsEmailAddress, IsLine, IsTimeZone, isTimeZone, IsToken, languageOf, normalEmail } from './validation.js';
