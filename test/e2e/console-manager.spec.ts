import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { Caller } from '../factories/caller.js';
import { person, team } from '../factories/people.js';
import { animal, batchState, claim, submit, until } from '../factories/work.js';
import { choose, expectAccessible, expectCalm, keepScreen, launch, openScreen, signInAt, story, visit, type Visitor } from './browser.js'; // prettier-ignore
import { type RunningProgram, startMuster } from './support/program.js';

const password = 'a-password-of-a-person';

story('a manager makes a project from nothing, fills a batch and changes the rules', () => {
  let app: RunningProgram;
  let browser: Browser;
  let [manager, ann, ben]: Caller[] = [];
  let visitor: Visitor;

  beforeAll(async () => {
    [app, browser] = await Promise.all([startMuster(), launch()]);
    const teamId = await team(app, 'Zoologists');
    manager = await person(app, ['PROJECT_MANAGER']);
    [ann, ben] = [await person(app, ['ANNOTATOR'], teamId), await person(app, ['ANNOTATOR'], teamId)];
    visitor = await visit(browser, app.url);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  const here = () => visitor.page;
  const batchId = () => /\/batches\/(bat_\w+)/.exec(here().url())![1]!;
  const projectOf = async () => (await app.owner.run(`{ projects { nodes { id name labelSchema policy policyVersion fieldVisibility teamIds guidelines { version body } } } }`)).projects.nodes[0]; // prettier-ignore

  it('an empty house says what to do; what is wrong is said beside the field, and what was typed outlives a reload', async () => {
    const page = here();
    await signInAt(visitor, manager!.email, password);
    await page.getByText('There is no project yet').waitFor();
    await expectAccessible(visitor);
    await page.getByRole('link', { name: 'New project' }).click();
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

  it('a file is dropped on a new batch; some of it again changes nothing', async () => {
    const page = here();
    await page.getByRole('button', { name: 'New batch' }).first().click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('May');
    await page.getByLabel('Priority').fill('7');
    await expectAccessible(visitor);
    await page.getByRole('button', { name: 'Create batch' }).click();
    await page.getByRole('heading', { name: /May/ }).waitFor();
    const line = (at: number) => JSON.stringify({ externalKey: `item-${at}`, data: { text: `Text ${at}` } });
    const transfer = await page.evaluateHandle(
      (text) => {
        const data = new (globalThis as any).DataTransfer();
        data.items.add(new (globalThis as any).File([text], 'may.jsonl'));
        data.items.add(new (globalThis as any).File(['no picture'], 'broken.png'));
        return data;
      },
      Array.from({ length: 9 }, (_, at) => line(at + 1)).join('\n'),
    );
    await page.locator('.drop').dispatchEvent('drop', { dataTransfer: transfer });
    await page.locator('.figures').getByText('9', { exact: true }).first().waitFor();
    // A picture that is none holds up nothing.
    await page.getByText('One picture was not taken').waitFor();
    await page.getByText(/^broken\.png: /).waitFor();
    expect(visitor.complaints.splice(0).every((one) => one.includes('400'))).toBe(true);
    await page.getByLabel('Drop a file here').setInputFiles({
      name: 'again.jsonl',
      mimeType: 'application/x-ndjson',
      buffer: Buffer.from(line(1)),
    });
    const again = page.locator('.figures', { hasText: 'there before' }).first();
    await again.getByText('1', { exact: true }).first().waitFor();
    expect((await batchState(app.owner, batchId())).progress.tasks).toBe(9);
  });

  it('it is opened, worked on before one’s eyes, paused, planned and closed', async () => {
    const page = here();
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await page.getByText('The batch is open.').waitFor();
    await page.getByRole('tab', { name: 'Tasks' }).click();
    await page.getByRole('link', { name: 'item-1', exact: true }).waitFor();
    for (const one of [ann!, ben!]) {
      await one.run(`mutation ($id: ID!) { acknowledgeGuidelines(projectId: $id) { version } }`, { id: (await projectOf()).id }); // prettier-ignore
      await submit(one, await claim(one), animal('cat'));
    }
    await page.getByText('2 of 18').first().waitFor(); // without a reload: nine tasks, two answers each
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

  it('a task is found by its state and says what it waits for; the palette finds the batch', async () => {
    const page = here();
    await page
      .getByRole('combobox', { name: 'State' })
      .or(page.getByRole('textbox', { name: 'State' }))
      .click();
    await page.getByRole('option', { name: /\(8\)$/ }).click();
    await page.waitForURL('**state=**');
    await page.getByText('8 in all').waitFor();
    await page.getByRole('link', { name: 'item-2', exact: true }).click();
    await page.getByText('Its batch is not open.').waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('ma');
    await page.getByRole('option', { name: /May/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /May/ }).waitFor();
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
      .waitFor({ timeout: 40_000 }); // long work, which waits for its turn
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
