import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../identity/index.js';
import {
  ClientFault,
  decodeCursor,
  fromGlobalId,
  type GraphqlContext,
  loaderOf,
  NodeRegistry,
  PageArgs,
  pageOf,
  type Page,
  Refusal,
} from '../platform/index.js';
import {
  AcknowledgeGuidelinesArgs,
  CreateProjectInput,
  PublishGuidelinesArgs,
  UpdateProjectPolicyArgs,
} from './project.input.js';
import {
  CreateProjectResult,
  GuidelineNote,
  Guidelines,
  Project,
  ProjectConnection,
  toGuidelineNote,
  toGuidelines,
  toProject,
} from './project.type.js';
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

  @Mutation(() => Project, {
    description: 'Publishes a new version of the guidelines; annotators acknowledge it before their next task.',
  })
  @Can('project:guidelines')
  async publishGuidelines(@CurrentActor() actor: Actor, @Args() args: PublishGuidelinesArgs): Promise<Project> {
    return toProject(
      await this.projects.publishGuidelines(actor, fromGlobalId('project', args.projectId, 'projectId'), args.body),
      actor,
    );
  }

  @Mutation(() => Guidelines, { description: 'Says that you have read the guidelines.' })
  @Can('self:read')
  async acknowledgeGuidelines(
    @CurrentActor() actor: Actor,
    @Args() args: AcknowledgeGuidelinesArgs,
  ): Promise<Guidelines> {
    const projectId = fromGlobalId('project', args.projectId, 'projectId');
    return toGuidelines(await this.projects.acknowledgeGuidelines(actor, projectId, args.version ?? undefined));
  }

  @ResolveField(() => Guidelines, {
    nullable: true,
    description: 'The version in force; null while none is published.',
  })
  async guidelines(@CurrentActor() actor: Actor, @Parent() project: Project): Promise<Guidelines | null> {
    if (project.guidelineVersion === 0) return null;
    const row = await this.projects.guidelines(actor, fromGlobalId('project', project.id), project.guidelineVersion);
    return row && toGuidelines(row);
  }

  @ResolveField(() => [GuidelineNote], { description: 'What disputes taught, newest first, at most 100.' })
  async guidelineNotes(
    @CurrentActor() actor: Actor,
    @Parent() project: Project,
    @Context() context: GraphqlContext,
  ): Promise<GuidelineNote[]> {
    const notes = loaderOf(context, 'guideline-notes', (ids) => this.projects.guidelineNotes(actor, ids));
    return ((await notes.load(fromGlobalId('project', project.id))) ?? []).map(toGuidelineNote);
  }
}
