import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { BatchesService, batchWords, type WrongStateRefusal } from '../batches/index.js';
import { type Action, type Actor, ChangeLog } from '../identity/index.js';
import { ClientFault, Database, newId, Outbox, Refusal, type Tx } from '../platform/index.js';
import { type AuditRule, ProjectsService } from '../projects/index.js';
import { commitmentOf, type Severity } from '../quality/index.js';
import { AuditItemsStore } from './audit-items.store.js';
import { countedBy, discontinuedSentence, positionOf } from './audit.rules.js';
import { type LockedLot, type LotRow, lotWords, type Remedy, type SequentialTerms } from './audit.types.js';
import { AuditsStore } from './audits.store.js';
import { LotDecisionService } from './lot-decision.service.js';
import { LotDrawService } from './lot-draw.service.js';
import { LotProgressService, whyVoid } from './lot-progress.service.js';
import { SwitchingStore } from './switching.store.js';

export interface OpenAudit {
  batchId: string;
  /** Kept secret until the sample is drawn; drawn at random when both are left out. */
  seed?: string;
  /** Of a seed that the client keeps. */
  commitment?: string;
  /** One by one until it is decided; percent by severity. */
  sequential?: Omit<SequentialTerms, 'ltpd'> & { ltpd: readonly { severity: Severity; percent: number }[] };
}

type OpenRefusal = Refusal<'NO_AUDIT_RULE' | 'AUDIT_UNDER_WAY' | 'DISCONTINUED'> | WrongStateRefusal;

const canBeAudited = new Set(['DRAFT', 'READY', 'OPEN', 'PAUSED', 'COMPLETED', 'RETURNED']);

/** What managers and clients do with lots. */
@Injectable()
export class AuditsService {
  constructor(
    private readonly database: Database,
    private readonly lots: AuditsStore,
    private readonly items: AuditItemsStore,
    private readonly switching: SwitchingStore,
    private readonly draws: LotDrawService,
    private readonly decisions: LotDecisionService,
    private readonly progress: LotProgressService,
    private readonly batches: BatchesService,
    private readonly projects: ProjectsService,
    private readonly changes: ChangeLog,
    private readonly outbox: Outbox,
  ) {}

  /** Commits to a seed. The sample is drawn once the batch is complete; at once when it is. */
  open(actor: Actor, { batchId, seed, commitment, sequential }: OpenAudit): Promise<LotRow | OpenRefusal> {
    if (seed !== undefined && commitment !== undefined)
      throw ClientFault.invalid('input.commitment', 'goes without the seed: whoever keeps the seed reveals it later');
    return this.run(actor, async (tx) => {
      const batch = await this.batches.lockVisible(tx, actor, batchId, 'audit:open');
      const { policy, policyVersion } = await this.projects.rowOf(tx, batch.projectId);
      const rule = policy.audit;
      if (!rule)
        return new Refusal('NO_AUDIT_RULE', 'The policy of the project has no section `audit`: it says how lots are judged.'); // prettier-ignore
      if (!canBeAudited.has(batch.state))
        return new Refusal(
          'WRONG_STATE',
          `The batch is ${batchWords[batch.state]}: there is no word to be said on it any more.`,
        );
      const team = await this.switching.teamOf(tx, batch.projectId, batchId);
      const line = { projectId: batch.projectId, teamId: team?.teamId ?? null };
      if (positionOf(rule, await this.switching.of(tx, line)) === 'discontinued')
        return new Refusal('DISCONTINUED', discontinuedSentence(team?.teamName ?? null));
      const under = (await this.lots.ofBatch(tx, batchId)).find(({ state }) => isLive(state));
      if (under)
        return new Refusal(
          'AUDIT_UNDER_WAY',
          `Round ${under.round} of this batch is ${lotWords[under.state]}: end it first.`,
        );
      const kept = commitment === undefined ? (seed ?? randomBytes(16).toString('hex')) : null;
      const id = newId();
      await this.lots.insert(tx, {
        id,
        project_id: batch.projectId,
        batch_id: batchId,
        policy_version: policyVersion,
        rule,
        sequential: sequential ? termsOf(sequential, rule) : null,
        commitment: commitment ?? commitmentOf(kept!),
        seed: kept,
        is_committed_before: batch.state !== 'COMPLETED',
        openedBy: actor.memberId,
      });
      await this.note(tx, actor, 'audit:open', id, undefined, policyVersion);
      await this.progress.step(tx, id);
      return (await this.lots.find(tx, id))!;
    });
  }

