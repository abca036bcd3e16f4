import { Injectable } from '@nestjs/common';
import { BatchesService } from '../../batches/index.js';
import type { Action, Actor } from '../../identity/index.js';
import { ClientFault, Refusal, toGlobalId, type Tx } from '../../platform/index.js';
import { AssignmentsStore, type LiveAssignment } from '../assignments/assignments.store.js';
import { isAuthoring } from '../task.rules.js';
import { type TaskRow, TasksStore } from '../tasks.store.js';
import { MoveSteps } from './move-steps.js';
import { type FreeSeat, MovesStore, type Standing } from './moves.store.js';

export type SeatMoveRefusal = Refusal<'NOT_HELD' | 'NO_FREE_SEAT' | 'NOT_ELIGIBLE'>;

/** What a lead does with single seats: give one to a person, take one back, pass one on, count a late answer. */
@Injectable()
export class SeatMovesService {
  constructor(
    private readonly store: MovesStore,
    private readonly assignments: AssignmentsStore,
    private readonly tasks: TasksStore,
    private readonly batches: BatchesService,
    private readonly steps: MoveSteps,
  ) {}

  /**
   * A free seat of the task comes first in this person's queue; without a person, pushed seats go back to everybody.
   *
   * @param from only seats that are kept for this person; a seat that somebody else can take is left alone
   */
  assign(
    actor: Actor,
    taskId: string,
    { to: memberId, from }: { to: string | null; from: string | null },
    reason: string,
  ): Promise<TaskRow | SeatMoveRefusal> {
    return this.steps.run(actor, async (tx) => {
      const task = await this.visibleTask(tx, actor, taskId, 'assignment:lead');
      const free = await this.store.freeSeats(tx, taskId);
      const seats = from === null ? free : free.filter((seat) => seat.for_member_id === from);
      if (from !== null && seats.length === 0)
        return new Refusal('NO_FREE_SEAT', 'No seat of this task waits for this person any more: it was taken, or given to others.'); // prettier-ignore
      if (memberId === null) {
        const pushed = seats.filter((seat) => seat.for_member_id !== null && seat.stage !== 'REWORK');
        for (const seat of pushed) await this.store.push(tx, taskId, seat, BigInt(seat.seats), null);
        if (pushed.length === 0) return new Refusal('NO_FREE_SEAT', 'No free seat of this task is kept for anybody.');
      } else {
        const seat = seats[0];
        if (!seat) return new Refusal('NO_FREE_SEAT', 'Every seat of this task is held or filled.');
        const refusal = await this.unfit(tx, taskId, memberId, seat);
        if (refusal) return refusal;
        const all = BigInt(seat.seats);
        await this.store.push(tx, taskId, seat, all & -all, memberId);
      }
      await this.steps.note(tx, actor, 'task:assign', taskId, reason, {
        memberId: memberId && toGlobalId('member', memberId),
        ...(from && { fromMemberId: toGlobalId('member', from) }),
      });
      return task;
    });
  }

  /** The seat is free again; whoever held it is not offered the task a second time. */
  revoke(actor: Actor, assignmentId: string, reason: string): Promise<TaskRow | SeatMoveRefusal> {
    return this.withHeld(actor, assignmentId, async (tx, held) => {
      await this.assignments.close(tx, assignmentId, 'REVOKED', { reason, isBarred: true, offer: 'RETURNED' });
      await this.steps.note(tx, actor, 'assignment:revoke', held.id, reason);
      return null;
    });
  }

  /** The seat and the draft wait for the other person, before anything else of theirs. */
  handOver(actor: Actor, assignmentId: string, toMemberId: string, reason: string): Promise<TaskRow | SeatMoveRefusal> {
    return this.withHeld(actor, assignmentId, async (tx, held) => {
      if (held.member_id === toMemberId) throw ClientFault.invalid('input.toMemberId', 'holds it already');
      const refusal = await this.unfit(tx, held.task_id, toMemberId, { ...held, not_member_id: null });
      if (refusal) return refusal;
      const closing = { reason, isBarred: true, offer: 'RETURNED', forMemberId: toMemberId } as const;
      await this.assignments.close(tx, assignmentId, 'REVOKED', closing);
      const to = toGlobalId('member', toMemberId);
      await this.steps.note(tx, actor, 'assignment:handOver', held.id, reason, { toMemberId: to });
      return null;
    });
  }

