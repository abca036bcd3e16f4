import { graphql, type ResultOf } from '../../api/graphql';

export const courseFields = graphql(`
  fragment MyCourseFields on MyCourse {
    courseId
    name
    description
    projectId
    projectName
    next
    sentence
    stages
    practised
    practiceItems
    examItems
    attempts
    timeLimitMinutes
    nextAttemptAt
    qualifiedUntil
  }
`);
const taskFields = graphql(`
  fragment TrainingTaskFields on TrainingTask {
    courseItemId
    data
    labelSchema
    mediaUrl
    number
    of
  }
`);
export type MyCourse = ResultOf<typeof courseFields>;
export type TrainingTask = ResultOf<typeof taskFields>;

export const coursesQuery = graphql(
  `
    query MyCourses {
      myCourses {
        ...MyCourseFields
      }
    }
  `,
  [courseFields],
);

export const startPracticeMutation = graphql(
  `
    mutation StartPractice($courseId: ID!) {
      startPractice(courseId: $courseId) {
        ... on TrainingTask {
          ...TrainingTaskFields
        }
        ... on Problem {
          code
          message
        }
      }
    }
  `,
  [taskFields],
);
export const answerPracticeMutation = graphql(
  `
    mutation AnswerPractice($input: AnswerPracticeInput!) {
      answerPractice(input: $input) {
        ... on PracticeFeedback {
          isRight
          score
          expected
          explanation
          next {
            ...TrainingTaskFields
          }
        }
        ... on Problem {
          code
          message
        }
      }
    }
  `,
  [taskFields],
);

const examFields = graphql(
  `
    fragment ExamFields on ExamAttempt {
      id
      state
      answered
      of
      endsAt
      right
      next {
        ...TrainingTaskFields
      }
      mistakes {
        number
        data
        labels
        expected
        explanation
      }
      course {
        ...MyCourseFields
      }
    }
  `,
  [taskFields, courseFields],
);
export type Exam = ResultOf<typeof examFields>;

export const startExamMutation = graphql(
  `
    mutation StartExam($courseId: ID!) {
      startExam(courseId: $courseId) {
        ... on ExamAttempt {
          ...ExamFields
        }
        ... on Problem {
          code
          message
        }
      }
    }
  `,
  [examFields],
);
export const answerExamMutation = graphql(
  `
    mutation AnswerExam($input: AnswerExamInput!) {
      answerExam(input: $input) {
        ... on ExamAttempt {
          ...ExamFields
        }
        ... on Problem {
          code
          message
        }
      }
    }
  `,
  [examFields],
);
export const finishExamMutation = graphql(
  `
    mutation FinishExam($id: ID!) {
      finishExam(examAttemptId: $id) {
        ...ExamFields
      }
    }
  `,
  [examFields],
);

const handOffFields = graphql(`
  fragment TrainingHandOffFields on TrainingHandOff {
    id
    courseItemId
    examAttemptId
    url
    answeredAt
    labels
  }
`);
export const handOffTrainingMutation = graphql(
  `
    mutation HandOffTraining($courseItemId: ID!, $examAttemptId: ID) {
      handOffTraining(courseItemId: $courseItemId, examAttemptId: $examAttemptId) {
        ... on TrainingHandOff {
          ...TrainingHandOffFields
        }
        ... on Problem {
          code
          message
        }
      }
    }
  `,
  [handOffFields],
);
export const drawnQuery = graphql(
  `
    query DrawnInTool($id: ID!) {
      trainingHandOff(id: $id) {
        ...TrainingHandOffFields
      }
    }
  `,
  [handOffFields],
);
export type TrainingHandOff = ResultOf<typeof handOffFields>;
