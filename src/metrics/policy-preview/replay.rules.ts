import {
  asLessons,
  classLessonOf,
  evidenceOf,
  learn,
  lessonsOf,
  mapClasses,
  pairAgreement,
  partsOf,
  withoutClasses,
  type ClassLesson,
  type Known,
} from '../../consensus/index.js';
import type { Label, LabelSchema } from '../../labels/index.js';
import type { Policy } from '../../projects/index.js';
import {
  asksBy,
  decide,
  mappedAnswers,
  nobodyKnown,
  type Answer,
  type Asking,
  type KnownPeople,
} from '../../workflow/index.js';

/** A task that was answered before, with its independent answers in the order of their seats. */
export interface ReplayedTask {
  externalKey: string;
  source: string | null;
  answers: Answer[];
  /** What a judge or gold said; null when nobody did. */
  certain: { labels: Label[]; isGold: boolean } | null;
}

/** How one task would have gone. */
export interface Outcome {
  end: 'SETTLED' | 'REVIEWED' | 'ESCALATED' | 'WANTS_MORE';
  /** Answers asked for; where more were wanted than there are, one more than there are. */
  answers: number;
  /** What it would have given; of an escalated task what the judge said, if one did. */
  labels: Label[] | null;
  /** How near that is to gold, 0 to 1; null without gold. */
  score: number | null;
}

/**
 * Plays the answers of a project through a policy, one at a time as it would have asked for them, and learns about the
 * people on the way as a running project does. The order of the tasks is that of their settling.
 *
 * @param done called after each task
 * @param people as they are trusted today: what was known of them then is not kept
 */
export function replayPolicy(
  tasks: readonly ReplayedTask[],
  schema: LabelSchema,
  policy: Policy,
  done: () => void = () => undefined,
  people: KnownPeople = nobodyKnown,
): Outcome[] {
  const known: Known = new Map();
  return tasks.map((task) => {
    const outcome = replayTask(task, schema, policy, known, people);
    done();
    return outcome;
  });
}

function replayTask(
  asked: ReplayedTask,
  schema: LabelSchema,
  policy: Policy,
  known: Known,
  people: KnownPeople,
): Outcome {
  const { classMap = {} } = policy.agreement;
  const { certain, externalKey, source } = asked;
  const task = { ...asked, certain: certain && { ...certain, labels: mapClasses(certain.labels, classMap) } };

  const parts = policy.consensus && asksBy(policy) ? partsOf(schema, { ...policy, consensus: policy.consensus }) : null;
  let early: ClassLesson | null = null;
  for (let overlap = Math.min(policy.overlap, task.answers.length); ; overlap += 1) {
    const answers = task.answers.slice(0, overlap);
    const heard = mappedAnswers(answers, policy);
    const asking: Asking | null = parts && { parts, evidence: evidenceOf(parts, heard, known) };
    const situation = { state: 'ANSWERED' as const, externalKey, source, overlap, answers, verdicts: [] };
    const { move, consensus } = decide(situation, policy, asking, people);
    const isShort = overlap < policy.overlap || move?.move === 'ASK_ONE_MORE';
    const believed = consensus &&
      asking && {
        kind: 'BELIEVED' as const,
        labels: consensus.labels,
        parts: consensus.parts,
        evidence: asking.evidence,
      };
    if (parts && believed && move?.move !== 'SETTLE') early ??= classLessonOf(parts, heard, believed);
    if (isShort && overlap < task.answers.length) continue;

    // Only now: a task's own first look is no evidence about its next.
    if (early) learn(known, asLessons(early));
    if (parts && asking) {
      const isSure = consensus?.isSure ?? false;
      const truth = task.certain ? { kind: 'CERTAIN' as const, ...task.certain } : isSure ? believed : null;
      if (truth) learn(known, withoutClasses(lessonsOf(parts, heard, truth), early ?? {}));
    }
    if (isShort) return { end: 'WANTS_MORE', answers: overlap + 1, labels: null, score: null };
    if (move?.move === 'SETTLE') return outcomeOf('SETTLED', overlap, move.labels, task, policy);
    if (move?.move === 'REVIEW')
      return outcomeOf('REVIEWED', overlap, consensus?.labels ?? move.subject.labels, task, policy);
    return outcomeOf('ESCALATED', overlap, task.certain?.isGold ? null : (task.certain?.labels ?? null), task, policy);
  }
}

function outcomeOf(
  end: Outcome['end'],
  answers: number,
  labels: Label[] | null,
  { certain }: ReplayedTask,
  { agreement }: Policy,
): Outcome {
  const gold = certain?.isGold ? certain.labels : null;
  const score =
    gold &&
    labels &&
    pairAgreement(mapClasses(labels, agreement.classMap ?? {}), gold, { classes: agreement.classes }).score;
  return { end, answers, labels, score };
}
