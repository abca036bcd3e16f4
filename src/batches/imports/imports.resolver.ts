import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor, reachOf } from '../../identity/index.js';
import {
  ClientFault,
  decodeCursor,
  fromGlobalId,
  NodeRegistry,
  PageArgs,
  type Page,
  pageOf,
  Refusal,
} from '../../platform/index.js';
import { Batch, toBatch } from '../batch.type.js';
import { BatchesService } from '../batches.service.js';
import { ImportTasksInput, RefusalsArgs } from './import.input.js';
import type { AnnotationsAs } from './import.entity.js';
import {
  AnnotationsAsType,
  Import,
  ImportConnection,
  ImportRefusal,
  ImportTasksResult,
  toImport,
} from './import.type.js';
import { type ImportTasks, ImportsService } from './imports.service.js';

@Resolver(() => Import)
export class ImportsResolver {
  constructor(
    private readonly imports: ImportsService,
    private readonly batches: BatchesService,
    nodes: NodeRegistry<Actor>,
  ) {
    nodes.register('import', async (actor, id) => {
      const row = await this.imports.find(actor, id);
      return row && toImport(row);
    });
  }

  @Query(() => Import, { name: 'import' })
  @Can('batch:read')
  async one(@CurrentActor() actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<Import> {
    const row = await this.imports.find(actor, fromGlobalId('import', id));
    if (!row) throw ClientFault.notFound('import');
    return toImport(row);
  }

  @Mutation(() => ImportTasksResult, {
    description: 'Adds items to a batch, idempotent by external key. Ask the import how far it is.',
  })
  @Can('task:import')
  async importTasks(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => ImportTasksInput }) input: ImportTasksInput,
  ): Promise<Import | Refusal> {
    const answer = await this.imports.start(actor, requestOf(input));
    return answer instanceof Refusal ? answer : toImport(answer);
  }

  @ResolveField(() => [ImportRefusal], { description: 'The rows that were not taken, in the order of the file.' })
  refusals(
    @CurrentActor() actor: Actor,
    @Parent() parent: Import,
    @Args() { first, after }: RefusalsArgs,
  ): Promise<ImportRefusal[]> {
    return this.imports.refusals(actor, fromGlobalId('import', parent.id), first, after);
  }

  @ResolveField(() => AnnotationsAsType, {
    description: 'GOLD is told to those only who may read gold and do not work.',
  })
  annotationsAs(@CurrentActor() actor: Actor, @Parent() { annotationsAs }: Import): AnnotationsAs {
    return annotationsAs === 'GOLD' && reachOf(actor, 'gold:manage') === null ? 'IGNORE' : annotationsAs;
  }

  @ResolveField(() => Batch)
  async batch(@CurrentActor() actor: Actor, @Parent() parent: Import): Promise<Batch | null> {
    const row = await this.batches.find(actor, parent.batchId);
    return row && toBatch(row);
  }
}

@Resolver(() => Batch)
export class BatchImportsResolver {
  constructor(private readonly imports: ImportsService) {}

  @ResolveField(() => ImportConnection, { name: 'imports', description: 'Its deliveries, oldest first.' })
  async page(
    @CurrentActor() actor: Actor,
    @Parent() batch: Batch,
    @Args() { first, after }: PageArgs,
  ): Promise<Page<Import>> {
    const { rows, total } = await this.imports.page(actor, fromGlobalId('batch', batch.id), first, decodeCursor(after));
    return pageOf(rows, first, total, toImport);
  }
}

/** One source, a format that is known, and labels that can be used. @throws ClientFault VALIDATION_FAILED at the field */
function requestOf({ batchId, format, uploadId, items, url, annotationsAs }: ImportTasksInput): ImportTasks {
  if (url)
    throw ClientFault.invalid(
      'url',
      'importing from a URL is not offered: upload the file (POST /imports) and give its upload id',
    );
  const request = { batchId: fromGlobalId('batch', batchId, 'batchId'), annotationsAs };
  if (Boolean(uploadId) === Boolean(items)) throw ClientFault.invalid('items', 'give either items or an uploadId');
  if (items) {
    if (format && format !== 'JSONL')
      throw ClientFault.invalid('format', 'an inline list is JSONL; upload a file of another format');
    return { ...request, format: 'JSONL', from: { items } };
  }
  if (!format) throw ClientFault.invalid('format', 'is required with an uploadId');
  return { ...request, format, from: { uploadId: fromGlobalId('upload', uploadId!, 'uploadId') } };
}
