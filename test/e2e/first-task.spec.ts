import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { PolygonLabel } from '../../src/labels/index.js';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { createCourse, publishCourse } from '../factories/training.js';
import { batch, batchState, importItems, open, project, tasksOf, until } from '../factories/work.js';
import { launchBrowser, shot, watchedPage, type WatchedPage } from './support/chromium.js';
import { type RunningFrontEnd, startFrontEnd } from './support/front-end.js';
import { ConsoleHome } from './support/homes.js';
import { handleNearest, polygonsSent, screenPoint } from './support/on-the-picture.js';
import { readXrays, type Xray } from './support/xrays.js';

const labelSchema = {
  classes: [
    { name: 'Lung', kind: 'POLYGON' },
    { name: 'No lung visible', kind: 'TAG' },
  ],
  fields: [{ name: 'view', kind: 'CHOICE', options: ['PA', 'AP'], required: true }],
};

/** Ann's morning: real X-rays with V7's outlines as the pre-label, the real API, database and jobs, a real browser. */
describe('an annotator corrects a pre-label in the front end', () => {
  let browser: Browser;
  let app: TestApp;
  let frontEnd: RunningFrontEnd;
  let ann: Caller;
  let home: ConsoleHome;
  let [projectId, batchId]: string[] = [];
  let xrays: Xray[];
  let watched: WatchedPage;

  beforeAll(async () => {
    // Muster writes its own address into links to pictures and into the way back.
    const own = String(await freePort());
    const address = { PORT: own, PUBLIC_URL: `http://localhost:${own}` };
    [browser, app, xrays] = await Promise.all([launchBrowser(), startApp(address), readXrays(2)]);
    const teamId = await team(app);
    ann = await person(app, ['ANNOTATOR'], teamId);
    projectId = await project(app.owner, teamId, { name: 'Lungs', labelSchema });

    // The tool's address must be known to Muster before its secret is known to the tool: a port is taken first.
    const port = await freePort();
    const { createConnection } = await app.owner.run(
      `mutation ($input: CreateConnectionInput!) { createConnection(input: $input) { __typename
         ... on CreatedConnection { connection { hookPath } signingSecret } ... on Problem { code message } } }`,
      {
        input: {
          kind: 'GENERIC',
          name: 'Reference front end',
          projectIds: [projectId],
          settings: { workUrl: `http://localhost:${port}/work#token={token}&return={return}` },
        },
      },
    );
    frontEnd = await startFrontEnd({
      musterUrl: app.url,
      hook: createConnection.connection.hookPath,
      secret: createConnection.signingSecret,
      more: { PORT: String(port), HOST: '127.0.0.1' },
    });

    batchId = await batch(app.owner, projectId!);
    for (const { fileName, picture } of xrays) {
      const answer = await fetch(`${app.url}/media?projectId=${projectId}&name=${fileName}`, {
        method: 'POST',
        headers: { 'content-type': 'image/jpeg', authorization: `Bearer ${app.owner.token}` },
        body: new Uint8Array(picture),
      });
      expect(answer.status).toBe(201);
    }
    const items = xrays.map(({ fileName, width, height, lungs }) => ({
      externalKey: fileName,
      data: { fileName, width, height },
      // A pre-label must be a whole answer: it answers the required field, too.
      labels: [...lungs, { kind: 'CHOICE', field: 'view', option: 'PA' }],
    }));
    expect(await importItems(app.owner, batchId!, items, 'PRELABEL')).toMatchObject({ created: 2, refused: 0 });
    await open(app.owner, batchId!);

    // The way back is PUBLIC_URL's, and so is the cookie.
    watched = await watchedPage(
      browser,
      [frontEnd.url, app.url, address.PUBLIC_URL].map((url) => new URL(url).origin),
    );
    home = new ConsoleHome(watched.page, address.PUBLIC_URL, frontEnd.url.replace('127.0.0.1', 'localhost'));
    await home.signIn(ann.email);
  });
  afterAll(async () => {
    await browser.close();
    await frontEnd.stop();
    await app.stop();
  });

  let first: { xray: Xray; wanted: { x: number; y: number } };

  it('presses next: the front end opens in the same tab with the picture and the pre-label', async () => {
    const { page } = watched;
    await home.next();
    const title = await home.inFrontEnd();
    const xray = xrays.find(({ fileName }) => fileName === title)!;
    expect(await page.locator('#overlay .shape').count()).toBe(2);
    first = { xray, wanted: { x: 0, y: 0 } };
  });

  it('moves a point with the mouse, answers, submits: the next task is there', async () => {
    const { page } = watched;
    await page
      .getByRole('button', { name: /^Lung .* points/ })
      .first()
      .click();
    const from = await handleNearest(page, first.xray.lungs[0]!);
    const to = { x: from.x - 30, y: from.y - 12 };
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 5 });
    await page.mouse.up();
    await page.getByRole('radio', { name: 'AP' }).check();
    await shot(page, 'story');
    first.wanted = await screenPoint(page, to);
    await page.keyboard.press('Control+Enter');
    const next = await home.inFrontEnd(first.xray.fileName);
    expect(xrays.map(({ fileName }) => fileName).filter((name) => name !== first.xray.fileName)).toEqual([next]);
  });

  it('the answer counts in Muster, with the point where Ann put it and the other lung as it was', async () => {
    const [answer] = await until(async () => {
      const tasks = await tasksOf(app.owner, batchId!);
      const counted = tasks.flatMap(({ submissions }) => submissions).filter(({ state }) => state === 'COUNTED');
      return counted.length > 0 && counted;
    });
    expect(answer).toMatchObject({ memberId: ann.id, stage: 'ANNOTATE' });
    expect(answer.labels).toContainEqual({ kind: 'CHOICE', field: 'view', option: 'AP' });
    const [moved, untouched] = polygonsSent(answer.labels);
    expect(untouched).toEqual(first.xray.lungs[1]);
    expect(distanceTo(moved!, first.wanted)).toBeLessThan(1);
    expect(distanceTo(first.xray.lungs[0]!, first.wanted)).toBeGreaterThan(5);
    expect((await batchState(app.owner, batchId!)).progress).toMatchObject({ answersCounted: 1, overCollected: 0 });
  });

  it('skips it with a reason, and is told in Muster that nothing is left', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: 'Skip' }).click();
    await page.getByRole('radio', { name: 'Something else' }).check();
    await page.getByLabel('What is it?').fill('Both lungs are outside the picture.');
    await page.getByRole('button', { name: 'Skip this item' }).click();
    await page.getByText('There is nothing for you now').waitFor();
    expect(new URL(page.url()).pathname).toBe('/work');
  });

  it('a task of a course opens there, too, and what was answered is given on the way back', async () => {
    const { page } = watched;
    const answer = [{ kind: 'CHOICE', field: 'view', option: 'PA' }];
    const items = ['PRACTICE', 'EXAM'].map((kind, at) => {
      const explanation = 'The shoulder blades are outside of the lungs.';
      return { kind, batchId, externalKey: xrays[at]!.fileName, labels: answer, explanation };
    });
    const course = await createCourse(app.owner, { projectId, items });
    await publishCourse(app.owner, course.id);
    await page.goto(new URL(`/courses/${course.id}`, page.url()).href);
    await page.getByRole('button', { name: 'Practise' }).click();
    await page.getByRole('button', { name: 'Open in the tool' }).click();
    await home.inFrontEnd();
    expect(await page.locator('#overlay .shape').count()).toBe(0); // nothing of what is right
    await page.getByRole('radio', { name: 'PA' }).check();
    await page.keyboard.press('Control+Enter');
    await page.getByText('Right', { exact: true }).waitFor();
    await page.getByText('The shoulder blades are outside of the lungs.').waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Begin the exam' }).waitFor();
    expect(new URL(page.url()).search).toBe(''); // a reload gives nothing a second time
  });

  it('no script failed, nobody else was asked', () => {
    expect(watched.strangers).toEqual([]);
    expect(watched.errors).toEqual([]);
  });
});

const distanceTo = ({ rings }: PolygonLabel, { x, y }: { x: number; y: number }) =>
  Math.min(...rings.flat().map((point) => Math.hypot(point.x - x, point.y - y)));

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
