import { Injectable } from '@nestjs/common';
import { type Actor, ChangeLog, MembersService, reachOf } from '../../identity/index.js';
import { ClientFault, Database, Refusal, toGlobalId, type Tx } from '../../platform/index.js';
import { PeopleReach } from '../people-reach.service.js';
import { type Day, dateOf } from '../shifts/calendar.rules.js';
import { LeaveService } from '../shifts/leave.service.js';
import type { LeaveKind } from '../shifts/shift.types.js';
import { type LeaveRequestRow, type LeaveRequestState, LeaveRequestsStore } from './leave-requests.store.js';

export interface RequestLeave {
  kind: LeaveKind;
  startsOn: Day;
  endsOn: Day;
  /** null: the person's */
  timeZone: string | null;
  reason: string | null;
}

/**
 * People ask for their leave, and whoever plans their shifts says yes or no. A request takes no shift; approving it records the
 * leave. It stays with who asked, who decided, when and why. Where the organization lets people record their own leave, what they
 * ask for is approved by themselves at once.
 */
@Injectable()
export class LeaveRequests {
  constructor(
    private readonly database: Database,
    private readonly store: LeaveRequestsStore,
    private readonly leave: LeaveService,
    private readonly members: MembersService,
    private readonly reach: PeopleReach,
    private readonly changes: ChangeLog,
  ) {}

  ask(actor: Actor, given: RequestLeave): Promise<LeaveRequestRow | Refusal<'LEAVE_OVERLAPS'>> {
    return this.database.transact(actor, async (tx) => {
      const timeZone = given.timeZone ?? (await this.members.require(tx, actor.memberId)).timeZone;
      const asked = { ...given, timeZone };
      const taken = await this.leave.taken(tx, actor.memberId, asked);
      if (taken) return taken;
      const open = await this.store.openOn(tx, actor.memberId, asked);
      if (open) return askedAlready(open);
      const request = await this.store.insert(tx, actor.memberId, asked);
      await this.log(tx, actor, 'leave:request', request, null);
      if (!(await this.store.isRecordedByPeople(tx))) return request;
      const leave = await this.leave.put(tx, actor, { ...asked, memberId: actor.memberId });
      return this.store.decide(tx, request.id, actor.memberId, { state: 'APPROVED', leaveId: leave.id });
    });
  }

  /** Of an open request of one's own, or of what one has recorded by it; what a lead approved a lead cancels. */
  withdraw(actor: Actor, id: string): Promise<LeaveRequestRow | Refusal<'REQUEST_DECIDED'>> {
    return this.database.transact(actor, async (tx) => {
      const request = await this.store.lock(tx, id);
      if (request?.memberId !== actor.memberId) throw ClientFault.notFound('request for leave');
      if (request.leaveId && request.decidedBy === actor.memberId) {
        await this.leave.cancelOwn(tx, actor, request.leaveId);
        return { ...request, isCancelled: true };
      }
      if (request.state !== 'REQUESTED') return decidedAlready(request);
      await this.log(tx, actor, 'leave:withdraw', request, null);
      return this.store.decide(tx, id, actor.memberId, { state: 'WITHDRAWN' });
    });
  }

  decide(
    actor: Actor,
    id: string,
    approves: boolean,
    reason: string | null,
  ): Promise<LeaveRequestRow | Refusal<'REQUEST_DECIDED'> | Refusal<'LEAVE_OVERLAPS'>> {
    if (!approves && !reason) throw ClientFault.invalid('input.reason', 'must say why it is refused');
    return this.database.transact(actor, async (tx) => {
      const request = await this.othersRequest(tx, actor, id);
      if (request.state !== 'REQUESTED') return decidedAlready(request);
      if (!approves) {
        await this.log(tx, actor, 'leave:refuse', request, reason);
        return this.shown(tx, actor, await this.store.decide(tx, id, actor.memberId, { state: 'REFUSED', reason }));
      }
      const leave = await this.leave.recordIn(tx, actor, request);
      if (leave instanceof Refusal) return leave;
      await this.log(tx, actor, 'leave:approve', request, reason);
      const to = { state: 'APPROVED' as const, reason, leaveId: leave.id };
      return this.shown(tx, actor, await this.store.decide(tx, id, actor.memberId, to));
    });
  }

