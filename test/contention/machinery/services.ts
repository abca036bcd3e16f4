import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type pg from 'pg';
import { AppModule } from '../../../src/app.module.js';
import { BatchesService } from '../../../src/batches/index.js';
import type { Actor } from '../../../src/identity/index.js';
import { ClientFault, Database, readConfig, Refusal } from '../../../src/platform/index.js';
import { createLog } from '../../../src/platform/log.js';
import { PausesService } from '../../../src/projects/people/pauses.service.js';
import { VerdictsService } from '../../../src/quality/verdicts.service.js';
import { AssignmentsService } from '../../../src/tasks/assignments/assignments.service.js';
import type { AssignmentView } from '../../../src/tasks/assignments/assignments.store.js';
import { HoldsService } from '../../../src/tasks/assignments/holds.service.js';
import { TaskReadingService } from '../../../src/tasks/index.js';
import { OverlapService } from '../../../src/tasks/overlap.service.js';
import { SeatMovesService } from '../../../src/tasks/moves/seat-moves.service.js';
import { TaskMovesService } from '../../../src/tasks/moves/task-moves.service.js';
import { RequeueService } from '../../../src/workflow/requeue.service.js';
import { WorkflowService } from '../../../src/workflow/workflow.service.js';
import { animal } from '../../factories/work.js';
import { Cut, type Muster, type Named, type Reply } from './muster.js';
import type { Person, World } from './world.js';

const because = 'because';

/** One process of the program without its HTTP: the whole of its services, and connections of its own to kill. */
export class ServiceProcess {
  private constructor(
    readonly name: string,
    readonly context: INestApplicationContext,
  ) {}

  static async start(databaseUrl: string, name: string): Promise<ServiceProcess> {
    const url = new URL(databaseUrl);
    url.searchParams.set('application_name', name);
    const config = readConfig({
      NODE_ENV: 'test',
      DATABASE_URL: url.href,
      DATABASE_POOL_SIZE: '6',
      MUSTER_HOME: process.env.TEST_HOME,
      LOG_LEVEL: 'fatal',
    });
    const module = AppModule.forRoot(config, createLog('fatal'));
    const context = await NestFactory.createApplicationContext(module, { logger: false, abortOnError: false });
    await context.get(Database).open();
    return new ServiceProcess(name, context);
  }

  get<Service>(type: Type<Service>): Service {
    return this.context.get(type, { strict: false });
  }

  async stop(): Promise<void> {
    await this.get(Database).close();
  }
}

/** The services as resolvers call them, spread over several processes' connections. */
export class Services implements Muster {
  constructor(
    private readonly processes: ServiceProcess[],
    private readonly world: World,
    private readonly admin: pg.Pool,
  ) {}

  claim(at: number, by: Person, ask: { count: number; batch?: string; key?: string }) {
    const actor = this.actor(by, ask.key);
    return this.ask(at, AssignmentsService, async (service) => {
      const answer = await service.claim(actor, { batchId: ask.batch }, ask.count);
      return answer instanceof Refusal ? { outcome: answer.code, isEmpty: true } : held(answer);
    });
  }

  submit(
    at: number,
    by: Person,
    { id, token }: { id: string; token: string },
    option: string,
    claimsNext: boolean,
    key?: string,
  ) {
    return this.ask(at, AssignmentsService, async (service) => {
      const answer = await service.submit(this.actor(by, key), id, token, animal(option), claimsNext);
      if (answer instanceof Refusal) return { outcome: answer.code };
      const next = !answer.next || answer.next instanceof Refusal ? [] : [shownOf(answer.next)];
      const isEmpty = answer.next instanceof Refusal;
      return {
        outcome: answer.isQuarantined ? 'QUARANTINED' : 'COUNTED',
        submission: answer.submissionId,
        shown: next,
        isEmpty,
      };
    });
  }

  judge(at: number, by: Person, { id, token }: { id: string; token: string }, decision: 'ACCEPT' | 'FIX' | 'REJECT') {
    const labels = decision === 'FIX' ? animal('dog') : undefined;
    const input = { assignmentId: id, token, decision, labels, errors: [] };
    return this.ask(at, VerdictsService, async (service) => refused(await service.submit(this.actor(by), id, input)));
  }

  renew(at: number, by: Person, { id, token }: { id: string; token: string }) {
    return this.ask(at, HoldsService, async (s) => refused(await s.renew(this.actor(by), id, token, 'ACTIVE')));
  }

  skip(at: number, by: Person, { id, token }: { id: string; token: string }) {
    return this.ask(at, HoldsService, async (s) => refused(await s.skip(this.actor(by), id, token, because)));
  }

  return(at: number, by: Person, { id, token }: { id: string; token: string }) {
    return this.ask(at, HoldsService, async (s) => refused(await s.returnSeat(this.actor(by), id, token)));
  }

  revoke(at: number, id: string) {
    return this.ask(at, SeatMovesService, async (s) => refused(await s.revoke(this.lead, id, because)));
  }

  handOver(at: number, id: string, toMember: string) {
    return this.ask(at, SeatMovesService, async (s) => refused(await s.handOver(this.lead, id, toMember, because)));
  }

