import { Injectable } from '@nestjs/common';
import { BatchesService } from '../../batches/index.js';
import { inThread, Turns } from '../../consensus/index.js';
import { type Actor, MembersService, reachOf } from '../../identity/index.js';
import { ClientFault, Database, toGlobalId, type Tx } from '../../platform/index.js';
import { type ProjectRow, ProjectsService } from '../../projects/index.js';
import { PeopleReach } from '../../workforce/index.js';
import type { TaskAnswers } from '../answers/answer.types.js';
import { AnswersReader } from '../answers/answers.reader.js';
import type { ConfusionInput, PartConfusion } from './confusion.job.js';
import { csvOfConfusion, csvOfPairs } from './matrices-csv.rules.js';
import type { PairOfPeople, PeopleMatrix, PeopleMatrixInput } from './people-matrix.job.js';

/** Fewer than agreement reads: matrices are looked at, and asked again with every batch that is chosen. */
export const mostTasks = 5_000;
const mostCharacters = 24_000_000;
const patienceMilliseconds = 60_000;
export const mostPeople = 40;
export const mostValues = 40;
/** More at once would hold the labels of all of them in memory, and wait for the same threads. */
const turns = new Turns(2);

export interface MatrixAsked {
  projectId: string;
  batchId?: string;
  memberId?: string;
}

export interface MatrixOfPeople {
  people: { id: string; name: string; answers: number }[];
  pairs: PairOfPeople[];
  left: number;
  isCapped: boolean;
  csv: string;
}

export interface Confusions {
  tasks: number;
  answers: number;
  parts: PartConfusion[];
  isCapped: boolean;
  csv: string;
}

/** Who answers like whom, and what is taken for what; of the people whom the caller leads. Computed when it is asked for. */
@Injectable()
export class MatricesService {
  constructor(
    private readonly database: Database,
    private readonly projects: ProjectsService,
    private readonly batches: BatchesService,
    private readonly people: PeopleReach,
    private readonly members: MembersService,
    private readonly answers: AnswersReader,
  ) {}

  ofPeople(actor: Actor, asked: MatrixAsked, gone: AbortSignal): Promise<MatrixOfPeople> {
    return this.work(actor, { ...asked, isWithResult: false }, gone, async (project, tasks, isCapped, signal) => {
      const { classes, classMap = {}, measure, threshold } = project.policy.agreement;
      const job = new URL('./people-matrix.job.js', import.meta.url);
      const input = { classes, classMap, threshold: { measure, threshold }, tasks, mostPeople };
      const { people, pairs, left } = await inThread<PeopleMatrixInput, PeopleMatrix>(job, input, { signal });
      const names = await this.namesOf(actor, people.map(({ by }) => by)); // prettier-ignore
      const named = people.map(({ by, answers }) => ({ id: toGlobalId('member', by), name: names.get(by)!, answers }));
      return { people: named, pairs, left, isCapped, csv: csvOfPairs(named, pairs) };
    });
  }

  confusion(actor: Actor, asked: MatrixAsked, gone: AbortSignal): Promise<Confusions> {
    return this.work(
      actor,
      { ...asked, isWithResult: true },
      gone,
      async ({ labelSchema: schema, policy }, all, isCapped, signal) => {
        const tasks = all.filter(({ result, answers }) => result && answers.length > 0);
        const job = new URL('./confusion.job.js', import.meta.url);
        const input = { schema, classMap: policy.agreement.classMap ?? {}, tasks, mostValues };
        const parts = await inThread<ConfusionInput, PartConfusion[]>(job, input, { signal });
        const answers = tasks.reduce((sum, task) => sum + task.answers.length, 0);
        return { tasks: tasks.length, answers, parts, isCapped, csv: csvOfConfusion(parts) };
      },
    );
  }

  private async work<Answer>(
    actor: Actor,
    asked: MatrixAsked & { isWithResult: boolean },
    gone: AbortSignal,
    measure: (project: ProjectRow, tasks: TaskAnswers[], isCapped: boolean, signal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> {
    const project = await this.database.transact(actor, (tx) => this.visible(tx, actor, asked));
    const signal = AbortSignal.any([gone, AbortSignal.timeout(patienceMilliseconds)]);
    try {
      return await turns.with(signal, async () => {
        const { tasks, isCapped } = await this.read(actor, asked, signal);
        return measure(project, tasks, isCapped, signal);
      });
    } catch (error) {
      if (!signal.aborted || gone.aborted) throw error;
      throw new ClientFault('TIMED_OUT', 'There is more to compare than a minute is enough for: ask for one batch.');
    }
  }

  private async visible(tx: Tx, actor: Actor, { projectId, batchId, memberId }: MatrixAsked): Promise<ProjectRow> {
    const project = await this.projects.visible(tx, actor, projectId, 'people:compare');
    const batch = batchId && (await this.batches.visible(tx, actor, batchId, 'people:compare'));
    if (batch && batch.projectId !== projectId) throw ClientFault.invalid('batchId', 'is a batch of another project');
    if (memberId) await this.people.require(tx, actor, 'people:compare', memberId);
    return project;
  }

  /** Answers of whom the caller may compare, and of nobody else. */
  private async read(
    actor: Actor,
    { memberId, ...asked }: MatrixAsked & { isWithResult: boolean },
    signal: AbortSignal,
  ) {
    // While a task is open nobody who works on tasks sees how others answered it, not even as a figure (blindness).
    const isSettledOnly = reachOf({ roles: actor.roles, scopes: null }, 'task:claim') !== null;
    const tenant = { organizationId: actor.organizationId };
    const from = { ...asked, isSettledOnly };
    const { tasks, isCapped } = await this.answers.read(tenant, from, { mostTasks, mostCharacters, labels: 'ALL', signal }); // prettier-ignore
    const all = [...new Set(tasks.flatMap(({ answers }) => answers.map(({ by }) => by)))];
    const within = memberId
      ? [memberId]
      : await this.database.transact(tenant, (tx) => this.people.within(tx, actor, 'people:compare', all));
    const isOpen = new Set(within);
    const open = tasks.map((task) => ({ ...task, answers: task.answers.filter(({ by }) => isOpen.has(by)) }));
    return { tasks: open, isCapped };
  }

  private namesOf(actor: Actor, ids: string[]): Promise<Map<string, string>> {
    return this.database.transact({ organizationId: actor.organizationId }, async (tx) => {
      const found = await this.members.findAll(tx, ids);
      return new Map(found.map(({ id, name }) => [id, name]));
    });
  }
}
