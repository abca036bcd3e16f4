import fc from 'fast-check';

/** What people, leads and time do to a queue; indexes are taken modulo what is there. */
export type Move =
  | { do: 'claim'; person: number }
  | { do: 'submit' | 'skip' | 'return' | 'revoke' | 'expire'; person: number }
  | { do: 'push'; person: number; task: number }
  | { do: 'slot'; task: number; stage: 'REWORK' | 'REVIEW' | 'ADJUDICATE'; for: number | null; not: number | null }
  | { do: 'pause' | 'resume'; person: number; project: number | null }
  | { do: 'prioritize'; batch: number; priority: number }
  | { do: 'setState'; batch: number; state: string }
  | { do: 'hand'; person: number; lane: number; at: number; isDry: boolean }
  | { do: 'unlist'; lane: number }
  | { do: 'fold' };

export interface Asked {
  project: number | null;
  batch: number | null;
  stages: string[];
  /** windows of queue rows */
  budget: number;
}

export interface Situation {
  projects: {
    share: number;
    isSticky: boolean;
    cap: { answers: number } | { perDay: number } | { batchShare: number } | null;
    isOpenToTeam: boolean;
    isUnread: boolean;
    skill: 'NONE' | 'HELD' | 'TOO_LOW' | 'EXPIRED';
    qualification: 'NONE' | 'HELD' | 'LACKED';
    /** the first person is within a shift, or between two */
    shifts: 'NONE' | 'WITHIN' | 'BETWEEN' | 'GRACE';
    batches: {
      priority: number;
      deadlineDays: number | null;
      state: string;
      tasks: { overlap: number; group: string | null }[];
      /** so many more, one seat each, answered by the first person or not: laps with windows and gaps */
      crowd: { tasks: number; answered: number };
    }[];
  }[];
  history: Move[];
  rounds: { asked: Asked; then: Move[] }[];
}

export const stages = ['ANNOTATE', 'REWORK', 'ADJUDICATE', 'REVIEW'];

const rarely = fc.integer({ min: 0, max: 11 }).map((n) => n === 0);
const index = fc.nat({ max: 1000 });
const person = fc.nat({ max: 3 });
const orNull = <Value>(value: fc.Arbitrary<Value>, nulls = 1): fc.Arbitrary<Value | null> =>
  fc.oneof({ weight: nulls, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: value });
const state = fc.oneof({ weight: 12, arbitrary: fc.constant('OPEN') }, fc.constantFrom('PAUSED', 'CANCELLED'));

const mostly = <Value>(usual: Value, ...others: Value[]): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(usual) }, fc.constantFrom(...others));

const batch = fc.record({
  priority: fc.integer({ min: -1, max: 1 }),
  deadlineDays: orNull(fc.integer({ min: 1, max: 2 })),
  state,
  tasks: fc.array(
    fc.record({ overlap: fc.integer({ min: 1, max: 3 }), group: orNull(fc.constantFrom('a', 'b', 'c')) }),
    { maxLength: 6 },
  ),
  crowd: fc.oneof(
    { weight: 6, arbitrary: fc.constant({ tasks: 0, answered: 0 }) },
    fc.record({ tasks: fc.integer({ min: 60, max: 400 }), answered: fc.integer({ min: 0, max: 100 }) }),
  ),
});

const project = fc.record({
  share: fc.integer({ min: 1, max: 3 }),
  isSticky: fc.boolean(),
  cap: fc.oneof(
    { weight: 6, arbitrary: fc.constant(null) },
    fc.record({ answers: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ perDay: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ batchShare: fc.constantFrom(0.1, 0.5, 1) }),
  ),
  isOpenToTeam: rarely.map((is) => !is),
  isUnread: rarely,
  skill: mostly<Situation['projects'][number]['skill']>('NONE', 'HELD', 'TOO_LOW', 'EXPIRED'),
  qualification: mostly<Situation['projects'][number]['qualification']>('NONE', 'HELD', 'LACKED'),
  shifts: mostly<Situation['projects'][number]['shifts']>('NONE', 'WITHIN', 'BETWEEN', 'GRACE'),
  batches: fc.array(batch, { minLength: 1, maxLength: 3 }),
});

const work = fc.record({ do: fc.constantFrom('submit', 'skip', 'return', 'revoke', 'expire'), person });
const move = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('claim'), person }) },
  { weight: 8, arbitrary: work },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('push'), person, task: index }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('slot'),
      task: index,
      stage: fc.constantFrom('REWORK', 'REVIEW', 'ADJUDICATE'),
      for: orNull(person),
      not: orNull(person),
    }),
  },
  fc.record({ do: fc.constantFrom('pause', 'resume', 'resume', 'resume'), person, project: orNull(index) }),
  fc.record({ do: fc.constant('prioritize'), batch: index, priority: fc.integer({ min: -1, max: 2 }) }),
  fc.record({ do: fc.constant('setState'), batch: index, state }),
  fc.record({ do: fc.constant('hand'), person, lane: index, at: index, isDry: fc.boolean() }),
  fc.record({ do: fc.constant('unlist'), lane: index }),
  fc.record({ do: fc.constant('fold') }),
) as fc.Arbitrary<Move>;

const asked = fc.record({
  project: orNull(index, 6),
  batch: orNull(index, 6),
  stages: fc.oneof({ weight: 5, arbitrary: fc.constant(stages) }, fc.subarray(stages, { minLength: 1 })),
  budget: fc.oneof({ weight: 5, arbitrary: fc.constant(24) }, fc.integer({ min: 1, max: 3 })),
});

/** What the first person does with what they got, most often, and whatever else happens. */
const own = fc.record({ do: fc.constantFrom('submit', 'submit', 'skip', 'return'), person: fc.constant(0) });
const rounds = fc.record({
  asked,
  then: fc.tuple(own as fc.Arbitrary<Move>, fc.array(move, { maxLength: 2 })).map(([first, rest]) => [first, ...rest]),
});

export const situations: fc.Arbitrary<Situation> = fc.record({
  projects: fc.array(project, { minLength: 1, maxLength: 3 }),
  history: fc.array(move, { maxLength: 30 }),
  rounds: fc.array(rounds, { minLength: 2, maxLength: 8 }),
});
