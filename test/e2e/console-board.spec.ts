import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { Caller } from '../factories/caller.js';
import { spend } from '../factories/time.js';
import { person, team } from '../factories/people.js';
import { animal, ask, claim, openBatchOf, submit } from '../factories/work.js';
import { choose, expectAccessible, expectCalm, keepScreen, launch, openScreen, signInAt, story, visit, type Visitor, wayFromHome } from './browser.js'; // prettier-ignore
import { type Program, type RunningProgram, startMuster, startProgram } from './support/program.js';

const password = 'a-password-of-a-person';

story('a lead sees the board move, who is slow, and when it ends', () => {
  let app: RunningProgram;
  let browser: Browser;
  let [lead, ann, ben]: Caller[] = [];
  let visitor: Visitor;
  let batchId: string;
  let skillId: string;
  let other: Program | undefined;
  const sockets: string[] = [];
  let hasReloaded = 0;
  /** Of the week that the roster shows. */
  let monday: string;

  /** An answer that took so many seconds. */
  const answer = async (by: Caller, seconds: number) => {
    const held = await claim(by);
    await spend(app, held.id, seconds);
    await submit(by, held, animal('cat'));
  };
  const grant = (to: Caller) =>
    ask(app.owner, 'grantSkill', 'GrantSkillInput', { memberId: to.id, skillId, level: 3 }, 'level');
  const nameOf = async (who: Caller) => (await who.run(`{ me { name } }`)).me.name as string;
  const undo = (said: string) =>
    visitor.page.getByRole('alert').filter({ hasText: said }).getByRole('button', { name: 'Undo' }).click();
  const people = () => visitor.page.getByRole('region', { name: 'Who works on what' });
  const rowOf = (name: string) => people().getByRole('row', { name: new RegExp(`^${name} `) });
  const waiting = () =>
    visitor.page
      .getByRole('region', { name: 'The queue' })
      .getByRole('row', { name: /Label/ })
      .getByRole('cell')
      .nth(2);

  beforeAll(async () => {
    // People are there since the hour began, for a forecast: in its first minute nobody can have been slow.
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, 75_000 - (Date.now() % 3_600_000))));
    [app, browser] = await Promise.all([startMuster(), launch()]);
    const teamId = await team(app, 'Day');
    ann = await person(app, ['ANNOTATOR'], teamId);
    ben = await person(app, ['ANNOTATOR'], teamId);
    lead = await person(app, ['TEAM_LEAD']);
    await app.owner.run(
      `mutation ($teamId: ID!, $memberId: ID!) { addTeamMember(teamId: $teamId, memberId: $memberId, isLead: true) { id } }`,
      { teamId, memberId: lead.id },
    );
    ({ id: skillId } = (
      await app.owner.run(`mutation { createSkill(name: "cats") { ... on Skill { id } } }`)
    ).createSkill);
    await grant(ann);
    await grant(ben);
    const policy = { overlap: 1, requirements: [{ skill: 'cats', level: 1 }] };
    ({ batchId } = await openBatchOf(app, teamId, 40, { project: { policy } }));
    await app.owner.run(
      `mutation ($id: ID!, $at: DateTime!) { prioritizeBatch(batchId: $id, priority: 0, deadlineAt: $at) { __typename } }`,
      { id: batchId, at: new Date(Date.now() + 60_000).toISOString() },
    );
    for (let at = 0; at < 6; at += 1) await answer(ann, 30);
    for (let at = 0; at < 3; at += 1) await answer(ben, 120);
    visitor = await visit(browser, app.url);
    visitor.page.on('websocket', (socket) => void sockets.push(socket.url()));
    visitor.page.on('load', () => void (hasReloaded += 1));
  }, 135_000);
  afterAll(async () => {
    await browser?.close();
    await other?.kill();
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

  it('who is slow today? Two clicks from home: Board, Pace', async () => {
    await wayFromHome(
      visitor,
      [(home) => home.getByRole('link', { name: 'Board' }), () => people().getByRole('button', { name: 'Pace' })],
      () => people().locator('th[aria-sort=ascending]', { hasText: 'Pace' }),
    );
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

  it('moves stuck work: to another person, back again, and to the queue; with a reason, and a clear no', async () => {
    const { page } = visitor;
    const [ann1, ben1] = [await nameOf(ann!), await nameOf(ben!)];
    const move = () => rowOf(ben1).getByRole('button', { name: `Move “Label · Batch 1” away from ${ben1}` });
    const dialog = page.getByRole('dialog');
    await move().click();
    await dialog.getByRole('radio', { name: 'To another person' }).check();
    await choose(visitor, 'Person', ann1);
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('His shift is over.');
    await expectAccessible(visitor);
    await keepScreen(visitor, 'move');
    // Ann lacks what the project asks for: a clear no, and nothing is moved.
    await lead!.run(`mutation ($memberId: ID!, $skillId: ID!) { revokeSkill(memberId: $memberId, skillId: $skillId) { id } }`, { memberId: ann!.id, skillId }); // prettier-ignore
    await dialog.getByRole('button', { name: `Give to ${ann1}` }).click();
    await dialog.getByText('This person lacks a skill that the project requires, or it has expired.').waitFor();
    await grant(ann!);
    await dialog.getByRole('button', { name: `Give to ${ann1}` }).click();
    await page.getByText(`It waits first in the queue of ${ann1}.`).waitFor();
    await rowOf(ben1).getByText('nothing in hand').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText(`It waits first in the queue of ${ben1} again.`).waitFor();
    const again = await claim(ben!);
    expect(again.__typename).toBe('Assignment');
    await move().click();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Nobody heard from him.');
    await page.keyboard.press('Control+Enter');
    await page.getByText(`It was taken from ${ben1} and waits for others.`).waitFor();
    expect(await submit(ben!, again, animal('cat'))).toMatchObject({ code: 'LEASE_LOST' });
    const { changeLog } = await app.owner.run(
      `query ($subjectId: ID!) { changeLog(subjectId: $subjectId) { nodes { action reason } } }`,
      { subjectId: again.id },
    );
    expect(changeLog.nodes).toEqual([{ action: 'assignment:revoke', reason: 'Nobody heard from him.' }]);
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
    monday = await days.inputValue();
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
    await keepScreen(visitor, 'roster');
    await row.getByRole('button', { name: `Take back: Vacation of ${name}` }).click();
    await row.getByText('17.0 h').waitFor();
    await undo(`${name} has their shifts again.`);
    await row.getByText('8.5 h').waitFor();
  });

  it('the lead plans shifts, single days and leave of several, undoes what was a slip, and reads why lines are refused', async () => {
    const { page } = visitor;
    const [name, other] = [await nameOf(ann!), await nameOf(ben!)];
    await ben!.run(`mutation { setTimeZone(timeZone: "Asia/Kolkata") { id } }`);
    const row = page.getByRole('row', { name: new RegExp(`^${name} `) });
    const dialog = page.getByRole('dialog');
    await row.getByRole('button', { name: `Shifts of ${name}` }).click();
    const first = dialog.getByRole('group', { name: 'Shift 1' });
    expect(await first.getByLabel('End').inputValue()).toBe('17:30');
    await first.getByLabel('End').fill('09:00');
    await first.getByRole('checkbox', { name: 'Wed' }).check();
    await dialog.getByRole('button', { name: 'Keep the shifts' }).click();
    await first.getByText('must differ from the start').waitFor();
    await expectAccessible(visitor);
    await first.getByLabel('End').fill('13:00');
    await dialog.getByRole('button', { name: 'Keep the shifts' }).click();
    await row.getByText('8.0 h').waitFor(); // Tuesday and Wednesday: Monday is leave
    await row.getByRole('button', { name: `Shifts of ${name}` }).click();
    await choose(visitor, 'What', 'A shift more');
    const friday = new Date(Date.parse(`${monday}T00:00:00Z`) + 4 * 86_400_000).toISOString().slice(0, 10);
    await dialog.getByLabel('Day', { exact: true }).fill(friday);
    await dialog.getByLabel('Note').fill('Late delivery');
    await dialog.getByRole('button', { name: 'Add this day' }).click();
    await dialog.getByText('A shift more: 09:00–17:00').waitFor();
    await expectAccessible(visitor);
    await page.keyboard.press('Escape');
    await row.getByText('16.0 h').waitFor();
    await row.getByRole('button', { name: `Shifts of ${name}` }).click();
    await dialog.getByRole('button', { name: 'End all from this day' }).click();
    await page.getByText(`${name} has no shifts from`).waitFor();
    await row.getByText('8.0 h').waitFor(); // the single day stays
    await undo(`${name} has no shifts from`);
    await row.getByText('16.0 h').waitFor();

    await page.getByRole('button', { name: 'Leave of several …' }).click();
    await choose(visitor, 'People', name);
    await page.getByRole('option', { name: other }).click();
    await page.keyboard.press('Escape');
    await dialog.getByRole('button', { name: 'Record leave' }).click();
    await dialog.getByText(`${name}: `).waitFor(); // away on that day already
    await page.getByText(`The leave of ${other} is noted`).waitFor();
    await expectAccessible(visitor);
    await dialog.getByRole('button', { name: 'Cancel' }).click();

    await page.getByRole('button', { name: 'Import CSV' }).click();
    const csv = `email,weekdays,start,end\n${ben!.email},Mon-Fri,08:00,12:00\nnobody@test.example,Mon,08:00,12:00\n`;
    await dialog.locator('input[type=file]').setInputFiles({ name: 'shifts.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) }); // prettier-ignore
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await dialog.getByText('Lines: 1 set, 0 as before, 1 refused.').waitFor();
    await dialog.getByRole('row', { name: /^3 nobody@test\.example Nobody of this address/ }).waitFor();
    await expectAccessible(visitor);
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await choose(visitor, 'Times in', 'Asia/Kolkata');
    await page.getByText('Times in Asia/Kolkata.', { exact: false }).waitFor();
    expect(visitor.complaints.splice(0).every((one) => one.includes('400'))).toBe(true); // the refusal itself
  });

  it('and each of them reads their own shifts and leave, on a telephone too', async () => {
    const own = await visit(browser, app.url, { width: 360, height: 740 });
    await signInAt(own, ann!.email, password);
    await openScreen(own, '/shifts', 'When do you work?');
    await own.page.getByText('Vacation').first().waitFor();
    await own.page.getByText('Mon Tue Wed 09:00–13:00', { exact: false }).waitFor();
    await own.page.getByText('Late delivery', { exact: false }).waitFor();
    const overflow = await own.page.evaluate(() => {
      const { scrollWidth, clientWidth } = (globalThis as any).document.documentElement;
      return scrollWidth - clientWidth;
    });
    expect(overflow).toBeLessThanOrEqual(0);
    expectCalm(own);
    await own.context.close();
  });

  it('and asks for leave by keyboard, takes it back, reads why not; the lead hears of it, and grants it or says why not', async () => {
    const name = await nameOf(ann!);
    const days = new Date(Date.parse(`${monday}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
    const own = await visit(browser, app.url, { width: 360, height: 740 });
    await signInAt(own, ann!.email, password);
    await openScreen(own, '/shifts', 'When do you work?');
    const asked = own.page.getByRole('region', { name: 'Your leave' });
    const asks = async (reason: string) => {
      await own.page.getByRole('button', { name: 'Ask for leave' }).press('Enter');
      const dialog = own.page.getByRole('dialog');
      await dialog.getByLabel('First day').fill(days);
      expect(await dialog.getByLabel('Last day').inputValue()).toBe(days);
      await dialog.getByLabel('Reason').fill(reason);
      return dialog;
    };
    await asked.getByText('You have asked for nothing that is still to come.').waitFor();
    await asks('A wedding');
    await expectAccessible(own);
    await own.page.keyboard.press('Enter');
    await asked.getByText('waits', { exact: true }).waitFor();
    await asked.getByText(/^You asked .*: A wedding$/).waitFor();
    // She takes it back, and the taking back, too.
    await asked.getByRole('button', { name: /^Take back what you asked for: Vacation, Tue/ }).press('Enter');
    await asked.getByText('You have asked for nothing that is still to come.').waitFor();
    await own.page.getByRole('alert').filter({ hasText: 'no more' }).getByRole('button', { name: 'Undo' }).click();
    await asked.getByText('waits', { exact: true }).waitFor();
    await expectAccessible(own);
    // On a day on which she has asked already she reads so in the form.
    const again = await asks('');
    await again.getByRole('button', { name: 'Ask', exact: true }).click();
    await again.getByText(/^You have asked for leave from/).waitFor();
    await own.page.keyboard.press('Escape');

    const { page } = visitor;
    await openScreen(visitor, '/roster', 'Who is at work when?');
    await page.getByRole('link', { name: /Roster.*1 asked for leave/ }).waitFor();
    const waiting = page.getByRole('region', { name: 'Who asks for leave?' });
    const row = waiting.getByRole('row', { name: new RegExp(`^${name} Vacation Tue .*A wedding`) });
    await row.getByRole('button', { name: new RegExp(`^Refuse: ${name}, Tue`) }).press('Enter');
    const said = page.getByRole('dialog').getByRole('textbox', { name: 'Reason' });
    expect(await page.getByRole('dialog').getByRole('button', { name: 'Refuse' }).isDisabled()).toBe(true);
    await said.fill('Too many are away.');
    await expectAccessible(visitor);
    await page.keyboard.press('Control+Enter');
    await waiting.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Roster', exact: true }).waitFor();
    // The wrong row: it waits again as if nothing had been said.
    await undo(`${name} reads why not.`);
    await row.getByRole('button', { name: new RegExp(`^Refuse: ${name}, Tue`) }).press('Enter');
    await said.fill('Too many are away.');
    await page.keyboard.press('Control+Enter');
    await waiting.waitFor({ state: 'detached' });

    await own.page.reload();
    await asked.getByText('refused', { exact: true }).waitFor();
    await asked.getByText(new RegExp(`^By ${await nameOf(lead!)}, .*: Too many are away\\.$`)).waitFor();
    await (await asks('')).getByRole('button', { name: 'Ask', exact: true }).click();
    await asked.getByText('waits', { exact: true }).waitFor();
    await page.reload();
    const granting = page.getByRole('button', { name: new RegExp(`^Grant: ${name}, Tue`) });
    await granting.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Grant', exact: true }).click();
    await page.getByText(`The leave of ${name} is noted`).waitFor();
    await own.page.reload();
    await asked.getByText('granted', { exact: true }).waitFor();
    await undo(`The leave of ${name} is noted`);
    await page.getByText('It is as it was.').first().waitFor();
    await own.page.reload();
    await asked.getByText('granted, cancelled since').waitFor();
    expectCalm(own);
    await own.context.close();
  });

  it('and notes time beside the tasks, says what her hours should be, and reads what became of it; the lead approves, undoes, refuses', async () => {
    const name = await nameOf(ann!);
    const own = await visit(browser, app.url, { width: 360, height: 740 });
    await signInAt(own, ann!.email, password);
    await openScreen(own, '/time', 'Your time');
    await own.page.getByRole('button', { name: 'Start: Meeting' }).press('Enter');
    await own.page.getByText(/^Meeting since \d\d:\d\d$/).waitFor();
    await own.page.getByRole('button', { name: 'Stop' }).press('Enter');
    await own.page.getByText('Nothing runs beside the tasks.', { exact: false }).waitFor();
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    await own.page.getByRole('button', { name: 'Note time afterwards' }).press('Enter');
    const dialog = own.page.getByRole('dialog');
    await dialog.getByLabel('Day').fill(yesterday);
    await dialog.getByLabel('From').fill('08:00');
    await dialog.getByLabel(/^To/).fill('09:30');
    await dialog.getByLabel('Note').fill('Stand-up');
    await expectAccessible(own);
    await own.page.keyboard.press('Enter');
    const noted = own.page.getByRole('region', { name: 'What was noted' }).first();
    const entry = noted.getByRole('row', { name: /08:00–09:30 Meeting 1 h 30 min Stand-up noted afterwards/ });
    await entry.waitFor();
    // It was longer.
    await entry.getByRole('button', { name: /^Correct: Meeting/ }).press('Enter');
    await dialog.getByLabel(/^To/).fill('10:00');
    await dialog.getByLabel('Why').fill('It took longer.');
    await expectAccessible(own);
    await own.page.keyboard.press('Enter');
    const proposed = own.page.getByRole('region', { name: 'What you proposed' });
    await proposed.getByText(/08:00–09:30 → Meeting, .* 08:00–10:00 waits$/).waitFor();
    await own.page.getByRole('button', { name: 'Correct time at tasks' }).press('Enter');
    await dialog.getByLabel('Minutes').fill('20');
    await dialog.getByLabel('Why').fill('The tool hung.');
    await dialog.getByRole('button', { name: 'Propose' }).click();
    await proposed.getByText(/^20 min more at .* waits$/).waitFor();
    await expectAccessible(own);

    const { page } = visitor;
    await openScreen(visitor, '/roster', 'Who is at work when?');
    await page.getByRole('link', { name: /Roster.*2 asked for other hours/ }).waitFor();
    const waiting = page.getByRole('region', { name: 'Whose hours should be otherwise?' }).first();
    const approving = () => waiting.getByRole('button', { name: new RegExp(`^Approve: ${name}, Meeting`) });
    await approving().press('Enter');
    await page.keyboard.press('Control+Enter');
    await page.getByText(`The hours of ${name} are corrected.`).waitFor();
    await own.page.reload();
    await noted
      .getByRole('row', { name: /08:00–10:00 first noted: Meeting, .* 08:00–09:30 Meeting 2 h 0 min/ })
      .waitFor();
    await undo(`The hours of ${name} are corrected.`);
    await page.getByText('It is as it was.').first().waitFor();
    await waiting.getByRole('button', { name: new RegExp(`^Refuse: ${name}, 20 min more`) }).press('Enter');
    await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill('It ran all day.');
    await expectAccessible(visitor);
    await page.keyboard.press('Control+Enter');
    await waiting.waitFor({ state: 'detached' });
    await own.page.reload();
    await proposed.getByText('approved, undone since').waitFor();
    await proposed.getByText(new RegExp(`^By ${await nameOf(lead!)}, .*: It ran all day\\.$`)).waitFor();
    await entry.waitFor();
    const overflow = await own.page.evaluate(() => {
      const { scrollWidth, clientWidth } = (globalThis as any).document.documentElement;
      return scrollWidth - clientWidth;
    });
    expect(overflow).toBeLessThanOrEqual(0);
    expectCalm(own);
    await own.context.close();
  });

  it('asked nobody but its own server', async () => {
    expectCalm(visitor);
    expect(sockets.every((address) => new URL(address).host === new URL(app.url).host)).toBe(true);
  });

  it('says that it is cut off while its server is away, and moves again once it is back', async () => {
    other = await startProgram(app.environment);
    const { port } = new URL(other.url);
    await visitor.context.close();
    visitor = await visit(browser, other.url);
    const { page } = visitor;
    await signInAt(visitor, lead!.email, password);
    await page.getByRole('link', { name: 'Board' }).click();
    await page.getByText('Live', { exact: true }).waitFor();
    await other.kill();
    other = undefined;
    await page.getByText('Asked again every 5 seconds').waitFor();
    other = await startProgram({ ...app.environment, PORT: port });
    await page.getByText('Live', { exact: true }).waitFor({ timeout: 30_000 });
    await claim(ann!);
    await rowOf(await nameOf(ann!))
      .getByRole('link', { name: 'Label · Batch 1' })
      .waitFor();
    await visitor.context.close();
  }, 60_000);
});
