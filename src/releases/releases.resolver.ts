import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../identity/index.js';
import { decodeCursor, fromGlobalId, type Page, PageArgs, pageOf, Refusal } from '../platform/index.js';
import {
  CreateReleaseInput,
  CreateReleaseResult,
  NothingSettled,
  Release,
  ReleaseConnection,
  ReleaseFile,
  toRelease,
} from './release.type.js';
import { ReleasesService } from './releases.service.js';

@Resolver(() => Release)
export class ReleasesResolver {
  constructor(private readonly releases: ReleasesService) {}

  @Mutation(() => CreateReleaseResult, { description: 'Freezes what is settled now and writes it in the background.' })
  @Can('release:create')
  async createRelease(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => CreateReleaseInput }) input: CreateReleaseInput,
  ) {
    const row = await this.releases.create(actor, {
      projectId: fromGlobalId('project', input.projectId, 'input.projectId'),
      batchIds: input.batchIds.map((id, index) => fromGlobalId('batch', id, `input.batchIds[${index}]`)),
      name: input.name,
      formats: input.formats,
    });
    return row instanceof Refusal
      ? Object.assign(new NothingSettled(), { code: row.code, message: row.message })
      : toRelease(row);
  }

  @Query(() => Release, { nullable: true })
  @Can('release:read')
  async release(@CurrentActor() actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<Release | null> {
    const row = await this.releases.find(actor, fromGlobalId('release', id));
    return row && toRelease(row);
  }

  @Query(() => ReleaseConnection, { name: 'releases' })
  @Can('release:read')
  async list(
    @CurrentActor() actor: Actor,
    @Args('projectId', { type: () => ID }) projectId: string,
    @Args() page: PageArgs,
  ): Promise<Page<Release>> {
    const { rows, total } = await this.releases.list(
      actor,
      fromGlobalId('project', projectId, 'projectId'),
      page.first,
      decodeCursor(page.after),
    );
    return pageOf(rows, page.first, total, toRelease);
  }

  @ResolveField(() => [ReleaseFile])
  async files(@Parent() release: Release): Promise<ReleaseFile[]> {
    const files = await this.releases.filesOf(release.row);
    return files.map((file) => ({ ...file, url: `/releases/${release.id}/${file.path}` }));
  }
}
