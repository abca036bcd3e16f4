import { Inject, Injectable } from '@nestjs/common';
import { Clock, Database, LOG, type Log, type Tx } from '../../platform/index.js';
import type { AlarmKind } from '../../quality/index.js';
import { ForecastService } from '../forecast/forecast.service.js';
import {
  belowBarSentence,
  disputesSentence,
  disputeWaitsHours,
  drySentence,
  dryWithin,
  endpointSentence,
  enoughUnits,
  forecastEvery,
  lotSentence,
  minutesLeft,
  riskLine,
  riskSentence,
  safeLine,
  wetAgain,
} from './alarm.rules.js';
import { Alarms } from './alarms.service.js';
import { AlarmsStore, type DueBatch, type WaitingDispute } from './alarms.store.js';

const hour = 3_600_000;

/** Looks whether something needs somebody, and tells them once. Whatever it looks at twice it says once. */
@Injectable()
export class AlarmWatch {
  constructor(
    private readonly database: Database,
    private readonly store: AlarmsStore,
    private readonly forecasts: ForecastService,
    private readonly alarms: Alarms,
    private readonly clock: Clock,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Everything, in every organization; what fails in one holds up no other. */
  async look(): Promise<void> {
    for (const organizationId of await this.store.organizations()) {
      try {
        await this.lookAtRows(organizationId);
        await this.lookAtDeadlines(organizationId);
      } catch (error) {
        this.log.error({ organizationId, error: String((error as Error).stack) }, 'alarms could not be looked for');
      }
    }
    this.alarms.wake();
  }

  private lookAtRows(organizationId: string): Promise<void> {
    return this.database.transact({ organizationId }, async (tx) => {
      await this.lookAtQueues(tx);
      await this.lookAtPeople(tx);
      await this.lookAtDisputes(tx);
      await this.lookAtLots(tx);
      await this.lookAtEndpoints(tx);
    });
  }

  /** A forecast takes a while, so none is made within a transaction. */
  private async lookAtDeadlines(organizationId: string): Promise<void> {
    const notSince = new Date(this.clock.now().getTime() - forecastEvery);
    const due = await this.database.transact({ organizationId }, (tx) => this.store.takeBatches(tx, notSince));
    for (const batch of due) {
      const seen = await this.forecasts.ofBatch(organizationId, batch.projectId, batch.id);
      if (!seen || seen.units < enoughUnits) continue;
      const { missRisk, finish, reasons } = seen.forecast;
      await this.database.transact({ organizationId }, async (tx) => {
        if (missRisk! > riskLine) await this.raiseRisk(tx, batch, missRisk!, finish.p80, reasons[0]?.sentence ?? null);
        else if (missRisk! <= safeLine) await this.store.end(tx, 'BATCH_AT_RISK', batch.id);
      });
    }
  }

  private raiseRisk(tx: Tx, batch: DueBatch, risk: number, p80: number | null, reason: string | null): Promise<void> {
    const sentence = riskSentence(batch.name, risk, p80, batch.deadlineAt, reason);
    const { id: batchId, projectId } = batch;
    return this.alarms.raise(tx, {
      ...about('BATCH_AT_RISK', projectId, batchId),
      subject: { kind: 'batch', id: batchId },
      sentence,
      level: risk,
      news: {
        type: 'notice.batch_at_risk',
        dataOf: () => ({ batchId, projectId, sentence, risk: Number(risk.toFixed(3)) }),
      },
    });
  }

  private async lookAtQueues(tx: Tx): Promise<void> {
    for (const { projectId, name, seats, answers, hasOpenWork } of await this.store.queues(tx)) {
      const minutes = minutesLeft(seats, answers, hasOpenWork);
      if (minutes === null || minutes > wetAgain) await this.store.end(tx, 'QUEUE_RUNS_DRY', projectId);
      if (minutes === null || minutes > dryWithin) continue;
      const sentence = drySentence(name, minutes, seats);
      await this.alarms.raise(tx, {
        ...about('QUEUE_RUNS_DRY', projectId, projectId),
        subject: { kind: 'project', id: projectId },
        sentence,
        level: -minutes,
        news: { type: 'notice.queue_runs_dry', dataOf: () => ({ projectId, sentence, minutes: Math.round(minutes) }) },
      });
    }
  }

  private async lookAtPeople(tx: Tx): Promise<void> {
    for (const { id, projectId, project, memberId, person, action, sentence } of await this.store.newActions(tx))
      await this.alarms.raise(tx, {
        ...about('PERSON_BELOW_BAR', projectId, memberId),
        subject: { kind: 'trustAction', id },
        sentence: belowBarSentence(person, project, action, sentence),
        level: 1,
        aboutId: memberId,
        news: { type: 'notice.person_below_bar', dataOf: () => ({ projectId, trustActionId: id }) },
      });
  }

  /** One notice a project, however many wait; a webhook hears of each. */
  private async lookAtDisputes(tx: Tx): Promise<void> {
    const now = this.clock.now();
    const byProject = new Map<string, WaitingDispute[]>();
    for (const one of await this.store.disputes(tx, new Date(now.getTime() - disputeWaitsHours * hour)))
      byProject.set(one.projectId, [...(byProject.get(one.projectId) ?? []), one]);
    for (const [projectId, waiting] of byProject) {
      const [oldest] = waiting;
      const sentence = disputesSentence(
        oldest!.project,
        waiting.length,
        (now.getTime() - oldest!.openedAt.getTime()) / hour,
      );
      const subjects = waiting.map(({ id }) => id);
      await this.alarms.raise(tx, {
        ...about('DISPUTE_WAITING', projectId, projectId),
        subject: { kind: 'dispute', id: oldest!.id },
        sentence,
        level: 1,
        subjects,
        news: { type: 'notice.dispute_waiting', dataOf: (disputeId) => ({ projectId, disputeId, sentence }) },
      });
    }
  }

  private async lookAtLots(tx: Tx): Promise<void> {
    const waiting = await this.store.lotsWithoutJudge(tx);
    await this.store.endOthers(tx, 'LOT_WITHOUT_JUDGE', waiting.map(({ id }) => id)); // prettier-ignore
    for (const { id, projectId, project, batch, open, judgeless } of waiting) {
      const sentence = lotSentence(batch, project, open, judgeless);
      await this.alarms.raise(tx, {
        ...about('LOT_WITHOUT_JUDGE', projectId, id),
        subject: { kind: 'auditLot', id },
        sentence,
        level: 1,
        news: {
          type: 'notice.lot_without_judge',
          dataOf: (auditLotId) => ({ projectId, auditLotId, sentence, items: judgeless }),
        },
      });
    }
  }

  private async lookAtEndpoints(tx: Tx): Promise<void> {
    for (const { id, url, why } of await this.store.disabledEndpoints(tx)) {
      await this.store.end(tx, 'ENDPOINT_DISABLED', id);
      await this.alarms.raise(tx, {
        ...about('ENDPOINT_DISABLED', null, id),
        subject: { kind: 'webhookEndpoint', id },
        // Its path may carry a secret.
        sentence: endpointSentence(new URL(url).host, why),
        level: 1,
      });
    }
  }
}

const about = <Kind extends AlarmKind>(kind: Kind, projectId: string | null, topicId: string) => ({
  kind,
  projectId,
  topic: `${kind} ${topicId}`,
});
