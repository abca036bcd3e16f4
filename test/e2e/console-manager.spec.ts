import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { animal, batchState, claim, project, submit, until } from '../factories/work.js';
import { expectAccessible, expectCalm, keepScreen, launch, signInAt, story, visit, type Visitor } from './browser.js';

const password = 'a-password-of-a-person';

story('a manager makes a batch, fills it from a file, opens it and sees why a task waits', () => {
  let app: TestApp;
  let browser: Browser;
  let [manager, ann]: Caller[] = [];
  let visitor: Visitor;
  let projectId: string;

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), launch()]);
    const teamId = await team(app);
    manager = await person(app, ['PROJECT_MANAGER'], teamId);
    ann = await person(app, ['ANNOTATOR'], teamId);
    visitor = await visit(browser, app.url);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  const batchId = () => /\/batches\/(bat_\w+)/.exec(visitor.page.url())![1]!;

  it('an empty house says what to do', async () => {
    await signInAt(visitor, manager!.email, password);
    await visitor.page.getByText('There is no project yet').waitFor();
    await expectAccessible(visitor);
  });

  it('from the first page to a new batch in three clicks', async () => {
    const { page } = visitor;
    projectId = await project(app.owner, (await app.owner.run(`{ teams { nodes { id } } }`)).teams.nodes[0].id);
    await page.goto('/projects');
    await page.getByText('No batch yet').waitFor();
    await page.getByRole('link', { name: 'Animals' }).click();
    await page.getByRole('button', { name: 'New batch' }).first().click();
    await page.getByLabel('Name').fill('March');
    await page.getByLabel('Priority').fill('7');
    await expectAccessible(visitor);
    await page.getByRole('button', { name: 'Create batch' }).click();
    await page.getByRole('heading', { name: /March/ }).waitFor();
    expect(page.url()).toContain('tab=imports');
  });

  it('a file dropped on it is read while one looks; the rows that were refused are told line by line', async () => {
    const { page } = visitor;
    const lines = Array.from({ length: 40 }, (_, at) => JSON.stringify({ externalKey: `item-${at + 1}`, data: { text: `Text ${at + 1}` } })); // prettier-ignore
    lines[4] = '{ not json';
    lines[11] = JSON.stringify({ data: { text: 'no key' } });
    lines[20] = JSON.stringify({ externalKey: 'item-21', data: 'no object' });
    const transfer = await page.evaluateHandle((text) => {
      const data = new (globalThis as any).DataTransfer();
      data.items.add(new (globalThis as any).File([text], 'march.jsonl'));
      return data;
    }, lines.join('\n'));
    await page.locator('.drop').dispatchEvent('drop', { dataTransfer: transfer });
    await page.getByText('Refused rows · 3 of 3').waitFor();
    for (const line of ['5', '12', '21']) await page.getByRole('row', { name: new RegExp(`^${line} `) }).waitFor();
    await page.locator('.figures').getByText('37', { exact: true }).waitFor();
    await expectAccessible(visitor);
    await keepScreen(visitor, 'import');
  });

  it('the same file again changes nothing', async () => {
    const { page } = visitor;
    await page.getByLabel('Drop a file here').setInputFiles({
      name: 'again.jsonl',
      mimeType: 'application/x-ndjson',
      buffer: Buffer.from(JSON.stringify({ externalKey: 'item-1', data: { text: 'Text 1' } })),
    });
    await page
      .locator('.figures', { hasText: 'there before' })
      .first()
      .getByText('1', { exact: true })
      .first()
      .waitFor();
    expect((await batchState(app.owner, batchId())).progress.tasks).toBe(37);
  });

  it('it is opened, worked on before one’s eyes, paused, planned and closed', async () => {
    const { page } = visitor;
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await page.getByText('The batch is open.').waitFor();
    await page.getByRole('tab', { name: 'Tasks' }).click();
    await page.getByRole('link', { name: 'item-1', exact: true }).waitFor();
    await expectAccessible(visitor);
    const held = await claim(ann!);
    await submit(ann!, held, animal('cat'));
    await page.getByText('1 of 37').first().waitFor(); // without a reload
    await page.getByRole('button', { name: 'Pause' }).click();
    await until(async () => (await batchState(app.owner, batchId())).state === 'PAUSED');
    await page.getByRole('button', { name: 'Priority and deadline' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Deadline' }).fill('2031-05-06T07:08');
    await expectAccessible(visitor);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Noted.').waitFor();
    const { batch } = await app.owner.run(`query ($id: ID!) { batch(id: $id) { deadlineAt priority } }`, { id: batchId() }); // prettier-ignore
    expect(batch).toEqual({ deadlineAt: '2031-05-06T05:08:00.000Z', priority: 7 }); // Berlin, in summer
    await page.getByRole('button', { name: 'No more tasks' }).click();
    await page.getByText('It takes no more tasks.').waitFor();
  });

  it('why a task is stuck is two clicks from the first page', async () => {
    const { page } = visitor;
    await page.goto('/projects');
    await page.getByRole('link', { name: 'March' }).click();
    await page.getByRole('link', { name: 'item-2', exact: true }).click();
    await page.getByRole('heading', { name: 'Why is it where it is?' }).waitFor();
    await page.getByText('Its batch is not open.').waitFor();
    await expectAccessible(visitor);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('marc');
    await page.getByRole('option', { name: /March/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /March/ }).waitFor();
    await page
      .getByRole('combobox', { name: 'State' })
      .or(page.getByRole('textbox', { name: 'State' }))
      .click();
    await page.getByRole('option', { name: 'Settled (1)' }).click();
    await page.waitForURL('**state=SETTLED');
    await page.getByText('1 in all').waitFor();
    expectCalm(visitor);
    expect(projectId).toMatch(/^prj_/);
  });
});
