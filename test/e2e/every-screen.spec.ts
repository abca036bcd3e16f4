import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type Caller, ownerPassword } from '../factories/caller.js';
import { myVerdicts, openDispute, seat } from '../factories/judging.js';
import { person, team } from '../factories/people.js';
import { askQuestion } from '../factories/questions.js';
import { dayFromNow, requestLeave } from '../factories/shifts.js';
import { courseItem, createCourse, publishCourse } from '../factories/training.js';
import { endpoint } from '../factories/webhooks.js';
import { ask, batch, claim, importItems, judge, open, project, submit, tasksOf, until } from '../factories/work.js';
import { expectAccessible, expectCalm, launch, signInAt, story, visit, type Visitor } from './browser.js';
import { shot } from './support/chromium.js';
import { type RunningProgram, startMuster } from './support/program.js';
import { placesOf } from './support/routes.js';
import { readXrays } from './support/xrays.js';

const password = 'a-password-of-a-person';

/** Whatever page there is: without barriers, in light and dark, as wide as the window, and calm. */
story('every screen', () => {
  let app: RunningProgram;
  let browser: Browser;
  let [ann, ben, rita]: Caller[] = [];
  let invitation: string;
  const samples: Record<string, string> = {};

  const invite = async () =>
    (
      await app.owner.run(
        `mutation { inviteMember(input: { email: "nora@test.example", name: "Nora", roles: [ANNOTATOR] }) { ... on InvitedMember { token } } }`,
      )
    ).inviteMember.token as string;

  /** Something of everything: work in all states, words on it, a lot, a release, a course, a receiver, a tool. */
  beforeAll(async () => {
    const [xrays, started, chromium] = await Promise.all([readXrays(5), startMuster({ OUTBOUND_ALLOW_CIDRS: '127.0.0.0/8', WEBHOOK_ALLOW_HTTP: '1' }), launch()]); // prettier-ignore
    [app, browser] = [started, chromium];
    const teamId = await team(app, 'Readers of the morning shift');
    [ann, ben, rita] = [
      await person(app, ['ANNOTATOR'], teamId),
      await person(app, ['ANNOTATOR'], teamId),
      await person(app, ['REVIEWER'], teamId),
    ];
    const projectId = await project(app.owner, teamId, {
      name: 'Lungs',
      labelSchema: { classes: [{ name: 'Lung', kind: 'POLYGON' }], fields: [] },
      policy: { review: [{ rate: 1, seed: 'all' }], audit: {}, errors: [{ code: 'outline', severity: 'MAJOR', class: 'Lung', meaning: 'does not follow the lung' }] }, // prettier-ignore
    });
    for (const { fileName, picture } of xrays)
      await fetch(`${app.url}/media?projectId=${projectId}&name=${fileName}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${app.owner.token}`, 'content-type': 'image/jpeg' },
        body: new Uint8Array(picture),
      });
    const batchId = await batch(app.owner, projectId, 'March');
    const items = xrays.map(({ fileName, width, height, lungs }) => ({
      externalKey: fileName,
      data: { fileName, width, height },
      labels: lungs,
    }));
    await importItems(app.owner, batchId, [...items, { externalKey: 'heart', data: {}, labels: [{ kind: 'TAG', class: 'Heart' }] }], 'PRELABEL'); // prettier-ignore
    const { id: lotId } = await ask(app.owner, 'openAudit', 'OpenAuditInput', { batchId }, '... on AuditLot { id }');
    await open(app.owner, batchId);
    await app.owner.run(
      `mutation ($id: ID!) { publishGuidelines(projectId: $id, body: "# Lungs\\n\\nDraw **both** lungs.") { id } }`,
      { id: projectId },
    );
    for (const one of [ann, ben, rita])
      await one.run(`mutation ($id: ID!) { acknowledgeGuidelines(projectId: $id) { version } }`, { id: projectId });
    for (const decision of ['ACCEPT', 'REJECT']) {
      await submit(ann, await claim(ann), xrays[0]!.lungs);
      await judge(rita, await seat(rita, 'REVIEW'), decision, decision === 'ACCEPT' ? {} : { comment: 'The left one is too low.', errors: [{ code: 'outline', severity: 'MAJOR', class: 'Lung' }] }); // prettier-ignore
    }
    const rejected = (await myVerdicts(ann)).find(({ decision }) => decision === 'REJECT');
    await openDispute(ann, { verdictId: rejected.id, reason: 'It follows the lung, see the ribs.' });
    await submit(ann, await claim(ann, { stage: 'ANNOTATE' }), xrays[1]!.lungs);
    await seat(rita, 'REVIEW'); // she keeps it
    const held = await claim(ann, { stage: 'ANNOTATE' });
    await askQuestion(ann, { assignmentId: held.id, text: 'Does the heart belong to it?' });
    await app.owner.run(
      `mutation ($input: SetShiftsInput!) { setShifts(input: $input) { timeZone } }`,
      { input: { memberId: ann.id, shifts: [{ weekday: 'MONDAY', start: '09:00', end: '17:30' }] } }, // prettier-ignore
    );
    const leave = { kind: 'VACATION', from: dayFromNow(20), until: dayFromNow(33), reason: 'My sister marries.' };
    await requestLeave(ann, leave);
    const course = await createCourse(app.owner, {
      projectId,
      rules: { attempts: 2, passMark: 1, tells: 'ANSWERS' },
      items: (['PRACTICE', 'EXAM'] as const).map((kind) => courseItem(kind, 'cat', { labels: xrays[0]!.lungs, data: items[0]!.data })), // prettier-ignore
    });
    await publishCourse(app.owner, course.id);
    const connection = await ask(app.owner, 'createConnection', 'CreateConnectionInput', { kind: 'GENERIC', name: 'Our tool', projectIds: [], settings: { workUrl: 'https://label.example/work#{token}' } }, '... on CreatedConnection { connection { id } }'); // prettier-ignore
    const receiver = await endpoint(app.owner, { url: 'http://127.0.0.1:9/hooks', types: ['release.ready'] });
    await until(async () => (await tasksOf(app.owner, batchId)).some(({ state }) => state === 'SETTLED'));
    await ask(app.owner, 'createRelease', 'CreateReleaseInput', { projectId, formats: ['COCO'] }, '... on Release { id }'); // prettier-ignore
    const [task] = await tasksOf(app.owner, batchId);
    invitation = await invite();
    Object.assign(samples, {
      projectId,
      batchId,
      lotId,
      trustActionId: 'nobody-has-this', // leads to all people
      taskId: task.id,
      memberId: ann.id,
      courseId: course.id,
      assignmentId: held.id,
      connectionId: connection.connection.id,
      endpointId: receiver.id,
    });
  }, 90_000);
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  /** Opens it as from a bookmark, waits until nothing is on its way to it, and looks at it. */
  const look = async (visitor: Visitor, address: string) => {
    const { page } = visitor;
    await page.goto(address);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.locator('[aria-busy=true], .mantine-Skeleton-root').first().waitFor({ state: 'detached' });
    const { width } = page.viewportSize()!;
    expect({ address, ...(await stateOf(page)) }).toEqual({ address, width, failures: [] });
    await expectAccessible(visitor);
    await looks(page, address);
    expect({ address, said: visitor.complaints, asked: visitor.foreign }).toEqual({ address, said: [], asked: [] });
  };
  /** For eyes, where `SHOTS` names a folder: in every width and both schemes. */
  const looks = async (page: Page, address: string) => {
    if (!process.env.SHOTS) return;
    const usual = page.viewportSize()!;
    for (const width of [360, 1280, 1920])
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.emulateMedia({ colorScheme });
        await shot(page, `${usual.width}-${address.replaceAll(/[^a-z]+(\w{20,})?/gi, '-')}-${width}-${colorScheme}`);
      }
    await page.setViewportSize(usual);
    await page.emulateMedia({ colorScheme: 'light' });
  };
  const stateOf = async (page: Page) => ({
    width: await page.evaluate(() => (globalThis as any).document.documentElement.scrollWidth as number),
    failures: await page
      .getByText(/That did not work|You may not see or do this|There is no such page/)
      .allTextContents(),
  });
  const comesIn = async (who: Caller, width: number, itsPassword = password) => {
    const visitor = await visit(browser, app.url, { width, height: 800 });
    await signInAt(visitor, who.email, itsPassword);
    return visitor;
  };
  const leaves = async (visitor: Visitor) => {
    expectCalm(visitor);
    await visitor.context.close();
  };
  const outside = ['/sign-in', '/invitation'];
  /** Pages of those who work: what their navigation names, and what is below it. */
  let isOfWorkers: (path: string) => boolean;

  it('on a telephone: all that annotators have, and what they and reviewers hold', async () => {
    const visitor = await comesIn(ben!, 360);
    const own = await visitor.page.locator('.shell-nav a').evaluateAll((links: any[]) => links.map(({ pathname }) => pathname as string)); // prettier-ignore
    expect(own).toEqual(expect.arrayContaining(['/work', '/record', '/courses', '/my-questions', '/notices', '/account'])); // prettier-ignore
    isOfWorkers = (path) => own.some((place) => path === place || path.startsWith(`${place}/`));
    for (const { addresses } of placesOf(samples).filter(({ path }) => isOfWorkers(path)))
      for (const address of addresses) await look(visitor, address);
    await leaves(visitor);
    for (const [who, heading] of [
      [ann!, 'Label'],
      [rita!, 'Review'],
    ] as const) {
      const holder = await comesIn(who, 360);
      await look(holder, '/work');
      await holder.page.getByRole('heading', { name: heading, level: 1 }).waitFor();
      await look(holder, '/record');
      await leaves(holder);
    }
  }, 120_000);

  it('from 1280 pixels on: all that the router has', async () => {
    const places = placesOf(samples).filter(({ path }) => !outside.includes(path));
    expect(places.length).toBeGreaterThan(25);
    const [worker, owner] = [await comesIn(ann!, 1280), await comesIn(app.owner, 1280, ownerPassword)];
    for (const { path, addresses } of places)
      for (const address of addresses) await look(isOfWorkers(path) ? worker : owner, address);
    await leaves(worker);
    await leaves(owner);
  }, 300_000);

  it('before somebody is signed in, wide and narrow', async () => {
    for (const width of [360, 1280]) {
      const stranger = await visit(browser, app.url, { width });
      await look(stranger, '/sign-in');
      await look(stranger, `/invitation#token=${invitation}`);
      await leaves(stranger);
    }
  });
});
