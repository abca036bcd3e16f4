import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { Caller } from '../factories/caller.js';
import { person, team } from '../factories/people.js';
import { batch, claim, importItems, open, project, submit, tasksOf, until } from '../factories/work.js';
import { expectAccessible, expectCalm, keepScreen, launch, signInAt, story, visit, type Visitor } from './browser.js';
import { type RunningProgram, startMuster } from './support/program.js';

const password = 'a-password-of-a-person';
const xrays = join(import.meta.dirname, '..', '..', 'data', 'lungs', 'xrays');
const pictures = readdirSync(xrays).filter((name) => name.endsWith('.jpg')).slice(0, 3); // prettier-ignore
const size = { width: 524, height: 524 };
const square = (x: number, y: number, side: number) => ({
  kind: 'POLYGON',
  class: 'Lung',
  rings: [[{ x, y }, { x: x + side, y }, { x: x + side, y: y + side }, { x, y: y + side }]], // prettier-ignore
});
const lungSchema = { classes: [{ name: 'Lung', kind: 'POLYGON' }, { name: 'No lung', kind: 'TAG' }], fields: [] }; // prettier-ignore
const right = [square(80, 100, 150), square(290, 100, 150)];
const wrong = [square(60, 130, 150), square(290, 100, 150)];

story('an annotator’s and a reviewer’s day, by keyboard alone', () => {
  let app: RunningProgram;
  let browser: Browser;
  let [ann, ben, rita]: Caller[] = [];
  let teamId: string;
  let batchId: string;
  let annotator: Visitor;
  let reviewer: Visitor;

  const uploadPictures = async (projectId: string) => {
    for (const name of pictures)
      await fetch(`${app.url}/media?projectId=${projectId}&name=${name}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${app.owner.token}`, 'content-type': 'image/jpeg' },
        body: readFileSync(join(xrays, name)),
      });
  };
  const itemsWith = (more: object) =>
    pictures.map((fileName, at) => ({ externalKey: `x-${at + 1}`, data: { fileName, ...size }, ...more }));

  beforeAll(async () => {
    [app, browser] = await Promise.all([startMuster(), launch()]);
    teamId = await team(app);
    ann = await person(app, ['ANNOTATOR'], teamId);
    ben = await person(app, ['ANNOTATOR'], teamId);
    rita = await person(app, ['REVIEWER'], teamId);
    const projectId = await project(app.owner, teamId, {
      name: 'Lungs',
      labelSchema: lungSchema,
      fieldVisibility: { view: 'PUBLIC' },
      policy: {
        review: [{ rate: 1, seed: 'all' }],
        errors: [
          { code: 'outline', severity: 'MAJOR', class: 'Lung', meaning: 'does not follow the lung' },
          { code: 'missed', severity: 'CRITICAL', meaning: 'something is missing' },
        ],
      },
    });
    await app.owner.run(
      `mutation ($projectId: ID!, $body: String!) { publishGuidelines(projectId: $projectId, body: $body) { id } }`,
      { projectId, body: '# Lungs\n\nDraw **both** lungs.\n\n- Ribs belong to it.\n- The heart does not.' },
    );
    await uploadPictures(projectId);
    batchId = await batch(app.owner, projectId);
    await importItems(app.owner, batchId, itemsWith({ labels: right, metadata: { view: 'PA' } }), 'PRELABEL');
    await open(app.owner, batchId);
    [annotator, reviewer] = [await visit(browser, app.url), await visit(browser, app.url)];
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  it('the guidelines come before the first task; then N brings it, with its picture and what it starts from', async () => {
    const { page } = annotator;
    await signInAt(annotator, ann!.email, password);
    await page.getByRole('heading', { name: 'What is next?' }).waitFor();
    await page.getByText('No figure yet: it begins on the day after five of your answers were judged.').waitFor();
    await expectAccessible(annotator);
    await page.keyboard.press('n');
    await page.getByText('Nobody', { exact: false }).or(page.getByText('guidelines', { exact: false })).first().waitFor(); // prettier-ignore
    await page.getByRole('button', { name: 'Read the guidelines of “Lungs”' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('The heart does not.').waitFor();
    await expectAccessible(annotator);
    await page.getByRole('button', { name: 'I have read them' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('img', { name: 'Labels to start from: 2 shapes are drawn' }).waitFor();
    await page.getByText('PA', { exact: true }).waitFor();
    expect(
      await page
        .locator('.canvas img')
        .first()
        .evaluate((img: any) => img.complete && img.naturalWidth),
    ).toBe(524);
    await keepScreen(annotator, 'annotator-task');
  });

  it('a pause stops the clock, and a reload finds the task again', async () => {
    const { page } = annotator;
    await page.keyboard.press('p');
    await page.getByRole('heading', { name: 'Paused' }).waitFor();
    await expectAccessible(annotator);
    const clock = page.getByRole('timer');
    const shown = await clock.textContent();
    await page.waitForTimeout(2200);
    expect(await clock.textContent()).toBe(shown);
    await page.keyboard.press('p');
    await page.getByRole('heading', { name: 'Paused' }).waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('img', { name: 'Labels to start from: 2 shapes are drawn' }).waitFor();
  });

  it('what cannot be done is skipped with a reason, which the lead reads', async () => {
    const { page } = annotator;
    await page.keyboard.press('s');
    await page.getByRole('dialog').getByLabel('Reason').fill('The picture is upside down.');
    await expectAccessible(annotator);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'What is next?' }).waitFor();
    const { tasks } = await app.owner.run(
      `query ($batchId: ID!) { tasks(batchId: $batchId) { nodes { externalKey skips { reason } } } }`,
      { batchId },
    );
    expect(tasks.nodes.flatMap((task: any) => task.skips)).toEqual([{ reason: 'The picture is upside down.' }]);
  });

  it('a break hands out nothing, and ends by the key that began it', async () => {
    const { page } = annotator;
    await page.keyboard.press('b');
    await page.getByText('You are on a break').waitFor();
    expect(await page.getByRole('button', { name: 'Next task' }).count()).toBe(0);
    await expectAccessible(annotator);
    await page.keyboard.press('n');
    expect(await claim(ann!)).toMatchObject({ __typename: 'QueueEmpty', reasons: [{ reason: 'ON_BREAK' }] });
    await page.keyboard.press('b');
    await page.getByRole('button', { name: 'Next task' }).waitFor();
  });

  it('the reviewer sees what differs, names the error by its number, and sends it back', async () => {
    // In the tool, which the console hands over to, Ann answers her next task.
    const held = await claim(ann!);
    await submit(ann!, held, wrong);
    await until(async () => (await tasksOf(app.owner, batchId)).some((task) => task.state === 'REVIEWING'));
    const { page } = reviewer;
    await rita!.run(`mutation ($id: ID!) { acknowledgeGuidelines(projectId: $id) { version } }`, {
      id: (await app.owner.run(`{ projects { nodes { id } } }`)).projects.nodes[0].id,
    });
    await signInAt(reviewer, rita!.email, password);
    await page.getByRole('heading', { name: 'What is next?' }).waitFor();
    await page.keyboard.press('n');
    await page.getByRole('img', { name: 'The answer: 2 shapes are drawn' }).waitFor();
    await page.getByText('Overlap of the areas').waitFor();
    // One square of two is shifted by 20 and 30 of 150: (130 · 120 + 150²) / (2 · 150² + 2 · 150² − the same) = 73 %.
    expect(await page.getByText('Overlap of the areas').textContent()).toMatch(/Overlap of the areas 7[23]\.\d %/);
    await expectAccessible(reviewer);
    await keepScreen(reviewer, 'review');
    await page.keyboard.press('r');
    await page.getByRole('alert').getByText('Say what is wrong').waitFor();
    await page.keyboard.press('1');
    await page
      .getByRole('checkbox', { name: /outline/ })
      .and(page.locator(':checked'))
      .waitFor();
    await page.keyboard.press('c');
    await page.keyboard.type('The left one is too low.');
    await page.keyboard.press('Escape');
    await page.keyboard.press('r');
    await page.getByText('Sent back.').waitFor();
    await page.getByText('There is nothing for you now').waitFor();
  });

  it('it comes back to the author with what was said, is mended, and accepted', async () => {
    const { page } = annotator;
    await page.goto('/work');
    await page.getByText('The left one is too low.').waitFor();
    await page.keyboard.press('n');
    await page.getByRole('heading', { name: 'Mend' }).waitFor();
    await page.getByText('outline (Lung, major) · The left one is too low.').waitFor();
    await expectAccessible(annotator);
    await submit(ann!, await claim(ann!), right);
    await page.goto('/record');
    await page.getByRole('row', { name: /Sent back.*outline.*Lungs/ }).waitFor();
    await until(async () => (await tasksOf(app.owner, batchId)).some((task) => task.state === 'REVIEWING'));
    await reviewer.page.keyboard.press('n');
    await reviewer.page.getByRole('img', { name: 'The answer: 2 shapes are drawn' }).waitFor();
    await reviewer.page.getByText('Overlap of the areas 100.0 %').waitFor();
    await reviewer.page.keyboard.press('a');
    await reviewer.page.getByText('Accepted.', { exact: true }).waitFor();
    const settled = await until(async () =>
      (await tasksOf(app.owner, batchId)).find((task) => task.state === 'SETTLED'),
    );
    expect(settled.result).toMatchObject({ method: 'REWORKED' });
  });

  it('a reviewer mends what needs no drawing: a label too many is taken away', async () => {
    await ben!.run(`mutation ($id: ID!) { acknowledgeGuidelines(projectId: $id) { version } }`, {
      id: (await app.owner.run(`{ projects { nodes { id } } }`)).projects.nodes[0].id,
    });
    await submit(ben!, await claim(ben!), [...right, square(10, 10, 40)]);
    await until(async () => (await tasksOf(app.owner, batchId)).some((task) => task.state === 'REVIEWING'));
    const { page } = reviewer;
    await page.getByRole('heading', { name: 'What is next?' }).waitFor();
    await page.keyboard.press('n');
    await page.getByRole('img', { name: 'The answer: 3 shapes are drawn' }).waitFor();
    await page.keyboard.press('f');
    await page.getByRole('button', { name: 'Take away' }).nth(2).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('img', { name: 'The answer: 2 shapes are drawn' }).waitFor();
    await expectAccessible(reviewer);
    await page.getByRole('heading', { name: 'Review' }).click();
    await page.keyboard.press('f');
    await page.getByText('Accepted with mending.').waitFor();
    const fixed = await until(async () =>
      (await tasksOf(app.owner, batchId)).find((task) => task.result?.method === 'FIXED'),
    );
    expect(fixed.result.labels).toHaveLength(2);
  });

  it('answers that disagree lie side by side, and the right one is chosen', async () => {
    const projectId = await project(app.owner, teamId, {
      name: 'Twice',
      labelSchema: lungSchema,
      policy: { overlap: 2, maximumOverlap: 2, agreement: { measure: 'MIN_IOU', threshold: 0.9 } },
    });
    await uploadPictures(projectId);
    const twice = await batch(app.owner, projectId, 'Twice');
    await importItems(app.owner, twice, itemsWith({}).slice(0, 1));
    await open(app.owner, twice);
    await submit(ann!, await claim(ann!, { projectId }), wrong);
    await submit(ben!, await claim(ben!, { projectId }), right);
    await until(async () => (await tasksOf(app.owner, twice)).some((task) => task.state === 'ADJUDICATING'));
    const { page } = reviewer;
    await page.getByRole('heading', { name: 'What is next?' }).waitFor();
    await page.keyboard.press('n');
    await page.getByRole('heading', { name: 'Answer B', exact: true }).waitFor();
    await expectAccessible(reviewer);
    const { myWork } = await rita!.run(`{ myWork { held { answers } } }`);
    const isRight = (labels: any[]) => labels[0].rings[0][0].x === 80;
    await page.keyboard.press(isRight(myWork.held[0].answers[0]) ? 'a' : 'b');
    await page.getByText(/Answer [AB] is the result\./).waitFor();
    const settled = await until(async () => (await tasksOf(app.owner, twice)).find((task) => task.state === 'SETTLED'));
    expect(settled.result.method).toBe('ADJUDICATED');
    expect(isRight(settled.result.labels)).toBe(true);
    await expectCalm(reviewer);
    await expectCalm(annotator);
  });
});
