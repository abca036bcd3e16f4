import { graphql, type ResultOf } from '../../api/graphql';

const questionFields = graphql(`
  fragment QuestionFields on Question {
    id
    text
    to
    state
    askedAt
    askedByName
    isMine
    projectId
    projectName
    taskId
    externalKey
    noteId
    item {
      data
      metadata
      mediaUrl
    }
    replies {
      id
      part
      name
      text
      isAnswer
      isMine
      at
    }
  }
`);
export type Question = ResultOf<typeof questionFields>;

export const myQuestionsQuery = graphql(
  `
    query MyQuestions {
      myQuestions(first: 50) {
        totalCount
        nodes {
          ...QuestionFields
        }
      }
    }
  `,
  [questionFields],
);
export const questionsQuery = graphql(
  `
    query Questions($projectId: ID!, $state: QuestionState) {
      questions(projectId: $projectId, state: $state, first: 100) {
        totalCount
        nodes {
          ...QuestionFields
        }
      }
    }
  `,
  [questionFields],
);
export const projectNamesQuery = graphql(`
  query QuestionProjects {
    projects(first: 100) {
      nodes {
        id
        name
      }
    }
  }
`);
export const replyMutation = graphql(`
  mutation ReplyToQuestion($input: ReplyToQuestionInput!) {
    replyToQuestion(input: $input) {
      ... on Question {
        id
        state
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);
export const closeMutation = graphql(`
  mutation CloseQuestion($id: ID!) {
    closeQuestion(questionId: $id) {
      id
      state
    }
  }
`);
export const publishMutation = graphql(`
  mutation PublishAnswer($input: PublishAnswerInput!) {
    publishAnswerAsNote(input: $input) {
      ... on Question {
        id
        noteId
      }
      ... on Problem {
        code
        message
      }
    }
  }
`);
