import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { animal, claim, openBatchOf, submit } from '../factories/work.js';

const quizFields = 'version try passMark questions { question text choices { choice text } }';

const publish = (by: Caller, projectId: string, body: string, quiz?: object) =>
  by.run(
    `mutation ($projectId: ID!, $body: String!, $quiz: GuidelineQuizInput) { publishGuidelines(projectId: $projectId, body: $body, quiz: $quiz) { guidelineVersion } }`,
    { projectId, body, quiz },
  );
const acknowledge = async (by: Caller, projectId: string, version?: number) =>
  (
    await by.run(
      `mutation ($projectId: ID!, $version: Int) { acknowledgeGuidelines(projectId: $projectId, version: $version) { version quiz { ${quizFields} } } }`,
      { projectId, version },
    )
  ).acknowledgeGuidelines;
const answer = async (by: Caller, input: object) =>
  (
    await by.run(
      `mutation ($input: AnswerQuizInput!) { answerQuiz(input: $input) { __typename ... on QuizAnswered { isPassed right of mistakes { text explanation } next { ${quizFields} } } ... on Problem { code message } } }`,
      { input },
    )
  ).answerQuiz;
const explained = async (by: Caller, memberId: string) =>
  (
    await by.run(
      `query ($memberId: ID!) { explainNextTask(memberId: $memberId) { summary projects { reason bindingFilter message } } }`,
      { memberId },
    )
  ).explainNextTask;

const questions = [
  { text: 'Is a lynx a cat?', choices: ['yes', 'no', 'it depends'], right: [2], explanation: 'Chapter 2: no wild ones.' }, // prettier-ignore
  { text: 'Which are dogs?', choices: ['wolf', 'poodle', 'puppy'], right: [2, 3], explanation: 'Chapter 3: wolves are wild.' }, // prettier-ignore
  { text: 'A stuffed cat?', choices: ['cat', 'nothing'], right: [2], explanation: 'Chapter 4: alive only.' },
];
const right = questions.map((one, index) => ({ question: index + 1, choices: one.right }));
const wrongAt = (question: number) => right.map((one) => (one.question === question ? { question, choices: [1] } : one)); // prettier-ignore

