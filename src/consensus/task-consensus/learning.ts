import type { Label } from '../../labels/index.js';
import { classOf, classesOf } from './parts.js';
import { lengthOfCounts, MOST_CLASSES_OF_A_MATRIX } from './likelihoods.js';
import type { Known, KnownPart } from './known-errors.js';
import { candidatesOf } from './candidates.js';
import type { CountedAnswer, Evidence, Part, PartConsensus } from './task-consensus.types.js';

/** Where the truth of a settled task is from: gold and what a judge decided are certain, a consensus is believed. */
export type Truth =
  | { kind: 'CERTAIN'; labels: Label[]; isGold: boolean }
  | { kind: 'BELIEVED'; labels: Label[]; parts: readonly PartConsensus[]; evidence: Evidence };

/** What one settled task adds to what is known of a part. */
export interface Lesson {
  part: string;
  classCounts: number[];
  gold: number;
  byMember: Map<string, number[]>;
}

/** What a settled task teaches about its parts and the people who answered: additive, so the order of tasks is nothing. */
export function lessonsOf(parts: readonly Part[], answers: readonly CountedAnswer[], truth: Truth): Lesson[] {
  return parts.flatMap((part) => {
    const gold = truth.kind === 'CERTAIN' && truth.isGold ? 1 : 0;
    const lesson: Lesson = { part: part.key, classCounts: [], gold, byMember: new Map() };
    switch (part.kind) {
      case 'TEXT':
        return [];
      case 'NUMBER':
        return learnNumber(part, answers, truth, lesson) ? [lesson] : [];
      case 'CHOICE':
      case 'TAG':
        return learnChoice(part, answers, truth, lesson) ? [lesson] : [];
      case 'SHAPE':
      case 'SPAN':
        learnObjects(part, answers, truth, lesson);
        return [lesson];
    }
  });
}

/** Of each part with classes how much of a task each class has. By `Part.key`. */
export type ClassLesson = Record<string, number[]>;

/**
 * What a task says of how common the classes are, at the first look at its answers, sure or not. A class that is sure sooner
 * settles sooner: were only settled tasks counted, its prior would rise, and settle it sooner still.
 */
export function classLessonOf(parts: readonly Part[], answers: readonly CountedAnswer[], truth: Truth): ClassLesson {
  const classed = parts.filter(({ kind }) => kind !== 'NUMBER');
  return Object.fromEntries(
    lessonsOf(classed, answers, truth).map(({ part, classCounts }) => [part, classCounts] as const),
  );
}

/** A class lesson as something to learn: of nobody's errors. */
export const asLessons = (lesson: ClassLesson): Lesson[] =>
  Object.entries(lesson).map(([part, classCounts]) => ({ part, classCounts, gold: 0, byMember: new Map() }));

/** Takes a class lesson back, in place: a task's own first look is no evidence about its next. */
export function forgetClasses(known: Known, lesson: ClassLesson): void {
  for (const [part, counts] of Object.entries(lesson)) {
    const before = known.get(part);
    if (before?.classCounts.length !== counts.length) continue;
    // An estimate may have thought less of it since.
    known.set(part, {
      ...before,
      classCounts: before.classCounts.map((count, place) => Math.max(0, count - counts[place]!)),
    });
  }
}

/** What is left to learn of a task whose classes were counted at the first look. */
export const withoutClasses = (lessons: readonly Lesson[], counted: ClassLesson): Lesson[] =>
  lessons.map((lesson) =>
    lesson.part in counted ? { ...lesson, classCounts: lesson.classCounts.map(() => 0) } : lesson,
  );

/** Adds a lesson to what is known, in place. */
export function learn(known: Known, lessons: readonly Lesson[]): void {
  for (const { part, classCounts, gold, byMember } of lessons) {
    const before: KnownPart = known.get(part) ?? { classCounts: [], gold: 0, byMember: new Map() };
    for (const [member, counts] of byMember) before.byMember.set(member, sum(before.byMember.get(member), counts));
    known.set(part, { ...before, classCounts: sum(before.classCounts, classCounts), gold: before.gold + gold });
  }
}

