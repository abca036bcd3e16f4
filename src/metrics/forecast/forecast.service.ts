import { Injectable } from '@nestjs/common';
import { BatchesService } from '../../batches/index.js';
import { inThread } from '../../consensus/index.js';
import { type Actor, reachOf } from '../../identity/index.js';
import { ClientFault, Clock, Database, type Tx } from '../../platform/index.js';
import { type Policy, ProjectsService } from '../../projects/index.js';
import { assumptionsOf, missingOf } from './assumptions.rules.js';
import { batchFacts, type Expected, isAllOrNothing, peopleFacts } from './facts.rules.js';
import type { ForecastJobInput, ForecastJobOutput } from './forecast.job.js';
import { isLargeHouse } from './floor.rules.js';
import { drawsFor, horizonDays } from './forecast.rules.js';
import { type BatchRow, ForecastStore } from './forecast.store.js';
import type { BatchForecast, ForecastInput, ForecastOutput } from './forecast.types.js';
import { absencesFrom, type Presence, workedFrom } from './presence.rules.js';
import { SharedForecasts } from './shared-forecasts.js';
import type { WhatIf } from './what-if.rules.js';

const day = 86_400_000;

export interface ForecastReport {
  madeAt: Date;
  batches: {
    row: BatchRow;
    tasks: number;
    settled: number;
    forecast: BatchForecast;
    otherwise: BatchForecast | null;
  }[];
  /** null for those who see dates only */
  basis: ForecastOutput['basis'] | null;
  assumptions: string[];
  missing: string[];
  isDatesOnly: boolean;
}

interface Gathered {
  input: ForecastInput;
  rows: BatchRow[];
  policies: Map<string, Policy>;
  expected: Map<string, Expected>;
}

interface Question {
  projectId: string;
  /** null: every batch of the project that is or could be worked on */
  batchId: string | null;
  whatIf: WhatIf | null;
}

/** When batches end: read in one look, reckoned in a thread. */
@Injectable()
export class ForecastService {
  private readonly shared = new SharedForecasts<ForecastReport>();

  constructor(
    private readonly database: Database,
    private readonly projects: ProjectsService,
    private readonly batches: BatchesService,
    private readonly store: ForecastStore,
    private readonly clock: Clock,
  ) {}

  /** @param gone whoever asked waits no more */
  async forecast(
    actor: Actor,
    asked: { batchId: string | null; projectId: string | null; whatIf: WhatIf | null },
    gone: AbortSignal,
  ): Promise<ForecastReport> {
    // prettier-ignore
    const isDatesOnly = reachOf(actor, 'forecast:read') === 'PROJECT';
    if (isDatesOnly && asked.whatIf) throw new ClientFault('FORBIDDEN', 'Clients see when their batches end, and do not plan the people.'); // prettier-ignore
    const { organizationId } = actor;
    // Before anything is shared: what others were told is only for those who may see it.
    const projectId = await this.database.transact({ organizationId }, async (tx) =>
      asked.batchId
        ? (await this.batches.visible(tx, actor, asked.batchId, 'forecast:read')).projectId
        : (await this.projects.visible(tx, actor, asked.projectId!, 'forecast:read')).id,
    );
    const report = await this.made(organizationId, { ...asked, projectId }, gone);
    return isDatesOnly ? { ...report, basis: null, assumptions: [], missing: [], isDatesOnly } : report;
  }

  /** Of a batch that is open, with the pieces of work that it rests on; null: there is nothing to forecast. */
  async ofBatch(
    organizationId: string,
    projectId: string,
    batchId: string,
  ): Promise<{ forecast: BatchForecast; units: number } | null> {
    const { batches, basis } = await this.made(organizationId, { projectId, batchId, whatIf: null }, new AbortController().signal); // prettier-ignore
    return batches[0] ? { forecast: batches[0].forecast, units: basis!.units } : null;
  }

  private made(organizationId: string, asked: Question, gone: AbortSignal): Promise<ForecastReport> {
    const { projectId, batchId, whatIf } = asked;
    const key = JSON.stringify([organizationId, projectId, batchId, whatIf]);
    return this.shared.get(
      key,
      () => this.clock.now().getTime(),
      gone,
      async (signal) => {
        const gathered = await this.database.transact({ organizationId }, (tx) => this.gather(tx, projectId, batchId));
        const { people, batches } = gathered.input;
        return { report: await this.reckoned(gathered, whatIf, signal), isLong: isLargeHouse(people.length, batches.length) }; // prettier-ignore
      },
    );
  }

