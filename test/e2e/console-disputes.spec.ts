import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { Caller } from '../factories/caller.js';
import { myVerdicts, openDispute, seat } from '../factories/judging.js';
import { person, team } from '../factories/people.js';
import { animal, batch, claim, importItems, judge, openBatchOf, submit, tasksOf, until } from '../factories/work.js';
import { expectAccessible, expectCalm, keepScreen, launch, openScreen, signInAt, story, visit } from './browser.js';
import { type RunningProgram, startMuster } from './support/program.js';

const password = 'a-password-of-a-person';

story('what is contested comes before a lead', () => {
  let app: RunningProgram;
  let browser: Browser;
  let [lead, manager, ann, rita]: Caller[] = [];
  let projectId: string;
  let batchId: string;

  beforeAll(async () => {
    [app, browser] = await Promise.all([startMuster(), launch()]);
    const teamId = await team(app);
    [lead, ann, rita] = [
      await person(app, ['TEAM_LEAD'], teamId),
      await person(app, ['ANNOTATOR'], teamId),
      await person(app, ['REVIEWER'], teamId),
    ];
    manager = await person(app, ['PROJECT_MANAGER']);
    await app.owner.run(
      `mutation ($teamId: ID!, $memberId: ID!) { addTeamMember(teamId: $teamId, memberId: $memberId, isLead: true) { id } }`,
      { teamId, memberId: lead.id },
    );
    const policy = { review: [{ rate: 1, seed: 'all' }], gold: { start: 0.5, floor: 0.5 } };
    ({ batchId, projectId } = await openBatchOf(app, teamId, 40, { project: { policy } }));
    await submit(ann, await claim(ann), animal('cat'));
    await judge(rita, await seat(rita, 'REVIEW'), 'REJECT', {
      errors: [{ code: 'EARS', severity: 'MAJOR' }],
      comment: 'Those are a dog’s ears.',
    });
    const [verdict] = await myVerdicts(ann);
    await openDispute(ann, { verdictId: verdict.id, reason: 'It is a cat, guideline 3.' });
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  it('who reads both sides, and decides with a reason', async () => {
    const visitor = await visit(browser, app.url);
    const { page } = visitor;
    await signInAt(visitor, lead!.email, password);
    await openScreen(visitor, '/disputes', 'Who says that a verdict is wrong?');
    const row = page.getByRole('row', { name: /item-1/ });
    await row.getByText('It is a cat, guideline 3.').waitFor();
    for (const who of [ann!, rita!])
      await row.getByText((await who.run(`{ me { name } }`)).me.name, { exact: true }).waitFor();
    await row.getByText(/EARS · Those are a dog’s ears\./).waitFor();
    await keepScreen(visitor, 'disputes');
    await row.getByRole('button', { name: 'The answer stands' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill('The ears are folded.');
    await expectAccessible(visitor);
    await page.keyboard.press('Control+Enter');
    await page.getByText('Nobody contests anything').waitFor();
    await page.getByRole('switch', { name: 'Show decided ones too' }).click();
    await page.getByText('a lead’s word: The ears are folded.').waitFor();
    await expectAccessible(visitor);
    await until(async () => (await tasksOf(app.owner, batchId)).find((one) => one.externalKey === 'item-1').state === 'SETTLED'); // prettier-ignore
    // A lead knows no known answers, and is shown nobody's quarrel with them.
    expect(visitor.asked).not.toContain('GoldContests');
    expectCalm(visitor);
    await visitor.context.close();
  });

  it('a known answer that somebody contests comes before a manager, who forgives it', async () => {
    const goldBatchId = await batch(app.owner, projectId, 'Known');
    const known = Array.from({ length: 5 }, (_, at) => ({ externalKey: `known-${at}`, data: { text: 'A cat?' }, labels: animal('dog') })); // prettier-ignore
    await importItems(app.owner, goldBatchId, known, 'GOLD');
    const contests = `query ($projectId: ID!) { goldContests(projectId: $projectId) { externalKey } }`;
    // Every second task is a known one, by chance, offered and compared in jobs; she cannot tell, and contests whatever she answered.
    const answered: string[] = [];
    await until(async () => {
      const held = await claim(ann!, { stage: 'ANNOTATE' });
      if (held.__typename === 'Assignment') {
        await submit(ann!, held, animal('cat'));
        answered.push(held.id);
      }
      for (const assignmentId of answered)
        await ann!.run(`mutation ($input: ContestAnswerInput!) { contestAnswer(input: $input) }`, {
          input: { assignmentId, reason: 'That is a cat, too.' },
        });
      return (await app.owner.run(contests, { projectId })).goldContests.length > 0;
    });
    const visitor = await visit(browser, app.url);
    const { page } = visitor;
    await signInAt(visitor, manager!.email, password);
    await openScreen(visitor, '/disputes', 'Who says that a verdict is wrong?');
    const row = page.getByRole('row', { name: /That is a cat, too\./ }).first();
    await expectAccessible(visitor);
    await row.getByRole('button', { name: 'Forgive', exact: true }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill('The picture shows both.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('It is held against nobody any more.').waitFor();
    expectCalm(visitor);
    await visitor.context.close();
  });

  it('an administrator who reviews as well is told that disputes are judged blind, and is not sent there', async () => {
    const both = await person(app, ['ADMIN', 'REVIEWER']);
    const visitor = await visit(browser, app.url);
    const { page } = visitor;
    await signInAt(visitor, both.email, password);
    const places = page.getByRole('navigation', { name: 'Places' });
    await places.getByRole('link', { name: 'Organization' }).waitFor();
    expect(await places.getByRole('link', { name: 'Disputes' }).count()).toBe(0);
    await openScreen(visitor, '/disputes', 'Who says that a verdict is wrong?');
    await page.getByText('Disputes are judged blind', { exact: true }).waitFor();
    expect(await page.getByText('That did not work').count()).toBe(0);
    expect(visitor.asked).not.toContain('Disputes');
    await expectAccessible(visitor);
    // Nor to known answers: a course is made without them.
    await openScreen(visitor, `/projects/${projectId}/courses/new`, 'What is to be learnt, and how is it asked?');
    await page.getByLabel('Name', { exact: true }).waitFor();
    expect(await page.getByText('Add known answers of the project').count()).toBe(0);
    expect(await page.getByText('You may not see or do this', { exact: false }).count()).toBe(0);
    expectCalm(visitor);
    await visitor.context.close();
  });
});
