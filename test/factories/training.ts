import type { Caller } from './app.js';
import { animal } from './work.js';

export const courseItem = (kind: 'PRACTICE' | 'EXAM', option: string, more: object = {}) => ({
  kind,
  data: { fileName: `${kind}-${option}.png`, width: 100, height: 100 },
  labels: animal(option),
  explanation: `It is a ${option}: look at the ears.`,
  ...more,
});

const courseFields = `__typename ... on Course { id name state published { version guidelineVersion stages rules { passMark attempts validDays examItems tells } items { kind ordinal labels taskId } }
  draft { version items { kind data labels taskId } } } ... on Problem { code message }`;

export const createCourse = async (by: Caller, input: object) =>
  (
    await by.run(`mutation ($input: CreateCourseInput!) { createCourse(input: $input) { ${courseFields} } }`, {
      input: { name: 'Cats and dogs', stages: ['ANNOTATE'], ...input },
    })
  ).createCourse;

export const updateCourse = async (by: Caller, courseId: string, input: object) =>
  (
    await by.run(
      `mutation ($courseId: ID!, $input: UpdateCourseInput!) { updateCourse(courseId: $courseId, input: $input) { ${courseFields} } }`,
      { courseId, input },
    )
  ).updateCourse;

export const publishCourse = async (by: Caller, courseId: string) =>
  (
    await by.run(`mutation ($courseId: ID!) { publishCourse(courseId: $courseId) { ${courseFields} } }`, {
      courseId,
    })
  ).publishCourse;

const mine = 'courseId name next sentence practised practiceItems examItems attempts examAttemptId nextAttemptAt qualifiedUntil'; // prettier-ignore

export const myCourses = async (by: Caller) =>
  (await by.run(`query { myCourses { ${mine} stages projectName } }`)).myCourses as any[];

const taskFields = 'courseItemId number of data mediaUrl';

export const startPractice = async (by: Caller, courseId: string) =>
  (
    await by.run(
      `mutation ($courseId: ID!) { startPractice(courseId: $courseId) { __typename ... on TrainingTask { ${taskFields} } ... on Problem { code message } } }`,
      { courseId },
    )
  ).startPractice;

export const answerPractice = async (by: Caller, courseItemId: string, labels: unknown) =>
  (
    await by.run(
      `mutation ($input: AnswerPracticeInput!) { answerPractice(input: $input) { __typename ... on PracticeFeedback { isRight score expected explanation next { ${taskFields} } course { next } } ... on Problem { code message } } }`,
      { input: { courseItemId, labels } },
    )
  ).answerPractice;

const examFields = `id state answered of endsAt next { ${taskFields} } right mistakes { number data labels expected explanation } course { ${mine} }`;

export const startExam = async (by: Caller, courseId: string) =>
  (
    await by.run(
      `mutation ($courseId: ID!) { startExam(courseId: $courseId) { __typename ... on ExamAttempt { ${examFields} } ... on Problem { code message } } }`,
      { courseId },
    )
  ).startExam;

export const answerExam = async (by: Caller, examAttemptId: string, courseItemId: string, labels: unknown) =>
  (
    await by.run(
      `mutation ($input: AnswerExamInput!) { answerExam(input: $input) { __typename ... on ExamAttempt { ${examFields} } ... on Problem { code message } } }`,
      { input: { examAttemptId, courseItemId, labels } },
    )
  ).answerExam;

export const finishExam = async (by: Caller, examAttemptId: string) =>
  (
    await by.run(
      `mutation ($examAttemptId: ID!) { finishExam(examAttemptId: $examAttemptId) { ${examFields} } }`,
      { examAttemptId }, // prettier-ignore
    )
  ).finishExam;

/** Takes the exam from where it stands to its end. @param answerOf what is said of a picture */
export async function takeExam(by: Caller, courseId: string, answerOf: (data: { fileName: string }) => unknown) {
  let exam = await startExam(by, courseId);
  while (exam.next) exam = await answerExam(by, exam.id, exam.next.courseItemId, answerOf(exam.next.data));
  return finishExam(by, exam.id);
}
