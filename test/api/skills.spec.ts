import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/index.js';
import { SkillsService } from '../../src/workforce/index.js';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { asApplication } from '../factories/time.js';
import { ask, claim, openBatchOf, rowId } from '../factories/work.js';

const later = new Date(Date.now() + 86_400_000);

describe('what somebody can do, and who says so', () => {
  let app: TestApp;
  let [lead, ann]: Caller[] = [];
  let [teamId, skillId, projectId, organizationId] = ['', '', '', ''];

  beforeAll(async () => {
    app = await startApp();
    teamId = await team(app);
    lead = await person(app, ['TEAM_LEAD']);
    await app.owner.run(`mutation ($teamId: ID!, $memberId: ID!) { addTeamMember(teamId: $teamId, memberId: $memberId, isLead: true) { id } }`, { teamId, memberId: lead.id }); // prettier-ignore
    ann = await person(app, ['ANNOTATOR'], teamId);
    skillId = (await app.owner.run(`mutation { createSkill(name: "chest") { ... on Skill { id } } }`)).createSkill.id;
    organizationId = rowId((await app.owner.run(`{ organization { id } }`)).organization.id);
    const policy = { requirements: [{ skill: 'chest', level: 3 }] };
    ({ projectId } = await openBatchOf(app, teamId, 3, { project: { policy } }));
  });
  afterAll(() => app.stop());

  const grant = (level: number, expiresAt?: Date) =>
    ask(lead!, 'grantSkill', 'GrantSkillInput', { memberId: ann!.id, skillId, level, expiresAt }, 'level source grantedByName'); // prettier-ignore
  const award = (level: number, source: 'TRAINING' | 'TRUST', origin: string, expiresAt: Date | null = null) =>
    app.server.app.get(Database).transact({ organizationId }, (tx) => {
      const [memberId, skill] = [rowId(ann!.id), rowId(skillId)];
      return app.server.app
        .get(SkillsService)
        .award(tx, { memberId, skillId: skill, level, source, origin, expiresAt });
    });
  const held = async (by = ann!) =>
    (await by.run(`{ me { skills { skill { name } level source origin expiresAt isExpired grantedById grantedByName } } }`)).me.skills; // prettier-ignore
  const reason = async () => {
    const { explainNextTask } = await lead!.run(
      `query ($id: ID!, $projectId: ID!) { explainNextTask(memberId: $id, projectId: $projectId) { projects { reason message } } }`,
      { id: ann!.id, projectId },
    );
    return explainNextTask.projects[0];
  };

  it('a lead grants a level, which is told with its name', async () => {
    expect(await grant(2)).toMatchObject({
      level: 2,
      source: 'MANUAL',
      grantedByName: expect.stringMatching(/^Person/),
    });
    expect(await reason()).toEqual({ reason: 'NOT_SKILLED', message: 'They lack a skill. Annotation needs chest at level 3: held at 2.' }); // prettier-ignore
    expect(await claim(ann!)).toMatchObject({ reasons: [{ reason: 'NOT_SKILLED' }] });
  });

  it('a course that was passed stands beside it, and whichever is enough counts', async () => {
    await award(3, 'TRAINING', 'Chest X-rays, part 2', later);
    expect(await held()).toEqual([
      { skill: { name: 'chest' }, level: 3, source: 'TRAINING', origin: 'Chest X-rays, part 2', expiresAt: later.toISOString(), isExpired: false, grantedById: null, grantedByName: null }, // prettier-ignore
      { skill: { name: 'chest' }, level: 2, source: 'MANUAL', origin: null, expiresAt: null, isExpired: false, grantedById: lead!.id, grantedByName: expect.any(String) }, // prettier-ignore
    ]);
    expect(await reason()).toMatchObject({ reason: null });
    const { changeLog } = await app.owner.run(`query ($id: ID!) { changeLog(subjectId: $id, first: 1) { nodes { action actorId detail } } }`, { id: ann!.id }); // prettier-ignore
    expect(changeLog.nodes[0]).toMatchObject({ action: 'member:awardSkill', actorId: null, detail: { source: 'TRAINING' } }); // prettier-ignore
  });

  it('a rule never lowers what a person granted, and what was granted outlives the award', async () => {
    await grant(5);
    await award(1, 'TRUST', 'Right in 97 of 100 tasks');
    expect((await held()).map((one: any) => [one.source, one.level])).toEqual([['MANUAL', 5], ['TRAINING', 3], ['TRUST', 1]]); // prettier-ignore
    await grant(4, later);
    await asApplication(app, (client) => client.query(`UPDATE member_skill SET expires_at = muster_now() - interval '1 second' WHERE source <> 'TRUST'`)); // prettier-ignore
    expect((await held()).map((one: any) => [one.source, one.level, one.isExpired])).toEqual([['MANUAL', 4, true], ['TRAINING', 3, true], ['TRUST', 1, false]]); // prettier-ignore
    expect((await reason()).message).toBe('They lack a skill. Annotation needs chest at level 3: held at 1.');
    await award(4, 'TRUST', 'Right in 99 of 100 tasks');
    expect(await claim(ann!)).toMatchObject({ __typename: 'Assignment' });
  });

  it('a lead who revokes it revokes all of it', async () => {
    await lead!.run(`mutation ($memberId: ID!, $skillId: ID!) { revokeSkill(memberId: $memberId, skillId: $skillId) { id } }`, { memberId: ann!.id, skillId }); // prettier-ignore
    expect(await held()).toEqual([]);
    expect((await reason()).message).toBe('They lack a skill. Annotation needs chest at level 3: not held.');
  });

  it('people say which languages they know and where they live, and managers read it', async () => {
    const set = (languages: unknown) =>
      ann!.send(`mutation ($languages: [String!]!) { setLanguages(languages: $languages) { languages } }`, { languages }); // prettier-ignore
    expect((await set(['DE-ch', 'hi', 'de-CH', 'zh-hant-tw'])).data.setLanguages.languages).toEqual(['de-CH', 'hi', 'zh-Hant-TW']); // prettier-ignore
    for (const wrong of [['German'.repeat(9)], ['d'], ['de_CH'], ['', 'en'], Array(21).fill('en')])
      expect((await set(wrong)).errors?.[0]?.extensions.code).toBe('VALIDATION_FAILED');
    await ann!.run(`mutation { setTimeZone(timeZone: "Asia/Kolkata") { id } }`);
    const { members } = await app.owner.run(`{ members(first: 100) { nodes { id languages timeZone } } }`);
    expect(members.nodes.find((one: any) => one.id === ann!.id)).toMatchObject({ languages: ['de-CH', 'hi', 'zh-Hant-TW'], timeZone: 'Asia/Kolkata' }); // prettier-ignore
  });
});