/** Element by element; of two lengths the newer question's. */
function sum(before: readonly number[] | undefined, more: readonly number[]): number[] {
  return before?.length === more.length ? more.map((one, place) => one + before[place]!) : [...more];
}

function learnChoice(part: Part, answers: readonly CountedAnswer[], truth: Truth, lesson: Lesson): boolean {
  const classes = classesOf(part);
  const posterior = posteriorOfTruth(part, truth);
  if (!posterior) return false;
  lesson.classCounts = posterior;
  for (const { memberId, labels } of answers) {
    const said = classOf(part, labels);
    if (said === null) continue;
    const counts = new Array<number>(lengthOfCounts(classes)).fill(0);
    if (classes > MOST_CLASSES_OF_A_MATRIX) {
      counts[0] = posterior[said]!;
      counts[1] = 1 - posterior[said]!;
    } else for (const [real, share] of posterior.entries()) counts[real * classes + said] = share;
    lesson.byMember.set(memberId, counts);
  }
  return true;
}

/** One number a class, summing to 1; null when the truth says nothing about the part. */
export function posteriorOfTruth(part: Part, truth: Truth): number[] | null {
  const posterior = new Array<number>(classesOf(part)).fill(0);
  if (truth.kind === 'CERTAIN') {
    const real = classOf(part, truth.labels);
    if (real === null) return null;
    posterior[real] = 1;
    return posterior;
  }
  const believed = truth.parts.find((one) => one.part === part.name && one.kind === part.kind);
  for (const { label, probability } of believed?.posterior ?? []) {
    const place = classOfName(part, label);
    if (place !== null) posterior[place]! += probability;
  }
  // Improbable options are not kept with a result, so it is a little less than 1.
  const sum = posterior.reduce((total, share) => total + share, 0);
  return sum > 0 ? posterior.map((share) => share / sum) : null;
}

function classOfName(part: Part, label: string | null): number | null {
  if (part.kind === 'TAG') return label === null ? 0 : 1;
  if (label === null) return part.isOptional ? part.options.length : null;
  const place = part.options.indexOf(label);
  return place < 0 ? null : place;
}

function learnNumber(part: Part, answers: readonly CountedAnswer[], truth: Truth, lesson: Lesson): boolean {
  const valueIn = (labels: Label[]) => {
    const label = labels.find((one) => one.kind === 'NUMBER' && one.field === part.name);
    return label?.kind === 'NUMBER' ? label.value : null;
  };
  const real = valueIn(truth.labels);
  if (real === null) return false;
  // A lone number is its own consensus: it would teach that its author never errs.
  if (truth.kind === 'BELIEVED' && answers.filter(({ labels }) => valueIn(labels) !== null).length < 2) return false;
  lesson.classCounts = [0, 0];
  for (const { memberId, labels } of answers) {
    const value = valueIn(labels);
    if (value === null) continue;
    const counts = [(value - real) ** 2, 1];
    lesson.byMember.set(memberId, counts);
    lesson.classCounts = sum(lesson.classCounts, counts);
  }
  return true;
}

/** Each object that somebody has is a question of its own: is it there? Those who lack it say no. */
function learnObjects(part: Part, answers: readonly CountedAnswer[], truth: Truth, lesson: Lesson): void {
  const certain = truth.kind === 'CERTAIN' ? truth.labels : null;
  const evidence = truth.kind === 'BELIEVED' ? truth.evidence[part.key] : undefined;
  lesson.classCounts = [0, 0];
  for (const { memberId } of answers) lesson.byMember.set(memberId, [0, 0, 0, 0]);
  for (const { by, existence } of candidatesOf(part, answers, evidence, certain)) {
    lesson.classCounts[0]! += 1 - existence;
    lesson.classCounts[1]! += existence;
    for (const { id, memberId } of answers) {
      const counts = lesson.byMember.get(memberId)!;
      const has = by.has(id) ? 1 : 0;
      counts[has]! += 1 - existence;
      counts[2 + has]! += existence;
    }
  }
}
