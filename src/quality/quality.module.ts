import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { ProjectsModule } from '../projects/index.js';
import { TasksModule } from '../tasks/index.js';
import { VerdictsResolver } from './verdicts.resolver.js';
import { VerdictsService } from './verdicts.service.js';

@Module({ imports: [IdentityModule, ProjectsModule, TasksModule], providers: [VerdictsService, VerdictsResolver] })
export class QualityModule {}
