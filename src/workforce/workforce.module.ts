import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { PeopleReach } from './people-reach.service.js';
import { SkillsResolver } from './skills/skills.resolver.js';
import { SkillsService } from './skills/skills.service.js';
import { SkillsStore } from './skills/skills.store.js';
import { TeamsResolver } from './teams.resolver.js';
import { TeamsService } from './teams.service.js';
import { TeamsStore } from './teams.store.js';

@Module({
  imports: [IdentityModule],
  providers: [TeamsResolver, TeamsService, TeamsStore, PeopleReach, SkillsResolver, SkillsService, SkillsStore],
  exports: [TeamsService, PeopleReach, SkillsService],
})
export class WorkforceModule {}
