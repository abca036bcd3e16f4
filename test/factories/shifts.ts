import type { Caller } from './app.js';
import { ask } from './work.js';

const dayMilliseconds = 86_400_000;
const weekdays = ['SUNDAY', 'MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY'];

/** `2026-11-30`, so many days after today by UTC. */
export const dayFromNow = (days: number): string =>
  new Date(Date.now() + days * dayMilliseconds).toISOString().slice(0, 10);
export const weekdayOf = (date: string): string => weekdays[new Date(`${date}T00:00Z`).getUTCDay()]!;

/** As ISO 8601 counts: Monday is 1. */
export const weekdayNumber = (name: string): number => weekdays.indexOf(name) || 7;

const shiftFields = `id weekday start end timeZone from until`;
const exceptionFields = `... on ShiftException { id kind date toDate start end note isCancelled } ... on Problem { code message }`;
const leaveFields = `... on Leave { id kind from until startsAt endsAt reason isCancelled } ... on Problem { code message }`;

export const setShifts = (by: Caller, memberId: string, shifts: object[], more: object = {}) =>
  ask(by, 'setShifts', 'SetShiftsInput', { memberId, shifts, ...more }, `timeZone shifts { ${shiftFields} } before { ${shiftFields} }`); // prettier-ignore

export const addException = (by: Caller, memberId: string, input: object) =>
  ask(by, 'addShiftException', 'AddShiftExceptionInput', { memberId, ...input }, exceptionFields);

export const recordLeave = (by: Caller, memberId: string, input: object) =>
  ask(by, 'recordLeave', 'RecordLeaveInput', { memberId, ...input }, leaveFields);

const requestFields = `... on LeaveRequest { id memberId kind from until reason state decidedById decisionReason leaveId isCancelled } ... on Problem { code message }`;

export const requestLeave = (by: Caller, input: object) =>
  ask(by, 'requestLeave', 'RequestLeaveInput', input, requestFields);

export const decideLeave = (by: Caller, leaveRequestId: string, approves: boolean, reason?: string) =>
  ask(by, 'decideLeaveRequest', 'DecideLeaveRequestInput', { leaveRequestId, approves, reason }, requestFields);

export const withdrawLeave = async (by: Caller, id: string) =>
  (await by.run(`mutation ($id: ID!) { withdrawLeaveRequest(id: $id) { ${requestFields} } }`, { id }))
    .withdrawLeaveRequest;

/** What the roster says of people from now on, by person. */
export async function rosterOf(by: Caller, more: object = {}, days = 21) {
  const [from, until] = [new Date(), new Date(Date.now() + days * dayMilliseconds)];
  const { roster } = await by.run(
    `query ($from: DateTime!, $until: DateTime!, $teamId: ID, $memberIds: [ID!], $roles: [Role!], $first: Int, $after: String) {
       roster(from: $from, until: $until, teamId: $teamId, memberIds: $memberIds, roles: $roles, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor }
         nodes { member { id } isOnShift windows { startsAt endsAt } leave { id kind from until reason } shifts { ${shiftFields} } exceptions { id kind date note } } } }`,
    { from: from.toISOString(), until: until.toISOString(), ...more },
  );
  return roster;
}
