import { Injectable } from '@nestjs/common';
import { type Actor, reachOf } from '../../identity/index.js';
import { ClientFault, Database, type Tx } from '../../platform/index.js';
import { ProjectsService } from '../../projects/index.js';
import type { ChangePoint } from '../../quality/index.js';
import { PeopleReach } from '../../workforce/index.js';
import { isReachable, proposalsOf } from './recheck.rules.js';
import type { Proposal, Standing, StandingTask } from './recheck.types.js';
import { type PersonsWork, WorkAtRisk } from './work-at-risk.service.js';

/** Each may take a comparison of shapes; so many are looked at within a request. */
export const mostTasks = 5_000;

export interface BlameWindowReport {
  judged: number;
  change: ChangePoint | null;
  /** what the project asks for */
  bar: number | null;
  isBelowBar: boolean | null;
  sentence: string;
  risk: {
    tasks: number;
    decisive: number;
    covered: number;
    judged: number;
    /** decisive, in batches that were accepted or have ended */
    outOfReach: number;
    isCapped: boolean;
  };
  /** decisive first, then newest first */
  work: StandingTask[];
  proposals: Proposal[];
}

/** When somebody is right less often: since when, what rests on their work since, and the cheapest way to look at it again. */
@Injectable()
export class BlameWindows {
  constructor(
    private readonly database: Database,
    private readonly projects: ProjectsService,
    private readonly people: PeopleReach,
    private readonly atRisk: WorkAtRisk,
  ) {}

  find(actor: Actor, work: PersonsWork): Promise<BlameWindowReport> {
    return this.database.transact(actor, async (tx) => {
      const name = await this.require(tx, actor, work.projectId, work.memberId);
      const bar = (await this.projects.policyOf(tx, work.projectId)).trust?.bar ?? null;
      const { judged, right, change } = await this.atRisk.change(tx, work);
      const known = { judged, change, bar, isBelowBar: change && bar !== null ? change.after.rate < bar : null };
      if (!change) return { ...known, sentence: noChange(name, judged, right), ...nothing };
      const since = change.earliest.at;
      const all = await this.atRisk.tasksSince(tx, work, since);
      const tasks = await this.atRisk.standings(tx, work, since, all.slice(0, mostTasks));
      const count = (standing: Standing) => tasks.filter((task) => task.standing === standing).length;
      const outOfReach = tasks.filter(({ standing, batchState }) => standing === 'DECISIVE' && !isReachable(batchState)).length; // prettier-ignore
      return {
        ...known,
        sentence: changed(name, change),
        risk: {
          tasks: all.length,
          decisive: count('DECISIVE'),
          covered: count('COVERED'),
          judged: count('JUDGED'),
          outOfReach,
          isCapped: all.length > mostTasks,
        },
        work: tasks.sort((a, b) => rank(a) - rank(b) || b.at.getTime() - a.at.getTime()),
        proposals: proposalsOf(tasks, work.part, change.after.rate),
      };
    });
  }

  /** The person's name, when the actor may look at and send back their work there. @throws ClientFault NOT_FOUND, FORBIDDEN */
  async require(tx: Tx, actor: Actor, projectId: string, memberId: string): Promise<string> {
    await this.projects.visible(tx, actor, projectId, 'task:requeue');
    // Since when and from how much would tell whoever works, too, which of their own tasks was gold.
    const isWorker = reachOf({ roles: actor.roles, scopes: null }, 'task:claim') !== null;
    if (isWorker && memberId === actor.memberId)
      throw new ClientFault('FORBIDDEN', 'Somebody else has to look at your own work.');
    return (await this.people.require(tx, actor, 'task:requeue', memberId)).name;
  }
}

const order: readonly Standing[] = ['DECISIVE', 'COVERED', 'JUDGED'];
const rank = ({ standing }: StandingTask): number => order.indexOf(standing);

const nothing = {
  risk: { tasks: 0, decisive: 0, covered: 0, judged: 0, outOfReach: 0, isCapped: false },
  work: [],
  proposals: [],
};

const day = (date: Date): string => date.toISOString().slice(0, 10);
const percent = (rate: number): number => Math.round(rate * 100);

function noChange(name: string, judged: number, right: number): string {
  if (judged === 0) return `Nothing that ${name} did here was judged yet.`;
  return `No moment stands out since when ${name} is right less often: ${right} of ${judged} judged were right, spread as chance would spread them.`;
}

function changed(name: string, { before, after, at, earliest, latest }: ChangePoint): string {
  const between = day(earliest.at) === day(latest.at) ? '' : ` (between ${day(earliest.at)} and ${day(latest.at)})`;
  return `Since ${day(at)}${between} ${name} is right in about ${percent(after.rate)} % instead of ${percent(before.rate)} %, from ${Math.round(after.n)} and ${Math.round(before.n)} judged.`;
}
