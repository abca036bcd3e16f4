import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.js';
import { WorkforceModule } from '../workforce/index.js';
import { GuidelineQuizResolver, GuidelinesResolver, QuizAnsweredResolver } from './guidelines/guidelines.resolver.js';
import { GuidelinesService } from './guidelines/guidelines.service.js';
import { GuidelinesStore } from './guidelines/guidelines.store.js';
import { PausesService } from './people/pauses.service.js';
import { PausesStore } from './people/pauses.store.js';
import { PeopleResolver } from './people/people.resolver.js';
import { ProjectPeople } from './people/project-people.service.js';
import { ProjectPeopleStore } from './people/project-people.store.js';
import { QualificationsService } from './people/qualifications.service.js';
import { QualificationsStore } from './people/qualifications.store.js';
import { ProjectFactsCache } from './project-facts.js';
import { ProjectsResolver } from './projects.resolver.js';
import { ProjectsService } from './projects.service.js';
import { ProjectsStore } from './projects.store.js';

const people = [
  PausesService,
  PausesStore,
  PeopleResolver,
  ProjectPeople,
  ProjectPeopleStore,
  QualificationsService,
  QualificationsStore,
];

const guidelines = [
  GuidelinesStore,
  GuidelinesService,
  GuidelinesResolver,
  GuidelineQuizResolver,
  QuizAnsweredResolver,
];

@Module({
  imports: [IdentityModule, WorkforceModule],
  providers: [ProjectsStore, ProjectsService, ProjectFactsCache, ProjectsResolver, ...people, ...guidelines],
  exports: [ProjectsService, ProjectFactsCache, GuidelinesService, PausesService, ProjectPeople, QualificationsService],
})
export class ProjectsModule {}
