import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { ownerPassword } from '../factories/caller.js';
import { person, team } from '../factories/people.js';
import { Receiver } from '../factories/receiver.js';
import { project } from '../factories/work.js';
import { choose, expectAccessible, expectCalm, keepScreen, launch, openScreen, signInAt, story, visit, type Visitor } from './browser.js'; // prettier-ignore
import { type RunningProgram, startMuster } from './support/program.js';

story('an administrator looks after people, keys, receivers and tools', () => {
  let app: RunningProgram;
  let browser: Browser;
  let visitor: Visitor;
  let receiver: Receiver;

  beforeAll(async () => {
    [app, browser, receiver] = await Promise.all([
      startMuster({ OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8', WEBHOOK_ALLOW_HTTP: '1' }),
      launch(),
      Receiver.open(),
    ]);
    await project(app.owner, await team(app, 'Readers'));
    visitor = await visit(browser, app.url);
    await signInAt(visitor, app.owner.email, ownerPassword);
  });
  afterAll(async () => {
    receiver?.close();
    await browser?.close();
    await app?.stop();
  });
  const shown = () => visitor.page.getByRole('dialog').getByRole('textbox', { name: 'To copy' }).inputValue();
  const close = () => visitor.page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();

  it('invites somebody by a link that is shown once and lets them in', async () => {
    const { page } = visitor;
    await openScreen(visitor, '/organization', 'Who is here, and what may they do?');
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Nora');
    await dialog.getByRole('textbox', { name: 'E-mail address' }).fill('no address');
    await dialog.getByRole('checkbox', { name: 'Annotator' }).check();
    await dialog.getByRole('button', { name: 'Make the invitation' }).click();
    await dialog.getByText('must be an email').last().waitFor();
    await expectAccessible(visitor);
    await dialog.getByRole('textbox', { name: 'E-mail address' }).fill('nora@test.example');
    await dialog.getByRole('button', { name: 'Make the invitation' }).click();
    await page.getByText('Hand this link to Nora').waitFor();
    const link = await shown();
    await expectAccessible(visitor);
    await close();
    const nora = await visit(browser, app.url);
    await nora.page.goto(link);
    await nora.page.getByRole('textbox', { name: 'Choose a password' }).fill('a-password-of-nora');
    await nora.page.getByRole('button', { name: 'Accept and sign in' }).click();
    await nora.page.getByRole('link', { name: 'Nora' }).waitFor();
    // She is no administrator: what is theirs is no place of hers, and its pages tell her nothing.
    expect(await nora.page.getByRole('link', { name: 'Organization' }).count()).toBe(0);
    await nora.page.goto('/organization');
    await nora.page.getByText('You may not see or do this.').first().waitFor();
    await nora.context.close();
    expect(visitor.complaints.splice(0).every((one) => one.includes('400'))).toBe(true); // the refusal itself
  });

  it('puts her into a team, lets her lead it, and changes her roles with a reason', async () => {
    const { page } = visitor;
    await openScreen(visitor, '/organization?tab=teams', 'Who is here, and what may they do?');
    await choose(visitor, 'Add somebody', /Nora/);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('switch', { name: 'Nora leads' }).click();
    await page.getByRole('tab', { name: 'Members' }).click();
    const row = page.getByRole('row', { name: /^Nora / });
    await row.getByText('Readers (leads)').waitFor();
    await row.getByText(/ago|now/).waitFor();
    await row.getByRole('button', { name: 'Roles of Nora' }).click();
    await page.getByRole('dialog').getByRole('checkbox', { name: 'Team lead' }).check();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Why' }).fill('She leads the readers.');
    await expectAccessible(visitor);
    await page.getByRole('button', { name: 'Save' }).click();
    await row.getByText('Annotator, Team lead').waitFor();
    await page.getByRole('tab', { name: 'Change log' }).click();
    const entry = page.getByRole('row', { name: /Owner member:roles She leads the readers\./ });
    await entry.getByText('Roles', { exact: true }).waitFor();
    expect(await entry.locator('del, ins').allTextContents()).toEqual(['Annotator', 'Annotator, Team lead']);
    await expectAccessible(visitor);
  });

  it('makes a key that may do one thing, sees it once, and revokes it', async () => {
    const { page } = visitor;
    await openScreen(visitor, '/organization?tab=keys', 'Who is here, and what may they do?');
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'What it is for' }).fill('Imports');
    await choose(visitor, 'What it may do', 'self:read');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Make the key' }).click();
    await page.getByText('This is the key').waitFor();
    const key = await shown();
    await close();
    const asKey = async () =>
      (
        (await (
          await fetch(`${app.url}/graphql`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
            body: JSON.stringify({ query: '{ me { name } }' }),
          })
        ).json()) as any
      ).data?.me;
    expect(await asKey()).toEqual({ name: 'Owner' });
    expect(await page.content()).not.toContain(key);
    await page.getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('The key is refused from now on.').waitFor();
    expect(await asKey()).toBeFalsy();
  });

  it('makes a webhook endpoint, pings it, sees why a delivery failed, and sends it again', async () => {
    const { page } = visitor;
    receiver.answer(404, {}, 'no such hook');
    await openScreen(visitor, '/endpoints', 'Which programs are told what happens?');
    await page.getByRole('button', { name: 'New endpoint' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Address' }).fill(receiver.url);
    await choose(visitor, 'News', 'release.ready');
    await page.keyboard.press('Escape');
    await expectAccessible(visitor);
    await dialog.getByRole('button', { name: 'Make the endpoint' }).click();
    await page.getByText('What the receiver checks signatures with').waitFor();
    expect(await shown()).toMatch(/^whsec_/);
    await close();
    await page.getByRole('link', { name: receiver.url }).click();
    await page.getByRole('button', { name: 'Ping' }).click();
    const delivery = page.getByRole('row', { name: /ping/ });
    await delivery.getByRole('cell', { name: '404' }).waitFor();
    await expectAccessible(visitor);
    await keepScreen(visitor, 'deliveries');
    await delivery.getByRole('button', { name: 'ping' }).click();
    await page.getByRole('dialog').getByText('no such hook').first().waitFor();
    await expectAccessible(visitor);
    await page.keyboard.press('Escape');
    // Switched off, what waits is given up, and says so; switched on it is sent again, by hand.
    await page.getByRole('button', { name: 'Disable' }).click();
    await page.getByText('somebody disabled it').waitFor();
    await delivery.getByText('given up').waitFor();
    receiver.accept();
    await page.getByRole('button', { name: 'Enable' }).click();
    await page.getByRole('button', { name: 'Send all failed again' }).click();
    await page.getByText('One is sent again.').waitFor();
    await delivery.getByText('delivered').waitFor();
    await delivery.getByRole('button', { name: 'ping' }).click();
    await page
      .getByRole('dialog')
      .getByText(/Attempt 2/)
      .waitFor();
    await page.getByRole('dialog').getByText('no such hook').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'New secret' }).click();
    expect(await shown()).toMatch(/^whsec_/);
    await close();
    await page.getByText('The secret of before is good, too').waitFor();
  });

  it('connects a tool, tests it, and says who is who in it', async () => {
    const { page } = visitor;
    await openScreen(visitor, '/connections', 'Which tools do people draw in?');
    await page.getByRole('button', { name: 'New connection' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Our tool');
    await choose(visitor, 'Tool', 'Another tool (docs/connectors.md)');
    await dialog.getByRole('textbox', { name: 'Where a task is opened' }).fill('https://label.example/work');
    await dialog.getByRole('button', { name: 'Make the connection' }).click();
    await dialog.getByText('must contain {token}').last().waitFor();
    await expectAccessible(visitor);
    await dialog.getByRole('textbox', { name: 'Where a task is opened' }).fill('https://label.example/work#{token}');
    await dialog.getByRole('button', { name: 'Make the connection' }).click();
    await page.getByText('What the tool signs its messages with').waitFor();
    expect(await shown()).toMatch(/^whsec_/);
    await close();
    await page.getByRole('heading', { name: /Our tool/ }).waitFor();
    await page.getByRole('button', { name: 'Test it' }).click();
    await page.getByRole('status').getByText(/[✓✗] /).waitFor();
    await page.getByRole('tab', { name: 'Inbox' }).click();
    await page.getByText('The tool has sent nothing yet.').waitFor();
    await page.getByRole('tab', { name: 'Users' }).click();
    await page.getByRole('button', { name: 'Add somebody' }).click();
    await page.getByRole('textbox', { name: 'In the tool' }).fill('nora');
    await choose(visitor, 'Member', /Nora/);
    await page.getByRole('button', { name: 'Save the list' }).click();
    await page.getByText('The list is kept.').waitFor();
    await expectAccessible(visitor);
    expect(visitor.complaints.splice(0).every((one) => one.includes('400'))).toBe(true); // the refusal itself
  });

  it('tries the API on its own page, which asks strangers to sign in', async () => {
    const { page } = visitor;
    await openScreen(visitor, '/graphql', 'Try the API');
    await page.getByRole('textbox', { name: 'Query' }).press('Control+Enter');
    await page.getByRole('region', { name: 'Answer' }).getByText('"name": "Owner"').waitFor();
    await page.getByRole('textbox', { name: 'Find a field or a type' }).fill('findBatches');
    await page.getByRole('button', { name: 'Put it into the query: findBatches' }).click();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('region', { name: 'Answer' }).getByText('"findBatches": []').waitFor();
    await page.reload();
    expect(await page.getByRole('textbox', { name: 'Query' }).inputValue()).toContain('findBatches'); // kept here
    expectCalm(visitor);
    const stranger = await visit(browser, app.url);
    await stranger.page.goto('/graphql');
    await stranger.page.waitForURL('**/sign-in?to=%2Fgraphql');
    await stranger.context.close();
  });

  it('lets people record their own leave, who note it and take it back without asking', async () => {
    await openScreen(visitor, '/organization?tab=teams', 'Who is here, and what may they do?');
    await visitor.page.getByRole('switch', { name: 'People record their own leave' }).press('Space');
    await visitor.page.getByText('From now on people record their own leave.').waitFor();
    await expectAccessible(visitor);
    expectCalm(visitor);
    const paul = await person(app, ['ANNOTATOR']);
    const own = await visit(browser, app.url);
    await signInAt(own, paul.email, 'a-password-of-a-person');
    await openScreen(own, '/shifts', 'When do you work?');
    await own.page.getByRole('button', { name: 'Record leave' }).press('Enter');
    await own.page.getByRole('dialog').getByLabel('Reason').fill('A cold');
    await own.page.keyboard.press('Enter');
    const leave = own.page.getByRole('region', { name: 'Your leave' });
    await leave.getByText('noted', { exact: true }).waitFor();
    await leave.getByText(/^You noted it .*: A cold$/).waitFor();
    await expectAccessible(own);
    await leave.getByRole('button', { name: /^Take back your leave: Vacation, / }).press('Enter');
    await leave.getByText('taken back', { exact: true }).waitFor();
    await leave.getByText('No leave is noted for you in the next four weeks.').waitFor();
    expectCalm(own);
    await own.context.close();
  });

  it('a manager sees members and connections, and changes neither', async () => {
    const manager = await person(app, ['PROJECT_MANAGER']);
    const other = await visit(browser, app.url);
    await signInAt(other, manager.email, 'a-password-of-a-person');
    await openScreen(other, '/organization', 'Who is here, and what may they do?');
    expect(await other.page.getByRole('button', { name: 'Invite somebody' }).count()).toBe(0);
    await openScreen(other, '/connections', 'Which tools do people draw in?');
    expect(await other.page.getByRole('button', { name: 'New connection' }).count()).toBe(0);
    expect(await other.page.getByRole('link', { name: 'Webhooks' }).count()).toBe(0);
    expectCalm(other);
    await other.context.close();
  });
});
