import { counted, isOne } from './counted';

export const quiz = {
  title: 'What changed in the guidelines',
  open: (project: string) => `Answer the questions on “${project}”`,
  hint: (version: number, tries: number) =>
    tries === 1
      ? `Version ${version}. Choose everything that is right. You may try as often as it takes.`
      : `Version ${version}, try ${tries}: the same questions in another order. Choose everything that is right.`,
  choose: 'Choose everything that is right',
  submit: 'Answer',
  notYet: (right: number, of: number) =>
    `${right} of ${of} ${isOne(right) ? 'was' : 'were'} right. Read what was not, and try again.`,
  passed: 'Passed. The next task may come.',
  further: 'Passed. A later version has questions, too.',
  none: 'There is nothing to answer any more.',
};

export const learning = {
  title: 'What do you learn next?',
  courses: 'My courses',
  none: 'No course is open to you',
  noneHint: 'When a project asks for a course before its work, it is here.',
  toCourse: 'Go to the course',
  goOn: 'Go on',
  project: 'Project',
  leadsTo: 'It admits you to',
  practice: 'Practice',
  practised: (done: number, of: number) => `${done} of ${of} done`,
  exam: 'Exam',
  examItems: (items: number, minutes: number | null) =>
    `${counted(items, 'task')}${minutes === null ? '' : ` in ${counted(minutes, 'minute')}`}`,
  attempts: 'Exams taken',
  qualified: 'Qualified until',
  forGood: 'for good',
  nextAttempt: 'Next try from',
  steps: {
    READ_GUIDELINES: 'Read the guidelines',
    ANSWER_QUIZ: 'Answer the questions',
    PRACTISE: 'Practise',
    START_EXAM: 'Begin the exam',
    ANSWER_EXAM: 'Go on with the exam',
    FINISH_EXAM: 'Go on with the exam',
    DONE: 'To work',
    ASK_LEAD: 'Ask your lead',
  } as Record<string, string>,
  place: (number: number, of: number) => `Task ${number} of ${of}`,
  practiceHint: 'Nothing of this counts. After each answer you are told what is right.',
  examHint: 'The first answer to a task is the answer. You may leave and go on later, on any device.',
  ends: 'What is answered later does not count:',
  submit: 'Answer',
  item: 'To be labelled',
  right: 'Right',
  wrong: 'Not right',
  expected: 'What is right',
  yours: 'Your answer',
  noAnswer: 'Not answered.',
  next: 'Next task',
  allPractised: 'Everything is practised.',
  allAnswered: 'Every task is answered',
  handIn: 'Hand in the exam',
  passed: 'Passed',
  failed: 'Not passed',
  result: (right: number, of: number) => `${right} of ${of} ${isOne(right) ? 'was' : 'were'} right.`,
  mistakes: 'What was not right',
  back: 'Back to the course',
  inTool: 'This is answered in the annotation tool of the project',
  inToolHint: 'It opens in this tab and brings you back here with your answer.',
  openTool: 'Open in the tool',
};

export const answering = {
  title: 'Your answer',
  pick: (name: string) => `Choose: ${name}`,
  tags: 'What applies',
  attribute: (name: string, of: string) => `${name} of ${of}`,
  unsaid: '–',
  partlyByTool:
    'The console has no editor for drawing or marking: what is answered here is without it. Ask your lead for the tool where it is needed.',
  byTool:
    'This task asks for what is drawn or marked. The console has no editor for that: it is answered in an annotation tool. Ask your lead which.',
};
