import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { Breaks } from './breaks/breaks.js';
import { Arrivals } from './invitations/arrivals.service.js';
import { BulkInvitationsResolver } from './invitations/bulk-invitations.resolver.js';
import { BulkInvitations } from './invitations/bulk-invitations.service.js';
import { InvitationPlansStore } from './invitations/invitation-plans.store.js';
import { LeaveRequestsResolver } from './leave-requests/leave-requests.resolver.js';
import { LeaveRequests } from './leave-requests/leave-requests.service.js';
import { LeaveRequestsStore } from './leave-requests/leave-requests.store.js';
import { PeopleReach } from './people-reach.service.js';
import { ShiftImportResolver } from './shifts/import/shift-import.resolver.js';
import { ShiftImport } from './shifts/import/shift-import.service.js';
import { LeaveService } from './shifts/leave.service.js';
import { LeaveStore } from './shifts/leave.store.js';
import { RosterService } from './shifts/roster.service.js';
import { RosterStore } from './shifts/roster.store.js';
import { ShiftWindows } from './shifts/shift-windows.service.js';
import { ShiftsJobs } from './shifts/shifts.jobs.js';
import { ShiftsResolver } from './shifts/shifts.resolver.js';
import { ShiftsService } from './shifts/shifts.service.js';
import { ShiftsStore } from './shifts/shifts.store.js';
import { SkillsResolver } from './skills/skills.resolver.js';
import { SkillsService } from './skills/skills.service.js';
import { SkillsStore } from './skills/skills.store.js';
import { TeamsResolver } from './teams.resolver.js';
import { TeamsService } from './teams.service.js';
import { TeamsStore } from './teams.store.js';

const invitations = [Arrivals, BulkInvitations, BulkInvitationsResolver, InvitationPlansStore];
const shifts = [
  LeaveRequests,
  LeaveRequestsResolver,
  LeaveRequestsStore,
  LeaveService,
  LeaveStore,
  RosterService,
  RosterStore,
  ShiftImport,
  ShiftImportResolver,
  ShiftsJobs,
  ShiftsResolver,
  ShiftsService,
  ShiftsStore,
  ShiftWindows,
];

@Module({
  imports: [IdentityModule],
  providers: [
    TeamsResolver,
    TeamsService,
    TeamsStore,
    PeopleReach,
    Breaks,
    SkillsResolver,
    SkillsService,
    SkillsStore,
    ...invitations,
    ...shifts,
  ],
  exports: [TeamsService, PeopleReach, SkillsService, Breaks],
})
export class WorkforceModule {}
