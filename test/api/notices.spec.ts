import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AlarmWatch } from '../../src/metrics/alarms/alarm-watch.service.js';
import { type Caller, startApp, stopRunning, type TestApp } from '../factories/app.js';
import { myVerdicts, openDispute, seat } from '../factories/judging.js';
import { person, team } from '../factories/people.js';
import { Receiver } from '../factories/receiver.js';
import { asApplication } from '../factories/time.js';
import { endpoint, untilDeliveries } from '../factories/webhooks.js';
import { animal, claim, judge, openBatchOf, rowId, submit } from '../factories/work.js';

/** Fourteen of twenty tasks are answered, one of them was sent back and the verdict is contested; the deadline is over. */
describe('managers and leads hear of what needs them', () => {
  let app: TestApp;
  let receiver: Receiver;
  let [manager, lead, otherLead, ann, rita]: Caller[] = [];
  let projectId: string;
  let batchId: string;

  const leadOf = async (teamId: string): Promise<Caller> => {
    const one = await person(app, ['TEAM_LEAD']);
    await app.owner.run(
      `mutation ($teamId: ID!, $memberId: ID!) { addTeamMember(teamId: $teamId, memberId: $memberId, isLead: true) { id } }`,
      { teamId, memberId: one.id },
    );
    return one;
  };
  const look = () => app.server.app.get(AlarmWatch, { strict: false }).look();
  const notices = async (by: Caller, unreadOnly = true): Promise<any[]> =>
    (await by.run(`query ($unreadOnly: Boolean!) { myNotices(unreadOnly: $unreadOnly) { id kind sentence projectId subjectKind subjectId readAt } }`, { unreadOnly })).myNotices; // prettier-ignore
  const kinds = async (by: Caller) => (await notices(by)).map(({ kind }) => kind).sort();
  const choose = (by: Caller, choices: object[]) =>
    by.run(`mutation ($choices: [NoticeChoiceInput!]!) { setNoticeChoices(choices: $choices) { kind isWanted } }`, { choices }); // prettier-ignore
  /** Time goes by for what was said and looked at. */
  const hoursGoBy = (hours: number) =>
    asApplication(
      app,
      (client) =>
      client.query(`UPDATE alarm SET raised_at = raised_at - $1 * interval '1 hour', checked_at = checked_at - $1 * interval '1 hour'`, [hours]), // prettier-ignore
    );

  beforeAll(async () => {
    receiver = await Receiver.open();
    app = await startApp({ OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8' });
    // A look between two answers would say that the queue runs dry before it does.
    await stopRunning(app, 'look-for-alarms');
    const teamId = await team(app);
    manager = await person(app, ['PROJECT_MANAGER'], teamId);
    const otherTeam = await team(app, 'Other team');
    lead = await leadOf(teamId);
    otherLead = await leadOf(otherTeam);
    ann = await person(app, ['ANNOTATOR'], teamId);
    rita = await person(app, ['REVIEWER'], teamId);
    ({ projectId, batchId } = await openBatchOf(app, teamId, 20, {
      project: { policy: { review: [{ rate: 1, seed: 'all' }] } },
    }));
    await app.owner.run(
      `mutation ($projectId: ID!, $teamId: ID!) { addTeamToProject(projectId: $projectId, teamId: $teamId) { id } }`,
      { projectId, teamId: otherTeam },
    );
    for (let done = 0; done < 14; done += 1) await submit(ann, await claim(ann), animal('cat'));
    await judge(rita, await seat(rita, 'REVIEW'), 'REJECT', { errors: [{ code: 'EDGE', severity: 'MINOR' }] });
    await app.owner.run(
      `mutation ($id: ID!) { prioritizeBatch(batchId: $id, priority: 0, deadlineAt: "2020-01-01T00:00:00Z") { __typename } }`,
      { id: batchId },
    );
  });
  afterAll(async () => {
    await app.stop();
    receiver.close();
  });

  it('of a batch that will be late, and of a queue that runs dry, once', async () => {
    const { id } = await endpoint(app.owner, {
      url: receiver.url,
      types: ['notice.batch_at_risk', 'notice.queue_runs_dry'],
    });
    await look();
    await look();
    for (const by of [app.owner, manager!, lead!]) {
      const told = await notices(by);
      expect(told.map(({ kind }) => kind).sort()).toEqual(['BATCH_AT_RISK', 'QUEUE_RUNS_DRY']);
      const late = told.find(({ kind }) => kind === 'BATCH_AT_RISK');
      expect(late).toMatchObject({ projectId, subjectKind: 'batch', subjectId: batchId });
      expect(late.sentence).toMatch(/^“Batch 1” may miss its deadline of 2020-01-01 00:00 UTC: the risk is 100 %.* The deadline is over, and/); // prettier-ignore
      const dry = told.find(({ kind }) => kind === 'QUEUE_RUNS_DRY');
      expect(dry).toMatchObject({ subjectKind: 'project', subjectId: projectId });
      expect(dry.sentence).toBe('The queue of “Animals” runs dry in about 25 minutes: 6 seats are left.');
    }
    expect([await notices(ann!), await notices(rita!)]).toEqual([[], []]);
    const sent = await untilDeliveries(app.owner, id, 'DELIVERED', 2);
    expect(sent).toHaveLength(2);
    const said = Object.fromEntries(receiver.received.map(({ type, data }) => [type, data]));
    expect(said['notice.batch_at_risk']).toMatchObject({ batchId, projectId, risk: 1 });
    expect(said['notice.queue_runs_dry']).toMatchObject({ projectId, minutes: 26 });
  });

  it('again after a day, and then the newest alone is unread', async () => {
    await hoursGoBy(5);
    await look();
    expect(await notices(manager!, false)).toHaveLength(2);
    await hoursGoBy(20);
    await look();
    expect(await kinds(manager!)).toEqual(['BATCH_AT_RISK', 'QUEUE_RUNS_DRY']);
    expect(await notices(manager!, false)).toHaveLength(4);
    const [first] = await notices(manager!);
    const { readNotices } = await manager!.run(`mutation ($ids: [ID!]!) { readNotices(noticeIds: $ids) { id } }`, { ids: [first.id] }); // prettier-ignore
    expect(readNotices).toHaveLength(1);
  });

  it('of a dispute that waits for more than a day, and not before', async () => {
    const [verdict] = await myVerdicts(ann!);
    await openDispute(ann!, { verdictId: verdict.id, reason: 'It is a cat.' });
    await look();
    expect(await kinds(lead!)).not.toContain('DISPUTE_WAITING');
    // No right of the application reaches the time at which somebody contested something.
    await app.sql(`ALTER TABLE dispute NO FORCE ROW LEVEL SECURITY; UPDATE dispute SET opened_at = opened_at - interval '25 hours'; ALTER TABLE dispute FORCE ROW LEVEL SECURITY`); // prettier-ignore
    await look();
    await look();
    const told = (await notices(lead!)).filter(({ kind }) => kind === 'DISPUTE_WAITING');
    expect(told).toEqual([expect.objectContaining({ sentence: 'A dispute waits in “Animals”, for 25 hours.', subjectKind: 'dispute' })]); // prettier-ignore
  });

  it('of a person below the bar, who is told by themselves in other words', async () => {
    await asApplication(app, (client, organizationId) =>
      client.query(
        `INSERT INTO trust_action (organization_id, project_id, member_id, action, rule, sentence) VALUES ($1, $2, $3, 'REQUIRE_REVIEW', '{}', '5 of 12 right.')`,
        [organizationId, rowId(projectId), rowId(ann!.id)],
      ),
    );
    await look();
    await look();
    const told = (await notices(lead!)).filter(({ kind }) => kind === 'PERSON_BELOW_BAR');
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ subjectKind: 'trustAction', projectId });
    // Who leads another team of the project hears nothing of Ann.
    expect(await kinds(otherLead!)).toEqual(['BATCH_AT_RISK', 'DISPUTE_WAITING', 'QUEUE_RUNS_DRY']);
    expect(told[0].sentence).toMatch(/^Person \d+ in “Animals”: require review\. 5 of 12 right\.$/);
    expect(await notices(ann!)).toEqual([]);
  });

  it('of an endpoint that was disabled: administrators alone, and no address with its secrets', async () => {
    const { id } = await endpoint(app.owner, { url: `${receiver.url}/secret`, types: ['ping'] });
    await asApplication(
      app,
      (client) =>
      client.query(`UPDATE webhook_endpoint SET is_enabled = false, disabled_why = 'FAILING', disabled_at = muster_now() WHERE id = $1`, [rowId(id)]), // prettier-ignore
    );
    await look();
    await look();
    const told = (await notices(app.owner)).filter(({ kind }) => kind === 'ENDPOINT_DISABLED');
    expect(told).toEqual([expect.objectContaining({ subjectKind: 'webhookEndpoint', subjectId: id, projectId: null })]);
    expect(told[0].sentence).not.toContain('secret');
    expect(await kinds(manager!)).not.toContain('ENDPOINT_DISABLED');
  });

  it('and choose what of it they want', async () => {
    const before = (await lead!.run(`{ myNoticeChoices { kind isWanted } }`)).myNoticeChoices;
    expect(before).toHaveLength(6);
    expect(before.every(({ isWanted }: { isWanted: boolean }) => isWanted)).toBe(true);
    const { setNoticeChoices } = await choose(lead!, [{ kind: 'QUEUE_RUNS_DRY', isWanted: false }]);
    expect(setNoticeChoices).toContainEqual({ kind: 'QUEUE_RUNS_DRY', isWanted: false });
    await hoursGoBy(25);
    const all = await notices(lead!, false);
    await look();
    const more = (await notices(lead!, false)).length - all.length;
    // The batch and the dispute again, not the queue.
    expect(more).toBe(2);
    await choose(lead!, [{ kind: 'QUEUE_RUNS_DRY', isWanted: true }]);
    expect((await lead!.run(`{ myNoticeChoices { isWanted } }`)).myNoticeChoices).not.toContainEqual({
      isWanted: false,
    });
  });
});
