import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { caller, type Caller, signIn, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { asApplication } from '../factories/time.js';
import { claim, openBatchOf } from '../factories/work.js';

const header = 'email,name,roles,team,isLead,skills,timeZone,languages';
const password = 'a-password-of-a-person';

describe('an administrator invites a whole floor', () => {
  let app: TestApp;
  let admin: Caller;
  let teamId: string;
  let file: string;
  let [first, again]: any[] = [];

  beforeAll(async () => {
    app = await startApp();
    teamId = await team(app, 'Chest, days');
    admin = await person(app, ['ADMIN']);
    await app.owner.run(`mutation { createSkill(name: "chest") { __typename } }`);
    file = [
      header,
      'lena@floor.example,Lena Lead,TEAM_LEAD,"Chest, days",yes,,Europe/Berlin,de;en-GB',
      'ann@floor.example,Ann,ANNOTATOR;REVIEWER,"Chest, days",,chest:3,Asia/Kolkata,hi',
      'ben@floor.example,Ben,ANNOTATOR,Nights,,,,',
      `${admin.email},Somebody,ANNOTATOR,,,,,`,
      'not an address,Cas,ANNOTATOR,,,,,',
      'dan@floor.example,Dan,OWNER,,,,,',
      'eve@floor.example,Eve,ANNOTATOR,,,thorax:2,,',
      'ann@floor.example,Ann once more,CLIENT,,,,,',
      'far@away.example,Taken elsewhere,CLIENT,,,,,',
    ].join('\n');
    await elsewhere('far@away.example');
  });
  afterAll(() => app.stop());

  /** A member of another organization. */
  const elsewhere = async (email: string) => {
    const id = randomUUID();
    await app.sql(
      `SET ROLE muster_system; INSERT INTO organization (id, name) VALUES ('${id}', 'The other');
       INSERT INTO member (id, organization_id, email, name, roles) VALUES (gen_random_uuid(), '${id}', '${email}', 'X', '{CLIENT}'); RESET ROLE`,
    );
  };
  const invite = async (input: object, by = admin, headers?: Record<string, string>) =>
    (
      await by.run(
        `mutation ($input: InviteMembersInput!) { inviteMembers(input: $input) { invited unchanged refused lines { line email outcome message token invitation { id email name roles } } } }`,
        { input },
        headers,
      )
    ).inviteMembers;
  const accept = async (token: string) => {
    const answer = await caller(app.url, '', '', '').send(
      `mutation ($token: String!, $password: String!) { acceptInvitation(token: $token, password: $password) { ... on SignIn { token member { id email } } ... on Problem { code } } }`,
      { token, password },
    );
    const { member } = answer.data.acceptInvitation;
    return signIn(app.url, member.email, password);
  };

  it('line by line: who may come is invited, who may not is told why, and nobody stands in another’s way', async () => {
    first = await invite({ csv: file }, admin, { 'idempotency-key': 'floor' });
    expect(first).toMatchObject({ invited: 2, unchanged: 1, refused: 6 });
    expect(first.lines.map((one: any) => [one.line, one.outcome, one.message])).toEqual([
      [2, 'INVITED', null],
      [3, 'INVITED', null],
      [4, 'REFUSED', 'There is no team “Nights”.'],
      [5, 'ALREADY_MEMBER', 'This person has joined; nothing changed.'],
      [6, 'REFUSED', '“not an address” is no e-mail address.'],
      [7, 'REFUSED', 'Only an owner makes or unmakes an owner.'],
      [8, 'REFUSED', 'There is no skill “thorax”; createSkill makes one.'],
      [9, 'REFUSED', 'Line 3 has this address already.'],
      [10, 'REFUSED', 'This e-mail address cannot be invited: it is in use.'],
    ]);
    expect(first.lines.map((one: any) => Boolean(one.token))).toEqual([true, true, ...Array(7).fill(false)]);
  });

  it('the same list again changes nothing; the same request again gives the same answer, tokens too', async () => {
    expect(await invite({ csv: file }, admin, { 'idempotency-key': 'floor' })).toEqual(first);
    again = await invite({ csv: file });
    expect(again).toMatchObject({ invited: 0, unchanged: 3, refused: 6 });
    expect(again.lines[0]).toMatchObject({ outcome: 'ALREADY_INVITED', token: null, invitation: first.lines[0].invitation }); // prettier-ignore
    const kept = await asApplication(app, async (client) => (await client.query(`SELECT email FROM invitation WHERE accepted_at IS NULL ORDER BY 1`)).rows); // prettier-ignore
    expect(kept).toEqual([{ email: 'ann@floor.example' }, { email: 'lena@floor.example' }]);
    const answers = await asApplication(app, async (client) => (await client.query(`SELECT answer FROM idempotency_record`)).rows); // prettier-ignore
    for (const { answer } of answers) expect(answer?.toString('latin1') ?? '').not.toContain(first.lines[0].token);
  });

  it('whoever accepts is of the team, has the skill, and gets work at once', async () => {
    const policy = { requirements: [{ skill: 'chest', level: 3 }] };
    await openBatchOf(app, teamId, 2, { project: { policy } });
    const twice = { email: 'Ann@Floor.example', name: 'Ann', roles: ['ANNOTATOR'] };
    const { inviteMember } = await admin.run(`mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { ... on InvitedMember { token } } }`, { input: twice }); // prettier-ignore
    const ann = await accept(first.lines[1].token);
    // Of two invitations the second one is of no use any more, and says what is.
    const { acceptInvitation } = await ann.run(`mutation ($token: String!) { acceptInvitation(token: $token, password: "quite another one") { ... on Problem { code message } } }`, { token: inviteMember.token }); // prettier-ignore
    expect(acceptInvitation).toEqual({ code: 'EMAIL_TAKEN', message: 'There is an account with this e-mail address already: sign in with it.' }); // prettier-ignore
    expect(await claim(ann)).toMatchObject({ __typename: 'Assignment' });
    const { me } = await ann.run(`{ me { name roles timeZone languages skills { skill { name } level source origin grantedById } } }`); // prettier-ignore
    expect(me).toEqual({
      name: 'Ann',
      roles: ['ANNOTATOR', 'REVIEWER'],
      timeZone: 'Asia/Kolkata',
      languages: ['hi'],
      skills: [{ skill: { name: 'chest' }, level: 3, source: 'IMPORTED', origin: 'Invitation', grantedById: admin.id }],
    });
    const lena = await accept(first.lines[0].token);
    const { teams } = await lena.run(`{ teams { nodes { name members { isLead member { name } } } } }`);
    expect(teams.nodes).toEqual([
      { name: 'Chest, days', members: [{ isLead: true, member: { name: 'Lena Lead' } }, { isLead: false, member: { name: 'Ann' } }] }, // prettier-ignore
    ]);
    expect((await invite({ csv: file })).lines.slice(0, 2)).toMatchObject([{ outcome: 'ALREADY_MEMBER' }, { outcome: 'ALREADY_MEMBER' }]); // prettier-ignore
  });

  it('a list does as well as a file, and a key invites no further than its scopes', async () => {
    const people = [
      { email: 'finn@floor.example', name: 'Finn', roles: ['annotator'], team: 'Chest, days' },
      { email: 'gia@floor.example', name: 'Gia', roles: [] },
      { email: 'hal@floor.example', name: 'Hal', roles: ['CLIENT'] },
    ];
    const { createApiKey } = await admin.run(`mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { ... on CreatedApiKey { key } } }`, { input: { name: 'HR', scopes: ['member:invite'] } }); // prettier-ignore
    const { lines } = await invite({ people }, caller(app.url, 'key', createApiKey.key, admin.id));
    expect(lines.map((one: any) => [one.line, one.outcome, one.message])).toEqual([
      [1, 'REFUSED', 'You may not put people into teams (team:manage).'],
      [2, 'REFUSED', 'There is no role; several are parted by semicolons.'],
      [3, 'INVITED', null],
    ]);
    const codeOf = async (input: object, by = admin) =>
      (await by.send(`mutation ($input: InviteMembersInput!) { inviteMembers(input: $input) { invited } }`, { input })).errors?.[0]; // prettier-ignore
    expect((await codeOf({}))?.message).toMatch(/either csv or people/);
    expect((await codeOf({ csv: 'email,name' }))?.message).toBe('input.csv: the column roles is missing');
    const many = [header, ...Array.from({ length: 1001 }, (_, at) => `p${at}@floor.example,P,CLIENT,,,,,`)].join('\n');
    expect((await codeOf({ csv: many }))?.message).toMatch(/at most 1,000 lines/);
    expect((await codeOf({ csv: file }, await person(app, ['PROJECT_MANAGER'])))?.extensions.code).toBe('FORBIDDEN');
  });

  it('a thousand lines are a moment’s work', async () => {
    const many = [header, ...Array.from({ length: 1000 }, (_, at) => `q${at}@floor.example,Q${at},ANNOTATOR,"Chest, days",,chest:1,,`)].join('\n'); // prettier-ignore
    expect(await invite({ csv: many })).toMatchObject({ invited: 1000, refused: 0 });
  });
});
