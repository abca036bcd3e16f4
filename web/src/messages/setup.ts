/** Making a project, and changing its rules afterwards. Not in the index: only the managers' pages load them. */

import { counted, isOne } from './counted';

const people = (n: number) => (n === 1 ? 'one person' : `${n} people`);
const whole = (value: number) => new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 }).format(value);
const share = (value: number) => `${Number((value * 100).toFixed(1))} %`;

export const setup = {
  title: 'What is to be labelled, and how?',
  crumb: 'New project',
  draftKept: 'What you type is kept in this browser until the project is made.',
  startAnew: 'Start anew',
  create: 'Make the project',
  created: 'The project is made. Make its first batch.',
  halfDone: (what: string) => `The project is made, but not all of it: ${what}`,
  failed: 'The project was not made. What you typed is kept.',

  what: 'What',
  name: 'Name',
  description: 'Description',
  descriptionHint: 'For whoever looks at the list of projects.',

  teams: 'Who works on it',
  teamsHint: 'The members of these teams see the project and get its tasks, as their roles allow.',
  noTeams: 'No team is chosen: nobody gets a task before one is.',
  noTeamsAtAll: 'There is no team yet. An administrator makes one.',

  metadata: 'What workers see of an item',
  metadataHint:
    'Items may carry metadata (hospital, device, scores of a model). Workers see of it what is named here as public, so that nothing sways them.',
  metadataField: 'Field',
  visibility: 'Who sees it',
  visibilities: {
    PUBLIC: 'everybody',
    BLINDED: 'not those who work',
    PHI: 'nobody who works: it is about a patient',
    RESTRICTED: 'nobody who works: it is confidential',
  } as Record<string, string>,
  addField: 'Add a field',

  guidelines: 'Guidelines',
  guidelinesHint: 'In Markdown. Everybody reads and confirms them before their first task, and each new version.',
  guidelinesText: 'Text',
  preview: 'How people see it',
  publish: 'Publish as the next version',
  published: (version: number) => `Version ${version} is in force: everybody confirms it before their next task.`,
  guidelinesVersion: (version: number) => `Version ${version} is in force.`,
  noGuidelines: 'None is published yet.',

  askQuiz: 'Ask questions on what changed',
  askQuizHint:
    'Who has read an earlier version answers them before the next task. What is answered wrongly is explained, and asked again.',
  publishWithQuiz: 'Publish, and ask the questions',
  quizPublished: (version: number) =>
    `Version ${version} is in force: everybody reads it and answers the questions before their next task.`,

  policy: 'How it is worked',
  tool: 'Where people draw',
  toolHint: 'Tasks are opened in a labelling tool. The project can be bound to one now or later.',
  noTool: 'No tool yet',
  toolNeedsAdmin: 'An administrator binds a project to its tool (Connections).',
  noConnections: 'No connection to a tool was made yet.',
  bound: (name: string) => `It is worked in ${name}.`,
  test: 'Test it',
  testing: 'Asking the tool…',
};

export const schemaWords = {
  title: 'Labels',
  hint: 'Classes are what is drawn or marked; fields are questions about the whole item.',
  classes: 'Classes',
  fields: 'Fields',
  addClass: 'Add a class',
  addField: 'Add a field',
  nothing: 'There is neither a class nor a field yet.',
  name: 'Name',
  kind: 'Kind',
  colour: 'Colour',
  maskValue: 'Mask value',
  maskValueHint: '1–255',
  attributes: 'Attributes',
  addAttribute: 'Add an attribute',
  options: 'Options',
  optionsHint: 'Enter after each',
  required: 'Must be answered',
  minimum: 'Least',
  maximum: 'Most',
  maximumLength: 'Most characters',
  remove: (name: string) => `Remove ${name || 'this one'}`,
  classKinds: {
    BOX: 'Box',
    POLYGON: 'Outline',
    MASK: 'Mask',
    TAG: 'Tag of the whole item',
    SPAN: 'Piece of a text',
  } as Record<string, string>,
  fieldKinds: { CHOICE: 'Choice', TEXT: 'Text', NUMBER: 'Number' } as Record<string, string>,
  preview: 'How an answer will look',
  previewPicture: 'A sample picture with one shape of each class',
  previewNote: 'The shapes are examples.',
  previewText: 'The quick brown fox jumps over the lazy dog.',
  fixed: 'The labels of a project stay as they were made: answers rest on them.',
  one: 'one of',
};

