import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { createLog } from '../../src/platform/log.js';
import { type RunningServer, startServer } from '../../src/server.js';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { asApplication } from '../factories/time.js';
import { person, team } from '../factories/people.js';
import { animal, claim, openBatchOf, rowId, submit } from '../factories/work.js';
import { expectAccessible, expectCalm, keepScreen, launch, openScreen, signInAt, story, visit, type Visitor } from './browser.js'; // prettier-ignore

const password = 'a-password-of-a-person';

story('a lead sees the board move, and pauses somebody', () => {
  let app: TestApp;
  let browser: Browser;
  let [lead, ann, ben]: Caller[] = [];
  let visitor: Visitor;
  let batchId: string;
  let other: RunningServer | undefined;
  const sockets: string[] = [];
  let hasReloaded = 0;

  /** An answer that took so many seconds. */
  const answer = async (by: Caller, seconds: number) => {
    const held = await claim(by);
    await asApplication(app, (db) =>
      db.query(
        `UPDATE assignment SET heartbeat_at = muster_now() - $2 * interval '1 second', claimed_at = muster_now() - $2 * interval '1 second' WHERE id = $1`,
        [rowId(held.id), seconds],
      ),
    );
    await submit(by, held, animal('cat'));
  };
  const nameOf = async (who: Caller) => (await who.run(`{ me { name } }`)).me.name as string;
  const people = () => visitor.page.getByRole('region', { name: 'Who works on what' });
  const rowOf = (name: string) => people().getByRole('row', { name: new RegExp(`^${name} `) });
  const waiting = () =>
    visitor.page
      .getByRole('region', { name: 'The queue' })
      .getByRole('row', { name: /Label/ })
      .getByRole('cell')
      .nth(2);

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), launch()]);
    const teamId = await team(app, 'Day');
    ann = await person(app, ['ANNOTATOR'], teamId);
    ben = await person(app, ['ANNOTATOR'], teamId);
    lead = await person(app, ['TEAM_LEAD']);
    await app.owner.run(
      `mutation ($teamId: ID!, $memberId: ID!) { addTeamMember(teamId: $teamId, memberId: $memberId, isLead: true) { id } }`,
      { teamId, memberId: lead.id },
    );
    ({ batchId } = await openBatchOf(app, teamId, 40, { project: { policy: { overlap: 1 } } }));
    await app.owner.run(
      `mutation ($id: ID!, $at: DateTime!) { prioritizeBatch(batchId: $id, priority: 0, deadlineAt: $at) { __typename } }`,
      { id: batchId, at: new Date(Date.now() + 60_000).toISOString() },
    );
    for (let at = 0; at < 6; at += 1) await answer(ann, 30);
    for (let at = 0; at < 3; at += 1) await answer(ben, 120);
    visitor = await visit(browser, app.url);
    visitor.page.on('websocket', (socket) => void sockets.push(socket.url()));
    visitor.page.on('load', () => void (hasReloaded += 1));
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await other?.stop();
    await app?.stop();
  });

  it('opens with few requests, and says what is so', async () => {
    await signInAt(visitor, lead!.email, password);
    await openScreen(visitor, '/board', 'What needs me now?');
    const { page } = visitor;
    await page.getByText('Live', { exact: true }).waitFor();
    expect(new Set(sockets)).toEqual(new Set([`${app.url.replace('http', 'ws')}/graphql`]));
    expect(await waiting().textContent()).toBe('31');
    await rowOf(await nameOf(ann!))
      .getByText('nothing in hand')
      .waitFor();
    // A minute is not enough for 31 answers, and the board says so first.
    const now = page.getByRole('list', { name: 'To do now' }).getByRole('listitem').first();
    await now.getByRole('link', { name: 'Batch 1' }).waitFor();
    expect(await now.textContent()).toMatch(/^now ?Batch 1 is late with a risk of 100 %: .+ – .+\./);
    await expectAccessible(visitor);
    await keepScreen(visitor, 'board');
  });

  it('moves without a reload: who takes a task, and who answers it', async () => {
    const before = hasReloaded;
    const held = await claim(ann!);
    const row = rowOf(await nameOf(ann!));
    await row.getByRole('link', { name: 'Label · Batch 1' }).waitFor();
    await waiting().filter({ hasText: /^30$/ }).waitFor();
    await submit(ann!, held, animal('dog'));
    await row.getByText('nothing in hand').waitFor();
    await row.getByRole('cell').nth(2).filter({ hasText: /^7$/ }).waitFor();
    expect(hasReloaded).toBe(before);
  });

  it('who is slow today is found in two clicks from the first page: Board, Pace', async () => {
    const { page } = visitor;
    await page.goto('/');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('link', { name: 'Board' }).click();
    await rowOf(await nameOf(ben!)).waitFor();
    await people().getByRole('button', { name: 'Pace' }).click();
    const first = people().getByRole('row').nth(1);
    await first.getByRole('link', { name: await nameOf(ben!) }).waitFor();
    // Three answers in about six minutes of work: the figure, what it may as well be, and of how many.
    const { throughput } = await lead!.run(
      `{ throughput(by: PERSON) { rows { key answersPerHour { perHour interval n } } } }`,
    );
    const rate = throughput.rows.find(({ key }: any) => key === ben!.id).answersPerHour;
    expect(rate.n).toBe(3);
    const [perHour, low, high] = [rate.perHour, ...rate.interval].map((value: number) => value.toFixed(1));
    expect(await first.getByRole('cell').nth(3).textContent()).toBe(`${perHour} · ${low}–${high} · n 3`);
  });

  it('pauses a person with a reason, who reads it when they ask for work', async () => {
    const { page } = visitor;
    const name = await nameOf(ben!);
    await rowOf(name).getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill('Come and see me first.');
    await expectAccessible(visitor);
    await page.keyboard.press('Control+Enter');
    await rowOf(name).getByText('paused', { exact: true }).waitFor();
    const refused = await claim(ben!);
    expect(refused.__typename).toBe('QueueEmpty');
    expect(JSON.stringify(refused)).toContain('Come and see me first.');
    await rowOf(name).getByRole('button', { name: 'Resume' }).click();
    await rowOf(name).getByRole('button', { name: 'Pause' }).waitFor();
    expect((await claim(ben!)).__typename).toBe('Assignment');
  });

  it('the forecast of the batch: when, how sure, why late, and what would help', async () => {
    const { page } = visitor;
    await page.getByRole('region', { name: 'Batches at risk' }).getByRole('link', { name: 'Batch 1' }).click();
    await page.getByRole('heading', { name: 'Why it may be late' }).waitFor();
    await page.getByText('100 %', { exact: true }).waitFor();
    await expectAccessible(visitor);
    await page.getByLabel('Answers a task were').fill('2');
    await page.getByRole('button', { name: 'Ask' }).click();
    await page.getByText(/^The middle comes .+ later\.$/).waitFor();
    await page.getByRole('region', { name: 'What would be if' }).getByRole('row', { name: /^Then/ }).waitFor();
    await expectAccessible(visitor);
    await keepScreen(visitor, 'forecast');
  });

  it('how much is done, by hour and by person, and what became of it; every chart with its table and a file', async () => {
    const { page } = visitor;
    await openScreen(visitor, '/throughput?by=HOUR', 'How much is done, by whom?');
    const { throughput } = await lead!.run(`{ throughput(by: PERSON, classMix: true) { rows { label counts { submitted } } csv } }`); // prettier-ignore
    expect(throughput.rows).toHaveLength(2);
    for (const { label, counts } of throughput.rows) {
      const row = page.getByRole('region', { name: 'By person' }).getByRole('row', { name: new RegExp(`^${label} `) });
      expect(await row.getByRole('cell').nth(1).textContent()).toBe(String(counts.submitted));
    }
    await page.getByRole('img', { name: 'Answers and verdicts by hour' }).waitFor();
    await page.getByRole('region', { name: 'Answers and verdicts by hour' }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'CSV' }).nth(1).click(),
    ]);
    expect(download.suggestedFilename()).toBe('people.csv');
    expect(readFileSync(await download.path(), 'utf8')).toBe(throughput.csv);
    await page.getByRole('radiogroup', { name: 'Over time by' }).getByText('Day').click();
    await page.getByRole('img', { name: 'Answers and verdicts by day' }).waitFor();
    await page.getByRole('region', { name: 'From assigned to accepted' }).getByRole('row').nth(2).waitFor();
    await keepScreen(visitor, 'throughput');
  });

  it('the roster: a week of shifts; leave takes them out, and taking it back gives them again', async () => {
    const { page } = visitor;
    const shifts = ['MONDAY', 'TUESDAY'].map((weekday) => ({ weekday, start: '09:00', end: '17:30' }));
    await lead!.run(`mutation ($input: SetShiftsInput!) { setShifts(input: $input) { timeZone } }`, {
      input: { memberId: ann!.id, shifts },
    });
    await openScreen(visitor, '/roster', 'Who is at work when?');
    await page.getByRole('button', { name: 'Week after' }).click();
    const name = await nameOf(ann!);
    const row = page.getByRole('row', { name: new RegExp(`^${name} `) });
    await row.getByText('17.0 h').waitFor();
    await row.getByRole('button', { name: `Record leave: ${name}` }).click();
    await expectAccessible(visitor);
    const days = page.getByRole('dialog').getByLabel('Last day');
    const monday = await days.inputValue();
    await page.getByRole('dialog').getByRole('button', { name: 'Record leave' }).click();
    await row.getByText('8.5 h').waitFor();
    await row.getByText('Vacation', { exact: true }).waitFor();
    const { roster } = await lead!.run(
      `query ($from: DateTime!, $until: DateTime!, $ids: [ID!]) { roster(from: $from, until: $until, memberIds: $ids) { nodes { leave { kind from until } } } }`,
      {
        from: `${monday}T00:00:00Z`,
        until: new Date(Date.parse(`${monday}T00:00:00Z`) + 604_800_000).toISOString(),
        ids: [ann!.id],
      },
    );
    expect(roster.nodes[0].leave).toEqual([{ kind: 'VACATION', from: monday, until: monday }]);
    await expectAccessible(visitor);
    await keepScreen(visitor, 'roster');
    await row.getByRole('button', { name: `Take back: Vacation of ${name}` }).click();
    await row.getByText('17.0 h').waitFor();
  });

  it('asked nobody but its own server', async () => {
    expectCalm(visitor);
    expect(sockets.every((address) => new URL(address).host === new URL(app.url).host)).toBe(true);
  });

  it('says that it is cut off while its server is away, and moves again once it is back', async () => {
    other = await startServer({ ...app.config, PORT: 0 }, createLog('error'));
    const port = Number(new URL(other.url).port);
    await visitor.context.close();
    visitor = await visit(browser, other.url);
    const { page } = visitor;
    await signInAt(visitor, lead!.email, password);
    await page.getByRole('link', { name: 'Board' }).click();
    await page.getByText('Live', { exact: true }).waitFor();
    await other.stop();
    other = undefined;
    await page.getByText('Asked again every 5 seconds').waitFor();
    other = await startServer({ ...app.config, PORT: port }, createLog('error'));
    await page.getByText('Live', { exact: true }).waitFor({ timeout: 30_000 });
    await claim(ann!);
    await rowOf(await nameOf(ann!))
      .getByRole('link', { name: 'Label · Batch 1' })
      .waitFor();
    await visitor.context.close();
  }, 60_000);
});
