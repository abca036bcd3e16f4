import fc from 'fast-check';
import type { Name } from './history.js';

/**
 * One thing that somebody does. Numbers choose among what there is at that moment (whom, which assignment, which task),
 * so that a command means something whatever happened before it.
 */
export interface Command {
  name: Name;
  /** which of the people at their screens sends it; each sends one after the other */
  client: number;
  who: number;
  which: number;
  /** a variant: with a key, twice at once, with the next claim, the token of another, … */
  how: number;
}

export const clients = 8;

/** How often each command comes. */
export type Mix = Partial<Record<Name, number>>;

/** So that a run gets through every state of a task. */
const usual: Mix = {
  claim: 22,
  claimSeveral: 3,
  submit: 26,
  judge: 8,
  renew: 3,
  skip: 5,
  return: 4,
  lapse: 6,
  expire: 5,
  revoke: 3,
  handOver: 3,
  assign: 3,
  unassign: 1,
  pause: 2,
  resume: 3,
  overlap: 5,
  prioritize: 2,
  requeue: 4,
  cancel: 1,
  reopen: 4,
  move: 2,
  count: 3,
  pauseBatch: 1,
  openBatch: 3,
  addPeople: 0.5,
  addTasks: 1,
  decide: 10,
  look: 3,
  fold: 1,
  kill: 1,
};

const number = fc.nat({ max: 0xffff });
const command = (mix: Mix): fc.Arbitrary<Command> =>
  fc.record({
    name: fc.oneof(
      ...Object.entries(mix).map(([one, weight]) => ({ weight: weight * 2, arbitrary: fc.constant(one as Name) })),
    ),
    client: fc.nat({ max: clients - 1 }),
    who: number,
    which: number,
    how: number,
  });

/** The rules of the project in which a run happens. */
export interface Rules {
  skip: 'ESCALATE_AFTER' | 'TO_OTHERS' | 'BACK_TO_ME_LAST' | 'COUNTS_AS_ANSWER';
  skipsToTriage: number;
  maximumOverlap: number;
  /** share of the results that is reviewed */
  review: number;
  /** of the answers, in hundredths, says something else than the rest */
  disagreement: number;
}

export const rules: fc.Arbitrary<Rules> = fc.record({
  skip: fc.constantFrom(
    'ESCALATE_AFTER' as const,
    'ESCALATE_AFTER',
    'TO_OTHERS',
    'BACK_TO_ME_LAST',
    'COUNTS_AS_ANSWER',
  ),
  skipsToTriage: fc.constantFrom(1, 2, 3),
  maximumOverlap: fc.constantFrom(3, 4),
  review: fc.constantFrom(0, 0.3, 0.7),
  disagreement: fc.constantFrom(0, 10, 30),
});

export interface Script {
  rules: Rules;
  commands: Command[];
}

export const scripts = (length: number, mix: Mix = usual): fc.Arbitrary<Script> =>
  fc.record({ rules, commands: fc.array(command(mix), { minLength: length, maxLength: length, size: 'max' }) });