export const policyWords = {
  title: 'How it is worked',
  hint: 'Each sentence says what it costs. What a task costs is counted for 1,000 tasks.',
  overlap: 'Answers per task',
  overlapHint: 'By different people, who do not see each other’s.',
  overlapCost: (n: number) =>
    n === 1
      ? 'One person answers each task: 1,000 answers for 1,000 tasks, and no two to compare.'
      : `${n} people answer each task on their own: ${counted(Math.round(n * 1000), 'answer')} for 1,000 tasks.`,
  maximumOverlap: 'When they disagree, up to',
  maximumOverlapHint: 'Answers in all, asked for one at a time.',
  maximumCost: (least: number, most: number) =>
    most > least
      ? `Where they disagree, one more answer at a time, up to ${most}; at the very worst ${counted(Math.round(most * 1000), 'answer')}. Then a reviewer decides between them.`
      : least > 1
        ? 'Where they disagree, a reviewer decides between them at once.'
        : 'There is nothing to disagree with.',
  threshold: 'Answers agree from',
  thresholdHint: '0 to 1: how alike two answers must be.',
  measure: 'Measured by',
  measures: {
    SCORE: 'choices, tags and mean overlap',
    MIN_IOU: 'the worst overlap of a shape',
  } as Record<string, string>,
  thresholdCost: (threshold: number) =>
    `Answers that are at least ${share(threshold)} alike count as the same. The higher, the more tasks need another answer.`,
  review: 'Reviewed',
  reviewHint: 'Share of the results that a reviewer looks at, in per cent.',
  reviewCost: (rate: number) =>
    rate === 0
      ? 'No result is reviewed for its own sake.'
      : rate === 1
        ? 'Every result is reviewed: 1,000 reviews for 1,000 tasks.'
        : `About ${counted(Math.round(rate * 1000), 'review')} for 1,000 tasks, drawn by chance: nobody knows which.`,
  unsure: 'Reviewed when answers agree less than',
  unsureHint: 'All of those results; empty: no special rule.',
  unsureCost: (below: number) =>
    `Besides, every result whose answers are less than ${share(below)} alike: a review each, as many as there turn out to be.`,
  reworkRounds: 'Sent back at most',
  reworkHint: 'Times, to the same person.',
  reworkCost: (rounds: number) =>
    rounds === 0
      ? 'What a reviewer sends back goes to somebody else at once.'
      : `What a reviewer sends back is mended by its author, up to ${rounds === 1 ? 'once' : `${rounds} times`}; each costs an answer and a review.`,
  lease: 'Minutes for a task',
  leaseHint: 'Without a sign of life for so long, it goes to somebody else.',
  leaseCost: (minutes: number) =>
    `A task that somebody leaves lying is free again after ${isOne(minutes) ? 'a minute' : counted(minutes, 'minute')}. Too short costs work twice, too long delays.`,
  skip: 'When somebody skips a task',
  skips: {
    ESCALATE_AFTER: 'others get it, then a lead looks',
    TO_OTHERS: 'others get it, however often',
    BACK_TO_ME_LAST: 'they get it again, last',
    COUNTS_AS_ANSWER: '“cannot be done” is an answer',
  } as Record<string, string>,
  perDay: 'Answers per person and day',
  perDayHint: 'Empty: no limit.',
  perDayCost: (n: number) =>
    `Nobody begins more than ${counted(n, 'answer')} in a day, so none of it hangs on one person.`,
  gold: 'Known answers slipped in',
  goldHint: 'Share of a new person’s tasks, in per cent; 0: none.',
  goldCost: (start: number, floor: number) =>
    start === 0
      ? 'No known answers are slipped in: how right people are is known from reviews only.'
      : `Of a new person’s first 1,000 tasks about ${counted(Math.round(start * 1000), 'is a known one', 'are known ones')}, of somebody well known ${whole(floor * 1000)}. They cost an answer each, and settle nothing.`,
  aql: 'Defects tolerated in a lot',
  aqlHint: 'Acceptable quality limit for major errors.',
  noAql: 'batches are not accepted as lots',
  aqlOf: (aql: number) => `${aql} % of the items`,
  aqlCost: (aql: number | null) =>
    aql === null
      ? 'No audit: a batch is done when its tasks are.'
      : `When a batch is complete, a sample is audited and the batch accepted or returned whole: 80 audits for 1,000 tasks (ISO 2859-1, level II).`,
  sum: 'For 1,000 tasks',
  sumAnswers: (least: number, most: number) =>
    `${counted(Math.round(least * 1000), 'answer')}${most > least ? `, at most ${whole(most * 1000)}` : ''}`,
  sumReviews: (rate: number, isMore: boolean) =>
    `${counted(Math.round(rate * 1000), 'review')}${isMore ? ' and those of unsure results' : ''}`,
  sumAudits: '80 audits',
  people,
  advanced: 'The whole policy as JSON',
  advancedHint: 'Everything else that a policy can say: docs/policy.md. The form above changes its own parts of it.',
  notJson: 'This is not JSON.',
  hasMoreRules: 'The policy has review rules that this form does not show: change them in the JSON.',

  edit: 'Policy',
  version: (n: number) => `Version ${n} is in force.`,
  save: 'Put in force',
  saveTitle: 'Why is the policy changed?',
  saved: (n: number) => `Version ${n} is in force from the next claim and the next decision on.`,
  play: 'Play it through the answers there are',
  playHint: 'Both policies on the same answers. Nothing changes.',
  playing: 'Playing…',
  noAnswers: 'There is no settled task yet to play it through.',
  inForce: 'In force',
  proposed: 'As edited',
  figure: 'Figure',
  capped: 'Only the newest tasks were played.',
  figures: {
    answersPerTask: 'Answers per task',
    settledAtOnce: 'Settled without a judge',
    reviewed: 'Reviewed',
    escalated: 'Decided between answers',
    wantsMore: 'Would want more answers than there are',
    right: 'Right, where the answer is known',
  } as Record<string, string>,
  open: (tasks: number) =>
    `For the ${isOne(tasks) ? 'task that is' : counted(tasks, 'task that is', 'tasks that are')} still open`,
  openFigures: { answers: 'Answers', judgements: 'Reviews and decisions', hours: 'Hours of work' } as Record<
    string,
    string
  >,
};

export const settingsWords = {
  title: 'Settings',
  crumb: 'Settings',
  teams: 'Teams',
  addTeam: 'Open to a team',
  removeTeam: (name: string) => `Close to ${name}`,
  teamAdded: 'The team sees the project now.',
  teamRemoved: 'The team gets nothing of it any more.',
  schema: 'Labels',
  tool: 'Tool',
};

export const quizWords = {
  question: (n: number) => `Question ${n}`,
  text: 'Question',
  choices: 'Choices',
  choicesHint: 'A line each, 2 to 10. Mark every one that is right.',
  choice: (n: number) => `Choice ${n}`,
  isRight: (n: number) => `Choice ${n} is right`,
  addChoice: 'Add a choice',
  removeChoice: (n: number) => `Remove choice ${n}`,
  explanation: 'Explanation',
  explanationHint: 'Read by who answers it wrongly.',
  add: 'Add a question',
  remove: (n: number) => `Remove question ${n}`,
  passMark: 'Passed from',
  passMarkHint: '% of the questions right',
};
