import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { Caller } from '../factories/caller.js';
import { person, team } from '../factories/people.js';
import { takeExam } from '../factories/training.js';
import { animal, ask, batch, importItems, openBatchOf } from '../factories/work.js';
import { choose, expectAccessible, expectCalm, launch, openScreen, signInAt, story, visit, type Visitor } from './browser.js'; // prettier-ignore
import { type RunningProgram, startMuster } from './support/program.js';

const password = 'a-password-of-a-person';
const text = (of: string) => ({ data: { text: of } });
/** What is shown, and the key of its right answer. */
const exams = { 'It purrs at night.': '1', 'It barks at night.': '2' };

story('somebody learns, works, and asks', () => {
  let app: RunningProgram;
  let browser: Browser;
  let [lead, client, ann, ben, manager]: Caller[] = [];
  let [projectId, courseId]: string[] = [];
  let learner: Visitor;
  let maker: Visitor;

  const acknowledge = (by: Caller) =>
    by.run(`mutation ($projectId: ID!) { acknowledgeGuidelines(projectId: $projectId) { version } }`, { projectId });
  const press = (key: string, { page } = learner) => page.keyboard.press(key);
  /** Answers the task of an exam that is on the screen, rightly or not. */
  const answerExamTask = async (place: number, isRight: boolean) => {
    const { page } = learner;
    await page.getByText(`Task ${place} of 2`, { exact: false }).waitFor();
    const shown = await page.getByText(/^It (purrs|barks) at night\.$/).textContent();
    const key = exams[shown as keyof typeof exams];
    await press(isRight ? key : key === '1' ? '2' : '1');
    await page.locator('input:checked').waitFor();
    await press('n');
  };

  /** The client sees no name and no task, and makes no notes. */
  const expectAnswerOfClient = async () => {
    const visitor = await visit(browser, app.url);
    const { page } = visitor;
    await signInAt(visitor, client!.email, password);
    await openScreen(visitor, '/questions', 'What do people ask?');
    const thread = page.getByRole('article', { name: 'Is a lynx a cat?' });
    await thread.getByText(/^Animals · Who asked · for the lead · [^·]*$/).waitFor();
    await thread.getByRole('textbox', { name: 'Reply' }).fill('Cubs, too.');
    expect(await thread.getByRole('button').allTextContents()).toEqual(['Answer', 'Only comment', 'Close']);
    await thread.getByRole('textbox', { name: 'Reply' }).press('Control+Enter');
    await page.getByText('No question is open').waitFor();
    expectCalm(visitor);
    await visitor.context.close();
  };

  beforeAll(async () => {
    [app, browser] = await Promise.all([startMuster(), launch()]);
    const teamId = await team(app);
    [lead, client, ann, ben] = [
      await person(app, ['TEAM_LEAD']),
      await person(app, ['CLIENT'], teamId),
      await person(app, ['ANNOTATOR'], teamId),
      await person(app, ['ANNOTATOR'], teamId),
    ];
    await app.owner.run(
      `mutation ($teamId: ID!, $memberId: ID!) { addTeamMember(teamId: $teamId, memberId: $memberId, isLead: true) { id } }`,
      { teamId, memberId: lead.id },
    );
    ({ projectId } = await openBatchOf(app, teamId, 6, {
      project: { policy: { qualifiedStages: ['ANNOTATE'] } },
      item: text('A lynx sits on a tree.'),
    }));
    await app.owner.run(
      `mutation ($projectId: ID!, $body: String!) { publishGuidelines(projectId: $projectId, body: $body) { id } }`,
      { projectId, body: 'Look at the ears.' },
    );
    // A task whose answer is known; its batch is not open, so nobody works on it.
    const goldBatch = await batch(app.owner, projectId!, 'Known ones');
    await importItems(app.owner, goldBatch, [{ externalKey: 'night-1', ...text('It barks at night.') }]);
    const known = [{ externalKey: 'night-1', labels: animal('dog') }];
    await ask(app.owner, 'addGold', 'AddGoldInput', { batchId: goldBatch, items: known, reason: 'Agreed.' }, 'id');
    await app.owner.run(`mutation { createSkill(name: "Cats") { __typename } }`);
    manager = await person(app, ['PROJECT_MANAGER']);
    [learner, maker] = [await visit(browser, app.url), await visit(browser, app.url)];
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  it('a manager makes the course: what is wrong is said beside its field, known answers are copied, and it is put in force', async () => {
    const { page } = maker;
    await signInAt(maker, manager!.email, password);
    await openScreen(maker, `/projects/${projectId}/courses`, 'What is learnt before the work?');
    await page.getByText('No course yet').waitFor();
    await press('c', maker);
    await page.getByRole('heading', { name: 'What is to be learnt, and how is it asked?' }).waitFor();
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Cats and dogs');
    const write = async (kind: 'Practice' | 'Exam', n: number, shown: string, answer: string, why: string) => {
      await page
        .getByRole('button', { name: kind === 'Practice' ? 'Add a practice task' : 'Add an exam task' })
        .click();
      const card = page.getByRole('region', { name: `${kind} ${n}` });
      await card.getByRole('textbox', { name: 'Text' }).fill(shown);
      if (answer) {
        await card.getByRole('combobox', { name: 'animal' }).click();
        await page.getByRole('option', { name: answer }).click();
      }
      await card.getByRole('textbox', { name: 'Explanation' }).fill(why);
      return card;
    };
    await write('Practice', 1, 'It purrs.', 'cat', 'It is a cat: look at the ears.');
    await write('Practice', 2, 'It barks.', 'dog', 'It is a dog: look at the ears.');
    const night = await write('Exam', 1, 'It purrs at night.', '', 'Dogs do not purr.');
    await choose(maker, 'Add known answers of the project', 'night-1');
    await page.keyboard.press('Escape');
    await page.getByRole('textbox', { name: 'Passed from', exact: true }).fill('100');
    await choose(maker, 'Skill', 'Cats');
    await page.getByRole('textbox', { name: 'Days it lasts' }).fill('180');
    await choose(maker, 'Afterwards people are told', 'what would have been right');
    await expectAccessible(maker);
    await page.getByRole('button', { name: 'Keep it and put it in force' }).click();
    await page.getByText('It was not kept. What you typed is still here.').waitFor();
    await night.getByRole('alert').getByText('animal').waitFor(); // the question that has no answer yet
    await expectAccessible(maker);
    await night.getByRole('combobox', { name: 'animal' }).click();
    await page.getByRole('option', { name: 'cat' }).click();
    await page.getByRole('button', { name: 'Keep it and put it in force' }).click();
    await page.getByText('The course is offered to people now.').waitFor();
    await page.getByRole('heading', { name: 'Who is in it, and how do they do?' }).waitFor();
    courseId = /crs_\w+/.exec(page.url())![0];
    const { course } = await app.owner.run(
      `query ($id: ID!) { course(id: $id) { state published { rules { passMark validDays skillLevel tells } items { kind ordinal data labels externalKey } } } }`,
      { id: courseId },
    );
    expect(course).toMatchObject({
      state: 'PUBLISHED',
      published: {
        rules: { passMark: 1, validDays: 180, skillLevel: 1, tells: 'ANSWERS' },
        items: [
          { kind: 'PRACTICE', ordinal: 1, data: { text: 'It purrs.' }, labels: animal('cat') },
          { kind: 'PRACTICE', ordinal: 2, data: { text: 'It barks.' }, labels: animal('dog') },
          { kind: 'EXAM', ordinal: 1, data: { text: 'It purrs at night.' }, labels: animal('cat'), externalKey: null },
          {
            kind: 'EXAM',
            ordinal: 2,
            data: { text: 'It barks at night.' },
            labels: animal('dog'),
            externalKey: 'night-1',
          },
        ],
      },
    });
    expect(maker.complaints.splice(0).every((one) => one.includes('400'))).toBe(true); // the refusal itself
  });

  it('is led to the course when the work asks for it, and practises by keyboard', async () => {
    const { page } = learner;
    await signInAt(learner, ann!.email, password);
    await openScreen(learner, '/work', 'What is next?');
    await press('n');
    await page.getByRole('button', { name: 'Read the guidelines of “Animals”' }).press('Enter');
    await page.getByRole('button', { name: 'I have read them' }).press('Enter');
    await page.getByText('practise, 0 of 2 tasks are done', { exact: false }).waitFor();
    await expectAccessible(learner);
    await press('c');
    await page.getByRole('heading', { name: 'Cats and dogs', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Practise' }).waitFor();
    await expectAccessible(learner);
    await press('n');
    for (const [at, shown] of ['It purrs.', 'It barks.'].entries()) {
      await page.getByText(shown, { exact: true }).waitFor();
      await press('1');
      await page.locator('input:checked').waitFor();
      if (at === 0) await expectAccessible(learner);
      await press('n');
      await page.getByText(at === 0 ? 'Right' : 'Not right', { exact: true }).waitFor();
      await page.getByText(`It is a ${at === 0 ? 'cat' : 'dog'}: look at the ears.`).waitFor();
      if (at === 1) await expectAccessible(learner);
      await press('n');
    }
    await page.getByRole('button', { name: 'Begin the exam' }).waitFor();
  });

  it('fails the exam, is told what was wrong, and passes it after leaving in the middle', async () => {
    const { page } = learner;
    await press('n');
    await answerExamTask(1, false);
    await answerExamTask(2, true);
    await page.getByRole('heading', { name: 'Every task is answered' }).waitFor();
    await expectAccessible(learner);
    await press('n');
    await page.getByText('Not passed', { exact: true }).waitFor();
    await page.getByText('1 of 2 was right.').waitFor();
    await page.getByRole('heading', { name: 'What was not right' }).waitFor();
    await expectAccessible(learner);
    await press('n');
    await page.getByRole('button', { name: 'Begin the exam' }).waitFor();
    await press('n');
    await answerExamTask(1, true);
    await page.getByText('Task 2 of 2', { exact: false }).waitFor();
    await openScreen(learner, '/courses', 'What do you learn next?');
    await openScreen(learner, `/courses/${courseId}`, 'Cats and dogs');
    await page.getByRole('button', { name: 'Go on with the exam' }).waitFor();
    await press('n');
    await answerExamTask(2, true);
    await page.getByRole('heading', { name: 'Every task is answered' }).waitFor();
    await press('n');
    await page.getByText('Passed', { exact: true }).waitFor();
    await press('n');
    await page.getByRole('button', { name: 'To work' }).waitFor();
    await expectAccessible(learner);
  });

  it('who failed twice reads when the next try is possible', async () => {
    await acknowledge(ben!);
    for (let at = 0; at < 2; at += 1) {
      const { startPractice } = await ben!.run(`mutation ($courseId: ID!) { startPractice(courseId: $courseId) { ... on TrainingTask { courseItemId } } }`, { courseId }); // prettier-ignore
      await ben!.run(`mutation ($input: AnswerPracticeInput!) { answerPractice(input: $input) { __typename } }`, { input: { courseItemId: startPractice.courseItemId, labels: animal('cat') } }); // prettier-ignore
    }
    for (let at = 0; at < 2; at += 1) await takeExam(ben!, courseId!, () => animal('cat'));
    const visitor = await visit(browser, app.url, { width: 360, height: 740 });
    await signInAt(visitor, ben!.email, password);
    await openScreen(visitor, `/courses/${courseId}`, 'Cats and dogs');
    await visitor.page.getByText('Next try from').waitFor();
    expect(await visitor.page.getByRole('button', { name: 'exam' }).count()).toBe(0);
    expectCalm(visitor);
    await visitor.context.close();
  });

  it('the manager sees how they did, allows another try with a reason, and writes on the next version', async () => {
    const { page } = maker;
    await openScreen(maker, `/projects/${projectId}/courses/${courseId}`, /Cats and dogs/);
    const name = (await ben!.run(`{ me { name } }`)).me.name;
    const row = page.getByRole('row', { name: new RegExp(`^${name} `) });
    await row.getByText('1 of 2 · not passed').first().waitFor();
    await page.getByRole('row').filter({ hasText: '2 of 2 · passed' }).waitFor();
    await row.getByRole('button', { name: `Allow a try: ${name}` }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill('We talked it through.');
    await expectAccessible(maker);
    await press('Control+Enter', maker);
    await row.getByText('Take the exam: 2 tasks, 100 % right.').waitFor();
    expect((await ben!.run(`{ myCourses { next } }`)).myCourses).toEqual([{ next: 'START_EXAM' }]);
    await page.getByRole('link', { name: 'Change it' }).click();
    const copied = page.getByRole('region', { name: 'Exam 2' });
    expect(await copied.getByRole('textbox', { name: 'External key' }).inputValue()).toBe('night-1');
    await page.getByRole('textbox', { name: 'Days it lasts' }).fill('90');
    await page.getByRole('button', { name: 'Keep the draft' }).click();
    await page.getByText('Version 2 is written and not in force yet.').waitFor();
    await page.getByRole('button', { name: 'Put in force' }).click();
    await page.getByText('Version 2 is in force from the next try on.').waitFor();
    await page.getByRole('button', { name: 'Retire' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Retire' }).click();
    await page.getByText('Retired: nobody is offered it.').waitFor();
    expect((await ben!.run(`{ myCourses { next } }`)).myCourses).toEqual([]);
    await page.getByRole('button', { name: 'Offer it again' }).click();
    await page.getByText('The course is offered to people again.').waitFor();
    await expectAccessible(maker);
  });

  it('a change of the guidelines is asked before the next task: what is wrong is explained, and asked again', async () => {
    const { page } = learner;
    await openScreen(maker, `/projects/${projectId}/settings`, 'Settings');
    await maker.page.getByRole('textbox', { name: 'Text' }).fill('Look at the ears. Wild ones are neither.');
    await maker.page.getByRole('switch', { name: 'Ask questions on what changed' }).click();
    const question = maker.page.getByRole('region', { name: 'Question 1' });
    await question.getByRole('textbox', { name: 'Question', exact: true }).fill('A wolf?');
    await question.getByRole('textbox', { name: 'Choice 1' }).fill('a dog');
    await question.getByRole('textbox', { name: 'Choice 2' }).fill('neither');
    await question.getByRole('textbox', { name: 'Explanation' }).fill('Wild ones are neither.');
    await maker.page.getByRole('button', { name: 'Publish, and ask the questions' }).click();
    await question.getByRole('alert').waitFor(); // no choice is marked as right
    await expectAccessible(maker);
    await question.getByRole('checkbox', { name: 'Choice 2 is right' }).check();
    await maker.page.getByRole('button', { name: 'Publish, and ask the questions' }).click();
    await maker.page.getByText('Version 2 is in force: everybody reads it and answers the questions').waitFor();
    expect(maker.complaints.splice(0).every((one) => one.includes('400'))).toBe(true); // the refusal itself
    expectCalm(maker);
    await maker.context.close();
    await press('n');
    await page.getByRole('heading', { name: 'What is next?' }).waitFor();
    await press('n');
    await page.getByRole('button', { name: 'Read the guidelines of “Animals”' }).press('Enter');
    await page.getByRole('button', { name: 'I have read them' }).press('Enter');
    await page.getByRole('button', { name: 'Answer the questions on “Animals”' }).press('Enter');
    await page.getByRole('checkbox', { name: 'a dog' }).press('Space');
    await expectAccessible(learner);
    await page.getByRole('button', { name: 'Answer', exact: false }).last().press('Enter');
    await page.getByText('0 of 1 were right.', { exact: false }).waitFor();
    await page.getByText('Wild ones are neither.').waitFor();
    await expectAccessible(learner);
    await page.getByRole('checkbox', { name: 'neither' }).press('Space');
    await page.getByRole('button', { name: 'Answer', exact: false }).last().press('Enter');
    await page.getByRole('timer').waitFor();
  });

  it('asks about the task with Q; a lead answers, and makes it a note for everybody', async () => {
    const { page } = learner;
    await press('q');
    await page.getByRole('dialog').getByRole('textbox', { name: 'Question' }).fill('Is a lynx a cat?');
    await expectAccessible(learner);
    await press('Control+Enter');
    await page.getByText('Asked.', { exact: false }).waitFor();

    const leader = await visit(browser, app.url);
    await signInAt(leader, lead!.email, password);
    await openScreen(leader, '/questions', 'What do people ask?');
    const thread = leader.page.getByRole('article', { name: 'Is a lynx a cat?' });
    await thread.getByText('Show what it is about').click();
    await thread.getByText('A lynx sits on a tree.').waitFor();
    await thread.getByRole('textbox', { name: 'Reply' }).fill('No: wild ones are neither.');
    await expectAccessible(leader);
    await thread.getByRole('button', { name: 'Answer, and make it a note' }).click();
    const dialog = leader.page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Note' }).fill('A lynx is neither, young or old.');
    await expectAccessible(leader);
    await leader.page.keyboard.press('Control+Enter');
    await leader.page.getByText('Published beside the guidelines.').waitFor();
    await leader.page.getByText('No question is open').waitFor();
    await leader.page.getByRole('switch', { name: 'Show answered and closed ones too' }).click();
    await thread.getByText('A note on the guidelines').waitFor();
    await expectAccessible(leader);
    await openScreen(leader, `/projects/${projectId}`, 'Animals');
    await leader.page.getByText('A lynx is neither, young or old.').waitFor();
    expectCalm(leader);
    await leader.context.close();
  });

  it('and reads the answer and the note beside the guidelines', async () => {
    const { page } = learner;
    await page.reload();
    const note = page.getByRole('listitem').filter({ hasText: 'A lynx is neither, young or old.' });
    await note.getByText('new', { exact: true }).waitFor();
    await expectAccessible(learner);
    await page.getByRole('button', { name: 'I have read the notes' }).press('Enter');
    await note.getByText('new', { exact: true }).waitFor({ state: 'detached' });
    await openScreen(learner, '/my-questions', 'What did you ask?');
    const mine = page.getByRole('article', { name: 'Is a lynx a cat?' });
    await mine.getByText('No: wild ones are neither.').waitFor();
    await mine.getByRole('textbox', { name: 'Say more' }).fill('And a cub?');
    await mine.getByRole('button', { name: 'Say it' }).press('Enter');
    await mine.getByText('open', { exact: true }).waitFor();
    await expectAnswerOfClient();
    await page.reload();
    await mine.getByText('Cubs, too.').waitFor();
    await mine.getByRole('button', { name: 'Close', exact: true }).press('Enter');
    await mine.getByText('closed', { exact: true }).waitFor();
    await expectAccessible(learner);
    expectCalm(learner);
  });
});