  assign(at: number, task: string, member: string | null) {
    return this.ask(at, SeatMovesService, async (s) =>
      refused(await s.assign(this.lead, task, { to: member, from: null }, because)),
    );
  }

  count(at: number, submission: string) {
    return this.ask(at, SeatMovesService, async (s) => refused(await s.countAnswer(this.lead, submission, because)));
  }

  pause(at: number, member: string) {
    return this.ask(at, PausesService, async (s) => {
      await s.pause(this.lead, member, null, because);
      return done;
    });
  }

  resume(at: number, member: string) {
    return this.ask(at, PausesService, async (s) => refused(await s.resume(this.lead, member, null)));
  }

  overlap(at: number, task: Named, overlap: number) {
    return this.ask(at, OverlapService, async (service) => {
      await service.setOverlap(this.lead, task.batch, [task.key], overlap);
      return done;
    });
  }

  requeue(at: number, task: Named, byOthers: boolean) {
    return this.ask(at, RequeueService, async (service) => {
      await service.requeue(this.lead, namedOf(task), byOthers);
      return done;
    });
  }

  cancel(at: number, task: Named) {
    return this.ask(at, TaskMovesService, async (service) => {
      await service.cancel(this.lead, namedOf(task));
      return done;
    });
  }

  reopen(at: number, task: Named) {
    return this.ask(at, TaskMovesService, async (service) => {
      await service.reopen(this.lead, namedOf(task));
      return done;
    });
  }

  move(at: number, task: Named, toBatch: string) {
    return this.ask(at, TaskMovesService, async (service) => {
      await service.toBatch(this.lead, namedOf(task), toBatch);
      return done;
    });
  }

  prioritize(at: number, batch: string, priority: number) {
    return this.ask(at, BatchesService, async (s) => refused(await s.prioritize(this.lead, batch, priority)));
  }

  pauseBatch(at: number, batch: string) {
    return this.ask(at, BatchesService, async (s) => refused(await s.pause(this.lead, batch)));
  }

  openBatch(at: number, batch: string) {
    return this.ask(at, BatchesService, async (s) => refused(await s.open(this.lead, batch)));
  }

  look(at: number, by: Person, task: string) {
    return this.ask(at, TaskReadingService, async (service) => {
      const answers = await service.answersOf(this.actor(by), [task]);
      return { outcome: 'OK', seen: answers.map((answer) => answer.member_id) };
    });
  }

  expire(at: number) {
    return this.ask(at, AssignmentsService, async (service) => ({
      outcome: `EXPIRED ${await service.expireOverdue()}`,
    }));
  }

  decide(at: number, task: string) {
    return this.ask(at, WorkflowService, async (service) => {
      await service.decideTask(this.world.organizationId, task);
      return done;
    });
  }

  /** What the database sees of a process that is gone: all its connections end, in the middle of whatever they do. */
  async kill(at: number): Promise<Reply> {
    const { rowCount } = await this.admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1`,
      [this.processes[at % this.processes.length]!.name],
    );
    return { outcome: `KILLED ${rowCount}` };
  }

  private async ask<Service>(
    at: number,
    type: Type<Service>,
    work: (service: Service) => Promise<Reply>,
  ): Promise<Reply> {
    try {
      return await work(this.processes[at % this.processes.length]!.get(type));
    } catch (error) {
      return { outcome: outcomeOf(error) };
    }
  }

  private actor(by: Person, key?: string): Actor {
    const { organizationId } = this.world;
    const idempotency = key ? { key, requestHash: Buffer.from(key) } : undefined;
    return { organizationId, memberId: by.id, name: 'M', email: 'm@test.example', roles: by.roles as Actor['roles'], scopes: null, idempotency }; // prettier-ignore
  }

  private get lead(): Actor {
    return this.actor(this.world.lead);
  }
}

const done: Reply = { outcome: 'OK' };
const namedOf = ({ batch, key }: Named) => ({ batchId: batch, externalKeys: [key], reason: because });
const refused = (answer: unknown): Reply => (answer instanceof Refusal ? { outcome: answer.code } : done);
const shownOf = (view: AssignmentView) => ({ id: view.id, token: view.token, stage: view.stage, seat: view.ordinal });
const held = (views: AssignmentView[]): Reply => ({ outcome: 'OK', shown: views.map(shownOf) });

const brokenConnection = /terminat|already released|ECONNRESET|EPIPE|not queryable|connection error|Connection ended/i;

/** @throws Cut when the connection broke: nobody knows whether it was done */
function outcomeOf(error: unknown): string {
  if (error instanceof ClientFault) {
    if (error.fields.some(({ path }) => path.startsWith('input.externalKeys'))) return 'ELSEWHERE';
    return error.code;
  }
  const { code, message, stack } = error as Error & { code?: string };
  if (code?.startsWith('57P') || code?.startsWith('08') || brokenConnection.test(message)) throw new Cut(message, true);
  return `ERROR ${code ?? ''} ${message} ${stack?.split('\n').find((line) => line.includes('/src/')) ?? ''}`;
}
