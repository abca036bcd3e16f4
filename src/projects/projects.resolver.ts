import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../identity/index.js';
import {
  ClientFault,
  decodeCursor,
  fromGlobalId,
  NodeRegistry,
  PageArgs,
  pageOf,
  type Page,
  Refusal,
} from '../platform/index.js';
import { CreateProjectInput, UpdateProjectPolicyArgs } from './project.input.js';
import { CreateProjectResult, Project, ProjectConnection, toProject } from './project.type.js';
import { ProjectsService } from './projects.service.js';

@Resolver(() => Project)
export class ProjectsResolver {
  constructor(
    private readonly projects: ProjectsService,
    nodes: NodeRegistry<Actor>,
  ) {
    nodes.register('project', async (actor, id) => {
      const row = await this.projects.find(actor, id);
      return row && toProject(row, actor);
    });
  }

  @Query(() => ProjectConnection, { name: 'projects', description: 'The projects that are open to you, oldest first.' })
  @Can('project:read')
  async projectPage(@CurrentActor() actor: Actor, @Args() page: PageArgs): Promise<Page<Project>> {
    const { rows, total } = await this.projects.page(actor, page.first, decodeCursor(page.after));
    return pageOf(rows, page.first, total, (row) => toProject(row, actor));
  }

  @Query(() => Project)
  @Can('project:read')
  async project(@CurrentActor() actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<Project> {
    const row = await this.projects.find(actor, fromGlobalId('project', id));
    if (!row) throw ClientFault.notFound('project');
    return toProject(row, actor);
  }

  @Mutation(() => CreateProjectResult)
  @Can('project:create')
  async createProject(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => CreateProjectInput }) input: CreateProjectInput,
  ): Promise<Project | Refusal> {
    const teamIds = (input.teamIds ?? []).map((id, index) => fromGlobalId('team', id, `teamIds[${index}]`));
    const answer = await this.projects.create(actor, {
      ...input,
      description: input.description ?? undefined,
      fieldVisibility: input.fieldVisibility ?? undefined,
      policy: input.policy ?? undefined,
      teamIds,
    });
    return answer instanceof Refusal ? answer : toProject(answer, actor);
  }

  @Mutation(() => Project, { description: 'Opens the project to the members of a team.' })
  @Can('project:create')
  async addTeamToProject(
    @CurrentActor() actor: Actor,
    @Args('projectId', { type: () => ID }) projectId: string,
    @Args('teamId', { type: () => ID }) teamId: string,
  ): Promise<Project> {
    const ids = [fromGlobalId('project', projectId, 'projectId'), fromGlobalId('team', teamId, 'teamId')] as const;
    return toProject(await this.projects.addTeam(actor, ...ids), actor);
  }

  @Mutation(() => Project, { description: 'Closes the project to the members of a team.' })
  @Can('project:create')
  async removeTeamFromProject(
    @CurrentActor() actor: Actor,
    @Args('projectId', { type: () => ID }) projectId: string,
    @Args('teamId', { type: () => ID }) teamId: string,
  ): Promise<Project> {
    const ids = [fromGlobalId('project', projectId, 'projectId'), fromGlobalId('team', teamId, 'teamId')] as const;
    return toProject(await this.projects.removeTeam(actor, ...ids), actor);
  }

  @Mutation(() => Project, { description: 'Puts a new version of the workflow policy in force.' })
  @Can('project:policy')
  async updateProjectPolicy(@CurrentActor() actor: Actor, @Args() args: UpdateProjectPolicyArgs): Promise<Project> {
    const projectId = fromGlobalId('project', args.projectId, 'projectId');
    return toProject(await this.projects.updatePolicy(actor, projectId, args.policy, args.reason), actor);
  }
}
