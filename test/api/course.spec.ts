import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/platform/index.js';
import { ExposuresStore } from '../../src/quality/gold/exposures.store.js';
import { type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { asApplication, moveClock } from '../factories/time.js';
import { answerExam, answerPractice, courseItem, createCourse, finishExam, myCourses, publishCourse, startExam, startPractice, takeExam, updateCourse } from '../factories/training.js'; // prettier-ignore
import { animal, ask, batch, catOrDog, claim, importItems, items, open, project, rowId, submit } from '../factories/work.js'; // prettier-ignore

/** What is copied from the queue is a dog. */
const right = ({ fileName }: { fileName: string }) => animal(fileName.includes('dog') || fileName === '1.png' ? 'dog' : 'cat'); // prettier-ignore
const alwaysCat = () => animal('cat');

/** From an invitation to the first real task: nobody works on a project before they have shown that they can. */
describe('a course', () => {
  let app: TestApp;
  let [manager, lead, otherLead, ann, ben]: Caller[] = [];
  let projectId: string;
  let batchId: string;
  let courseId: string;
  let teamId: string;

  const explained = async (by: Caller, memberId: string) =>
    (
      await by.run(
        `query ($memberId: ID!) { explainNextTask(memberId: $memberId) { summary projects { reason message } } }`,
        { memberId },
      )
    ).explainNextTask;
  const leadOf = async (id: string) => {
    const one = await person(app, ['TEAM_LEAD']);
    await app.owner.run(
      `mutation ($teamId: ID!, $memberId: ID!) { addTeamMember(teamId: $teamId, memberId: $memberId, isLead: true) { id } }`,
      { teamId: id, memberId: one.id },
    );
    return one;
  };
  /** Rows of the queue: training must leave none. */
  const traces = () =>
    asApplication(
      app,
      async (client) =>
        (
          await client.query(
            `SELECT (SELECT count(*)::int FROM task) AS tasks, (SELECT count(*)::int FROM assignment) AS assignments,
                    (SELECT count(*)::int FROM submission) AS submissions, (SELECT count(*)::int FROM evidence) AS evidence`,
          )
        ).rows[0],
    );

  beforeAll(async () => {
    app = await startApp({ SESSION_HOURS: '720' });
    teamId = await team(app);
    manager = await person(app, ['PROJECT_MANAGER'], teamId);
    lead = await leadOf(teamId);
    const otherTeam = await team(app, 'Others');
    otherLead = await leadOf(otherTeam);
    projectId = await project(manager, teamId, { policy: { qualifiedStages: ['ANNOTATE'] } });
    await manager.run(`mutation ($id: ID!, $teamId: ID!) { addTeamToProject(projectId: $id, teamId: $teamId) { id } }`, { id: projectId, teamId: otherTeam }); // prettier-ignore
    await manager.run(`mutation ($id: ID!) { publishGuidelines(projectId: $id, body: "Look at the ears.") { id } }`, {
      id: projectId,
    });
    batchId = await batch(manager, projectId);
    await importItems(manager, batchId, items(6));
    await open(manager, batchId);
  });
  afterAll(() => app.stop());

  it('is written by a manager, from given items and from tasks of the project, and says what is wrong with them', async () => {
    const known = { batchId, items: [{ externalKey: 'item-1', labels: animal('dog') }], reason: 'sure' };
    await ask(manager!, 'addGold', 'AddGoldInput', known, 'id');
    const send = (bad: object) =>
      manager!.send(`mutation ($input: CreateCourseInput!) { createCourse(input: $input) { __typename } }`, {
        input: { projectId, name: 'Bad', stages: ['ANNOTATE'], items: [courseItem('PRACTICE', 'cat'), bad] },
      });
    const pathOf = async (bad: object) => (await send(bad)).errors?.[0]?.extensions.fields?.[0]?.path;
    expect(await pathOf(courseItem('EXAM', 'bird'))).toMatch(/^input\.items\[1\]\.labels\[0\]/);
    expect(await pathOf({ kind: 'EXAM', batchId, externalKey: 'item-99' })).toBe('input.items[1].externalKey');
    expect(await pathOf({ kind: 'EXAM', batchId, externalKey: 'item-2' })).toBe('input.items[1].labels');
    expect(await pathOf({ kind: 'EXAM' })).toBe('input.items[1]');

    const draft = await createCourse(manager!, {
      projectId,
      rules: { examItems: 4, validDays: 10, tells: 'WHICH', seed: 'the draw' },
      items: [courseItem('PRACTICE', 'cat'), courseItem('PRACTICE', 'dog')],
    });
    courseId = draft.id;
    expect(draft).toMatchObject({ state: 'DRAFT', published: null, draft: { version: 1 } });
    expect(await createCourse(manager!, { projectId })).toMatchObject({ code: 'NAME_TAKEN' });
    expect(await publishCourse(manager!, courseId)).toMatchObject({ code: 'COURSE_INCOMPLETE' });
    expect(await myCourses(await person(app, ['ANNOTATOR'], teamId))).toEqual([]);

    const pool = ['cat', 'dog', 'dog', 'dog', 'dog'].map((option) => courseItem('EXAM', option));
    const copied = { kind: 'EXAM', batchId, externalKey: 'item-1', explanation: 'A poodle.' };
    await updateCourse(manager!, courseId, {
      items: [courseItem('PRACTICE', 'cat'), courseItem('PRACTICE', 'dog'), copied, ...pool.slice(1)],
    });
    const published = await publishCourse(manager!, courseId);
    expect(published).toMatchObject({ state: 'PUBLISHED', draft: null });
    expect(published.published).toMatchObject({
      version: 1,
      guidelineVersion: 1,
      rules: { attempts: 2, passMark: 0.8 },
    });
    expect(published.published.items.map((one: any) => one.kind)).toEqual([...Array(2).fill('PRACTICE'), ...Array(5).fill('EXAM')]); // prettier-ignore
    expect(published.published.items[2]).toMatchObject({
      labels: animal('dog'),
      taskId: expect.stringMatching(/^tsk_/),
    });
    expect(await publishCourse(manager!, courseId)).toMatchObject({ code: 'NOTHING_TO_PUBLISH' });
  });

  it('shows its answers to nobody who could take it, and to no lead', async () => {
    const working = await person(app, ['PROJECT_MANAGER', 'ANNOTATOR'], teamId);
    for (const by of [working, lead!]) {
      const { course } = await by.run(`query ($id: ID!) { course(id: $id) { name published { items { labels } } } }`, { id: courseId }); // prettier-ignore
      expect(course).toEqual({ name: 'Cats and dogs', published: { items: null } });
    }
    const anybody = await person(app, ['ANNOTATOR'], teamId);
    const { errors } = await anybody.send(`query ($id: ID!) { course(id: $id) { name } }`, { id: courseId });
    expect(errors![0]!.extensions.code).toBe('FORBIDDEN');
  });

  it('is the first thing that somebody who was invited is led to', async () => {
    ann = await person(app, ['ANNOTATOR'], teamId);
    expect(await claim(ann)).toMatchObject({ reasons: [{ reason: 'GUIDELINES_UNREAD' }] });
    expect((await myCourses(ann))[0]).toMatchObject({ name: 'Cats and dogs', next: 'READ_GUIDELINES', stages: ['ANNOTATE'] }); // prettier-ignore
    expect(await startPractice(ann, courseId)).toMatchObject({ code: 'GUIDELINES_UNREAD' });
    await ann.run(`mutation ($id: ID!) { acknowledgeGuidelines(projectId: $id) { version } }`, { id: projectId });

    const step = 'Next in the course “Cats and dogs”: practise, 0 of 2 tasks are done.';
    const { claimTask } = await ann.run(`mutation { claimTask { ... on QueueEmpty { message reasons { reason message courseId } } } }`); // prettier-ignore
    expect(claimTask.reasons).toEqual([{ reason: 'NOT_QUALIFIED', message: claimTask.message, courseId }]);
    expect(claimTask.message).toContain(step);
    const { summary, projects } = await explained(lead!, ann.id);
    expect(projects[0].reason).toBe('NOT_QUALIFIED');
    expect(summary).toContain(step);
    expect(await startExam(ann, courseId)).toMatchObject({
      code: 'EXAM_NOT_OPEN',
      message: 'Before the exam, practise, 0 of 2 tasks are done.',
    });
  });

  it('teaches by practice: what was right, and why, after each answer', async () => {
    const before = await traces();
    expect(before.tasks).toBe(6);
    const first = await startPractice(ann!, courseId);
    expect(first).toMatchObject({ number: 1, of: 2, data: { fileName: 'PRACTICE-cat.png' } });
    expect(await startPractice(ann!, courseId)).toEqual(first);
    const refused = await ann!.send(`mutation ($input: AnswerPracticeInput!) { answerPractice(input: $input) { __typename } }`, { input: { courseItemId: first.courseItemId, labels: animal('bird') } }); // prettier-ignore
    expect(refused.errors![0]!.extensions.fields![0]!.path).toMatch(/^input\.labels\[0\]/);

    const wrong = await answerPractice(ann!, first.courseItemId, animal('dog'));
    expect(wrong).toMatchObject({ isRight: false, score: 0, expected: animal('cat'), explanation: 'It is a cat: look at the ears.' }); // prettier-ignore
    expect(wrong.next).toMatchObject({ number: 2, data: { fileName: 'PRACTICE-dog.png' } });
    const last = await answerPractice(ann!, wrong.next.courseItemId, animal('dog'));
    expect(last).toMatchObject({ isRight: true, next: null, course: { next: 'START_EXAM' } });
    expect(await startPractice(ann!, courseId)).toMatchObject({ code: 'NOTHING_TO_PRACTISE' });
    expect((await claim(ann!)).message).toContain('take the exam: 4 tasks, 80 % right.');
    expect(await traces()).toEqual(before);
  });

  it('asks for each answer once, goes on where it was left, and tells nothing while it runs', async () => {
    const started = await startExam(ann!, courseId);
    expect(started).toMatchObject({ state: 'RUNNING', answered: 0, of: 4, right: null, mistakes: null });
    const { courseItemId } = started.next;
    const answered = await answerExam(ann!, started.id, courseItemId, animal('cat'));
    expect(answered).toMatchObject({ answered: 1, next: { number: 2 }, right: null });
    expect(JSON.stringify([started, answered])).not.toMatch(/ears|poodle|CHOICE/);
    expect(await answerExam(ann!, started.id, courseItemId, animal('cat'))).toEqual(answered);
    expect(await answerExam(ann!, started.id, courseItemId, animal('dog'))).toMatchObject({ code: 'ANSWERED_BEFORE' });
    // Both tabs, and tomorrow: one attempt.
    const again = await Promise.all([startExam(ann!, courseId), startExam(ann!, courseId)]);
    expect(again).toEqual([answered, answered]);
    expect((await myCourses(ann!))[0]).toMatchObject({ next: 'ANSWER_EXAM', examAttemptId: started.id });
    const other = await person(app, ['ANNOTATOR'], teamId);
    const { errors } = await other.send(`mutation ($id: ID!) { finishExam(examAttemptId: $id) { id } }`, { id: started.id }); // prettier-ignore
    expect(errors![0]!.extensions.code).toBe('NOT_FOUND');
    const { node } = await other.run(`query ($id: ID!) { node(id: $id) { __typename } }`, { id: started.id });
    expect(node).toBeNull();
  });

  it('waits after failing twice, until its delay is over', async () => {
    const failed = await takeExam(ann!, courseId, alwaysCat);
    expect(failed).toMatchObject({ state: 'FAILED', right: 0, course: { next: 'START_EXAM', attempts: 1 } });
    // WHICH: the manager lets them see what was wrong, and not what would have been right.
    expect(failed.mistakes).toHaveLength(4);
    expect(failed.mistakes[0]).toMatchObject({ number: 1, labels: animal('cat'), expected: null, explanation: null });
    expect(await finishExam(ann!, failed.id)).toEqual(failed);

    const second = await startExam(ann!, courseId);
    await answerExam(ann!, second.id, second.next.courseItemId, animal('dog'));
    const { state, right: count, course } = await finishExam(ann!, second.id);
    expect([state, count, course.next]).toEqual(['FAILED', 1, 'WAIT']);
    const until = new Date(course.nextAttemptAt).getTime() - Date.now();
    expect(until).toBeGreaterThan(23.9 * 3_600_000);
    expect(until).toBeLessThanOrEqual(24 * 3_600_000);

    expect(await startExam(ann!, courseId)).toMatchObject({ code: 'EXAM_WAITS' });
    const sentence = `the next attempt is possible from ${course.nextAttemptAt.slice(0, 16).replace('T', ' ')} UTC.`;
    expect((await claim(ann!)).message).toContain(sentence);
    expect((await explained(lead!, ann!.id)).summary).toContain(sentence);
    await moveClock(app, 23.97);
    expect(await startExam(ann!, courseId)).toMatchObject({ code: 'EXAM_WAITS' });
  });

  it('is passed, and the first real task comes; it ends when the manager said so', async () => {
    const before = await traces();
    await moveClock(app, 24.1);
    const passed = await takeExam(ann!, courseId, right);
    expect(passed).toMatchObject({ state: 'PASSED', right: 4, mistakes: [], course: { next: 'DONE' } });
    expect(await traces()).toEqual(before);
    expect(await startExam(ann!, courseId)).toMatchObject({ code: 'EXAM_NOT_OPEN' });
    const held = await claim(ann!);
    expect(held).toMatchObject({ __typename: 'Assignment', stage: 'ANNOTATE', projectName: 'Animals' });
    expect((await submit(ann!, held, animal('cat'))).__typename).toBe('SubmissionCounted');
    const { changeLog } = await manager!.run(`query ($id: ID!) { changeLog(subjectId: $id) { nodes { action detail } } }`, { id: ann!.id }); // prettier-ignore
    expect(changeLog.nodes).toContainEqual({ action: 'member:qualify', detail: expect.objectContaining({ courseId, stages: ['ANNOTATE'], validDays: 10 }) }); // prettier-ignore

    await moveClock(app, 12 * 24);
    expect(await claim(ann!)).toMatchObject({ reasons: [{ reason: 'NOT_QUALIFIED' }] });
    expect((await myCourses(ann!))[0]).toMatchObject({ next: 'START_EXAM' });
    expect(await takeExam(ann!, courseId, right)).toMatchObject({ state: 'PASSED' });
    expect((await claim(ann!)).__typename).toBe('Assignment');
  });

  it('lets leads see how their people do, and let them try again with a reason', async () => {
    ben = await person(app, ['ANNOTATOR'], teamId);
    await ben.run(`mutation ($id: ID!) { acknowledgeGuidelines(projectId: $id) { version } }`, { id: projectId });
    for (let next = await startPractice(ben, courseId); next; ) ({ next } = await answerPractice(ben, next.courseItemId, animal('cat'))); // prettier-ignore
    for (let round = 0; round < 2; round += 1) await takeExam(ben, courseId, alwaysCat);
    const people = async (by: Caller) =>
      (
        await by.run(
          `query ($id: ID!) { course(id: $id) { people { totalCount nodes { memberId next attempts { state right of } } } } }`,
          { id: courseId },
        )
      ).course.people;
    const seen = (await people(lead!)).nodes.find((one: any) => one.memberId === ben!.id);
    expect(seen).toEqual({ memberId: ben.id, next: 'WAIT', attempts: Array(2).fill({ state: 'FAILED', right: 0, of: 4 }) }); // prettier-ignore
    expect(await people(otherLead!)).toEqual({ totalCount: 0, nodes: [] });

    const allow = (by: Caller) =>
      by.send(
        `mutation ($courseId: ID!, $memberId: ID!) { allowExam(courseId: $courseId, memberId: $memberId, reason: "The picture was broken.") { ... on CoursePerson { next } ... on Problem { code } } }`,
        { courseId, memberId: ben!.id },
      );
    expect((await allow(otherLead!)).errors![0]!.extensions.code).toBe('NOT_FOUND');
    expect((await allow(ben)).errors![0]!.extensions.code).toBe('FORBIDDEN');
    expect((await allow(lead!)).data).toEqual({ allowExam: { next: 'START_EXAM' } });
    const { myNotices } = await ben.run(`query { myNotices { kind sentence } }`);
    expect(myNotices[0]).toMatchObject({ kind: 'COURSE', sentence: expect.stringContaining('The picture was broken.') }); // prettier-ignore
    expect(await takeExam(ben, courseId, right)).toMatchObject({ state: 'PASSED' });
  });

  it('counts what was answered in time, and no later answer', async () => {
    await updateCourse(manager!, courseId, { rules: { timeLimitMinutes: 30, examItems: 2, mostAttempts: 1 } });
    expect(await publishCourse(manager!, courseId)).toMatchObject({ published: { version: 2, rules: { validDays: 10 } } }); // prettier-ignore
    const cara = await person(app, ['ANNOTATOR'], teamId);
    await cara.run(`mutation ($id: ID!) { acknowledgeGuidelines(projectId: $id) { version } }`, { id: projectId });
    for (let next = await startPractice(cara, courseId); next; ) ({ next } = await answerPractice(cara, next.courseItemId, animal('cat'))); // prettier-ignore
    const exam = await startExam(cara, courseId);
    const { next } = await answerExam(cara, exam.id, exam.next.courseItemId, right(exam.next.data));
    await moveClock(app, 12 * 24 + 0.52);
    expect((await myCourses(cara))[0]).toMatchObject({ next: 'FINISH_EXAM' });
    await moveClock(app, 12 * 24 + 9);
    const late = await answerExam(cara, exam.id, next.courseItemId, right(next.data));
    expect(late).toMatchObject({ state: 'FAILED', right: 1, answered: 1, course: { next: 'ASK_LEAD' } });
    expect(await startExam(cara, courseId)).toMatchObject({ code: 'NO_ATTEMPTS_LEFT' });
    // Whoever hears of it in the evening has failed in the morning.
    const { examAttempt } = await cara.run(`query ($id: ID!) { examAttempt(id: $id) { endsAt finishedAt } }`, { id: exam.id }); // prettier-ignore
    expect(examAttempt.finishedAt).toBe(examAttempt.endsAt);
    // Whoever passed the version before goes on.
    expect((await myCourses(ben!))[0]).toMatchObject({ next: 'DONE' });
  });

  it('grants a skill, too, and slips in no gold that it has shown', async () => {
    const { createSkill } = await manager!.run(`mutation { createSkill(name: "ears") { ... on Skill { id } } }`);
    const other = await project(manager!, teamId, { name: 'With a skill', labelSchema: catOrDog, policy: { qualifiedStages: ['ANNOTATE'], requirements: [{ skill: 'ears', level: 3 }] } }); // prettier-ignore
    const { id } = await createCourse(manager!, {
      projectId: other,
      rules: { skillId: createSkill.id, skillLevel: 3 },
      items: [courseItem('EXAM', 'cat')],
    });
    await publishCourse(manager!, id);
    expect(await takeExam(ben!, id, right)).toMatchObject({ state: 'PASSED' });
    const { me } = await ben!.run(`query { me { skills { level skill { name } } qualifications { projectId stage expiresAt } } }`); // prettier-ignore
    expect(me.skills).toEqual([{ level: 3, skill: { name: 'ears' } }]);
    expect(me.qualifications).toContainEqual({ projectId: other, stage: 'ANNOTATE', expiresAt: null });
    // Another course grants less of it, and not for long: what the first one granted stays.
    const third = await project(manager!, teamId, { name: 'With less of it', labelSchema: catOrDog });
    const rules = { skillId: createSkill.id, skillLevel: 1, validDays: 5 };
    const less = await createCourse(manager!, {
      projectId: third,
      name: 'Less',
      rules,
      items: [courseItem('EXAM', 'cat')],
    });
    await publishCourse(manager!, less.id);
    expect(await takeExam(ben!, less.id, right)).toMatchObject({ state: 'PASSED' });
    const held = await ben!.run(`query { me { skills { level origin expiresAt } } }`);
    expect(held.me.skills).toEqual([{ level: 3, origin: 'Cats and dogs', expiresAt: null }, { level: 1, origin: 'Less', expiresAt: expect.any(String) }]); // prettier-ignore
    // Two answers are known in the first project: one of them is the course's too, and whoever took it would know it again.
    await ask(manager!, 'addGold', 'AddGoldInput', { batchId, items: [{ externalKey: 'item-6', labels: animal('cat') }], reason: 'sure' }, 'id'); // prettier-ignore
    const stranger = rowId((await person(app, ['ANNOTATOR'], teamId)).id);
    const organizationId = rowId((await app.owner.run('query { organization { id } }')).organization.id);
    const candidates = await app.server.app
      .get(Database)
      .transact({ organizationId }, (tx) => app.server.app.get(ExposuresStore).candidates(tx, rowId(projectId), stranger, 100, 0)); // prettier-ignore
    expect(candidates.map(({ labels }) => labels)).toEqual([animal('cat')]);
  });

  it('is finished by whoever is in its exam when it is retired, and offered to nobody else', async () => {
    const last = await project(manager!, teamId, { name: 'The last', labelSchema: catOrDog, policy: { qualifiedStages: ['ANNOTATE'] } }); // prettier-ignore
    const { id } = await createCourse(manager!, {
      projectId: last,
      name: 'The last',
      items: [courseItem('EXAM', 'cat')],
    });
    await publishCourse(manager!, id);
    const exam = await startExam(ben!, id);
    const retire = `mutation ($id: ID!) { retireCourse(courseId: $id) { ... on Course { state } ... on Problem { message } } }`;
    expect(await manager!.run(retire, { id })).toEqual({ retireCourse: { state: 'RETIRED' } });
    const message = 'The course is retired already: only a published one can be retired.';
    expect(await manager!.run(retire, { id })).toEqual({ retireCourse: { message } });
    const here = async (by: Caller) => (await myCourses(by)).find(({ courseId: one }) => one === id);
    expect(await here(ben!)).toMatchObject({ next: 'ANSWER_EXAM', examAttemptId: exam.id });
    expect(await here(ann!)).toBeUndefined();
    expect(await takeExam(ben!, id, right)).toMatchObject({ state: 'PASSED' });
    expect(await here(ben!)).toBeUndefined();
    expect(await startExam(ben!, id)).toMatchObject({ code: 'COURSE_RETIRED' });
    const { me } = await ben!.run(`query { me { qualifications { projectId } } }`);
    expect(me.qualifications).toContainEqual({ projectId: last });
  });
});
