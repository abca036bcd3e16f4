export { Team, toTeam } from './team.type.js';
export { type TeamRow, TeamsService } from './teams.service.js';
export { WorkforceModule } from './workforce.module.js';