  /** Takes back a refusal: the request waits for a word again. What waits already goes on waiting. */
  reopen(actor: Actor, id: string): Promise<LeaveRequestRow | Refusal<'REQUEST_DECIDED'> | Refusal<'LEAVE_OVERLAPS'>> {
    return this.database.transact(actor, async (tx) => {
      const request = await this.othersRequest(tx, actor, id);
      if (request.state === 'REQUESTED') return this.shown(tx, actor, request);
      if (request.state !== 'REFUSED') return decidedAlready(request);
      const taken = await this.leave.taken(tx, request.memberId, request);
      if (taken) return taken;
      const since = await this.store.openOn(tx, request.memberId, request);
      if (since) return askedSince(since);
      await this.log(tx, actor, 'leave:reopen', request, null);
      return this.shown(tx, actor, await this.store.reopen(tx, id));
    });
  }

  isRecordedByPeople(actor: Actor): Promise<boolean> {
    return this.database.transact(actor, (tx) => this.store.isRecordedByPeople(tx));
  }

  /** What waits already waits for a lead's word. */
  letPeopleRecord(actor: Actor, isRecordedByPeople: boolean): Promise<boolean> {
    return this.database.transact(actor, async (tx) => {
      await this.store.letPeopleRecord(tx, isRecordedByPeople);
      const change = { action: 'organization:setLeaveRule', subjectId: actor.organizationId };
      await this.changes.record(tx, actor, { ...change, detail: { isRecordedByPeople } });
      return isRecordedByPeople;
    });
  }

  page(actor: Actor, memberId: string | null, state: LeaveRequestState | null, first: number, after: string | null) {
    const reach = reachOf(actor, 'shift:read');
    const seenBy = reach === 'ANY' ? null : actor.memberId;
    return this.database.transact(actor, async (tx) => {
      const of = { memberId, state, seenBy, isLead: reach === 'TEAM' };
      const { rows, total } = await this.store.page(tx, of, first, after);
      const open = await this.reach.confidedBy(tx, actor, [...new Set(rows.map((row) => row.memberId))]);
      return { rows: rows.map((row) => (open.includes(row.memberId) ? row : { ...row, reason: null })), total };
    });
  }

  /** Locked, of somebody for whom the actor decides. @throws ClientFault NOT_FOUND, FORBIDDEN */
  private async othersRequest(tx: Tx, actor: Actor, id: string): Promise<LeaveRequestRow> {
    const request = await this.store.lock(tx, id);
    if (!request) throw ClientFault.notFound('request for leave');
    if (request.memberId === actor.memberId)
      throw new ClientFault('FORBIDDEN', 'Nobody decides on requests of their own.');
    await this.reach.require(tx, actor, 'shift:manage', request.memberId);
    return request;
  }

  /** Why somebody is away only they and their leads read. */
  private async shown(tx: Tx, actor: Actor, row: LeaveRequestRow): Promise<LeaveRequestRow> {
    return (await this.reach.confidedBy(tx, actor, [row.memberId])).length > 0 ? row : { ...row, reason: null };
  }

  /** Neither the kind nor the reason of the leave: the log is read by many. */
  private log(tx: Tx, actor: Actor, action: string, request: LeaveRequestRow, reason: string | null): Promise<void> {
    const { id, memberId, startsOn, endsOn } = request;
    const detail = { leaveRequestId: toGlobalId('leaveRequest', id), from: dateOf(startsOn), until: dateOf(endsOn) };
    return this.changes.record(tx, actor, { action, subjectId: memberId, reason, detail });
  }
}

const decidedWords: Record<LeaveRequestState, string> = {
  REQUESTED: 'made',
  APPROVED: 'approved',
  REFUSED: 'refused',
  WITHDRAWN: 'taken back',
};

const decidedAlready = ({ state }: LeaveRequestRow): Refusal<'REQUEST_DECIDED'> =>
  new Refusal('REQUEST_DECIDED', `The request was ${decidedWords[state]} already.`);

const askedAlready = ({ startsOn, endsOn }: LeaveRequestRow): Refusal<'LEAVE_OVERLAPS'> =>
  new Refusal('LEAVE_OVERLAPS', `You have asked for leave from ${dateOf(startsOn)} to ${dateOf(endsOn)} already: withdraw that first, or choose other days.`); // prettier-ignore

const askedSince = ({ startsOn, endsOn }: LeaveRequestRow): Refusal<'LEAVE_OVERLAPS'> =>
  new Refusal('LEAVE_OVERLAPS', `They have asked anew for leave from ${dateOf(startsOn)} to ${dateOf(endsOn)}: decide on that.`); // prettier-ignore