  /** The client publishes the seed that they committed to. */
  reveal(actor: Actor, lotId: string, seed: string): Promise<LotRow | WrongStateRefusal> {
    return this.withLot(actor, lotId, 'audit:decide', async (tx, lot) => {
      if (lot.state !== 'FIXED') return wrongState(lot, 'the seed is wanted once its keys are fixed');
      if (commitmentOf(seed) !== lot.commitment)
        throw ClientFault.invalid('seed', 'is not the seed that was committed to: its SHA-256 is another');
      await this.draws.draw(tx, lotId, seed);
      return null;
    });
  }

  /** After the verdict, and without a part in it: items that nobody drew, the least sure first. */
  checkRiskiest(actor: Actor, lotId: string, count: number): Promise<LotRow | WrongStateRefusal> {
    return this.withLot(actor, lotId, 'audit:open', async (tx, lot) => {
      if (lot.state !== 'JUDGED') return wrongState(lot, 'more is looked at between its verdict and the word on it');
      await this.items.insert(tx, lotId, 'RISK', await this.items.riskiest(tx, lotId, lot.batch_id, count));
      await this.items.keepRiskPlaces(tx, lotId, lot.batch_id);
      await this.draws.openSeats(tx, lotId);
      return null;
    });
  }

  /** The word of whoever receives the lot; it may differ from the verdict, and says why. */
  accept(actor: Actor, lotId: string, reason: string): Promise<LotRow | WrongStateRefusal> {
    return this.withLot(actor, lotId, 'audit:decide', async (tx, lot) => {
      if (lot.state !== 'JUDGED') return wrongState(lot, 'only a judged lot can be accepted');
      await this.note(tx, actor, 'audit:accept', lotId, reason, lot.policy_version);
      return this.decisions.accept(tx, lot, { by: actor.memberId, reason });
    });
  }

  return(actor: Actor, lotId: string, reason: string, how: Remedy): Promise<LotRow | WrongStateRefusal> {
    return this.withLot(actor, lotId, 'audit:decide', async (tx, lot) => {
      if (lot.state !== 'JUDGED') return wrongState(lot, 'only a judged lot can be returned');
      await this.note(tx, actor, 'audit:return', lotId, reason, lot.policy_version);
      return this.decisions.giveBack(tx, lot, { by: actor.memberId, reason }, how);
    });
  }

  private withLot(
    actor: Actor,
    lotId: string,
    action: Action,
    work: (tx: Tx, lot: LockedLot) => Promise<WrongStateRefusal | null>,
  ): Promise<LotRow | WrongStateRefusal> {
    return this.run(actor, async (tx) => {
      const found = await this.lots.find(tx, lotId);
      if (!found) throw ClientFault.notFound('audit lot');
      await this.batches.visible(tx, actor, found.batch_id, action);
      const lot = (await this.progress.lock(tx, lotId))!;
      const why = whyVoid(lot);
      if (why) return wrongState(lot, why);
      const refusal = await work(tx, lot);
      if (refusal) return refusal;
      await this.outbox.publish(tx, {
        type: 'audit.changed',
        subjectId: lotId,
        data: { batchId: lot.batch_id, projectId: lot.project_id },
      });
      return (await this.lots.find(tx, lotId))!;
    });
  }

  private async run<Answer>(actor: Actor, work: (tx: Tx) => Promise<Answer>): Promise<Answer> {
    const answer = await this.database.transact(actor, work);
    this.outbox.wake();
    return answer;
  }

  private note(tx: Tx, actor: Actor, action: string, subjectId: string, reason?: string, policyVersion?: number) {
    return this.changes.record(tx, actor, { action, subjectId, subjectKind: 'auditLot', reason, policyVersion });
  }
}

/** @throws a fault that names the severity without an LTPD, or the LTPD that cannot be told from its AQL */
function termsOf({ ltpd: given, ...terms }: NonNullable<OpenAudit['sequential']>, rule: AuditRule): SequentialTerms {
  const ltpd: SequentialTerms['ltpd'] = {};
  for (const severity of countedBy(rule)) {
    const at = given.findIndex((one) => one.severity === severity);
    const aql = rule.aql[severity]!;
    if (at < 0)
      throw ClientFault.invalid(
        'input.sequential.ltpd',
        `must say what is refused of ${severity}, which the policy counts`,
      );
    if (given[at]!.percent < 2 * aql)
      throw ClientFault.invalid(
        `input.sequential.ltpd[${at}].percent`,
        `must be at least twice the AQL, which is ${aql} %`,
      );
    ltpd[severity] = given[at]!.percent;
  }
  return { ...terms, ltpd };
}

const isLive = (state: LotRow['state']) => ['COMMITTED', 'FIXED', 'OPEN', 'JUDGED'].includes(state);

const wrongState = ({ state }: LotRow, why: string): WrongStateRefusal =>
  new Refusal('WRONG_STATE', `The lot is ${lotWords[state]}: ${why}.`);
