export { EstimateTable } from './estimate-table.js';
export { evidenceOf, type Known, type KnownPart } from './known-errors.js';
export {
  asLessons,
  classLessonOf,
  forgetClasses,
  learn,
  lessonsOf,
  withoutClasses,
  type ClassLesson,
  type Lesson,
  type Truth,
} from './learning.js';
export { lengthOfCounts, type ErrorCounts } from './likelihoods.js';
export { classesOf, classOf, labelOfClass, partsOf } from './parts.js';
export { consensusOfTask } from './task-consensus.js';
export type {
  CountedAnswer,
  Evidence,
  ObjectConsensus,
  Part,
  PartConsensus,
  PartEvidence,
  TaskConsensus,
} from './task-consensus.types.js';
