import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { ownerPassword } from '../factories/caller.js';
import { expectAccessible, expectCalm, launch, signInAt, story, visit } from './browser.js';
import { type RunningProgram, startMuster } from './support/program.js';

story('coming in', () => {
  let app: RunningProgram;
  let browser: Browser;

  beforeAll(async () => {
    [app, browser] = await Promise.all([startMuster(), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  it('a wrong password is refused in words; the right one leads to where one wanted to go', async () => {
    const visitor = await visit(browser, app.url);
    const { page } = visitor;
    await page.goto('/account');
    await page.waitForURL('**/sign-in?to=%2Faccount');
    await page.getByLabel('E-mail address').fill(app.owner.email);
    await page.getByRole('textbox', { name: 'Password' }).fill('not the password');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('The e-mail address or the password is wrong.').waitFor();
    await page.getByRole('textbox', { name: 'Password' }).fill(ownerPassword);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Account', level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/account');
    expectCalm(visitor);
    await visitor.context.close();
  });

  it('somebody else’s address is never where one ends up after signing in', async () => {
    const { page, context } = await visit(browser, app.url);
    await page.goto('/sign-in?to=//evil.example/');
    await page.getByLabel('E-mail address').fill(app.owner.email);
    await page.getByRole('textbox', { name: 'Password' }).fill(ownerPassword);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: 'Places' }).waitFor();
    expect(page.url().startsWith(app.url)).toBe(true);
    await context.close();
  });

  it('an invited person chooses a password, sees their sessions, ends one, changes the password and signs out', async () => {
    const { inviteMember } = await app.owner.run(
      `mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { ... on InvitedMember { token } } }`,
      { input: { email: 'ines@test.example', name: 'Ines', roles: ['ANNOTATOR'] } },
    );
    const visitor = await visit(browser, app.url);
    const { page } = visitor;
    await page.goto(`/invitation#token=${inviteMember.token}`);
    await page.getByRole('textbox', { name: 'Choose a password' }).fill('a-password-of-ines');
    await page.getByRole('button', { name: 'Accept and sign in' }).click();
    await page.getByRole('link', { name: 'Ines' }).waitFor();
    // The token was in the address only where no server sees it, and is gone from it now.
    expect(page.url()).not.toContain(inviteMember.token);

    const elsewhere = await visit(browser, app.url);
    await signInAt(elsewhere, 'ines@test.example', 'a-password-of-ines');
    await page.getByRole('link', { name: 'Ines' }).click();
    await page.getByRole('button', { name: 'Sign out there' }).click();
    await page.getByText('Signed out there.').waitFor();
    await page.getByRole('button', { name: 'Sign out there' }).waitFor({ state: 'detached' });
    await elsewhere.page.getByRole('link', { name: 'Ines' }).click();
    await elsewhere.page.waitForURL('**/sign-in**');

    await page.getByRole('textbox', { name: 'Current password' }).fill('a-password-of-ines');
    await page.getByRole('textbox', { name: 'New password' }).fill('another-password-of-ines');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('The password is changed.').waitFor();
    await page.getByRole('main').getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.waitForURL('**/sign-in');
    await signInAt(visitor, 'ines@test.example', 'another-password-of-ines');
    expectCalm(visitor);
    await Promise.all([visitor.context.close(), elsewhere.context.close()]);
  });

  it('everything has a key: the palette, the list of keys, the places; colours are kept', async () => {
    const visitor = await visit(browser, app.url);
    const { page } = visitor;
    await signInAt(visitor, app.owner.email, ownerPassword);
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Go to projects').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('acc');
    await page.getByRole('option', { name: 'Account' }).waitFor();
    await expectAccessible(visitor);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Account', level: 1 }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.waitForURL('**/projects');
    await page.getByRole('button', { name: 'Dark colours' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Light colours' }).waitFor();
    await page.goto('/notices');
    await page.getByText('Nothing new').waitFor();
    await page.goto('/no-such-page');
    await page.getByText('There is no such page').waitFor();
    expectCalm(visitor);
    await visitor.context.close();
  });

  it('a page elsewhere gets nothing done with the cookie', async () => {
    const { page, context } = await visit(browser, app.url);
    await page.goto('/sign-in');
    await page.getByLabel('E-mail address').fill(app.owner.email);
    await page.getByRole('textbox', { name: 'Password' }).fill(ownerPassword);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation', { name: 'Places' }).waitFor();
    const cookies = await context.cookies();
    expect(cookies).toMatchObject([{ name: 'muster', httpOnly: true, sameSite: 'Strict' }]);
    const send = (headers: Record<string, string>) =>
      fetch(`${app.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: `muster=${cookies[0]!.value}`, ...headers },
        body: JSON.stringify({ query: '{ me { email } }' }),
      }).then((response) => response.json() as any);
    expect((await send({ origin: app.url })).data.me.email).toBe(app.owner.email);
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }] as Record<
      string,
      string
    >[])
      expect((await send(headers)).errors[0].extensions.code).toBe('UNAUTHENTICATED');
    await context.close();
  });
});
