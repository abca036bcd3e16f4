import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { type Actor, Can, CurrentActor } from '../identity/index.js';
import { ClientFault, fromGlobalId, NodeRegistry, Refusal } from '../platform/index.js';
import {
  AcceptLotArgs,
  AuditInspectionArgs,
  CheckRiskiestArgs,
  CorrectCauseArgs,
  OpenAuditInput,
  ReturnLotArgs,
  RevealAuditSeedArgs,
} from './audit.input.js';
import { AuditReadingService } from './audit-reading.service.js';
import { AuditInspection, toInspection } from './audit-severity.type.js';
import { AuditLot, ChangeLotResult, CorrectCauseResult, OpenAuditResult, toLot } from './audit.type.js';
import type { LotRow } from './audit.types.js';
import { InspectionService } from './inspection.service.js';
import { AuditsService } from './audits.service.js';

@Resolver(() => AuditLot)
export class AuditsResolver {
  constructor(
    private readonly audits: AuditsService,
    private readonly reading: AuditReadingService,
    private readonly inspection: InspectionService,
    nodes: NodeRegistry<Actor>,
  ) {
    nodes.register('auditLot', async (actor, id) => {
      const row = await this.reading.find(actor, id);
      return row && toLot(row);
    });
  }

  @Query(() => AuditLot)
  @Can('audit:read')
  async auditLot(@CurrentActor() actor: Actor, @Args('id', { type: () => ID }) id: string): Promise<AuditLot> {
    const row = await this.reading.find(actor, fromGlobalId('auditLot', id));
    if (!row) throw ClientFault.notFound('audit lot');
    return toLot(row);
  }

  @Query(() => [AuditLot], { description: 'The rounds of a batch, the first one first.' })
  @Can('audit:read')
  async auditLots(
    @CurrentActor() actor: Actor,
    @Args('batchId', { type: () => ID }) batchId: string,
  ): Promise<AuditLot[]> {
    return (await this.reading.ofBatch(actor, fromGlobalId('batch', batchId, 'batchId'))).map(toLot);
  }

  @Query(() => [AuditInspection], {
    description: 'How the next lots of a project are inspected, line by line, and why; empty before the first.',
  })
  @Can('audit:read')
  async auditInspection(
    @CurrentActor() actor: Actor,
    @Args() { projectId, teamId }: AuditInspectionArgs,
  ): Promise<AuditInspection[]> {
    const rows = await this.inspection.of(actor, fromGlobalId('project', projectId, 'projectId'), teamOf(teamId));
    return rows.map(toInspection);
  }

  @Mutation(() => OpenAuditResult, {
    description: 'Audits a batch as a lot: commits to a seed now, and draws the sample once the batch is complete.',
  })
  @Can('audit:open')
  async openAudit(
    @CurrentActor() actor: Actor,
    @Args('input', { type: () => OpenAuditInput }) { batchId, ...rest }: OpenAuditInput,
  ): Promise<AuditLot | Refusal> {
    return lotOr(await this.audits.open(actor, { ...rest, batchId: fromGlobalId('batch', batchId, 'input.batchId') }));
  }

  @Mutation(() => ChangeLotResult, { description: 'Publishes the seed that was committed to, and draws the sample.' })
  @Can('audit:decide')
  async revealAuditSeed(
    @CurrentActor() actor: Actor,
    @Args() { lotId, seed }: RevealAuditSeedArgs,
  ): Promise<AuditLot | Refusal> {
    return lotOr(await this.audits.reveal(actor, fromGlobalId('auditLot', lotId, 'lotId'), seed));
  }

  @Mutation(() => ChangeLotResult, {
    description:
      'After the verdict: looks at items that were not drawn, the least sure first. They do not change the verdict.',
  })
  @Can('audit:open')
  async checkRiskiest(
    @CurrentActor() actor: Actor,
    @Args() { lotId, count }: CheckRiskiestArgs,
  ): Promise<AuditLot | Refusal> {
    return lotOr(await this.audits.checkRiskiest(actor, fromGlobalId('auditLot', lotId, 'lotId'), count));
  }

  @Mutation(() => ChangeLotResult, { description: 'The batch is ACCEPTED.' })
  @Can('audit:decide')
  async acceptLot(@CurrentActor() actor: Actor, @Args() { lotId, reason }: AcceptLotArgs): Promise<AuditLot | Refusal> {
    return lotOr(await this.audits.accept(actor, fromGlobalId('auditLot', lotId, 'lotId'), reason));
  }

  @Mutation(() => ChangeLotResult, {
    description: 'The batch is RETURNED: all of it is looked at, and complete again when it is mended.',
  })
  @Can('audit:decide')
  async returnLot(
    @CurrentActor() actor: Actor,
    @Args() { lotId, reason, how }: ReturnLotArgs,
  ): Promise<AuditLot | Refusal> {
    return lotOr(await this.audits.return(actor, fromGlobalId('auditLot', lotId, 'lotId'), reason, how));
  }

  @Mutation(() => CorrectCauseResult, {
    description: 'What made inspection stop was mended: it goes on, tightened.',
  })
  @Can('audit:decide')
  async correctCause(@CurrentActor() actor: Actor, @Args() { projectId, teamId, reason }: CorrectCauseArgs) {
    const id = fromGlobalId('project', projectId, 'projectId');
    const rows = await this.inspection.correctCause(actor, id, teamOf(teamId), reason);
    return rows instanceof Refusal ? rows : { inspections: rows.map(toInspection) };
  }
}

const lotOr = (answer: LotRow | Refusal): AuditLot | Refusal => (answer instanceof Refusal ? answer : toLot(answer));

const teamOf = (teamId?: string): string | null => (teamId ? fromGlobalId('team', teamId, 'teamId') : null);
