/*
 * What a forecast is made from and what it says; plain data, so that it crosses into a thread. Times are milliseconds since 1970,
 * lengths of work are hours, speeds are pieces of work in an hour of presence.
 */

/** Answers (ANNOTATE, REWORK), or judgements of what others did (all other stages). */
export const workKinds = ['ANSWER', 'JUDGE'] as const;
export type WorkKind = (typeof workKinds)[number];

/** So many of so many. */
export interface Tally {
  count: number;
  of: number;
}

export interface BatchFacts {
  id: string;
  name: string;
  projectId: string;
  priority: number;
  /** of the project, among those of equal priority */
  share: number;
  deadlineAt: number | null;
  createdAt: number;
  /** all that are not cancelled */
  tasks: number;
  settled: number;
  /** wait for a lead, so for nobody's speed */
  triaged: number;
  /** Not decided yet, by how many answers they want and how many they have. */
  undecided: { wanted: number; have: number; tasks: number }[];
  /** in judging, and in rework, now */
  judging: number;
  reworking: number;
  /** tasks that a running import is still expected to bring */
  arriving: number;
  overlap: number;
  maximumOverlap: number;
  /** Place k: of the tasks that had k answers and were decided on, those of which one more was asked. */
  askedAgain: Tally[];
  /** Place k: of the tasks that were decided on with k answers, those that somebody judged before they were final. */
  judged: Tally[];
  /** Of the judgements those that sent work back. */
  sentBack: Tally;
}

/** When somebody is expected to be there. */
export interface Window {
  from: number;
  to: number;
  /** of coming at all, 0 to 1; on top of that people fall ill */
  chance: number;
  /** share of the window in which they are there, once they have come, 0 to 1 */
  weight: number;
}

export interface PersonFacts {
  id: string;
  windows: Window[];
  /** Windows that leave takes away. */
  leave: Window[];
  /** From a roster (else from the hours in which they worked lately). */
  isRostered: boolean;
  /** Away in the window before, or missing in the one that runs. */
  isAway: boolean;
  /** batch id → what they may do there */
  mayDo: Record<string, WorkKind[]>;
  /** Somebody who is not there yet: as quick as said, or as anybody. */
  assumed?: { perHour: number | null };
}

/** What one person did on one day: the part of their presence that this kind of work took, and how much they got done in it. */
export interface WorkedDay {
  memberId: string;
  projectId: string;
  kind: WorkKind;
  /** whole days before today, 0 or more */
  daysAgo: number;
  units: number;
  hours: number;
}

export interface ForecastInput {
  now: number;
  /** the batches that are asked about */
  asked: string[];
  batches: BatchFacts[];
  people: PersonFacts[];
  worked: WorkedDay[];
  /** Of the shifts in which there was work those that somebody missed unplanned. */
  absences: Tally;
  draws: number;
  seed: number;
  /** whether the reasons of a risk are wanted, which takes several times as long */
  explains: boolean;
}

/** Of one batch; null where so many draws do not end within the horizon. */
export interface Finish {
  p10: number | null;
  p50: number | null;
  p80: number | null;
  p90: number | null;
  p95: number | null;
}

export interface BandPoint {
  at: number;
  /** settled tasks */
  p10: number;
  p50: number;
  p90: number;
}

export const causes = ['OVERLAP', 'REWORK', 'JUDGES', 'OTHER_BATCHES', 'LEAVE', 'ABSENCE', 'HOURS'] as const;
export type Cause = (typeof causes)[number];

export interface Reason {
  cause: Cause;
  sentence: string;
  /** What the risk of missing the deadline would be without it. */
  riskWithout: number;
}

export interface BatchForecast {
  batchId: string;
  finish: Finish;
  /** 0 to 1; null without a deadline */
  missRisk: number | null;
  /** the main one first; empty when nothing is at risk */
  reasons: Reason[];
  band: BandPoint[];
  /** pieces of work that are expected to be left, and how long people need for them */
  expected: { answers: number; judgements: number; answersPerTask: number; hours: number };
}

export interface ForecastOutput {
  batches: BatchForecast[];
  /** what it rests on */
  basis: { units: number; people: number; days: number; absenceRate: number };
}
