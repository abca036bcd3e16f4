import type { Caller } from './app.js';

export const questionFields = `id state text to isMine noteId taskId externalKey askedByName projectName item { data metadata mediaUrl }
  replies { part name isMine isAnswer text }`;
const result = `__typename ... on Question { ${questionFields} } ... on Problem { code message }`;

export const askQuestion = async (by: Caller, input: object) =>
  (await by.run(`mutation ($input: AskQuestionInput!) { askQuestion(input: $input) { ${result} } }`, { input })).askQuestion; // prettier-ignore

export const replyToQuestion = async (by: Caller, questionId: string, text: string, more: object = {}) =>
  (
    await by.run(`mutation ($input: ReplyToQuestionInput!) { replyToQuestion(input: $input) { ${result} } }`, {
      input: { questionId, text, ...more },
    })
  ).replyToQuestion;

export const closeQuestion = async (by: Caller, questionId: string) =>
  (await by.run(`mutation ($questionId: ID!) { closeQuestion(questionId: $questionId) { ${questionFields} } }`, { questionId })).closeQuestion; // prettier-ignore

export const questionsOf = async (by: Caller, projectId: string, state?: string) =>
  (
    await by.run(
      `query ($projectId: ID!, $state: QuestionState) { questions(projectId: $projectId, state: $state) { totalCount nodes { ${questionFields} } } }`,
      { projectId, state },
    )
  ).questions;

export const myQuestions = async (by: Caller) =>
  (await by.run(`query { myQuestions { totalCount nodes { ${questionFields} } } }`)).myQuestions;

export const publishAnswer = async (by: Caller, input: object) =>
  (await by.run(`mutation ($input: PublishAnswerInput!) { publishAnswerAsNote(input: $input) { ${result} } }`, { input })).publishAnswerAsNote; // prettier-ignore

export const addNote = async (by: Caller, input: object) =>
  (
    await by.run(
      `mutation ($input: AddGuidelineNoteInput!) { addGuidelineNote(input: $input) { id text guidelineVersion example mediaUrl isNew } }`,
      { input },
    )
  ).addGuidelineNote;

export const notesOf = async (by: Caller, projectId: string, first = 50, after?: string) =>
  (
    await by.run(
      `query ($projectId: ID!, $first: Int!, $after: String) { guidelineNotes(projectId: $projectId, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { id text isNew example mediaUrl guidelineVersion } } }`,
      { projectId, first, after },
    )
  ).guidelineNotes;
