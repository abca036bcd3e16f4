import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { animal, batchState, claim, submit, until } from '../factories/work.js';
import { choose, expectAccessible, expectCalm, keepScreen, launch, openScreen, signInAt, story, visit, type Visitor } from './browser.js'; // prettier-ignore

const password = 'a-password-of-a-person';

story('a manager makes a project from nothing, and changes its rules', () => {
  let app: TestApp;
  let browser: Browser;
  let [manager, ann, ben]: Caller[] = [];
  let visitor: Visitor;

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), launch()]);
    const teamId = await team(app, 'Zoologists');
    manager = await person(app, ['PROJECT_MANAGER']);
    [ann, ben] = [await person(app, ['ANNOTATOR'], teamId), await person(app, ['ANNOTATOR'], teamId)];
    visitor = await visit(browser, app.url);
    await signInAt(visitor, manager.email, password);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  const here = () => visitor.page;
  const projectOf = async () => (await app.owner.run(`{ projects { nodes { id name labelSchema policy policyVersion fieldVisibility teamIds guidelines { version body } } } }`)).projects.nodes[0]; // prettier-ignore

  it('what is wrong is said beside the field; what was typed outlives a reload', async () => {
    const page = here();
    await page.getByRole('link', { name: 'New project' }).click(); // one click from the first page
    await page.getByRole('heading', { name: 'What is to be labelled, and how?' }).waitFor();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Animals');
    await page.getByRole('button', { name: 'Add a class' }).click();
    await page.getByRole('button', { name: 'Add a field' }).first().click();
    await page.getByRole('button', { name: 'Make the project' }).click();
    await page.getByText('The project was not made. What you typed is kept.').waitFor();
    const className = page.getByRole('textbox', { name: 'Name', exact: true }).nth(1);
    expect(await className.getAttribute('aria-invalid')).toBe('true');
    expect(await className.evaluate((field) => field === field.ownerDocument.activeElement)).toBe(true);
    await page.getByText('must have 1 to 100 characters').first().waitFor();
    await expectAccessible(visitor);
    await page.reload();
    expect(await page.getByRole('textbox', { name: 'Name', exact: true }).first().inputValue()).toBe('Animals');
    expect(visitor.complaints.splice(0).every((one) => one.includes('400'))).toBe(true); // the refusal itself
  });

  it('classes, fields, guidelines and policy are seen as others will see them, with what they cost', async () => {
    const page = here();
    await page.getByRole('textbox', { name: 'Name', exact: true }).nth(1).fill('Cat');
    await page.getByLabel('Colour').fill('#22aa55');
    await page.getByRole('textbox', { name: 'Name', exact: true }).nth(2).fill('animal');
    const options = page.getByRole('textbox', { name: 'Options' }).or(page.getByRole('combobox', { name: 'Options' }));
    for (const option of ['cat', 'dog']) {
      await options.fill(option);
      await options.press('Enter');
    }
    await page.getByText('one of: cat, dog').waitFor();
    await choose(visitor, 'Who works on it', 'Zoologists');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Add a field' }).nth(1).click();
    await page.getByRole('textbox', { name: 'Field' }).fill('zoo');
    await page.getByRole('textbox', { name: 'Text' }).fill('# Whole animals\n\n- **tail** included');
    await page.getByRole('heading', { name: 'Whole animals' }).waitFor();
    await page.getByRole('textbox', { name: 'Answers per task' }).fill('2');
    await page.getByText('2 people answer each task on their own: 2,000 answers for 1,000 tasks.').waitFor();
    await page.getByRole('textbox', { name: 'Reviewed', exact: true }).fill('10');
    await page.getByText('About 100 reviews for 1,000 tasks').waitFor();
    await expectAccessible(visitor);
    await page.getByRole('heading', { name: 'Labels' }).scrollIntoViewIfNeeded();
    await keepScreen(visitor, 'new-project');
    await page.getByRole('button', { name: 'Make the project' }).click();
    await page.getByText('The project is made. Make its first batch.').waitFor();
    expect(await projectOf()).toMatchObject({
      name: 'Animals',
      labelSchema: {
        classes: [{ name: 'Cat', kind: 'BOX', colour: '#22aa55' }],
        fields: [{ name: 'animal', kind: 'CHOICE', options: ['cat', 'dog'] }],
      },
      policy: { overlap: 2, maximumOverlap: 2, review: [{ rate: 0.1 }] },
      fieldVisibility: { zoo: 'PUBLIC' },
      guidelines: { version: 1, body: '# Whole animals\n\n- **tail** included' },
    });
  });

  it('a batch is two clicks from there; a file with three bad rows is taken but for those, and worked', async () => {
    const page = here();
    await page.getByRole('button', { name: 'New batch' }).first().click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('May');
    await page.getByRole('button', { name: 'Create batch' }).click();
    await page.getByRole('heading', { name: /May/ }).waitFor();
    const lines = Array.from({ length: 12 }, (_, at) => JSON.stringify({ externalKey: `item-${at + 1}`, data: { text: `${at}` } })); // prettier-ignore
    lines[2] = 'no JSON at all';
    lines[5] = JSON.stringify({ data: {} });
    lines[8] = JSON.stringify({ externalKey: 'item-9', data: 7 });
    await page.getByLabel('Drop a file here').setInputFiles({
      name: 'may.jsonl',
      mimeType: 'application/x-ndjson',
      buffer: Buffer.from(lines.join('\n')),
    });
    await page.getByText('Refused rows · 3 of 3').waitFor();
    for (const line of ['3', '6', '9']) await page.getByRole('row', { name: new RegExp(`^${line} `) }).waitFor();
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await page.getByText('The batch is open.').waitFor();
    const batchId = /bat_\w+/.exec(page.url())![0];
    for (const one of [ann!, ben!]) {
      await one.run(`mutation ($id: ID!) { acknowledgeGuidelines(projectId: $id) { version } }`, { id: (await projectOf()).id }); // prettier-ignore
      await submit(one, await claim(one), animal('cat'));
    }
    await until(async () => (await batchState(app.owner, batchId)).progress.answersCounted === 2);
    await page.getByText('2 of 18').waitFor(); // without a reload: nine tasks, two answers each
  });

  it('the policy is played through the answers, then changed with a reason; new guidelines are the next version', async () => {
    const page = here();
    const { id } = await projectOf();
    await openScreen(visitor, `/projects/${id}/settings`, 'Settings');
    await page.getByRole('textbox', { name: 'Answers per task' }).fill('1');
    await page.getByRole('button', { name: 'Play it through the answers there are' }).click();
    await page
      .getByRole('row', { name: /^Answers per task/ })
      .or(page.getByText('There is no settled task yet'))
      .waitFor();
    await page.getByRole('textbox', { name: 'Answers per task' }).fill('3');
    await page.getByRole('button', { name: 'Put in force' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill('Two were not enough.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Version 2 is in force from the next claim and the next decision on.').waitFor();
    await page.getByRole('textbox', { name: 'Text' }).fill('# Whole animals\n\nWith the tail.');
    await page.getByRole('button', { name: 'Publish as the next version' }).click();
    await page.getByText('Version 2 is in force: everybody confirms it before their next task.').waitFor();
    await expectAccessible(visitor);
    expect(await projectOf()).toMatchObject({ policyVersion: 2, policy: { overlap: 3 }, guidelines: { version: 2 } });
    const { changeLog } = await app.owner.run(`query ($id: ID!) { changeLog(subjectId: $id) { nodes { action reason } } }`, { id }); // prettier-ignore
    expect(changeLog.nodes).toContainEqual({ action: 'project:policy', reason: 'Two were not enough.' });
    expectCalm(visitor);
  });
});
