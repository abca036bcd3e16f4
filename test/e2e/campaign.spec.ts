import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type Caller, ownerPassword } from '../factories/caller.js';
import { person, team } from '../factories/people.js';
import { choose, expectAccessible, expectCalm, keepScreen, launch, signInAt, story, visit, type Visitor, wayFromHome } from './browser.js'; // prettier-ignore
import { download, judgeAll, moveOutline, nothingLeft, outlinesIn, pictureInTool, pointsOf, sidesOf } from './support/at-work.js'; // prettier-ignore
import { type RunningFrontEnd, startFrontEnd } from './support/front-end.js';
import { firstTaskByKeys, pressOn, signInByKeys, tabTo, watchPointer } from './support/keyboard.js';
import { freePort } from './support/ports.js';
import { type RunningProgram, startMuster } from './support/program.js';
import { readXrays, type Xray } from './support/xrays.js';

const password = 'a-password-of-a-person';
const guidelines = '# Lungs\n\nDraw **both** lungs.\n\n- Ribs belong to it.\n- The heart does not.';
/** What the file says beside the X-rays: the server takes none of it, and all the rest. */
const badRows = ['{ not json', JSON.stringify({ data: { fileName: 'x.jpg' } }), JSON.stringify({ externalKey: 'heart', data: { fileName: 'x.jpg', width: 9, height: 9 }, labels: [{ kind: 'TAG', class: 'Heart' }] })]; // prettier-ignore

type Who = 'manager' | 'lead' | 'ann' | 'ben' | 'rita' | 'vera' | 'client';
/** Those who never touch a pointer. */
const byKeys: Who[] = ['ann', 'ben', 'rita', 'vera'];

