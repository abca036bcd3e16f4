export { breakSentence, type OnBreak } from './breaks/break.rules.js';
export { Breaks } from './breaks/breaks.js';
export { PeopleReach } from './people-reach.service.js';
export { type NextShift, nextShiftSentence } from './shifts/next-shift.rules.js';
export { ShiftWindows } from './shifts/shift-windows.service.js';
export { SkillsService } from './skills/skills.service.js';
export { Team, toTeam } from './team.type.js';
export { type TeamRow, TeamsService } from './teams.service.js';
export { WorkforceModule } from './workforce.module.js';
