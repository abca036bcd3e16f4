import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { demoCast, demoPassword } from '../../src/identity/index.js';
import { type Caller, caller, signIn, startApp, type TestApp } from '../factories/app.js';
import { person } from '../factories/people.js';

const mine = (by: Caller) => by.run(`{ mySessions { id client isCurrent createdAt lastUsedAt expiresAt } }`);
const end = (by: Caller, id: string) => by.send(`mutation ($id: ID!) { endSession(sessionId: $id) { id } }`, { id });

describe('where somebody is signed in', () => {
  let app: TestApp;
  let ann: Caller;
  beforeAll(async () => {
    app = await startApp();
    ann = await person(app, ['ANNOTATOR']);
  });
  afterAll(() => app.stop());

  it('is shown to themselves, and ended there at once', async () => {
    const again = await signIn(app.url, ann.email, 'a-password-of-a-person');
    const { mySessions } = await mine(again);
    expect(mySessions.filter((one: any) => one.isCurrent)).toHaveLength(1);
    expect(mySessions.length).toBe(3); // accepting the invitation was one, too
    for (const one of mySessions.filter((session: any) => !session.isCurrent))
      expect((await end(again, one.id)).data).toBeTruthy();
    expect((await ann.send('{ me { id } }')).errors![0]!.extensions.code).toBe('UNAUTHENTICATED');
    expect((await mine(again)).mySessions).toHaveLength(1);
    ann = again;
  });

  it('is nobody else’s to see or end', async () => {
    const eve = await person(app, ['ANNOTATOR']);
    const [{ id }] = (await mine(ann)).mySessions;
    expect((await end(eve, id)).errors![0]!.extensions.code).toBe('NOT_FOUND');
    expect((await end(app.owner, id)).errors![0]!.extensions.code).toBe('NOT_FOUND');
    expect((await mine(ann)).mySessions).toHaveLength(1);
  });

  it('is not for API keys', async () => {
    const { createApiKey } = await app.owner.run(
      `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { ... on CreatedApiKey { key } } }`,
      { input: { name: 'all of self', scopes: ['self:read', 'self:profile'] } },
    );
    const key = caller(app.url, 'key', createApiKey.key, app.owner.id);
    expect((await key.send('{ mySessions { id } }')).errors![0]!.extensions.code).toBe('FORBIDDEN');
  });

  it('people choose the zone that dates are shown in', async () => {
    const set = (timeZone: string) =>
      ann.send(`mutation ($timeZone: String!) { setTimeZone(timeZone: $timeZone) { timeZone } }`, { timeZone });
    expect((await set('Asia/Kathmandu')).data.setTimeZone.timeZone).toMatch(/^Asia\/Kat(h)?mandu$/);
    const { myWork } = await ann.run(`{ myWork { today { timeZone since answers verdicts skipped } held { id } } }`);
    expect(myWork).toMatchObject({ today: { answers: 0, verdicts: 0, skipped: 0 }, held: [] });
    expect(new Date(myWork.today.since).getUTCMinutes()).toBe(15); // midnight, 5 h 45 min east of Greenwich
    for (const known of ['CET', 'utc', 'America/Argentina/Ushuaia', 'Pacific/Apia'])
      expect((await set(known)).data.setTimeZone.timeZone).toBe(known);
    // CAT and its like are names to JavaScript, and none to the database: the day's figures failed, of everybody who was asked about.
    for (const wrong of [
      'Mars/Olympus',
      '',
      'utc; DROP TABLE member',
      'Europe/Berlin ',
      'CAT',
      'ist',
      'US/Pacific-New',
    ])
      expect((await set(wrong)).errors![0]!.extensions).toMatchObject({
        code: 'VALIDATION_FAILED',
        fields: [{ path: 'timeZone' }],
      });
  });

  it('signing in as somebody of the demo is offered where the demo is, and only there', async () => {
    const offered = () => caller(app.url, 'nobody', '', '').run('{ demoSignIns { role email password } }');
    expect(await offered()).toEqual({ demoSignIns: [] });
    const { email, name, roles } = demoCast.find(({ shows }) => shows === 'CLIENT')!;
    const { inviteMember } = await app.owner.run(
      `mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { ... on InvitedMember { token } } }`,
      { input: { email, name, roles } },
    );
    await app.owner.run(
      `mutation ($token: String!, $password: String!) { acceptInvitation(token: $token, password: $password) { __typename } }`,
      { token: inviteMember.token, password: demoPassword },
    );
    // The owner's password is not the one that everybody knows.
    expect(await offered()).toEqual({ demoSignIns: [{ role: 'CLIENT', email, password: demoPassword }] });
  });
});