  /** A late answer that was kept aside counts after all, on a seat that is free. */
  countAnswer(actor: Actor, submissionId: string, reason: string): Promise<TaskRow | SeatMoveRefusal> {
    return this.steps.run(actor, async (tx) => {
      const found = await this.store.quarantined(tx, submissionId);
      if (!found) throw ClientFault.notFound('quarantined answer');
      const task = await this.visibleTask(tx, actor, found.task_id, 'answer:count');
      // Counted or made void by another, before the task was locked.
      const answer = await this.store.quarantined(tx, submissionId);
      if (!answer) throw ClientFault.notFound('quarantined answer');
      const ordinal = lowestOf(await this.store.freeSeats(tx, task.id), answer);
      // Only now: a claim of the same person may have held the row of the free seats until this moment.
      if (await this.store.hasSeat(tx, task.id, answer.member_id, answer.stage))
        return new Refusal('NOT_ELIGIBLE', 'This person has a seat of the task already: one answer each.');
      if (ordinal === null) return new Refusal('NO_FREE_SEAT', 'Every wanted answer of this stage is held or filled.');
      await this.store.count(tx, answer, ordinal);
      await this.steps.note(tx, actor, 'submission:count', submissionId, reason);
      return (await this.tasks.find(tx, task.id))!;
    });
  }

  private withHeld(
    actor: Actor,
    assignmentId: string,
    move: (tx: Tx, held: LiveAssignment) => Promise<SeatMoveRefusal | null>,
  ): Promise<TaskRow | SeatMoveRefusal> {
    return this.steps.run(actor, async (tx) => {
      const taskId = await this.assignments.taskOf(tx, assignmentId);
      if (!taskId) throw ClientFault.notFound('assignment');
      const task = await this.visibleTask(tx, actor, taskId, 'assignment:lead');
      const held = await this.assignments.lockHeld(tx, assignmentId);
      if (!held) return new Refusal('NOT_HELD', 'Nobody holds this assignment any more.');
      return (await move(tx, held)) ?? task;
    });
  }

  private async visibleTask(tx: Tx, actor: Actor, taskId: string, action: Action): Promise<TaskRow> {
    const task = await this.tasks.lockTask(tx, taskId);
    if (!task) throw ClientFault.notFound('task');
    await this.batches.visible(tx, actor, task.batch_id, action);
    return task;
  }

  private async unfit(
    tx: Tx,
    taskId: string,
    memberId: string,
    seat: Pick<FreeSeat, 'stage' | 'slot_id' | 'not_member_id'>,
  ): Promise<SeatMoveRefusal | null> {
    await this.store.unbar(tx, taskId, memberId);
    const standing = await this.store.standingOf(tx, taskId, memberId, seat);
    const why = whyUnfit(standing, seat.stage);
    return why ? new Refusal('NOT_ELIGIBLE', why) : null;
  }
}

function whyUnfit(standing: Standing | undefined, stage: FreeSeat['stage']): string | null {
  if (!standing) return 'This person is in no team of the project.';
  const role = isAuthoring(stage) ? 'ANNOTATOR' : 'REVIEWER';
  if (!standing.roles.includes(role)) return `This seat needs the role ${role}.`;
  if (!standing.skilled) return 'This person lacks a skill that the project requires, or it has expired.';
  if (!standing.qualified) return 'This person is not qualified for this stage of the project.';
  if (!standing.is_fit) return 'This person has a part in this task already, so another must do this.';
  return null;
}

/** The lowest free ordinal of the answer's stage; beside annotation each ordinal is a seat of its own. */
function lowestOf(seats: FreeSeat[], answer: { stage: string; ordinal: number }): number | null {
  const own = 1n << BigInt(answer.ordinal - 1);
  const free = seats
    .filter((seat) => seat.stage === answer.stage)
    .reduce((mask, seat) => mask | BigInt(seat.seats), 0n);
  const usable = answer.stage === 'ANNOTATE' ? free : free & own;
  if (usable === 0n) return null;
  return (usable & -usable).toString(2).length;
}