/** The guidelines change while people work, and what changed is asked before they work on. */
describe('a quiz on what changed in the guidelines', () => {
  let app: TestApp;
  let [ann, ben, lead]: Caller[] = [];
  let projectId: string;

  beforeAll(async () => {
    app = await startApp();
    const teamId = await team(app);
    ann = await person(app, ['ANNOTATOR'], teamId);
    ben = await person(app, ['ANNOTATOR'], teamId);
    lead = await person(app, ['TEAM_LEAD'], teamId);
    await app.owner.run(
      `mutation ($teamId: ID!, $memberId: ID!) { addTeamMember(teamId: $teamId, memberId: $memberId, isLead: true) { id } }`,
      { teamId, memberId: lead.id },
    );
    ({ projectId } = await openBatchOf(app, teamId, 20));
  });
  afterAll(() => app.stop());

  it('refuses one that nobody could pass, and names the question', async () => {
    const bad = [questions[0], { ...questions[1], right: [4] }];
    const { errors } = await app.owner.send(
      `mutation ($projectId: ID!, $quiz: GuidelineQuizInput) { publishGuidelines(projectId: $projectId, body: "x", quiz: $quiz) { id } }`,
      { projectId, quiz: { questions: bad } },
    );
    expect(errors![0]!.extensions).toMatchObject({ code: 'VALIDATION_FAILED', fields: [{ path: 'quiz.questions[1].right' }] }); // prettier-ignore
  });

  it('blocks until it is passed, and what is held may be finished', async () => {
    await publish(app.owner, projectId, 'Cats are cats.');
    expect(await acknowledge(ann!, projectId)).toEqual({ version: 1, quiz: null });
    const held = await claim(ann!);
    await publish(app.owner, projectId, 'Wild ones are neither.', { questions });
    expect((await submit(ann!, held, animal('cat'))).__typename).toBe('SubmissionCounted');

    expect(await claim(ann!)).toMatchObject({ code: 'QUEUE_EMPTY', reasons: [{ reason: 'GUIDELINES_UNREAD' }] });
    expect(await answer(ann!, { projectId, version: 2, answers: right })).toMatchObject({ code: 'GUIDELINES_UNREAD' });

    const { version, quiz } = await acknowledge(ann!, projectId);
    expect(version).toBe(2);
    expect(quiz).toMatchObject({ version: 2, try: 1, passMark: 1 });
    expect(JSON.stringify(quiz)).not.toMatch(/Chapter/);
    const refused = await claim(ann!);
    const sentence = 'Answer the 3 questions on what changed in the guidelines first.';
    expect(refused).toMatchObject({ message: sentence, reasons: [{ reason: 'QUIZ_OPEN', message: sentence }] });
    const explanation = await explained(lead!, ann!.id);
    expect(explanation.projects[0]).toMatchObject({ reason: 'QUIZ_OPEN', bindingFilter: 'GUIDELINES_READ' });
    expect(explanation.summary).toMatch(/Version 2 of the guidelines is read; the 3 questions on what changed are not answered/); // prettier-ignore
  });

  it('explains what was wrong, and is asked again in another order, as often as it takes', async () => {
    const first = await answer(ann!, { projectId, version: 2, answers: wrongAt(2) });
    expect(first).toMatchObject({ isPassed: false, right: 2, of: 3 });
    expect(first.mistakes).toEqual([{ text: 'Which are dogs?', explanation: 'Chapter 3: wolves are wild.' }]);
    expect(first.next).toMatchObject({ version: 2, try: 2 });
    const orders = new Set<string>();
    for (let round = 0; round < 4; round += 1) {
      const { next, isPassed } = await answer(ann!, { projectId, version: 2, answers: wrongAt(1) });
      expect(isPassed).toBe(false);
      orders.add(JSON.stringify(next.questions));
    }
    expect(orders.size).toBeGreaterThan(1);
    expect(await claim(ann!)).toMatchObject({ reasons: [{ reason: 'QUIZ_OPEN' }] });

    expect(await answer(ann!, { projectId, version: 2, answers: right })).toMatchObject({ isPassed: true, next: null });
    expect((await claim(ann!)).__typename).toBe('Assignment');
    // What was passed stays so, whatever is said again.
    expect(await answer(ann!, { projectId, version: 2, answers: wrongAt(1) })).toMatchObject({ isPassed: true });
  });

  it('is not got around by a version without questions; who begins answers none of what they never read', async () => {
    const shown = await app.owner.run(`query ($id: ID!) { project(id: $id) { guidelines { quiz { version } } } }`, {
      id: projectId,
    });
    expect(shown.project.guidelines.quiz).toMatchObject({ version: 2 });
    await acknowledge(ben!, projectId, 1);
    await publish(app.owner, projectId, 'Wild ones are neither. (Spelling mended.)');
    expect(await acknowledge(ben!, projectId)).toMatchObject({ version: 3, quiz: { version: 2 } });
    expect(await claim(ben!)).toMatchObject({ reasons: [{ reason: 'QUIZ_OPEN' }] });
    expect(await answer(ben!, { projectId, version: 3, answers: right })).toMatchObject({ code: 'NO_QUIZ' });
    await answer(ben!, { projectId, version: 2, answers: right });
    expect((await claim(ben!)).__typename).toBe('Assignment');
    const { project } = await lead!.run(`query ($id: ID!) { project(id: $id) { guidelines { quiz { version } } } }`, {
      id: projectId,
    });
    expect(project.guidelines.quiz).toBeNull();
  });

  it('tells of its questions to nobody to whom the project is not open', async () => {
    const stranger = await person(app, ['ANNOTATOR']);
    const { errors } = await stranger.send(
      `mutation ($input: AnswerQuizInput!) { answerQuiz(input: $input) { __typename } }`,
      { input: { projectId, version: 2, answers: right } },
    );
    expect(errors![0]!.extensions.code).toBe('NOT_FOUND');
  });
});
