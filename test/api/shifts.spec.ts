import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ShiftWindows } from '../../src/workforce/index.js';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import {
  addException,
  dayFromNow,
  decideLeave,
  recordLeave,
  requestLeave,
  rosterOf,
  setShifts,
  weekdayNumber,
  weekdayOf,
  withdrawLeave,
} from '../factories/shifts.js';
import { asApplication } from '../factories/time.js';

const [inThree, inFour, inTen] = [dayFromNow(3), dayFromNow(4), dayFromNow(10)];

describe('a lead plans the shifts of the team', () => {
  let app: TestApp;
  let [lead, otherLead, ann, ben, manager]: Caller[] = [];
  let teamId: string;
  let before: unknown[];
  let [exceptionId, leaveId] = ['', ''];

  beforeAll(async () => {
    app = await startApp();
    teamId = await team(app);
    [lead, otherLead, ann, ben, manager] = [
      await person(app, ['TEAM_LEAD', 'ANNOTATOR']),
      await person(app, ['TEAM_LEAD']),
      await person(app, ['ANNOTATOR'], teamId),
      await person(app, ['ANNOTATOR'], teamId),
      await person(app, ['PROJECT_MANAGER']),
    ];
    const leads = `mutation ($teamId: ID!, $memberId: ID!) { addTeamMember(teamId: $teamId, memberId: $memberId, isLead: true) { id } }`;
    await app.owner.run(leads, { teamId, memberId: lead.id });
    await app.owner.run(leads, { teamId: await team(app, 'Elsewhere'), memberId: otherLead.id });
    await ann.run(`mutation { setTimeZone(timeZone: "Asia/Kolkata") { timeZone } }`);
  });
  afterAll(() => app.stop());

  const codeOf = async (by: Caller, mutation: string, input: object, type: string) =>
    (await by.send(`mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename } }`, { input })).errors?.[0];
  const entryOf = async (by: Caller, who: Caller) => (await rosterOf(by, { memberIds: [who.id] })).nodes[0];
  const startsOf = async (who: Caller) => (await entryOf(lead!, who)).windows.map((one: any) => one.startsAt);

  it('by weekday, on the clock of the person, over midnight', async () => {
    const night = { weekday: weekdayOf(inThree), start: '22:00', end: '06:00' };
    const set = await setShifts(lead!, ann!.id, [night, { ...night, weekday: weekdayOf(inFour), until: inFour }]);
    expect(set).toMatchObject({ timeZone: 'Asia/Kolkata', before: [], shifts: [{}, {}] });
    expect((await entryOf(lead!, ann!)).windows.map((one: any) => [one.startsAt, one.endsAt])).toEqual([
      [`${inThree}T16:30:00.000Z`, `${inFour}T00:30:00.000Z`],
      [`${inFour}T16:30:00.000Z`, `${dayFromNow(5)}T00:30:00.000Z`],
      [`${inTen}T16:30:00.000Z`, `${dayFromNow(11)}T00:30:00.000Z`],
      [`${dayFromNow(17)}T16:30:00.000Z`, `${dayFromNow(18)}T00:30:00.000Z`],
    ]);
  });

  it('anew from a day on: what was before stays, and what was planned comes back', async () => {
    const morning = { weekday: weekdayOf(inThree), start: '08:00', end: '12:00' };
    ({ before } = await setShifts(lead!, ann!.id, [morning], { from: inTen, timeZone: 'UTC', reason: 'Nights end.' }));
    expect(before).toHaveLength(1);
    expect(await startsOf(ann!)).toEqual([`${inThree}T16:30:00.000Z`, `${inFour}T16:30:00.000Z`, `${inTen}T08:00:00.000Z`, `${dayFromNow(17)}T08:00:00.000Z`]); // prettier-ignore
    const again = before.map((one: any) => ({ weekday: one.weekday, start: one.start, end: one.end, from: one.from, until: one.until })); // prettier-ignore
    await setShifts(lead!, ann!.id, again, { from: inTen });
    expect(await startsOf(ann!)).toEqual([`${inThree}T16:30:00.000Z`, `${inFour}T16:30:00.000Z`, `${inTen}T16:30:00.000Z`, `${dayFromNow(17)}T16:30:00.000Z`]); // prettier-ignore
  });

  it('with a day off, a shift more and one that moves, each until it is cancelled', async () => {
    const off = await addException(lead!, ann!.id, { kind: 'OFF', date: inThree, note: 'The tool is down.' });
    exceptionId = off.id;
    await addException(lead!, ann!.id, { kind: 'EXTRA', date: inThree, start: '10:00', end: '11:30', timeZone: 'UTC' });
    await addException(lead!, ann!.id, { kind: 'MOVED', date: inTen, toDate: dayFromNow(12), start: '08:00', end: '16:00', timeZone: 'UTC' }); // prettier-ignore
    expect(await startsOf(ann!)).toEqual([`${inThree}T10:00:00.000Z`, `${inFour}T16:30:00.000Z`, `${dayFromNow(12)}T08:00:00.000Z`, `${dayFromNow(17)}T16:30:00.000Z`]); // prettier-ignore
    expect(await addException(lead!, ann!.id, { kind: 'OFF', date: inThree })).toMatchObject({
      code: 'DAY_TAKEN',
      message: `The shifts of ${inThree} are taken off or moved already: cancel that first.`,
    });
    const cancel = `mutation ($id: ID!) { cancelShiftException(id: $id) { isCancelled } }`;
    for (let time = 0; time < 2; time += 1)
      expect((await lead!.run(cancel, { id: exceptionId })).cancelShiftException).toEqual({ isCancelled: true });
    expect((await startsOf(ann!))[1]).toBe(`${inThree}T16:30:00.000Z`);
  });

  it('and leave, whose reason only the person and their lead read', async () => {
    const input = { kind: 'SICK', from: inFour, until: inTen, reason: 'A broken arm.' };
    const leave = await recordLeave(lead!, ann!.id, input);
    leaveId = leave.id;
    // Days of Kolkata: the night that began before them ends with their first minute.
    expect(leave).toMatchObject({ startsAt: `${inThree}T18:30:00.000Z`, endsAt: `${inTen}T18:30:00.000Z` });
    expect((await entryOf(lead!, ann!)).windows.slice(0, 3)).toEqual([
      { startsAt: `${inThree}T10:00:00.000Z`, endsAt: `${inThree}T11:30:00.000Z` },
      { startsAt: `${inThree}T16:30:00.000Z`, endsAt: `${inThree}T18:30:00.000Z` },
      { startsAt: `${dayFromNow(12)}T08:00:00.000Z`, endsAt: `${dayFromNow(12)}T16:00:00.000Z` },
    ]);
    for (const by of [lead!, ann!]) expect((await entryOf(by, ann!)).leave).toMatchObject([{ kind: 'SICK', reason: 'A broken arm.' }]); // prettier-ignore
    expect((await entryOf(manager!, ann!)).leave).toMatchObject([{ kind: 'SICK', reason: null }]);
    const { changeLog } = await app.owner.run(`query ($id: ID!) { changeLog(subjectId: $id) { nodes { action detail reason } } }`, { id: ann!.id }); // prettier-ignore
    expect(changeLog.nodes[0]).toMatchObject({ action: 'member:recordLeave', detail: { from: inFour, until: inTen } });
    expect(JSON.stringify(changeLog)).not.toMatch(/broken arm|SICK/);
    expect(await recordLeave(lead!, ann!.id, { ...input, from: inTen, until: inTen })).toMatchObject({ code: 'LEAVE_OVERLAPS' }); // prettier-ignore
    const cancelled = await manager!.run(`mutation ($id: ID!) { cancelLeave(id: $id) { isCancelled reason } }`, { id: leaveId }); // prettier-ignore
    expect(cancelled.cancelLeave).toEqual({ isCancelled: true, reason: null });
    expect(await startsOf(ann!)).toHaveLength(5);
  });

  it('people ask for their leave, and it takes their shifts when a lead says yes', async () => {
    const days = { from: inFour, until: inFour };
    const asked = await requestLeave(ann!, { kind: 'SICK', ...days, reason: 'The other arm.' });
    expect(asked).toMatchObject({ state: 'REQUESTED', memberId: ann!.id, reason: 'The other arm.', leaveId: null });
    expect(await requestLeave(ann!, { kind: 'VACATION', ...days })).toMatchObject({
      code: 'LEAVE_OVERLAPS',
      message: `You have asked for leave from ${inFour} to ${inFour} already: withdraw that first, or choose other days.`,
    });
    expect((await entryOf(lead!, ann!)).leave).toEqual([]);
    const listed = async (by: Caller, more = '') =>
      (await by.run(`{ leaveRequests(${more || 'first: 50'}) { nodes { id memberId memberName state reason decidedByName isCancelled } } }`)).leaveRequests.nodes; // prettier-ignore
    for (const by of [lead!, ann!]) expect(await listed(by)).toMatchObject([{ id: asked.id, reason: 'The other arm.' }]); // prettier-ignore
    expect(await listed(manager!, 'state: REQUESTED')).toMatchObject([{ id: asked.id, reason: null }]);
    for (const by of [ben!, otherLead!]) expect(await listed(by)).toEqual([]);

    const codeOfDecision = async (by: Caller, leaveRequestId: string, more: object = { approves: true }) =>
      (await codeOf(by, 'decideLeaveRequest', { leaveRequestId, ...more }, 'DecideLeaveRequestInput'))?.extensions.code;
    expect(await codeOfDecision(otherLead!, asked.id)).toBe('NOT_FOUND');
    expect(await codeOfDecision(ann!, asked.id)).toBe('FORBIDDEN');
    expect(await codeOfDecision(lead!, asked.id, { approves: false })).toBe('VALIDATION_FAILED');
    const own = await requestLeave(lead!, { kind: 'OTHER', from: inTen, until: inTen });
    expect(await codeOfDecision(lead!, own.id)).toBe('FORBIDDEN');
    const approved = await decideLeave(lead!, asked.id, true, 'Get well.');
    expect(approved).toMatchObject({ state: 'APPROVED', decidedById: lead!.id, decisionReason: 'Get well.' });
    expect((await entryOf(lead!, ann!)).leave).toMatchObject([{ id: approved.leaveId, kind: 'SICK', from: inFour }]);
    expect(await startsOf(ann!)).not.toContain(`${inFour}T16:30:00.000Z`);
    for (const again of [await decideLeave(lead!, asked.id, false, 'No.'), await withdrawLeave(ann!, asked.id)])
      expect(again).toMatchObject({ code: 'REQUEST_DECIDED', message: 'The request was approved already.' });
    expect(await requestLeave(ann!, { kind: 'OTHER', ...days })).toMatchObject({ code: 'LEAVE_OVERLAPS' });
    await manager!.run(`mutation ($id: ID!) { cancelLeave(id: $id) { id } }`, { id: approved.leaveId });

    const refused = await requestLeave(ann!, { kind: 'OTHER', ...days });
    expect(await decideLeave(manager!, refused.id, false, 'Too many are away.')).toMatchObject({ state: 'REFUSED', reason: null, decisionReason: 'Too many are away.' }); // prettier-ignore
    expect(await withdrawLeave(lead!, own.id)).toMatchObject({ state: 'WITHDRAWN', decidedById: lead!.id });
    expect((await ben!.send(`mutation { withdrawLeaveRequest(id: "${own.id}") { __typename } }`)).errors?.[0]?.extensions.code).toBe('NOT_FOUND'); // prettier-ignore
    const nameOf = async (who: Caller) => (await who.run(`{ me { name } }`)).me.name as string;
    const [annsName, leadsName, managersName] = [await nameOf(ann!), await nameOf(lead!), await nameOf(manager!)];
    expect(await listed(manager!)).toMatchObject([
      { state: 'REFUSED', memberName: annsName, decidedByName: managersName, isCancelled: false },
      { state: 'WITHDRAWN', memberName: leadsName, decidedByName: leadsName },
      { state: 'APPROVED', memberName: annsName, decidedByName: leadsName, isCancelled: true },
    ]);
    const { changeLog } = await app.owner.run(`query ($id: ID!) { changeLog(subjectId: $id, first: 6) { nodes { action reason detail } } }`, { id: ann!.id }); // prettier-ignore
    expect(changeLog.nodes.map(({ action }: any) => action)).toEqual(['leave:refuse', 'leave:request', 'member:cancelLeave', 'leave:approve', 'member:recordLeave', 'leave:request']); // prettier-ignore
    expect(JSON.stringify(changeLog)).not.toMatch(/other arm|SICK/);
  });

  it('a refusal is taken back, and the request waits again', async () => {
    const days = { from: inTen, until: inTen };
    const send = (by: Caller, id: string) => by.send(`mutation ($id: ID!) { reopenLeaveRequest(id: $id) { ... on LeaveRequest { state decidedById decidedAt decisionReason reason } ... on Problem { code message } } }`, { id }); // prettier-ignore
    const reopen = async (by: Caller, id: string) => (await send(by, id)).data?.reopenLeaveRequest;
    const { id } = await requestLeave(ann!, { kind: 'OTHER', ...days, reason: 'A wedding.' });
    await decideLeave(lead!, id, false, 'Too many are away.');
    expect((await send(ann!, id)).errors![0]!.extensions.code).toBe('FORBIDDEN');
    expect((await send(otherLead!, id)).errors![0]!.extensions.code).toBe('NOT_FOUND');
    const nowhere = (await send(lead!, 'lrq_00000000000070008000000000000000')).errors![0]!.message;
    expect(nowhere).toBe('There is no such request for leave, or it is not open to you.');
    const waits = { state: 'REQUESTED', decidedById: null, decidedAt: null, decisionReason: null };
    expect(await reopen(lead!, id)).toEqual({ ...waits, reason: 'A wedding.' });
    // A second click changes nothing; a manager reads no reason.
    expect(await reopen(manager!, id)).toEqual({ ...waits, reason: null });
    const { changeLog } = await app.owner.run(`query ($id: ID!) { changeLog(subjectId: $id, first: 2) { nodes { action } } }`, { id: ann!.id }); // prettier-ignore
    expect(changeLog.nodes).toEqual([{ action: 'leave:reopen' }, { action: 'leave:refuse' }]);

    await decideLeave(lead!, id, false, 'Too many are away.');
    const anew = await requestLeave(ann!, { kind: 'VACATION', ...days });
    const message = `They have asked anew for leave from ${inTen} to ${inTen}: decide on that.`;
    expect(await reopen(lead!, id)).toEqual({ code: 'LEAVE_OVERLAPS', message });
    const granted = await decideLeave(lead!, anew.id, true);
    expect(await reopen(lead!, id)).toMatchObject({ code: 'LEAVE_OVERLAPS' });
    expect(await reopen(lead!, anew.id)).toMatchObject({ code: 'REQUEST_DECIDED' });
    await manager!.run(`mutation ($id: ID!) { cancelLeave(id: $id) { id } }`, { id: granted.leaveId });
  });

  it('where the organization lets them, people record their own leave by asking for it, and take it back', async () => {
    const rule = async (by: Caller) => (await by.run(`{ leaveRule { isRecordedByPeople } }`)).leaveRule.isRecordedByPeople; // prettier-ignore
    const letThem = (isOn: boolean) => app.owner.run(`mutation ($isOn: Boolean!) { setLeaveRule(isRecordedByPeople: $isOn) { isRecordedByPeople } }`, { isOn }); // prettier-ignore
    expect(await rule(ann!)).toBe(false);
    const days = { from: inFour, until: inFour };
    const waiting = await requestLeave(ann!, { kind: 'VACATION', ...days });
    await letThem(true);
    expect(await rule(ann!)).toBe(true);
    // What waits waits for a lead still; and on days that are asked for nobody records leave.
    expect(await requestLeave(ann!, { kind: 'SICK', ...days })).toMatchObject({ code: 'LEAVE_OVERLAPS' });
    expect(await withdrawLeave(ann!, waiting.id)).toMatchObject({ state: 'WITHDRAWN' });

    const recorded = await requestLeave(ann!, { kind: 'SICK', ...days });
    expect(recorded).toMatchObject({ state: 'APPROVED', decidedById: ann!.id });
    expect((await entryOf(lead!, ann!)).leave).toMatchObject([{ id: recorded.leaveId, kind: 'SICK', from: inFour }]);
    expect(await startsOf(ann!)).not.toContain(`${inFour}T16:30:00.000Z`);
    expect((await ben!.send(`mutation { withdrawLeaveRequest(id: "${recorded.id}") { __typename } }`)).errors?.[0]?.extensions.code).toBe('NOT_FOUND'); // prettier-ignore
    for (let times = 0; times < 2; times += 1) {
      expect(await withdrawLeave(ann!, recorded.id)).toMatchObject({ state: 'APPROVED', isCancelled: true });
      expect((await entryOf(lead!, ann!)).leave).toEqual([]);
    }
    expect(await startsOf(ann!)).toContain(`${inFour}T16:30:00.000Z`);
    await letThem(false);
    // What was recorded meanwhile is taken back by its person even so; what a lead grants is not.
    const granted = await decideLeave(lead!, (await requestLeave(ann!, { kind: 'OTHER', ...days })).id, true);
    expect(await withdrawLeave(ann!, granted.id)).toMatchObject({ code: 'REQUEST_DECIDED' });
    await manager!.run(`mutation ($id: ID!) { cancelLeave(id: $id) { id } }`, { id: granted.leaveId });
    const { changeLog } = await app.owner.run(`query ($id: ID!) { changeLog(subjectId: $id, first: 2) { nodes { action detail } } }`, { id: (await app.owner.run(`{ organization { id } }`)).organization.id }); // prettier-ignore
    expect(changeLog.nodes).toMatchObject([false, true].map((isRecordedByPeople) => ({ action: 'organization:setLeaveRule', detail: { isRecordedByPeople } }))); // prettier-ignore
  });

  it('the roster shows a lead their people, people themselves, managers all, page by page', async () => {
    const idsOf = async (by: Caller, more = {}) => (await rosterOf(by, more)).nodes.map((one: any) => one.member.id);
    expect(await idsOf(lead!)).toEqual([lead, ann, ben].map((one) => one!.id));
    expect(await idsOf(ben!)).toEqual([ben!.id]);
    expect(await idsOf(ben!, { memberIds: [ann!.id] })).toEqual([]);
    expect(await idsOf(otherLead!, { teamId })).toEqual([]);
    expect(await idsOf(manager!, { teamId })).toEqual([lead, ann, ben].map((one) => one!.id));
    expect(await idsOf(manager!, { teamId, roles: ['TEAM_LEAD', 'REVIEWER'] })).toEqual([lead!.id]);
    expect(await idsOf(ben!, { roles: ['CLIENT'] })).toEqual([]);
    const page = await rosterOf(manager!, { teamId, first: 2 });
    expect([page.totalCount, page.pageInfo.hasNextPage]).toEqual([3, true]);
    const rest = await rosterOf(manager!, { teamId, first: 2, after: page.pageInfo.endCursor });
    expect(rest.nodes.map((one: any) => one.member.id)).toEqual([ben!.id]);
    await addException(lead!, ben!.id, { kind: 'EXTRA', date: dayFromNow(-1), start: '00:01', end: '00:00' });
    await addException(lead!, ben!.id, { kind: 'EXTRA', date: dayFromNow(0), start: '00:00', end: '23:59' });
    await addException(lead!, ben!.id, { kind: 'EXTRA', date: dayFromNow(0), start: '23:59', end: '23:58' });
    expect((await entryOf(ben!, ben!)).isOnShift).toBe(true);
    expect((await entryOf(ann!, ann!)).isOnShift).toBe(false);
  });

  it('nobody plans for themselves or for people of others, and mistakes are named', async () => {
    const leave = { kind: 'OTHER', from: inThree, until: inThree };
    const ofLeave = async (by: Caller, memberId: string, more = {}) =>
      codeOf(by, 'recordLeave', { memberId, ...leave, ...more }, 'RecordLeaveInput');
    expect((await ofLeave(lead!, lead!.id))?.extensions.code).toBe('FORBIDDEN');
    expect((await ofLeave(otherLead!, ann!.id))?.extensions.code).toBe('NOT_FOUND');
    expect((await ofLeave(ann!, ann!.id))?.extensions.code).toBe('FORBIDDEN');
    expect((await ofLeave(lead!, ann!.id, { until: dayFromNow(2) }))?.message).toMatch(/input.until: must not be before/); // prettier-ignore
    expect((await ofLeave(lead!, ann!.id, { from: '2026-02-30' }))?.message).toMatch(/from: must be a day/);
    const shift = { weekday: 'MONDAY', start: '09:00', end: '09:00' };
    const ofShifts = async (shifts: object[], more = {}) =>
      (await codeOf(lead!, 'setShifts', { memberId: ann!.id, shifts, ...more }, 'SetShiftsInput'))?.message;
    expect(await ofShifts([shift])).toBe('input.shifts[0].end: must differ from the start');
    expect(await ofShifts([{ ...shift, end: '24:00' }])).toMatch(/end: must be a time/);
    expect(await ofShifts([{ ...shift, end: '10:00', until: dayFromNow(-1) }])).toMatch(/input.shifts\[0\].until/);
    expect(await ofShifts([], { from: dayFromNow(500) })).toMatch(/input.from: must be from 31 days ago/);
    expect(await ofShifts([], { timeZone: '+05:30' })).toMatch(/timeZone: must be an IANA time zone/);
    expect(await ofShifts(Array(51).fill({ ...shift, end: '10:00' }))).toMatch(/no more than 50/);
    const bad = { memberId: ann!.id, kind: 'OFF', date: inThree, start: '09:00' };
    expect((await codeOf(lead!, 'addShiftException', bad, 'AddShiftExceptionInput'))?.message).toMatch(/input.start/);
  });

  it('many people at once by CSV: each as a whole, and the same file again changes nothing', async () => {
    const [day, night] = [weekdayOf(inThree), weekdayOf(inFour)];
    const csv = [
      'email,weekdays,start,end,timeZone,until',
      `${ann!.email},${day},09:00,17:00,UTC,`,
      `${ben!.email},${day},09:00,17:00,UTC,`,
      `${ben!.email},${night},25:00,06:00,UTC,`,
      `${lead!.email},${day},09:00,17:00,,`,
      `${manager!.email},${day},09:00,17:00,,`,
      `${ann!.email},${night},22:00,06:00,UTC,${dayFromNow(60)}`,
      `${ann!.email},${night},22:00,06:00,UTC,2020-01-01`,
    ].join('\n');
    const load = async (by: Caller, more = {}) =>
      (
        await by.run(
          `mutation ($input: ImportShiftsInput!) { importShifts(input: $input) { set unchanged refused lines { line email outcome message } } }`,
          { input: { csv, ...more } },
        )
      ).importShifts;
    const bens = await startsOf(ben!);
    const loaded = await load(lead!);
    expect(loaded).toMatchObject({ set: 3, unchanged: 0, refused: 4 });
    expect(loaded.lines.map((one: any) => [one.line, one.outcome, one.message])).toEqual([
      [2, 'SET', null],
      [3, 'REFUSED', 'Line 4 of the same person is refused; their shifts stay as they were.'],
      [4, 'REFUSED', '“25:00” is no time; 09:30 is one.'],
      [5, 'REFUSED', 'Nobody of this address is here, or they are not yours to plan for.'],
      [6, 'REFUSED', 'Nobody of this address is here, or they are not yours to plan for.'],
      [7, 'SET', null],
      [8, 'SET', null],
    ]);
    expect(await startsOf(ben!)).toEqual(bens);
    expect((await entryOf(lead!, ann!)).shifts.filter((one: any) => one.until === null || one.until > inThree)).toMatchObject([{ weekday: day, start: '09:00' }, { weekday: night, until: dayFromNow(60) }].sort((a, b) => weekdayNumber(a.weekday!) - weekdayNumber(b.weekday!))); // prettier-ignore
    expect(await load(lead!)).toMatchObject({ set: 0, unchanged: 3, refused: 4 });
    expect(await load(manager!)).toMatchObject({ set: 2, unchanged: 3, refused: 2 });
    const wrong = await lead!.send(`mutation { importShifts(input: { csv: "email,weekdays" }) { set } }`);
    expect(wrong.errors?.[0]?.message).toBe('input.csv: the column start is missing');
  });

  it('time goes by, and the windows reach as far ahead as before', async () => {
    const windows = () =>
      asApplication(app, async (client) => (await client.query(`SELECT * FROM shift_window ORDER BY member_id, ends_at`)).rows); // prettier-ignore
    const planned = await windows();
    const last = Math.max(...planned.map((row: { ends_at: Date }) => Number(row.ends_at)));
    expect((last - Date.now()) / (7 * 86_400_000)).toBeGreaterThan(11);
    const job = app.server.app.get(ShiftWindows);
    expect(await job.extendDue()).toBe(0);
    // As if they had been made nine weeks ago.
    await asApplication(app, async (client) => {
      await client.query(`UPDATE shift_plan SET expanded_until = expanded_until - interval '9 weeks'`);
      await client.query(`DELETE FROM shift_window WHERE ends_at > muster_now() + interval '3 weeks'`);
    });
    expect(await windows()).not.toEqual(planned);
    expect(await job.extendDue()).toBe(4);
    expect(await windows()).toEqual(planned);
  });
});