/** Everybody before a browser of their own, and nothing done but through it: from a project to the files that the client has. */
story('a campaign on real X-rays', () => {
  let app: RunningProgram;
  let browser: Browser;
  let xrays: Xray[];
  let [address, tool]: string[] = [];
  let frontEnd: RunningFrontEnd | undefined;
  const callers = {} as Record<Who, Caller>;
  const at = {} as Record<Who, Visitor>;
  const touches: Partial<Record<Who, () => number>> = {};
  let boardLoads = 0;
  let [skipped, moved]: string[] = [];

  const comesIn = async (who: Who) => {
    at[who] = await visit(browser, address!, { also: [tool!] });
    if (byKeys.includes(who)) {
      touches[who] = await watchPointer(at[who]);
      await signInByKeys(at[who], callers[who].email, password);
      await firstTaskByKeys(at[who], 'Lungs');
    } else await signInAt(at[who], callers[who].email, password);
    return at[who].page;
  };
  const inTool = (who: Visitor, not?: string) => pictureInTool(who, tool!, not);
  const sides = () => sidesOf(xrays.find(({ fileName }) => fileName === moved)!.lungs[0]!);
  const judges = (who: Who, comment = '') => judgeAll(at[who].page, comment, () => expectAccessible(at[who]));

  beforeAll(async () => {
    // Muster writes its own address into links to pictures and into the way back.
    const [own, other] = [await freePort(), await freePort()];
    [address, tool] = [`http://localhost:${own}`, `http://localhost:${other}`];
    [app, browser, xrays] = await Promise.all([startMuster({ PORT: String(own), PUBLIC_URL: address }), launch(), readXrays(4)]); // prettier-ignore
    const teamId = await team(app, 'Readers');
    const roles = { manager: 'PROJECT_MANAGER', lead: 'TEAM_LEAD', ann: 'ANNOTATOR', ben: 'ANNOTATOR', rita: 'REVIEWER', vera: 'REVIEWER', client: 'CLIENT' }; // prettier-ignore
    for (const [who, role] of Object.entries(roles) as [Who, string][])
      callers[who] = await person(app, [role], who === 'manager' || who === 'lead' ? undefined : teamId);
    await app.owner.run(
      `mutation ($teamId: ID!, $memberId: ID!) { addTeamMember(teamId: $teamId, memberId: $memberId, isLead: true) { id } }`,
      { teamId, memberId: callers.lead.id },
    );
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await frontEnd?.stop();
    await app?.stop();
  });
  const nameOf = async (who: Who) => (await callers[who].run(`{ me { name } }`)).me.name as string;

  it('the manager makes a project: who, what, how, and under which rules', async () => {
    const page = await comesIn('manager');
    await wayFromHome(at.manager, [(home) => home.getByRole('link', { name: 'New project' })], (form) =>
      form.getByRole('heading', { name: 'What is to be labelled, and how?' }),
    );
    const names = page.getByRole('textbox', { name: 'Name', exact: true });
    await names.fill('Lungs');
    await choose(at.manager, 'Who works on it', 'Readers');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Add a class' }).click();
    await names.nth(1).fill('Lung');
    await choose(at.manager, 'Kind', 'Outline');
    await page.getByRole('button', { name: 'Add a field' }).first().click();
    await names.nth(2).fill('view');
    const options = page.getByRole('textbox', { name: 'Options' }).or(page.getByRole('combobox', { name: 'Options' }));
    for (const option of ['PA', 'AP']) {
      await options.fill(option);
      await options.press('Enter');
    }
    await page.getByRole('textbox', { name: 'Text' }).fill(guidelines);
    await page.getByRole('textbox', { name: 'Reviewed', exact: true }).fill('100');
    await choose(at.manager, 'Defects tolerated in a lot', /^6\.5 %/);
    await page.getByRole('button', { name: 'Make the project' }).click();
    await page.getByText('The project is made. Make its first batch.').waitFor();
  });

  it('an administrator connects the tool that people draw in', async () => {
    const owner = await visit(browser, address!);
    const { page } = owner;
    await signInAt(owner, app.owner.email, ownerPassword);
    await page.getByRole('link', { name: 'Connections' }).click();
    await page.getByRole('button', { name: 'New connection' }).first().click();
    await choose(owner, 'Tool', /^Another tool/);
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Reference front end');
    await page.getByRole('textbox', { name: 'Where a task is opened' }).fill(`${tool}/work#token={token}&return={return}`); // prettier-ignore
    await choose(owner, 'Projects', 'Lungs');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Make the connection' }).click();
    const hint = await page.getByText('let its messages go to').textContent();
    const secret = await page.getByRole('textbox', { name: 'To copy' }).inputValue();
    const hook = new URL(/http\S+(?=,)/.exec(hint!)![0]).pathname;
    const more = { PORT: new URL(tool!).port, HOST: '127.0.0.1' };
    frontEnd = await startFrontEnd({ musterUrl: app.url, hook, secret, more });
    expectCalm(owner);
    await owner.context.close();
  });

  it('where is a batch made? Two clicks from home: the project, New batch. A file with three bad rows is taken but for those', async () => {
    const { page } = at.manager;
    await wayFromHome(
      at.manager,
      [
        (home) => home.getByRole('link', { name: 'Lungs' }),
        (lungs) => lungs.getByRole('button', { name: 'New batch' }),
      ],
      (form) => form.getByRole('button', { name: 'Create batch' }),
    );
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('March');
    await page.getByRole('button', { name: 'Create batch' }).click();
    const goodRows = xrays.map(({ fileName, width, height, lungs }) =>
      JSON.stringify({
        externalKey: fileName.replace('.jpg', ''),
        data: { fileName, width, height },
        labels: [...lungs, { kind: 'CHOICE', field: 'view', option: 'PA' }],
      }),
    );
    const lines = [0, 1, 2].flatMap((row) => [goodRows[row]!, badRows[row]!]).concat(goodRows[3]!);
    await page
      .getByLabel('Drop a file here')
      .setInputFiles([
        { name: 'march.jsonl', mimeType: 'application/x-ndjson', buffer: Buffer.from(lines.join('\n')) },
        ...xrays.map(({ fileName, picture }) => ({ name: fileName, mimeType: 'image/jpeg', buffer: picture })),
      ]);
    await page.getByText('Refused rows · 3 of 3').waitFor();
    for (const line of ['2', '4', '6']) await page.getByRole('row', { name: new RegExp(`^${line} `) }).waitFor();
    await page.getByText('4 pictures are kept.').waitFor();
    await expectAccessible(at.manager);
    await keepScreen(at.manager, 'import');
  });

  it('commits to the draw of the audit, and opens the batch', async () => {
    const { page } = at.manager;
    await page.getByRole('tab', { name: 'Audit' }).click();
    await page.getByRole('button', { name: 'Begin an audit' }).click();
    await page.getByText('committed; the sample is drawn when the batch is complete').waitFor();
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await page.getByText('The batch is open.').waitFor();
  });

  const board = () => at.lead.page.getByRole('region', { name: 'Who works on what' });
  const onBoard = async (who: Who) => board().getByRole('row', { name: new RegExp(`^${await nameOf(who)} `) });

  it('two annotators take tasks and find them in the tool; the lead sees it on the board as it happens', async () => {
    const page = await comesIn('lead');
    await page.getByRole('link', { name: 'Board' }).click();
    await page.getByText('Live', { exact: true }).waitFor();
    page.on('load', () => void (boardLoads += 1));
    await comesIn('ben');
    await comesIn('ann');
    moved = await inTool(at.ann);
    expect(await inTool(at.ben)).not.toBe(moved);
    for (const who of ['ann', 'ben'] as const)
      await (await onBoard(who)).getByRole('link', { name: 'Label · March' }).waitFor();
    await moveOutline(at.ann.page, sides()[0]);
    await keepScreen(at.ann, 'front-end');
    await at.ann.page.keyboard.press('Control+Enter');
    skipped = await inTool(at.ann, moved);
    await (await onBoard('ann')).getByRole('cell').nth(2).filter({ hasText: /^1$/ }).waitFor();
    expect(boardLoads).toBe(0);
  });

  it('the lead pauses one of them, who reads why when asking for more', async () => {
    const { page } = at.lead;
    const row = await onBoard('ben');
    await row.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill('Let us talk first.');
    await expectAccessible(at.lead);
    await page.keyboard.press('Control+Enter');
    await row.getByText('paused', { exact: true }).waitFor();
    await at.ben.page.keyboard.press('Control+Enter');
    await nothingLeft(at.ben.page).waitFor();
    await at.ben.page.getByText('Let us talk first.', { exact: false }).first().waitFor();
    expect(boardLoads).toBe(0);
  });

  it('the other skips what cannot be done and goes on until nothing is left for her', async () => {
    const { page } = at.ann;
    await page.keyboard.press('x');
    const reason = page.getByRole('radio', { name: 'The picture is broken or empty' });
    await tabTo(page, reason);
    await page.keyboard.press('Space');
    await pressOn(page, page.getByRole('button', { name: 'Skip this item' }));
    await inTool(at.ann, skipped);
    await page.keyboard.press('Control+Enter');
    await nothingLeft(page).waitFor();
  });

  it('why is a task stuck? Two clicks from home: its batch, the task. It says who may not take it, and why', async () => {
    const key = skipped!.replace('.jpg', '');
    await wayFromHome(
      at.manager,
      [
        (home) => home.getByRole('link', { name: 'March' }),
        (march) => march.getByRole('link', { name: key, exact: true }),
      ],
      (task) => task.getByRole('heading', { name: 'Why is it where it is?' }),
    );
    const { page } = at.manager;
    await page.getByText('A seat is free, and nobody may take it now.').waitFor();
    await page.getByText('Let us talk first.', { exact: false }).first().waitFor();
    await expectAccessible(at.manager);
    await (await onBoard('ben')).getByRole('button', { name: 'Resume' }).click();
    await page.getByText('It waits for the next person who asks for work.').waitFor();
    await at.ben.page.keyboard.press('n');
    expect(await inTool(at.ben)).toBe(skipped);
    await at.ben.page.keyboard.press('Control+Enter');
    await nothingLeft(at.ben.page).waitFor();
  });

  it('the reviewer sends one back: it comes to its annotator with what was said, is mended and accepted', async () => {
    const { page } = at.ann;
    await comesIn('rita');
    expect(await judges('rita', 'The first lung lies beside its place.')).toBe(1);
    await page.keyboard.press('n');
    expect(await inTool(at.ann)).toBe(moved);
    await page.getByText('The first lung lies beside its place.').waitFor();
    await moveOutline(page, sides()[1]);
    await page.keyboard.press('Control+Enter');
    await nothingLeft(page).waitFor();
    await at.rita.page.keyboard.press('n');
    expect(await judges('rita')).toBe(0);
  });

  it('complete, the batch is a lot: its sample is drawn, and judged by somebody who reviewed none of it', async () => {
    const { page } = at.manager;
    await page.getByRole('link', { name: 'March' }).click();
    await page.getByRole('button', { name: 'No more tasks' }).click();
    await page.getByRole('tab', { name: 'Audit' }).click();
    await page.getByText('the sample is being looked at').waitFor();
    await comesIn('vera');
    expect(await judges('vera')).toBe(0);
    await page.getByText('The sample passes').waitFor();
  });

  it('the client reads the numbers of the lot, and accepts it', async () => {
    const page = await comesIn('client');
    await page.getByRole('link', { name: 'March' }).click();
    await page.getByText('The sample passes').waitFor();
    // Of four items the plan for an AQL of 6.5 % takes two, of which none may have a defect.
    const major = page.getByRole('row', { name: /^major/ }).getByRole('cell');
    expect((await major.allTextContents()).slice(1, 6)).toEqual(['6.5 %', '2', '0', '1', '0']);
    await expectAccessible(at.client);
    await page.getByRole('button', { name: 'Accept the lot' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill('As agreed.');
    await page.keyboard.press('Control+Enter');
    await page.getByText('The lot is accepted.').waitFor();
  });

  it('the manager releases it, and the client downloads what was drawn, whole', async () => {
    const { page } = at.client;
    await page.getByRole('link', { name: 'Lungs' }).click();
    await at.manager.page.getByRole('link', { name: 'Lungs' }).click();
    await at.manager.page.getByRole('button', { name: 'Release what is settled' }).click();
    await page.getByText('Ready', { exact: true }).waitFor(); // without a reload
    await page.getByRole('button', { name: 'Files' }).click();
    const [manifest, ofManifest] = await download(page, 'manifest.json');
    const [instances, sha256] = await download(page, 'instances.json');
    await page.getByRole('paragraph').getByTitle(ofManifest).waitFor();
    const ofCoco = page.getByRole('row', { name: /instances\.json/ });
    await ofCoco.getByTitle(sha256).waitFor();
    await expectAccessible(at.client);
    expect(JSON.parse(manifest).files).toContainEqual(expect.objectContaining({ path: 'instances.json', sha256 }));
    expect((await download(page, 'CHECKSUMS'))[0].split('\n')).toContain(`${sha256}  instances.json`);
    const coco = JSON.parse(instances);
    expect(coco.images).toHaveLength(xrays.length);
    for (const { fileName, lungs } of xrays)
      expect({ fileName, drawn: outlinesIn(coco, fileName) }).toEqual({ fileName, drawn: lungs.map(pointsOf) });
  });

  it('who labelled, reviewed and audited has touched no pointer', () => {
    for (const who of byKeys) expect({ who, touches: touches[who]!() }).toEqual({ who, touches: 0 });
  });

  it('no console said anything wrong, and nobody asked a stranger', () => {
    for (const who of Object.values(at)) expectCalm(who);
  });
});
