import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type Caller, ownerPassword, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { asApplication, spend } from '../factories/time.js';
import { animal, ask, batch, batchState, claim, close, importItems, items, judge, open, project, rowId, submit, until } from '../factories/work.js'; // prettier-ignore
import { expectAccessible, expectCalm, keepScreen, launch, openScreen, signInAt, story, visit } from './browser.js';

const password = 'a-password-of-a-person';

story('a client accepts a lot, and a lead looks after people', () => {
  let app: TestApp;
  let browser: Browser;
  let [client, lead, ann, rita, manager]: Caller[] = [];
  let teamId: string;
  let projectId: string;
  let pairsId: string;
  let bea: Caller;
  let batchId: string;

  /** Two who answered the same four tasks alike, each in a minute; a reviewer mended one of them. */
  const pairs = async (): Promise<string> => {
    bea = await person(app, ['ANNOTATOR'], teamId);
    const id = await project(app.owner, teamId, {
      name: 'Pairs',
      policy: { overlap: 2, review: [{ rate: 1, seed: 'all' }] },
    });
    const of = await batch(app.owner, id, 'April');
    await importItems(app.owner, of, items(4));
    await open(app.owner, of);
    for (const by of [ann!, bea])
      for (let at = 0; at < 4; at += 1) {
        const held = await claim(by, { projectId: id });
        await spend(app, held.id, 60);
        await submit(by, held, animal('cat'));
      } // prettier-ignore
    const seat = await until(async () => {
      const held = await claim(rita!, { projectId: id, stage: 'REVIEW' });
      return held.__typename === 'Assignment' && held;
    });
    await judge(rita!, seat, 'FIX', {
      labels: animal('dog'),
      errors: [{ code: 'wrong animal', severity: 'MAJOR', class: 'animal' }],
      comment: 'Look at the ears.',
    });
    return id;
  };

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp(), launch()]);
    teamId = await team(app);
    client = await person(app, ['CLIENT'], teamId);
    manager = await person(app, ['PROJECT_MANAGER']);
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
    pairsId = await pairs();
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

  it('a manager begins an audit in which items are looked at one by one', async () => {
    const april = await batch(app.owner, projectId, 'One by one');
    await importItems(app.owner, april, items(2));
    const visitor = await visit(browser, app.url);
    const { page } = visitor;
    await signInAt(visitor, manager!.email, password);
    await openScreen(visitor, `/batches/${april}?tab=lots`, 'One by one');
    await page.getByRole('switch', { name: 'Look at items one by one' }).check();
    const refused = page.getByRole('textbox', { name: 'Refused (major)' });
    await expect(refused.inputValue()).resolves.toBe('26 %'); // four times what is tolerated
    await refused.fill('12');
    await refused.blur();
    expect(await refused.inputValue()).toBe('13 %'); // less could not be told from what is tolerated
    await refused.fill('20');
    await expectAccessible(visitor);
    await page.getByRole('button', { name: 'Begin an audit' }).click();
    await page.getByText('Its items are looked at one by one, until it is decided.').waitFor();
    const { auditLots } = await app.owner.run(`query ($batchId: ID!) { auditLots(batchId: $batchId) { state isSequential } }`, { batchId: april }); // prettier-ignore
    expect(auditLots).toEqual([{ state: 'COMMITTED', isSequential: true }]);
    expectCalm(visitor);
    await visitor.context.close();
  });

  it('a manager begins the next round of a lot that was returned, and reads why it is refused meanwhile', async () => {
    const policy = { audit: { aql: { MAJOR: 6.5 } } };
    const id = await project(app.owner, teamId, { name: 'Returned', policy });
    const may = await batch(app.owner, id, 'May');
    await importItems(app.owner, may, items(1));
    await open(app.owner, may);
    const lot = await ask(app.owner, 'openAudit', 'OpenAuditInput', { batchId: may }, '... on AuditLot { id }');
    await submit(ann!, await claim(ann!, { batchId: may }), animal('cat'));
    await close(app.owner, may);
    const heldBy = (who: Caller) => until(async () => [await claim(who, { batchId: may })].find((one) => one.__typename === 'Assignment')); // prettier-ignore
    await judge(rita!, await heldBy(rita!), 'REJECT', { errors: [{ code: 'EARS', severity: 'MAJOR' }] });
    const returned = (lotId: string) => app.owner.run(`mutation ($lotId: ID!) { returnLot(lotId: $lotId, how: REWORK, reason: "Look again.") { ... on AuditLot { state } } }`, { lotId }); // prettier-ignore
    await until(async () => (await returned(lot.id)).returnLot.state === 'RETURNED');
    const rule = (next: object) => app.owner.run(`mutation ($id: ID!, $policy: JSON!) { updateProjectPolicy(projectId: $id, policy: $policy) { id } }`, { id, policy: next }); // prettier-ignore
    await rule({});
    const visitor = await visit(browser, app.url);
    const { page } = visitor;
    await signInAt(visitor, client!.email, password);
    await openScreen(visitor, `/batches/${may}?tab=lots`, /^May/);
    await page.getByText('The sample fails').waitFor();
    expect(await page.getByRole('button', { name: 'Begin round 2' }).count()).toBe(0); // that is the manager's
    await signInAt(visitor, manager!.email, password);
    await openScreen(visitor, `/batches/${may}?tab=lots`, /^May/);
    await page.getByRole('heading', { name: 'Round 2 is not begun' }).waitFor();
    await page.getByRole('button', { name: 'Begin round 2' }).press('Enter');
    await page.getByRole('alert').getByText('The policy of the project has no section `audit`').waitFor();
    await expectAccessible(visitor);
    await rule(policy);
    await page.getByRole('button', { name: 'Begin round 2' }).press('Enter');
    await page.getByRole('heading', { name: /^Round 2 committed/ }).waitFor();
    await page.getByText('The round before is still being mended: nothing is drawn meanwhile.').or(page.getByText('It is drawn once the batch is closed')).waitFor(); // prettier-ignore
    await page.getByRole('button', { name: 'Begin round' }).waitFor({ state: 'detached' });
    await expectAccessible(visitor);
    const { auditLots } = await app.owner.run(`query ($batchId: ID!) { auditLots(batchId: $batchId) { round state } }`, { batchId: may }); // prettier-ignore
    expect(auditLots).toEqual([expect.objectContaining({ round: 1, state: 'RETURNED' }), { round: 2, state: 'COMMITTED' }]); // prettier-ignore
    expectCalm(visitor);
    await visitor.context.close();
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
    await page.getByRole('tab', { name: 'Forecast' }).click();
    await page.getByText('Nothing is left to forecast: the batch has no open work.').waitFor();
    await page.getByRole('tab', { name: 'Audit' }).click();
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

  it('a lead goes from a notice to the page that it speaks of, and back, by keyboard', async () => {
    const { auditLots } = await app.owner.run(`query ($batchId: ID!) { auditLots(batchId: $batchId) { id } }`, { batchId }); // prettier-ignore
    const name = (await ann!.run(`{ me { name } }`)).me.name;
    const pages = [
      ['BATCH_AT_RISK', 'batch', rowId(batchId), `/batches/${batchId}?tab=forecast`, /March/],
      ['QUEUE_RUNS_DRY', 'project', rowId(projectId), `/projects/${projectId}`, 'Animals'],
      ['PERSON_BELOW_BAR', 'trustAction', null, `/people/${ann!.id}?project=${projectId}`, name],
      [
        'DISPUTE_WAITING',
        'dispute',
        randomUUID(),
        `/disputes?project=${projectId}`,
        'Who says that a verdict is wrong?',
      ],
      ['LOT_WITHOUT_JUDGE', 'auditLot', rowId(auditLots[0].id), `/batches/${batchId}?tab=lots`, /March/],
      // Not for leads: it stays text.
      ['ENDPOINT_DISABLED', 'webhookEndpoint', randomUUID(), null, ''],
    ] as const;
    await asApplication(app, async (db, organizationId) => {
      const { rows } = await db.query(
        `INSERT INTO trust_action (organization_id, project_id, member_id, action, rule, sentence) VALUES ($1, $2, $3, 'WARN', '{}', '5 of 12 right.') RETURNING id`,
        [organizationId, rowId(projectId), rowId(ann!.id)],
      );
      for (const [kind, subjectKind, subjectId] of pages)
        await db.query(
          `INSERT INTO notice (organization_id, member_id, project_id, kind, sentence, subject_kind, subject_id, topic) VALUES ($1, $2, $3, $4, 'Of ' || $4, $5, $6, $4)`,
          [organizationId, rowId(lead!.id), rowId(projectId), kind, subjectKind, subjectId ?? rows[0].id],
        );
    });
    const visitor = await visit(browser, app.url);
    const { page } = visitor;
    await signInAt(visitor, lead!.email, password);
    await openScreen(visitor, '/notices', 'Notices');
    await expectAccessible(visitor);
    for (const [kind, , , address, heading] of pages) {
      await page.getByText(`Of ${kind}`).waitFor();
      const link = page.getByRole('link', { name: `Of ${kind}` });
      if (!address) {
        expect(await link.count()).toBe(0);
        continue;
      }
      await link.press('Enter');
      await page.waitForURL((url) => `${url.pathname}${url.search}` === address);
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
      await page.goBack(); // where it only leads on, nobody is held
    }
    await page.getByRole('heading', { name: 'Notices', level: 1 }).waitFor();
    // Whoever followed one has read it; what leads nowhere stays new.
    await page.getByText('Of LOT_WITHOUT_JUDGE').waitFor({ state: 'detached' });
    expect(await page.getByText(/^Of [A-Z_]+$/).allInnerTexts()).toEqual(['Of ENDPOINT_DISABLED']);
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

  it('the lead sees who is right and fast, who answers alike, what is mixed up, and what to talk about', async () => {
    const visitor = await visit(browser, app.url);
    const { page } = visitor;
    await signInAt(visitor, lead!.email, password);
    await openScreen(visitor, `/quality?project=${pairsId}`, 'Who is right, how fast, and what is mixed up?');
    const filter = { projectId: pairsId };
    const { accuracy, throughput } = await lead!.run(
      `query ($filter: AccuracyFilterInput!, $work: WorkFilterInput!) {
         accuracy(filter: $filter, by: PERSON) { rows { key label n shown } } throughput(filter: $work, by: PERSON) { rows { key answersPerHour { perHour } } } }`,
      { filter, work: { projectIds: [pairsId] } },
    );
    // A mark for everybody who was judged, told in words that claim no more than was seen.
    for (const { key, label, shown } of accuracy.rows) {
      const { perHour } = throughput.rows.find((one: any) => one.key === key).answersPerHour;
      await page
        .getByRole('link', { name: `${label}: ${perHour.toFixed(1)} an hour, ${shown}`, exact: true })
        .waitFor();
    }
    expect(accuracy.rows.length).toBeGreaterThan(0);
    const table = page.getByRole('region', { name: 'Accuracy against speed' });
    expect(await table.textContent()).not.toContain('100 %');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'CSV' }).click(),
    ]);
    expect(readFileSync(await download.path(), 'utf8')).toContain('perHourHigh');
    await keepScreen(visitor, 'quality');
    await page.getByRole('tab', { name: 'Who answers alike' }).click();
    const alike = page.getByRole('region', { name: 'Agreement, person by person' });
    await alike.getByRole('cell', { name: /^4 of 4/ }).first().waitFor(); // prettier-ignore
    await expectAccessible(visitor);
    await page.getByRole('tab', { name: 'What is mixed up' }).click();
    const mixups = page.getByRole('region', { name: 'Answered against settled: animal' });
    // Both said cat to what a reviewer mended to dog.
    await mixups.getByRole('row', { name: /^dog/ }).getByRole('cell', { name: /^2 of 2/ }).waitFor(); // prettier-ignore
    await expectAccessible(visitor);
    await keepScreen(visitor, 'mixups');
    await openScreen(visitor, `/quality?project=${pairsId}`, 'Who is right, how fast, and what is mixed up?');
    // Whose answer was mended, as the API tells it.
    const wrongOf = async ({ key: memberId }: { key: string }) =>
      (
        await lead!.run(
          `query ($projectId: ID!, $memberId: ID!) { judgedWork(projectId: $projectId, memberId: $memberId, isRight: false) { nodes { verdict { comment } } } }`,
          { projectId: pairsId, memberId },
        )
      ).judgedWork.nodes.some(({ verdict }: any) => verdict);
    let judged: any;
    for (const row of accuracy.rows) if (await wrongOf(row)) judged = row;
    await page.getByRole('link', { name: new RegExp(`^${judged.label}: `) }).press('Enter'); // by keyboard
    await page.getByRole('heading', { name: judged.label, level: 1 }).waitFor();
    await page.getByRole('img', { name: 'Right, with its 95 % interval, by week' }).waitFor();
    await page.getByRole('img', { name: 'Answers an active hour, by week' }).waitFor();
    await openScreen(visitor, `/people/${judged.key}?project=${pairsId}`, judged.label);
    const wrong = page.getByRole('list', { name: 'Answers to talk about' }).getByRole('listitem').first();
    await wrong.getByText('wrong animal (animal, major) · Look at the ears.').waitFor();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await page.getByRole('heading', { name: 'Skills and admissions' }).waitFor();
    await keepScreen(visitor, 'person');
    await page.getByRole('button', { name: 'Show what they mix up' }).click();
    await mixups.waitFor();
    await expectAccessible(visitor);
    await wrong.getByRole('link').click();
    await page.getByRole('heading', { name: 'Result' }).waitFor();
    expectCalm(visitor);
    await visitor.context.close();
  });

  it('who works is listed page by page, and not who orders or looks on', async () => {
    await asApplication(app, (db, organizationId) =>
      db.query(
        `INSERT INTO member (id, organization_id, email, name, roles) SELECT gen_random_uuid(), $1, 'many' || n || '@test.example', 'Reader ' || n, '{ANNOTATOR}' FROM generate_series(1, 101) n`,
        [organizationId],
      ),
    );
    const clientName = (await client!.run(`{ me { name } }`)).me.name;
    const visitor = await visit(browser, app.url);
    const { page } = visitor;
    await signInAt(visitor, app.owner.email, ownerPassword);
    await openScreen(visitor, '/roster', 'Who is at work when?');
    const listed = async () => (await page.locator('main tbody tr td:first-child a').allTextContents()).filter((name) => name !== ''); // prettier-ignore
    await page.getByText(/^100 of \d+ people$/).waitFor();
    const names = await listed();
    await expectAccessible(visitor);
    await page.getByRole('button', { name: 'Next' }).press('Enter');
    await page.getByText(/^\d of \d+ people$/).waitFor();
    names.push(...(await listed()));
    const { members } = await app.owner.run(`{ members(first: 100) { totalCount nodes { name roles } } }`);
    // All but the owner, the manager and the client, nobody twice.
    expect([names.length, new Set(names).size]).toEqual([members.totalCount - 3, members.totalCount - 3]);
    for (const name of ['Owner', clientName, (await manager!.run(`{ me { name } }`)).me.name]) expect(names).not.toContain(name); // prettier-ignore
    await page.getByRole('button', { name: 'To the first' }).click();
    await page.getByText(/^100 of \d+ people$/).waitFor();
    await openScreen(visitor, '/people', 'How are people doing?');
    await page.getByRole('row', { name: new RegExp(`^${(await ann!.run(`{ me { name } }`)).me.name} `) }).waitFor();
    expect(await page.getByRole('link', { name: clientName, exact: true }).count()).toBe(0);
    expectCalm(visitor);
    await visitor.context.close();
  });

  it('in a house of many teams whoever is in the last of them is found, too', async () => {
    for (let at = 1; at <= 101; at += 1) await team(app, `Team of shift ${at}`);
    const zoe = await person(app, ['ANNOTATOR'], await team(app, 'The last team'));
    const name = (await zoe.run(`{ me { name } }`)).me.name;
    const visitor = await visit(browser, app.url);
    const { page } = visitor;
    await signInAt(visitor, app.owner.email, ownerPassword);
    await openScreen(visitor, '/people', 'How are people doing?');
    await page
      .getByRole('row', { name: new RegExp(`^${name} .*The last team`) })
      .getByRole('link', { name })
      .click();
    await page.getByRole('heading', { name, level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Pause' }).waitFor(); // offered of people who were found in a team
    await openScreen(visitor, '/organization?tab=teams', 'Who is here, and what may they do?');
    await page.getByText('The last team').first().waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill(name);
    await page.getByRole('option', { name: new RegExp(`^${name}`) }).waitFor();
    await page.keyboard.press('Escape');
    // And the team itself can be chosen wherever one is.
    const chooses = async (path: string, title: string, label: string) => {
      // One question more than elsewhere, for the teams after the hundredth.
      await page.goto(`${app.url}${path}`);
      await page.getByRole('heading', { name: title, level: 1 }).waitFor();
      await page.getByRole('combobox', { name: label, exact: true }).press('ArrowDown');
      await page.getByRole('option', { name: 'The last team' }).waitFor();
      await page.keyboard.press('Escape');
    };
    await chooses('/roster', 'Who is at work when?', 'Team');
    await chooses(`/projects/${projectId}/settings`, 'Settings', 'Open to a team');
    await chooses('/projects/new', 'What is to be labelled, and how?', 'Who works on it');
    expectCalm(visitor);
    await visitor.context.close();
  });
});
