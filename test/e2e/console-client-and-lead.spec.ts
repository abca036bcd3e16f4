import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { animal, ask, batch, batchState, claim, close, importItems, items, judge, open, project, submit, until } from '../factories/work.js'; // prettier-ignore
import { expectAccessible, expectCalm, keepScreen, launch, signInAt, story, visit } from './browser.js';

const password = 'a-password-of-a-person';

story('a client accepts a lot, and a lead looks after people', () => {
  let app: TestApp;
  let browser: Browser;
  let [client, lead, ann, rita]: Caller[] = [];
  let projectId: string;
  let batchId: string;

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), launch()]);
    const teamId = await team(app);
    client = await person(app, ['CLIENT'], teamId);
    ann = await person(app, ['ANNOTATOR'], teamId);
    rita = await person(app, ['REVIEWER'], teamId);
    lead = await person(app, ['TEAM_LEAD']);
    await app.owner.run(
      `mutation ($teamId: ID!, $memberId: ID!) { addTeamMember(teamId: $teamId, memberId: $memberId, isLead: true) { id } }`,
      { teamId, memberId: lead.id },
    );
    projectId = await project(app.owner, teamId, { policy: { audit: { aql: { MAJOR: 6.5 } } } });
    batchId = await batch(app.owner, projectId, 'March');
    await importItems(app.owner, batchId, items(8));
    await open(app.owner, batchId);
    await ask(app.owner, 'openAudit', 'OpenAuditInput', { batchId }, '... on AuditLot { id }');
    for (let count = 0; count < 8; count += 1) await submit(ann, await claim(ann), animal('cat'));
    await close(app.owner, batchId);
    for (let isJudged = false; !isJudged;) {
      const seat = await claim(rita, { stage: 'AUDIT' });
      if (seat.__typename === 'Assignment') await judge(rita, seat, 'ACCEPT');
      const { auditLots } = await app.owner.run(`query ($batchId: ID!) { auditLots(batchId: $batchId) { state } }`, { batchId }); // prettier-ignore
      isJudged = auditLots[0].state === 'JUDGED';
    }
    const { createRelease } = await app.owner.run(
      `mutation ($input: CreateReleaseInput!) { createRelease(input: $input) { ... on Release { id } } }`,
      { input: { projectId, name: 'march-1', formats: ['COCO'] } },
    );
    await until(async () => {
      const { release } = await app.owner.run(`query ($id: ID!) { release(id: $id) { state } }`, createRelease);
      return release.state === 'READY';
    });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  it('the client reads the numbers, accepts the lot, and downloads the release', async () => {
    const visitor = await visit(browser, app.url);
    const { page } = visitor;
    await signInAt(visitor, client!.email, password);
    await page.getByRole('link', { name: 'March' }).click();
    await page.getByText('The sample passes').waitFor();
    const { auditLots } = await app.owner.run(
      `query ($batchId: ID!) { auditLots(batchId: $batchId) { severities { sampleSize acceptance rejection defects } } }`,
      { batchId },
    );
    const { sampleSize, acceptance, rejection, defects } = auditLots[0].severities[0];
    const row = page.getByRole('row', { name: /^major/ });
    expect((await row.getByRole('cell').allTextContents()).slice(1, 6)).toEqual(
      ['6.5 %', sampleSize, acceptance, rejection, defects].map(String),
    );
    await page.getByRole('img', { name: 'How often a lot is accepted' }).waitFor();
    expect(await page.getByRole('tab').allTextContents()).toEqual(['Forecast', 'Audit']); // clients see no tasks, and so no gold
    await expectAccessible(visitor);
    await keepScreen(visitor, 'lot');
    await page.getByRole('button', { name: 'Accept the lot' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill('As agreed.');
    await expectAccessible(visitor);
    await page.keyboard.press('Control+Enter');
    await page.getByText('The lot is accepted.').waitFor();
    expect((await batchState(app.owner, batchId)).state).toBe('ACCEPTED');
    await page.getByRole('link', { name: 'Animals' }).click();
    await page.getByRole('button', { name: 'Files' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /instances\.json$/ }).first().click(),
    ]); // prettier-ignore
    const coco = JSON.parse(readFileSync(await download.path(), 'utf8'));
    expect(coco.images).toHaveLength(8);
    await expectAccessible(visitor);
    expectCalm(visitor);
    await visitor.context.close();
  });

  it('the lead sees who is how right, pauses somebody with a reason, and lets them go on', async () => {
    const visitor = await visit(browser, app.url);
    const { page } = visitor;
    await signInAt(visitor, lead!.email, password);
    await page.getByRole('link', { name: 'People' }).click();
    const name = (await ann!.run(`{ me { name } }`)).me.name;
    const row = page.getByRole('row', { name: new RegExp(`^${name} `) });
    // What was audited of Ann's work: with Wilson's interval, and of how many.
    const { accuracy } = await app.owner.run(
      `query ($filter: AccuracyFilterInput!) { accuracy(filter: $filter, by: PERSON) { rows { key n shown } } }`,
      { filter: { projectId } },
    );
    const figure = accuracy.rows.find((one: any) => one.key === ann!.id);
    expect(figure.shown).toMatch(/^(\d) of \1 right \(at least \d+ %\)$/);
    await row.getByText(`${figure.shown} · n ${figure.n}`).waitFor();
    await expectAccessible(visitor);
    await keepScreen(visitor, 'people');
    await row.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill('Let us talk first.');
    await page.keyboard.press('Control+Enter');
    await row.getByText('paused').waitFor();
    expect(await ann!.run(`{ me { pauses { reason } } }`)).toEqual({
      me: { pauses: [{ reason: 'Let us talk first.' }] },
    });
    await row.getByRole('link', { name }).click();
    await page.getByRole('heading', { name: 'What they get next, and why' }).waitFor();
    await page.getByRole('heading', { name: 'What stands between' }).waitFor();
    await expectAccessible(visitor);
    await page.goBack();
    await row.getByRole('button', { name: 'Resume' }).click();
    await row.getByText('paused').waitFor({ state: 'detached' });
    expectCalm(visitor);
    await visitor.context.close();
  });
});
