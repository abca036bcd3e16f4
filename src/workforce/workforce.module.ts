import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { TeamsResolver } from './teams.resolver.js';
import { TeamsService } from './teams.service.js';
import { TeamsStore } from './teams.store.js';

@Module({
  imports: [IdentityModule],
  providers: [TeamsResolver, TeamsService, TeamsStore],
  exports: [TeamsService],
})
export class WorkforceModule {}
