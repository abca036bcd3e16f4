import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { addException, dayFromNow, recordLeave, setShifts, weekdayOf } from '../factories/shifts.js';
import { asApplication } from '../factories/time.js';
import { animal, ask, claim, openBatchOf, submit } from '../factories/work.js';

const names = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });
/** `Monday 30 November`, as the sentences say it. */
const said = (date: string) => names.format(new Date(`${date}T12:00Z`)).replace(',', '');

describe('who asks for work and may not have it hears why, and so does their lead', () => {
  let app: TestApp;
  let [lead, ann]: Caller[] = [];
  let teamId: string;

  beforeAll(async () => {
    app = await startApp();
    teamId = await team(app);
    lead = await person(app, ['TEAM_LEAD']);
    await app.owner.run(`mutation ($teamId: ID!, $memberId: ID!) { addTeamMember(teamId: $teamId, memberId: $memberId, isLead: true) { id } }`, { teamId, memberId: lead.id }); // prettier-ignore
    ann = await person(app, ['ANNOTATOR'], teamId);
    await ann.run(`mutation { setTimeZone(timeZone: "Europe/Berlin") { id } }`);
  });
  afterAll(() => app.stop());

  const work = (name: string, policy: object) =>
    openBatchOf(app, teamId, 3, { project: { name, policy } }).then(({ projectId }) => projectId);

  /** What the person hears and what their lead hears, and that the same filter bound for both. */
  const refusal = async (projectId: string) => {
    const empty = await claim(ann!, { projectId });
    expect(empty).toMatchObject({ __typename: 'QueueEmpty', code: 'QUEUE_EMPTY' });
    const { explainNextTask } = await lead!.run(
      `query ($memberId: ID!, $projectId: ID!) { explainNextTask(memberId: $memberId, projectId: $projectId) { candidates { place } projects { bindingFilter reason message } } }`,
      { memberId: ann!.id, projectId },
    );
    const [explained] = explainNextTask.projects;
    expect(explainNextTask.candidates).toEqual([]);
    expect(explained.reason).toBe(empty.reasons[0].reason);
    expect(empty.message).toBe(empty.reasons[0].message);
    return { reason: explained.reason, filter: explained.bindingFilter, self: empty.message, lead: explained.message };
  };
  const gets = async (projectId: string) => {
    const got = await claim(ann!, { projectId });
    expect(got).toMatchObject({ __typename: 'Assignment' });
    return got;
  };

  it('outside of a shift: when the next one starts, on the clock of the person', async () => {
    const projectId = await work('Shifts', { shifts: { enforce: true } });
    // Whoever has no shifts gets nothing where shifts are enforced.
    expect(await refusal(projectId)).toEqual({
      reason: 'OUTSIDE_SHIFT',
      filter: 'IN_SHIFT',
      self: 'You are outside of your shifts. No shift is planned for you: ask your lead.',
      lead: 'They are outside of their shifts. No shift is planned for them.',
    });
    const date = dayFromNow(2);
    await setShifts(lead!, ann!.id, [{ weekday: weekdayOf(date), start: '09:00', end: '17:00' }]);
    expect(await refusal(projectId)).toMatchObject({
      self: `You are outside of your shifts. Your next shift starts on ${said(date)} at 09:00 (Europe/Berlin).`,
      lead: `They are outside of their shifts. Their next shift starts on ${said(date)} at 09:00 (Europe/Berlin).`,
    });
    const [from, until] = [dayFromNow(-1), dayFromNow(3)];
    const leave = await recordLeave(lead!, ann!.id, { kind: 'OTHER', from, until, reason: 'Moving house.' });
    const away = await refusal(projectId);
    expect(away.self).toBe(`You are outside of your shifts. You are on leave until ${until}. Your next shift starts on ${said(dayFromNow(9))} at 09:00 (Europe/Berlin).`); // prettier-ignore
    expect(away.lead).toMatch(`They are on leave until ${until}.`);
    await lead!.run(`mutation ($id: ID!) { cancelLeave(id: $id) { id } }`, { id: leave.id });
    // A shift that has just begun and ends tomorrow: then there is work, and what is held stays theirs.
    const [start, end] = [60_000, 120_000].map((ago) => new Date(Date.now() - ago).toISOString()) as [string, string];
    await addException(lead!, ann!.id, { kind: 'EXTRA', date: start.slice(0, 10), start: start.slice(11, 16), end: end.slice(11, 16), timeZone: 'UTC' }); // prettier-ignore
    const held = await gets(projectId);
    await setShifts(lead!, ann!.id, []);
    await recordLeave(lead!, ann!.id, { kind: 'SICK', from: dayFromNow(-1), until: dayFromNow(1) });
    expect((await gets(projectId)).id).toBe(held.id);
    const answer = await submit(ann!, held, animal('cat'), true);
    expect(answer).toMatchObject({ __typename: 'SubmissionCounted', next: { reasons: [{ reason: 'OUTSIDE_SHIFT' }] } });
    // Where the policy says nothing of shifts, nobody is bound to them.
    await submit(ann!, await gets(await work('Free', {})), animal('cat'));
  });

  it('within the minutes of grace around a shift there is work', async () => {
    const projectId = await work('Grace', { shifts: { enforce: true, graceMinutes: 120 } });
    const ben = await person(app, ['ANNOTATOR'], teamId);
    expect(await claim(ben, { projectId })).toMatchObject({ reasons: [{ reason: 'OUTSIDE_SHIFT' }] });
    const [ended, ends] = [new Date(Date.now() - 3 * 3_600_000), new Date(Date.now() - 3_600_000)];
    const shift = { kind: 'EXTRA', date: ended.toISOString().slice(0, 10), timeZone: 'UTC' };
    await addException(lead!, ben.id, { ...shift, start: ended.toISOString().slice(11, 16), end: ends.toISOString().slice(11, 16) }); // prettier-ignore
    expect(await claim(ben, { projectId })).toMatchObject({ __typename: 'Assignment' });
    await app.owner.run(
      `mutation ($id: ID!, $policy: JSON!) { updateProjectPolicy(projectId: $id, policy: $policy) { __typename } }`,
      { id: projectId, policy: { shifts: { enforce: true, graceMinutes: 30 } } },
    );
    const { explainNextTask } = await lead!.run(
      `query ($memberId: ID!, $projectId: ID!) { explainNextTask(memberId: $memberId, projectId: $projectId) { projects { reason } } }`,
      { memberId: ben.id, projectId },
    );
    expect(explainNextTask.projects).toEqual([{ reason: 'OUTSIDE_SHIFT' }]);
  });

  it('without the qualification, until it is granted', async () => {
    const projectId = await work('Qualified', { qualifiedStages: ['ANNOTATE'] });
    expect(await refusal(projectId)).toEqual({
      reason: 'NOT_QUALIFIED',
      filter: 'QUALIFIED',
      self: 'What is left asks for a qualification that you do not hold, or no longer.',
      lead: 'They lack a qualification. No qualification for annotation.',
    });
    await ask(lead!, 'grantQualification', 'GrantQualificationInput', { memberId: ann!.id, projectId, stage: 'ANNOTATE' }, 'stage'); // prettier-ignore
    await submit(ann!, await gets(projectId), animal('cat'));
  });

  it('with unread guidelines, until they are acknowledged', async () => {
    const projectId = await work('Guided', {});
    await app.owner.run(`mutation ($projectId: ID!) { publishGuidelines(projectId: $projectId, body: "# Cats") { id } }`, { projectId }); // prettier-ignore
    expect(await refusal(projectId)).toEqual({
      reason: 'GUIDELINES_UNREAD',
      filter: 'GUIDELINES_READ',
      self: 'Read and acknowledge the current guidelines first.',
      lead: 'They have not acknowledged the current guidelines. Version 1 of the guidelines is not acknowledged (none is).',
    });
    await ann!.run(`mutation ($projectId: ID!) { acknowledgeGuidelines(projectId: $projectId) { version } }`, { projectId }); // prettier-ignore
    await submit(ann!, await gets(projectId), animal('cat'));
  });

  it('over the cap', async () => {
    const projectId = await work('Capped', { caps: { answers: 1 } });
    await submit(ann!, await gets(projectId), animal('cat'));
    expect(await refusal(projectId)).toEqual({
      reason: 'CAP_REACHED',
      filter: 'UNDER_CAP',
      self: 'You have reached the number of answers that one person may give here.',
      lead: 'They have reached a cap. 1 of 1 answer in this project is used up.',
    });
  });

  it('on a break of their own, until they are back', async () => {
    const projectId = await work('Breaks', {});
    const rest = (input: object) => ask(ann!, 'startTime', 'StartTimeInput', { code: 'BREAK', ...input }, '... on TimeEntry { startedAt }'); // prettier-ignore
    const back = async () => (await ann!.run(`mutation { stopTime { __typename } }`)).stopTime.__typename;
    const held = await gets(projectId);
    await rest({});
    // What is in their hands stays there, and with its answer nothing new comes.
    expect((await gets(projectId)).id).toBe(held.id);
    expect(await submit(ann!, held, animal('cat'), true)).toMatchObject({ next: { reasons: expect.arrayContaining([expect.objectContaining({ projectName: 'Breaks', reason: 'ON_BREAK' })]) } }); // prettier-ignore
    const resting = await refusal(projectId);
    expect(resting).toMatchObject({ reason: 'ON_BREAK', filter: 'NOT_ON_BREAK' });
    expect(resting.self).toMatch(/^You are on a break: end it, and ask again\. It began on .* \(Europe\/Berlin\)\.$/);
    expect(resting.lead).toMatch(/^They are on a break\. It began on .* \(Europe\/Berlin\)\.$/);
    expect(await back()).toBe('TimeEntry');
    const next = await gets(projectId);
    await rest({ until: new Date(Date.now() + 1_800_000).toISOString() });
    await submit(ann!, next, animal('cat'));
    expect((await refusal(projectId)).self).toMatch(/ and lasts until .* \(Europe\/Berlin\) at the latest\.$/);
    await asApplication(app, (client) => client.query(`UPDATE member_break SET until = muster_now()`));
    await submit(ann!, await gets(projectId), animal('cat'));
    await back();
  });

  it('paused, with the reason that the lead wrote', async () => {
    const projectId = await work('Paused', {});
    await ask(lead!, 'pauseMember', 'PauseMemberInput', { memberId: ann!.id, projectId, reason: 'Talk to me first.' }, 'reason'); // prettier-ignore
    const paused = await refusal(projectId);
    expect(paused).toMatchObject({
      reason: 'PAUSED',
      filter: 'NOT_PAUSED',
      self: 'You are paused here. Talk to me first.',
    });
    expect(paused.lead).toMatch(/^They are paused\. Paused by Person \d+ since .* UTC: “Talk to me first\.”$/);
    await lead!.run(`mutation ($memberId: ID!, $projectId: ID!) { resumeMember(memberId: $memberId, projectId: $projectId) { __typename } }`, { memberId: ann!.id, projectId }); // prettier-ignore
    await submit(ann!, await gets(projectId), animal('cat'));
  });
});