  private async gather(tx: Tx, projectId: string, batchId: string | null): Promise<Gathered> {
    const now = this.clock.now().getTime();
    const asked = await this.store.forecastable(tx, projectId, batchId);
    const ids = asked.map(({ id }) => id);
    const others = (await this.store.competing(tx, projectId)).filter(({ id }) => !ids.includes(id));
    const rows = [...asked, ...others];
    const policies = new Map<string, Policy>();
    for (const id of new Set(rows.map((row) => row.projectId))) policies.set(id, await this.projects.policyOf(tx, id));
    const people = await this.store.people(tx, [...policies.keys()]);
    const memberIds = [...new Set(people.map(({ memberId }) => memberId))];
    const presences = await this.presences(tx, memberIds);
    const { people: facts, expected } = peopleFacts({ people, batches: rows, presences, leave: await this.store.leave(tx, memberIds), now, until: now + horizonDays * day }); // prettier-ignore
    const handled = (await this.store.handled(tx, memberIds)).map((row) => ({ ...row, day: row.day.getTime() }));
    const input = {
      now,
      asked: ids,
      batches: await this.batchFacts(tx, projectId, rows, ids, policies),
      people: facts,
      worked: workedFrom(handled, presences, now),
      absences: absencesFrom(presences, now),
      draws: drawsFor(ids.length, facts.length, rows.length),
      // The same question a moment later has the same random numbers.
      seed: 1,
      explains: true,
    };
    return { input, rows, policies, expected };
  }

  private async batchFacts(
    tx: Tx,
    projectId: string,
    rows: BatchRow[],
    asked: string[],
    policies: Map<string, Policy>,
  ) {
    const ids = rows.map(({ id }) => id);
    const states = await this.store.states(tx, ids);
    // Of others it counts how much they take away; so a large house costs no more than a small one.
    const others = ids.filter((id) => !asked.includes(id));
    const open = [...(await this.store.open(tx, asked)), ...(await this.store.open(tx, others))];
    const decided = await this.store.decided(tx, ids);
    const former = await this.store.decided(tx, await this.store.formerBatches(tx, projectId, ids));
    const reviews = await this.store.reviews(tx, [...policies.keys()]);
    const arriving = await this.store.arriving(tx, ids);
    const allOrNothing = new Map<string, boolean>();
    for (const id of policies.keys()) allOrNothing.set(id, isAllOrNothing(await this.projects.schemaOf(tx, id)));
    return rows.map((batch) => {
      const own = <Row extends { batchId: string }>(all: Row[]) => all.filter(({ batchId }) => batchId === batch.id);
      return batchFacts({
        batch,
        policy: policies.get(batch.projectId)!,
        states: own(states),
        open: own(open),
        decided: own(decided),
        former: batch.projectId === projectId ? former : [],
        reviews: reviews.find((one) => one.projectId === batch.projectId) ?? { count: 0, of: 0 },
        arriving: own(arriving)[0]?.tasks ?? 0,
        isAllOrNothing: allOrNothing.get(batch.projectId)!,
      });
    });
  }

  private async presences(tx: Tx, memberIds: string[]): Promise<Presence[]> {
    const seen = new Map((await this.store.hours(tx, memberIds)).map((row) => [row.memberId, row]));
    const shifts = await this.store.shifts(tx, memberIds);
    return memberIds.map((memberId) => ({
      memberId,
      shifts: shifts.filter((one) => one.memberId === memberId).map(({ from, to }) => ({ from: from.getTime(), to: to.getTime() })), // prettier-ignore
      hours: (seen.get(memberId)?.hours ?? []).map((at) => at.getTime()).sort((a, b) => a - b),
      cameAt: seen.get(memberId)?.cameAt?.getTime() ?? null,
    }));
  }

  private async reckoned(gathered: Gathered, whatIf: WhatIf | null, signal: AbortSignal): Promise<ForecastReport> {
    const { input, rows } = gathered;
    const job = new URL('./forecast.job.js', import.meta.url);
    const { forecast, otherwise } = await inThread<ForecastJobInput, ForecastJobOutput>(job, { input, whatIf }, { signal }); // prettier-ignore
    const grounds = { ...gathered, output: forecast };
    return {
      madeAt: new Date(input.now),
      batches: forecast.batches.map((one, place) => {
        const { tasks, settled } = input.batches.find(({ id }) => id === one.batchId)!;
        const row = rows.find(({ id }) => id === one.batchId)!;
        return { row, tasks, settled, forecast: one, otherwise: otherwise?.batches[place] ?? null };
      }),
      basis: forecast.basis,
      assumptions: assumptionsOf(grounds),
      missing: missingOf(grounds),
      isDatesOnly: false,
    };
  }
}
