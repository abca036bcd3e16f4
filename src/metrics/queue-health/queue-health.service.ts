import { Injectable } from '@nestjs/common';
import { type Actor, reachOf } from '../../identity/index.js';
import { Database, toGlobalId, type Tx } from '../../platform/index.js';
import { ProjectsService } from '../../projects/index.js';
import { stages as stageNames } from '../../tasks/index.js';
import { csvOfHealth, expiringSeconds, hoursOf, idleAmong, leastAnswers, minutesUntilDry, onBreakAmong, stuckAmong, workingAmong } from './queue-health.rules.js'; // prettier-ignore
import { QueueHealthStore } from './queue-health.store.js';
import type { ProjectHealth, StageHealth } from './queue-health.types.js';

const flowHours = 6;
const seenHours = 8;
const mostProjects = 100;
const hour = 3_600_000;

export interface QueueHealthReport {
  at: Date;
  projects: ProjectHealth[];
  csv: string;
}

/** How the queue stands now. */
@Injectable()
export class QueueHealthService {
  constructor(
    private readonly database: Database,
    private readonly projects: ProjectsService,
    private readonly store: QueueHealthStore,
  ) {}

  health(actor: Actor, projectId: string | null): Promise<QueueHealthReport> {
    return this.database.transact(actor, async (tx) => {
      if (projectId) await this.projects.visible(tx, actor, projectId, 'queue:read');
      const asked = projectId ? [projectId] : await this.projects.reached(tx, actor, 'queue:read');
      const named = await this.store.projects(tx, asked, mostProjects);
      const at = await this.store.now(tx);
      const projects = await this.read(tx, actor, named, at);
      return { at, projects, csv: csvOfHealth(projects) };
    });
  }

  private async read(tx: Tx, actor: Actor, named: { id: string; name: string }[], now: Date): Promise<ProjectHealth[]> {
    const ledBy = reachOf(actor, 'queue:read') === 'TEAM' ? actor.memberId : null;
    const ids = named.map(({ id }) => id);
    const thisHour = Math.floor(now.getTime() / hour) * hour;
    const from = new Date(thisHour - (flowHours - 1) * hour);
    const lanes = await this.store.lanes(tx, ids);
    const states = await this.store.states(tx, ids);
    const open = await this.store.withOpenWork(tx, ids);
    const live = await this.store.live(tx, ids, ledBy);
    const times = await this.store.holdTimes(tx, ids);
    const flow = await this.store.flow(tx, ids, from);
    const seen = await this.store.seen(tx, ids, ledBy, new Date(thisHour - (seenHours - 1) * hour));
    return named.map(({ id, name }) => {
      const of = <Row extends { project_id: string }>(rows: Row[]): Row[] =>
        rows.filter((row) => row.project_id === id);
      const held = of(live);
      const stages = stageNames.flatMap((stage): StageHealth[] => {
        const lane = of(lanes).find((one) => one.stage === stage);
        const seats = held.filter((one) => one.stage === stage);
        const time = of(times).find((one) => one.stage === stage && one.n >= leastAnswers);
        if (!lane && seats.length === 0) return [];
        return [
          {
            stage,
            waiting: lane?.waiting ?? 0,
            paused: lane?.paused ?? 0,
            held: seats.length,
            expiring: seats.filter(({ lease_seconds }) => lease_seconds <= expiringSeconds).length,
            oldestSeconds: lane?.oldest_seconds ?? null,
            usualSeconds: time?.usual_seconds ?? null,
            longSeconds: time?.long_seconds ?? null,
          },
        ];
      });
      const annotated = of(flow).filter((row) => row.hour.getTime() >= thisHour - hour).reduce((sum, row) => sum + row.annotated, 0); // prettier-ignore
      return {
        projectId: toGlobalId('project', id),
        name,
        stages,
        states: of(states).map(({ state, count, oldest_seconds }) => ({ state, count, oldestSeconds: oldest_seconds })),
        flow: hoursOf(of(flow), from, now),
        working: workingAmong(held, actor.memberId).map((one) => ({
          ...one,
          memberId: toGlobalId('member', one.memberId),
          assignmentId: toGlobalId('assignment', one.assignmentId),
          taskId: one.taskId && toGlobalId('task', one.taskId),
        })),
        stuck: stuckAmong(held, stages).map((one) => ({
          ...one,
          memberId: toGlobalId('member', one.memberId),
          assignmentId: toGlobalId('assignment', one.assignmentId),
        })),
        idle: idleAmong(of(seen)).map((one) => ({ ...one, memberId: toGlobalId('member', one.memberId) })),
        onBreak: onBreakAmong(of(seen)).map((one) => ({ ...one, memberId: toGlobalId('member', one.memberId) })),
        minutesUntilDry: minutesUntilDry(
          { waiting: stages.find(({ stage }) => stage === 'ANNOTATE')?.waiting ?? 0, hasOpenWork: open.has(id) },
          annotated,
          now,
        ),
      };
    });
  }
}
