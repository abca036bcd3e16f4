import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { addNote, askQuestion, closeQuestion, myQuestions, notesOf, publishAnswer, questionsOf, replyToQuestion } from '../factories/questions.js'; // prettier-ignore
import { animal, claim, openBatchOf, submit, tasksOf } from '../factories/work.js';

/** What somebody at work does not know is asked, answered by lead or client, and told to everybody. */
describe('questions', () => {
  let app: TestApp;
  let teamId: string;
  let [ann, ben, lead, otherLead, client, otherClient]: Caller[] = [];
  let projectId: string;
  let batchId: string;
  let held: any;
  let questionId: string;

  const notices = async (by: Caller) => (await by.run(`query { myNotices { kind sentence } }`)).myNotices;
  const join = async (member: Caller, to: string, isLead = false) => {
    await app.owner.run(
      `mutation ($teamId: ID!, $memberId: ID!, $isLead: Boolean!) { addTeamMember(teamId: $teamId, memberId: $memberId, isLead: $isLead) { id } }`,
      { teamId: to, memberId: member.id, isLead },
    );
    return member;
  };
  const codeOf = async (by: Caller, query: string, variables: object) =>
    (await by.send(query, variables as Record<string, unknown>)).errors?.[0]?.extensions.code;

  beforeAll(async () => {
    app = await startApp();
    teamId = await team(app);
    ann = await person(app, ['ANNOTATOR'], teamId);
    ben = await person(app, ['ANNOTATOR'], teamId);
    client = await person(app, ['CLIENT'], teamId);
    lead = await join(await person(app, ['TEAM_LEAD']), teamId, true);
    const otherTeam = await team(app, 'Others');
    otherLead = await join(await person(app, ['TEAM_LEAD']), otherTeam, true);
    otherClient = await person(app, ['CLIENT'], otherTeam);
    const metadata = { note: 'from the zoo', age: 7 };
    ({ projectId, batchId } = await openBatchOf(app, teamId, 4, {
      project: { fieldVisibility: { note: 'PUBLIC', age: 'PHI' } },
      item: { metadata },
    }));
  });
  afterAll(() => app.stop());

  it('are asked about what one holds, and tell who asks of no task', async () => {
    held = await claim(ann!);
    const asked = await askQuestion(ann!, { assignmentId: held.id, text: 'Is a lynx a cat?', to: 'CLIENT' });
    questionId = asked.id;
    expect(asked).toMatchObject({ state: 'OPEN', isMine: true, taskId: null, externalKey: null, replies: [] });
    expect(asked.item).toEqual({ data: held.item.data, metadata: { note: 'from the zoo' }, mediaUrl: null });
    expect((await notices(client!))[0]).toEqual({ kind: 'QUESTION', sentence: 'A question in “Animals”: Is a lynx a cat?' }); // prettier-ignore
    expect(await notices(lead!)).toEqual([]);

    const about = `mutation ($input: AskQuestionInput!) { askQuestion(input: $input) { __typename } }`;
    expect(await codeOf(ben!, about, { input: { assignmentId: held.id, text: 'Mine?' } })).toBe('NOT_FOUND');
    expect(await codeOf(ann!, about, { input: { assignmentId: held.id, projectId, text: 'Both?' } })).toBe('VALIDATION_FAILED'); // prettier-ignore
    expect(await codeOf(ann!, about, { input: { projectId, text: ' ' } })).toBe('VALIDATION_FAILED');
    const stranger = await person(app, ['ANNOTATOR']);
    expect(await codeOf(stranger, about, { input: { projectId, text: 'Here?' } })).toBe('NOT_FOUND');
  });

  it('are seen by leads with name and task, by clients with the picture and no name, and by nobody else', async () => {
    const [toLead] = (await questionsOf(lead!, projectId)).nodes;
    expect(toLead).toMatchObject({ text: 'Is a lynx a cat?', askedByName: expect.stringMatching(/^Person/), isMine: false }); // prettier-ignore
    expect(toLead.taskId).toMatch(/^tsk_/);
    const [toClient] = (await questionsOf(client!, projectId, 'OPEN')).nodes;
    expect(toClient).toMatchObject({ id: questionId, askedByName: null, taskId: null, externalKey: null });
    expect(toClient.item).toMatchObject({ data: held.item.data, metadata: { note: 'from the zoo' } });
    expect(JSON.stringify(toClient)).not.toContain(ann!.id);

    const read = `query ($id: ID!) { question(id: $id) { text } }`;
    const list = `query ($projectId: ID!) { questions(projectId: $projectId) { totalCount } }`;
    for (const by of [ben!, otherLead!, otherClient!]) expect(await codeOf(by, read, { id: questionId })).toBe('NOT_FOUND'); // prettier-ignore
    for (const by of [otherLead!, otherClient!]) expect(await codeOf(by, list, { projectId })).toBe('NOT_FOUND');
    expect(await codeOf(ann!, list, { projectId })).toBe('FORBIDDEN');
    const reply = `mutation ($input: ReplyToQuestionInput!) { replyToQuestion(input: $input) { __typename } }`;
    for (const by of [ben!, otherLead!, otherClient!])
      expect(await codeOf(by, reply, { input: { questionId, text: 'No.' } })).toBe('NOT_FOUND');
    const { node } = await ben!.run(`query ($id: ID!) { node(id: $id) { __typename } }`, { id: questionId });
    expect(node).toBeNull();
  });

  it('are talked over by all three, each known by their part', async () => {
    const comment = await replyToQuestion(lead!, questionId, 'I would say no. What does the client say?', { isAnswer: false }); // prettier-ignore
    expect(comment.state).toBe('OPEN');
    expect(await notices(ann!)).toEqual([]);
    expect(await replyToQuestion(client!, questionId, 'No: wild ones are neither.')).toMatchObject({ state: 'ANSWERED' }); // prettier-ignore
    expect((await notices(ann!))[0]).toEqual({
      kind: 'QUESTION',
      sentence: 'Your question “Is a lynx a cat?” was answered: No: wild ones are neither.',
    });
    const [mine] = (await myQuestions(ann!)).nodes;
    expect(mine.replies.map((one: any) => [one.part, one.name, one.isAnswer])).toEqual([['LEAD', null, false], ['CLIENT', null, true]]); // prettier-ignore
    const [toOwner] = (await questionsOf(app.owner, projectId)).nodes;
    expect(toOwner.replies.map((one: any) => one.name)).toEqual([expect.any(String), expect.any(String)]);
    // What the asker says is no answer, whatever they call it: it opens the question again.
    expect(await replyToQuestion(ann!, questionId, 'And a lynx cub?', { isAnswer: true })).toMatchObject({ state: 'OPEN' }); // prettier-ignore
    expect(await replyToQuestion(lead!, questionId, 'Neither.')).toMatchObject({ state: 'ANSWERED' });
    expect((await questionsOf(lead!, projectId, 'OPEN')).totalCount).toBe(0);
  });

  it('show the item to who asked only as long as they hold it', async () => {
    await submit(ann!, held, animal('cat'));
    expect((await myQuestions(ann!)).nodes[0].item).toBeNull();
    expect((await questionsOf(client!, projectId)).nodes[0].item).not.toBeNull();
  });

  it('become notes for everybody, which are new until one has looked', async () => {
    const open = await askQuestion(ann!, { projectId, text: 'How long have we got?' });
    expect(open).toMatchObject({ to: 'LEAD', item: null });
    expect((await notices(lead!))[0].sentence).toMatch(/How long have we got/);
    expect(await publishAnswer(lead!, { questionId: open.id })).toMatchObject({ code: 'NOT_ANSWERED' });
    const publish = `mutation ($input: PublishAnswerInput!) { publishAnswerAsNote(input: $input) { __typename } }`;
    expect(await codeOf(client!, publish, { input: { questionId } })).toBe('FORBIDDEN');
    expect(await codeOf(otherLead!, publish, { input: { questionId } })).toBe('NOT_FOUND');

    const published = await publishAnswer(lead!, { questionId, text: 'A lynx is neither, young or old.', withExample: true }); // prettier-ignore
    expect(published.noteId).toMatch(/^gln_/);
    expect((await publishAnswer(lead!, { questionId, text: 'Twice.' })).noteId).toBe(published.noteId);
    const { totalCount, nodes } = await notesOf(ben!, projectId);
    expect(totalCount).toBe(1);
    expect(nodes[0]).toEqual({ id: published.noteId, text: 'A lynx is neither, young or old.', isNew: true, example: held.item.data, mediaUrl: null, guidelineVersion: 0 }); // prettier-ignore
    expect(JSON.stringify(nodes)).not.toMatch(/tsk_|mbr_|Person/);

    await ben!.run(`mutation ($projectId: ID!) { lookAtGuidelineNotes(projectId: $projectId) { guidelineVersion } }`, { projectId }); // prettier-ignore
    expect((await notesOf(ben!, projectId)).nodes[0].isNew).toBe(false);
    expect((await notesOf(ann!, projectId)).nodes[0].isNew).toBe(true);
    const [task] = await tasksOf(app.owner, batchId);
    const known = { batchId, items: [{ externalKey: task.externalKey, labels: animal('cat') }], reason: 'Known.' };
    await app.owner.run(`mutation ($input: AddGoldInput!) { addGold(input: $input) { externalKey } }`, {
      input: known,
    });
    const note = await addNote(lead!, { projectId, text: 'A stuffed cat is nothing.', taskId: task.id });
    // Everybody sees it now, so its known answer would test nobody.
    const { gold } = await app.owner.run(`query ($projectId: ID!) { gold(projectId: $projectId) { nodes { externalKey retiredReason } } }`, { projectId }); // prettier-ignore
    expect(gold.nodes).toEqual([{ externalKey: task.externalKey, retiredReason: 'It is shown to everybody as the example of a note on the guidelines.' }]); // prettier-ignore
    expect(note).toMatchObject({ isNew: true, example: expect.objectContaining({ width: 100 }) });
    const { project } = await ben!.run(`query ($id: ID!) { project(id: $id) { guidelineVersion guidelineNotes { text isNew } } }`, { id: projectId }); // prettier-ignore
    expect(project).toEqual({
      guidelineVersion: 0,
      guidelineNotes: [
        { text: 'A stuffed cat is nothing.', isNew: true },
        { text: 'A lynx is neither, young or old.', isNew: false },
      ],
    });
    const first = await notesOf(ben!, projectId, 1);
    expect(first.pageInfo.hasNextPage).toBe(true);
    expect((await notesOf(ben!, projectId, 1, first.pageInfo.endCursor)).nodes[0].id).toBe(published.noteId);
  });

  it('lose nothing as a note: what is too long together has to be said in fewer words', async () => {
    const { id } = await askQuestion(ann!, { projectId, text: 'Why? '.repeat(300) });
    await replyToQuestion(lead!, id, `${'So. '.repeat(900)}But never in winter.`);
    const publish = `mutation ($input: PublishAnswerInput!) { publishAnswerAsNote(input: $input) { __typename } }`;
    const { errors } = await lead!.send(publish, { input: { questionId: id } });
    const message = 'is needed: question and answer have 5,122 characters together, and a note at most 5,000';
    expect(errors![0]!.extensions).toMatchObject({ fields: [{ path: 'input.text', message }] });
    expect((await publishAnswer(lead!, { questionId: id, text: 'Never in winter.' })).noteId).toMatch(/^gln_/);
    await closeQuestion(lead!, id);
  });

  it('go to managers where no lead and no client is, and to nobody in vain', async () => {
    const alone = await team(app, 'Without a lead');
    const cara = await person(app, ['ANNOTATOR'], alone);
    await join(await person(app, ['ANNOTATOR']), alone, true); // who may read no question, whatever the team says
    const { projectId: quiet } = await openBatchOf(app, alone, 1, { project: { name: 'Quiet' } });
    for (const to of ['LEAD', 'CLIENT']) {
      await askQuestion(cara, { projectId: quiet, text: `Is there a ${to}?`, to });
      expect((await notices(app.owner))[0]).toEqual({ kind: 'QUESTION', sentence: `A question in “Quiet”: Is there a ${to}?` }); // prettier-ignore
    }
    await join(otherLead!, alone, true);
    await askQuestion(cara, { projectId: quiet, text: 'Is there a client now?', to: 'CLIENT' });
    expect((await notices(otherLead!))[0]!.sentence).toMatch(/a client now/);
    expect((await notices(app.owner))[0]!.sentence).not.toMatch(/a client now/);
  });

  it('shows no task of another project as an example', async () => {
    const { batchId: other } = await openBatchOf(app, teamId, 1, { project: { name: 'Other' } });
    const [task] = await tasksOf(app.owner, other);
    const add = `mutation ($input: AddGuidelineNoteInput!) { addGuidelineNote(input: $input) { id } }`;
    expect(await codeOf(lead!, add, { input: { projectId, text: 'x', taskId: task.id } })).toBe('VALIDATION_FAILED');
    expect(await codeOf(otherLead!, add, { input: { projectId, text: 'x' } })).toBe('NOT_FOUND');
    expect(await codeOf(ann!, add, { input: { projectId, text: 'x' } })).toBe('FORBIDDEN');
  });

  it('end when somebody who takes part closes them', async () => {
    expect(await closeQuestion(ann!, questionId)).toMatchObject({ state: 'CLOSED' });
    expect(await closeQuestion(lead!, questionId)).toMatchObject({ state: 'CLOSED' });
    expect(await replyToQuestion(client!, questionId, 'One more thing.')).toMatchObject({ code: 'QUESTION_CLOSED' });
    expect((await questionsOf(lead!, projectId, 'CLOSED')).totalCount).toBe(2);
    expect((await questionsOf(lead!, projectId)).totalCount).toBe(3);
  });
});
