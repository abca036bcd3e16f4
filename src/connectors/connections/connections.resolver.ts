import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import {
  ClientFault,
  decodeCursor,
  fromGlobalId,
  type GraphqlContext,
  loaderOf,
  type Page,
  PageArgs,
  pageOf,
  Refusal,
  toGlobalId,
} from '../../platform/index.js';
import { CreateConnectionInput, ToolUserInput, UpdateConnectionInput } from './connection.input.js';
import {
  Connection,
  ConnectionConnection,
  CreateConnectionResult,
  CreatedConnection,
  type ProjectHasTool,
  toConnection,
  toProjectHasTool,
  ToolUser,
  UpdateConnectionResult,
} from './connection.type.js';
import { ConnectionsService, type WithSecret } from './connections.service.js';

const mostUsers = 2000;

@Resolver(() => Connection)
export class ConnectionsResolver {
  constructor(private readonly connections: ConnectionsService) {}

  @Mutation(() => CreateConnectionResult, {
    description: 'A tool that projects work through. The secret that its messages are signed with is shown this once.',
  })
  @Can('connection:manage')
  async createConnection(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => CreateConnectionInput }) input: CreateConnectionInput,
  ): Promise<CreatedConnection | ProjectHasTool> {
    const made = await this.connections.create(actor, { ...input, projectIds: projects(input.projectIds) });
    return made instanceof Refusal ? toProjectHasTool(made) : created(made);
  }

  @Mutation(() => UpdateConnectionResult, { description: 'What is left out stays as it is.' })
  @Can('connection:manage')
  async updateConnection(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => UpdateConnectionInput }) { connectionId, projectIds, ...rest }: UpdateConnectionInput,
  ): Promise<Connection | ProjectHasTool> {
    const id = fromGlobalId('connection', connectionId, 'input.connectionId');
    const { apiSecret, ...others } = rest;
    // Null says “leave it” everywhere but there.
    const given = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== null));
    const update = { ...given, apiSecret, projectIds: projectIds ? projects(projectIds) : undefined };
    const row = await this.connections.update(actor, id, update);
    return row instanceof Refusal ? toProjectHasTool(row) : toConnection(row);
  }

  @Mutation(() => CreatedConnection, {
    description: 'A new signing secret, shown this once. For 24 hours the old one is good, too.',
  })
  @Can('connection:manage')
  async rotateConnectionSecret(
    @CurrentActor() actor: Actor,
    @Args('connectionId', { type: () => ID }) connectionId: string,
    @Args('signingSecret', { type: () => String, nullable: true, description: 'Where the tool made it.' })
    signingSecret?: string,
  ): Promise<CreatedConnection> {
    if (signingSecret && !/^[\x21-\x7e]{16,200}$/.test(signingSecret))
      throw ClientFault.invalid('signingSecret', 'must be 16 to 200 printable characters without spaces');
    const id = fromGlobalId('connection', connectionId, 'connectionId');
    return created(await this.connections.rotateSecret(actor, id, signingSecret ?? undefined));
  }

  @Mutation(() => ID, {
    description: 'Its secrets are gone, and its tool is told to stop. What it said stays on record.',
  })
  @Can('connection:manage')
  async deleteConnection(
    @CurrentActor() actor: Actor,
    @Args('connectionId', { type: () => ID }) connectionId: string,
    @Args('reason', { type: () => String }) reason: string,
  ): Promise<string> {
    if (reason.trim() === '' || reason.length > 500 || /[\0\p{Cs}]/u.test(reason))
      throw ClientFault.invalid('reason', 'must be a text of 1 to 500 characters');
    const id = fromGlobalId('connection', connectionId, 'connectionId');
    return toGlobalId('connection', await this.connections.remove(actor, id, reason));
  }

  @Mutation(() => Connection, { description: 'Who is who in the tool: the whole list, instead of the one before.' })
  @Can('connection:manage')
  async setToolUsers(
    @CurrentActor() actor: Actor,
    @Args('connectionId', { type: () => ID }) connectionId: string,
    @Args('users', { type: () => [ToolUserInput] }) users: ToolUserInput[],
  ): Promise<Connection> {
    if (users.length > mostUsers) throw ClientFault.invalid('users', `must be ${mostUsers} at most`);
    const named = users.map(({ toolUser, memberId }, index) => ({
      toolUser,
      memberId: fromGlobalId('member', memberId, `users[${index}].memberId`),
    }));
    const id = fromGlobalId('connection', connectionId, 'connectionId');
    return toConnection(await this.connections.setUsers(actor, id, named));
  }

  @Query(() => Connection, { nullable: true })
  @Can('connection:read')
  async connection(
    @CurrentActor() actor: Actor,
    @Args('connectionId', { type: () => ID }) connectionId: string,
  ): Promise<Connection | null> {
    const row = await this.connections.find(actor, fromGlobalId('connection', connectionId, 'connectionId'));
    return row && toConnection(row);
  }

  @Query(() => ConnectionConnection, { name: 'connections' })
  @Can('connection:read')
  async list(@CurrentActor() actor: Actor, @Args() { first, after }: PageArgs): Promise<Page<Connection>> {
    const { rows, total } = await this.connections.page(actor, first, decodeCursor(after));
    return pageOf(rows, first, total, toConnection);
  }

  @ResolveField(() => [ID])
  async projectIds(
    @CurrentActor() actor: Actor,
    @Parent() connection: Connection,
    @Context() context: GraphqlContext,
  ): Promise<string[]> {
    const loader = loaderOf(context, 'projectsOfConnection', (ids) => this.connections.projectsOf(actor, ids));
    const ids = (await loader.load(connection.row.id)) ?? [];
    return ids.map((id) => toGlobalId('project', id));
  }

  @ResolveField(() => [ToolUser])
  async toolUsers(@CurrentActor() actor: Actor, @Parent() connection: Connection): Promise<ToolUser[]> {
    const users = await this.connections.usersOf(actor, connection.row.id);
    return users.map(({ tool_user, member_id }) => ({
      toolUser: tool_user,
      memberId: toGlobalId('member', member_id),
    }));
  }
}

const projects = (ids: string[]): string[] =>
  ids.map((id, index) => fromGlobalId('project', id, `input.projectIds[${index}]`));

const created = ({ row, signingSecret }: WithSecret): CreatedConnection =>
  Object.assign(new CreatedConnection(), { connection: toConnection(row), signingSecret });
