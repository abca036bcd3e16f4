import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { Point } from '../../src/labels/index.js';
import { until } from '../factories/work.js';
import { barriers } from './support/axe.js';
import { launchBrowser, shot, watchedPage, type WatchedPage } from './support/chromium.js';
import { contractSecret, type ContractServer, startContractServer } from './support/contract-server.js';
import { type RunningFrontEnd, startFrontEnd } from './support/front-end.js';
import { handleNearest, polygonsSent, screenPoint, widestGap } from './support/on-the-picture.js';
import { readXrays, type Xray } from './support/xrays.js';

const labelSchema = {
  classes: [
    { name: 'Lung', kind: 'POLYGON' },
    { name: 'Device', kind: 'BOX', attributes: [{ name: 'kind', options: ['tube', 'pacemaker'], required: true }] },
    { name: 'No lung visible', kind: 'TAG' },
  ],
  fields: [
    { name: 'view', kind: 'CHOICE', options: ['PA', 'AP'], required: true },
    { name: 'remark', kind: 'TEXT', maximumLength: 200 },
    { name: 'confidence', kind: 'NUMBER', minimum: 0, maximum: 1 },
  ],
};

/** The reference front end against a server that speaks docs/connectors.md and nothing else of Muster. */
describe('the reference front end, alone with the contract', () => {
  let browser: Browser;
  let contract: ContractServer;
  let frontEnd: RunningFrontEnd;
  let xray: Xray;
  let watched: WatchedPage;
  let work: { assignmentId: string } & Record<string, unknown>;

  beforeAll(async () => {
    [browser, [xray]] = (await Promise.all([launchBrowser(), readXrays(1)])) as [Browser, [Xray]];
    contract = await startContractServer({ body: xray.picture, type: 'image/jpeg' });
    frontEnd = await startFrontEnd({ musterUrl: contract.url, hook: '/hooks/con_1', secret: contractSecret });
  });
  afterAll(() => Promise.all([browser.close(), frontEnd.stop(), contract.stop()]));

  beforeEach(async () => {
    work = {
      assignmentId: 'asg_1',
      state: 'ACTIVE',
      stage: 'ANNOTATE',
      data: { fileName: xray.fileName },
      metadata: { View: 'AP supine' },
      size: { width: xray.width, height: xray.height },
      labelSchema,
      startFrom: xray.lungs,
      model: 'lungs-unet 3',
      toolUser: null,
      feedback: null,
      leaseExpiresAt: '2030-01-01T00:00:00.000Z',
    };
    contract.begin(work);
    watched = await watchedPage(
      browser,
      [frontEnd.url, contract.url].map((url) => new URL(url).origin),
    );
  });
  afterEach(async () => {
    await watched.context.close();
    expect(watched.strangers).toEqual([]);
    expect(contract.unsigned).toBe(0);
  });

  const open = async (token = 'token-1') => {
    await watched.page.goto(`${frontEnd.url}/work#token=${token}&return=x`);
    await watched.page.getByRole('heading', { level: 1 }).waitFor();
    return watched.page;
  };
  const answers = () => contract.told.filter(({ type }) => type !== 'task.started');
  const cleared = (...expected: RegExp[]) => {
    const errors = watched.errors.filter((error) => !expected.some((pattern) => pattern.test(error)));
    expect(errors).toEqual([]);
  };

  it('shows the picture with the pre-label; the token leaves the address, and a reload still finds the work', async () => {
    const page = await open();
    await page.getByRole('heading', { name: xray.fileName }).waitFor();
    expect(await page.locator('#overlay .shape').count()).toBe(2);
    expect(page.url()).toBe(`${frontEnd.url}/work`);
    await page.reload();
    await page.getByRole('heading', { name: xray.fileName }).waitFor();
    // The next link in the same tab differs only behind the #.
    await page.goto(`${frontEnd.url}/work#token=token-2`);
    await until(async () => !page.url().includes('#'));
    await page.getByRole('heading', { name: xray.fileName }).waitFor();
    expect(contract.told.map(({ type }) => type)).toEqual(expect.arrayContaining(['task.started']));
    cleared();
  });

  it('a point is dragged, the required question answered, and the answer arrives signed, with the point where it was put', async () => {
    const page = await open();
    await page
      .getByRole('button', { name: /^Lung .* points/ })
      .first()
      .click();
    const from = await handleNearest(page, xray.lungs[0]!);
    const [x, y] = [from.x - 30, from.y - 12];
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x - 10, from.y - 4);
    await page.mouse.move(x, y, { steps: 4 });
    await page.mouse.up();
    await shot(page, 'dragged');

    await page.keyboard.press('Control+Enter');
    expect(await page.getByRole('alert').textContent()).toContain('“view” must be answered.');
    await page.getByRole('radio', { name: 'PA' }).check();
    const wanted = await screenPoint(page, { x, y });
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Sent.' }).waitFor();

    const [answer] = answers();
    expect(answer).toMatchObject({ type: 'task.submitted', data: { assignment: 'asg_1' } });
    expect(answer!.data.seconds).toBeGreaterThanOrEqual(0);
    expect(answer!.data.labels).toContainEqual({ kind: 'CHOICE', field: 'view', option: 'PA' });
    const [moved, untouched] = polygonsSent(answer!.data.labels!);
    expect(untouched).toEqual(xray.lungs[1]);
    expect(moved!.rings[0]).toHaveLength(xray.lungs[0]!.rings[0]!.length);
    expect(moved!.rings[0]!.some((point) => near(point, wanted, 1))).toBe(true);
    expect(xray.lungs[0]!.rings[0]!.some((point) => near(point, wanted, 5))).toBe(false);
    cleared();
  });

  it('boxes and outlines are drawn, with mouse or keys alone; attributes are asked for; undo takes back step by step', async () => {
    const page = await open();
    const stage = await stageBox();
    const at = (x: number, y: number) => [stage.x + stage.width * x, stage.y + stage.height * y] as const;

    await page.keyboard.press('2');
    await page.mouse.move(...at(0.45, 0.1));
    await page.mouse.down();
    await page.mouse.move(...at(0.5, 0.2), { steps: 3 });
    await page.mouse.up();
    await page.getByRole('radio', { name: 'AP' }).check();
    await page.keyboard.press('Control+Enter');
    expect(await page.getByRole('alert').textContent()).toContain('choose “kind”');
    await page.getByLabel('kind (required)').selectOption('tube');

    // With keys alone: a triangle around the middle of the picture.
    await page.locator('#stage').focus();
    await page.keyboard.press('1');
    for (const [key, times] of [
      ['ArrowRight', 20],
      ['ArrowDown', 20],
      ['ArrowLeft', 30],
    ] as const) {
      for (let step = 0; step < times; step++) await page.keyboard.press(key);
      await page.keyboard.press('Space');
    }
    await page.keyboard.press('Enter');
    await expectShapes(4);
    await page.keyboard.press('Control+z');
    await expectShapes(3);
    await page.keyboard.press('Control+Shift+z');
    await expectShapes(4);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Sent.' }).waitFor();

    const labels = answers()[0]!.data.labels!;
    expect(labels.find(({ kind }) => kind === 'BOX')).toMatchObject({ class: 'Device', attributes: { kind: 'tube' } });
    expect(polygonsSent(labels)[2]!.rings[0]).toHaveLength(3);
    cleared();

    async function expectShapes(count: number) {
      await until(async () => (await page.locator('#overlay .shape').count()) === count);
    }
  });

  it('an outline of a thousand points becomes handy; points are added, taken away, a hole is cut, and the rest is untouched', async () => {
    const page = await open();
    const row = page.getByRole('button', { name: /^Lung .* points/ }).first();
    const count = async () => Number(/(\d+) points/.exec((await row.textContent())!)![1]);
    await row.click();
    const before = await count();
    await page.keyboard.press('s');
    await until(async () => (await count()) !== before);
    const simple = await count();
    expect(simple).toBeLessThan(before / 10);

    // Between two handles, well away from both.
    const [a, b] = await widestGap(page);
    const middle = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
    await page.mouse.move(middle.x, middle.y);
    await page.locator('#overlay .ghost').waitFor();
    await shot(page, 'ghost');
    await page.mouse.down();
    await page.mouse.move(middle.x + 8, middle.y + 8, { steps: 3 });
    await page.mouse.up();
    await until(async () => (await count()) === simple + 1);
    await page.keyboard.press('Delete');
    await until(async () => (await count()) === simple);
    await page.keyboard.press('i');
    await until(async () => (await count()) === simple + 1);
    await page.keyboard.press('Control+z');

    // A hole, in one go with the button held.
    await page.mouse.wheel(0, -300);
    await page.keyboard.press('0');
    const lung = await until(() => page.locator('#overlay .shape .line').first().boundingBox());
    const centre = { x: lung.x + lung.width * 0.6, y: lung.y + lung.height / 2 };
    await page.keyboard.press('h');
    await page.mouse.move(centre.x + 25, centre.y);
    await page.mouse.down();
    for (let angle = 0; angle <= 2 * Math.PI; angle += Math.PI / 10)
      await page.mouse.move(centre.x + 25 * Math.cos(angle), centre.y + 25 * Math.sin(angle));
    await page.mouse.move(centre.x + 25, centre.y);
    await page.mouse.up();
    await page.getByText('2 rings').waitFor();
    await page.keyboard.press('v');
    await shot(page, 'hole');

    await page.getByRole('radio', { name: 'PA' }).check();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Sent.' }).waitFor();
    const [cut, untouched] = polygonsSent(answers()[0]!.data.labels!);
    expect(untouched).toEqual(xray.lungs[1]);
    expect(cut!.rings[0]).toHaveLength(simple);
    expect(cut!.rings[1]!.length).toBeGreaterThan(10);
    cleared();
  });

  it('what was done outlives a reload and a lost Muster; once it is back the same message arrives, and counts once', async () => {
    const page = await open();
    await page.getByRole('radio', { name: 'PA' }).check();
    // The last word, and the page goes before another frame is drawn.
    await page.evaluate(`window.requestAnimationFrame = () => 0`);
    await page.getByLabel('remark').fill('rotated');
    await page.reload();
    await page.getByText('Your work from before is here again').waitFor();
    expect(await page.getByLabel('remark').inputValue()).toBe('rotated');

    contract.hookAnswers = [503, 500, 503];
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByRole('heading', { name: 'Sent.' }).waitFor();
    expect(answers()).toHaveLength(4);
    expect(new Set(answers().map(({ id }) => id)).size).toBe(1);

    cleared();
  });

  it('while Muster cannot be reached the answer stays, and the page says so', async () => {
    const page = await open();
    await page.getByRole('radio', { name: 'PA' }).check();
    contract.hookAnswers = [503, 503, 503, 503];
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByText('Muster cannot be reached at the moment').waitFor();
    await shot(page, 'unreachable');
    await page.getByRole('button', { name: 'Try now' }).click();
    await page.getByRole('heading', { name: 'Sent.' }).waitFor();
    expect(new Set(answers().map(({ id }) => id)).size).toBe(1);
    cleared(/502/);
  });

  it('in rework shows what the reviewer said; what cannot be edited here goes back as it came', async () => {
    const device = {
      kind: 'BOX',
      class: 'Device',
      x: 250,
      y: 60,
      width: 70,
      height: 110,
      attributes: { kind: 'tube' },
    };
    const mask = { kind: 'MASK', class: 'Opacity', width: 524, height: 524, counts: [524 * 524] };
    const startFrom = [...xray.lungs, device, mask, { kind: 'CHOICE', field: 'view', option: 'AP' }];
    const errors = [{ code: 'BOUNDARY', class: 'Lung', severity: 'MAJOR' }];
    const feedback = { decision: 'REJECT', comment: 'The left costophrenic angle is cut off.', errors };
    Object.assign(work, { stage: 'REWORK', startFrom, feedback });
    await watched.context.close();
    watched = await watchedPage(browser, [new URL(frontEnd.url).origin], { theme: 'dark' });
    const page = await open();
    await page.getByText('The left costophrenic angle is cut off.').waitFor();
    await page.getByText('1 more (masks) cannot be edited here').waitFor();
    await page
      .getByRole('button', { name: /^Device/ })
      .last()
      .click();
    await page.getByLabel('kind (required)').selectOption('pacemaker');
    await shot(page, 'rework');
    expect(await barriers(page)).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Sent.' }).waitFor();
    await shot(page, 'sent');
    const changed = { ...device, attributes: { kind: 'pacemaker' } };
    expect(new Set(answers()[0]!.data.labels)).toEqual(
      new Set(startFrom.map((label) => (label === device ? changed : label))),
    );
    cleared();
  });

  it('keeps the work with heartbeats, each with the token of the one before; when it was given away, a late answer is sent still', async () => {
    await watched.page.clock.install();
    const page = await open();
    await page.getByRole('radio', { name: 'PA' }).check();
    await page.clock.fastForward(59_000);
    await page.mouse.move(300, 300);
    await page.clock.fastForward(2_000);
    await until(async () => contract.heartbeats.length === 1);
    await page.clock.fastForward(120_000);
    await until(async () => contract.heartbeats.length > 1);
    expect(contract.heartbeats.slice(0, 2)).toEqual([
      { activity: 'ACTIVE', token: 'token-1' },
      { activity: 'IDLE', token: 'token-2' },
    ]);

    contract.handOffStatus = 409;
    await page.clock.fastForward(61_000);
    await page.getByText('This work is not with you any more. You can still submit').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Sent.' }).waitFor();
    expect(answers()).toHaveLength(1);
    // 59 seconds until the pointer moved, and of the long pause after it the first minute.
    expect(answers()[0]!.data.seconds).toBeGreaterThanOrEqual(119);
    expect(answers()[0]!.data.seconds).toBeLessThan(150);
    cleared(/409/);
  });

  it('skips with a reason, and takes the person back to where they came from', async () => {
    work.returnUrl = `${contract.url}/work/asg_1`;
    const page = await open();
    await page.locator('#stage').focus();
    await page.keyboard.press('x');
    await page.getByRole('radio', { name: 'The picture is broken or empty' }).check();
    await shot(page, 'skip');
    expect(await barriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Skip this item' }).click();
    await page.waitForURL(work.returnUrl as string);
    expect(answers()[0]).toMatchObject({ type: 'task.skipped', data: { reason: 'The picture is broken or empty.' } });
    cleared();
  });

  it.each([
    ['a changed or ended link', 401, 'This link has ended'],
    ['work that was answered or given away', 409, 'This work is not with you any more'],
    ['a Muster that is down', 500, 'Muster cannot be reached at the moment'],
  ])('%s is told in plain words', async (_, status, sentence) => {
    contract.handOffStatus = status;
    const page = await open();
    await page.getByRole('heading', { name: sentence }).waitFor();
    await shot(page, `card-${status}`);
    expect(await barriers(page)).toEqual([]);
    cleared(/401|409|502/);
  });

  it('nobody can have this server sign an answer for work that it did not hand out', async () => {
    const post = (body: object) => fetch(`${frontEnd.url}/api/answers`, { method: 'POST', body: JSON.stringify(body) });
    for (const ticket of [undefined, 'asg_1', 'asg_1.AAAA', 'asg_2.'.padEnd(49, 'A')]) {
      expect((await post({ ticket, id: 'a', type: 'task.submitted', labels: [] })).status).toBe(403);
    }
    const headers = { authorization: 'Bearer token-1' };
    const { ticket } = (await (await fetch(`${frontEnd.url}/api/work`, { headers })).json()) as { ticket: string };
    const forAnother = ticket.replace('asg_1', 'asg_2');
    expect((await post({ ticket: forAnother, id: 'a', type: 'task.submitted', labels: [] })).status).toBe(403);
    expect((await post({ ticket, id: 'a', type: 'task.deleted' })).status).toBe(400);
    expect(contract.told).toEqual([]);
  });

  it('looks as it should, without barriers, wide and narrow, light and dark', async () => {
    const page = await open();
    await page
      .getByRole('button', { name: /^Lung .* points/ })
      .first()
      .click();
    for (const [width, height] of [
      [1280, 800],
      [1920, 1080],
      [360, 740],
    ] as const) {
      await page.setViewportSize({ width, height });
      for (const theme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: theme });
        await shot(page, `work-${theme}-${width}`);
        expect(await barriers(page)).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        if (width === 1920) continue; // it is the dialog of 1280
        await page.locator('#stage').focus();
        await page.keyboard.press('?');
        await shot(page, `keys-${theme}-${width}`);
        expect(await barriers(page)).toEqual([]);
        await page.keyboard.press('Escape');
      }
    }
    cleared();
  });

  const stageBox = async () => (await watched.page.locator('#stage').boundingBox())!;
});

const near = (a: Point, b: Point, pixels: number) => Math.hypot(a.x - b.x, a.y - b.y) <= pixels;
