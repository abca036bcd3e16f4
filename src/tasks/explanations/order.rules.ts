import { stageFirst } from '../stage-words.rules.js';
import { stages, type Stage } from '../task.rules.js';

/** Why a task stands where it stands in a person's order. */
export const placeReasons = [
  'PUSHED',
  'OWN_REWORK',
  'SAME_GROUP',
  'PRIORITY',
  'TURN',
  'DEADLINE',
  'BATCH_AGE',
  'CAME_BACK',
  'STAGE',
  'NEXT_IN_LINE',
] as const;
export type PlaceReason = (typeof placeReasons)[number];

/** What decides the place of a lane among those that are open to a person. */
export interface LanePlace {
  laneId: string;
  projectId: string;
  projectName: string;
  batchName: string;
  priority: number;
  /** of the person's last 64 tasks, those of this project */
  turns: number;
  share: number;
  deadlineAt: Date | null;
  batchCreatedAt: Date;
  kind: 'FRESH' | 'RETURNED' | 'RESERVED';
  stage: Stage;
}

export interface PlacedSeat {
  laneId: string;
  isWalked: boolean;
  isPushed: boolean;
  groupKey: string | null;
}

const stageOrder: readonly Stage[] = ['REWORK', 'DISPUTE', 'ADJUDICATE', 'REREVIEW', 'AUDIT', 'REVIEW', 'ANNOTATE'];
if (stageOrder.length !== stages.length) throw new Error('every stage has its place');

/** The order of lanes in a claim, term by term; smaller goes first. The database orders: this only tells why. */
const terms: [PlaceReason, (lane: LanePlace) => number][] = [
  ['PRIORITY', (lane) => -lane.priority],
  ['TURN', (lane) => lane.turns / lane.share],
  ['TURN', (lane) => -lane.share],
  ['DEADLINE', (lane) => lane.deadlineAt?.getTime() ?? Infinity],
  ['BATCH_AGE', (lane) => lane.batchCreatedAt.getTime()],
  ['CAME_BACK', (lane) => Number(lane.kind === 'FRESH')],
  ['STAGE', (lane) => stageOrder.indexOf(lane.stage)],
];

const firstDifference = (a: LanePlace, b: LanePlace): { reason: PlaceReason; isFirst: boolean } | null => {
  for (const [reason, of] of terms) if (of(a) !== of(b)) return { reason, isFirst: of(a) < of(b) };
  return null;
};

const compare = (a: LanePlace, b: LanePlace): number => {
  const difference = firstDifference(a, b);
  return difference === null ? 0 : difference.isFirst ? -1 : 1;
};

/** Why a seat stands where it does, against the lane that would come right after its own. */
export function whyPlaced(seat: PlacedSeat, own: LanePlace, open: readonly LanePlace[]): PlaceReason {
  if (seat.isPushed) return 'PUSHED';
  if (own.kind === 'RESERVED') return 'OWN_REWORK';
  if (!seat.isWalked) return 'SAME_GROUP';
  const after = open.filter((lane) => lane.kind !== 'RESERVED' && compare(own, lane) < 0).sort(compare)[0];
  return after ? firstDifference(own, after)!.reason : 'NEXT_IN_LINE';
}

export function placeSentence(reason: PlaceReason, seat: PlacedSeat, lane: LanePlace): string {
  switch (reason) {
    case 'PUSHED':
      return 'A lead gave it to them.';
    case 'OWN_REWORK':
      return lane.stage === 'REWORK' ? 'Their own work, to mend.' : 'It is kept for them.';
    case 'SAME_GROUP':
      return `The same group (${seat.groupKey}) as their last task.`;
    case 'PRIORITY':
      return `Priority ${lane.priority} of “${lane.batchName}” goes before what is lower.`;
    case 'TURN':
      return `It is the turn of “${lane.projectName}”: ${lane.turns} of their last 64 tasks, with share ${lane.share}.`;
    case 'DEADLINE':
      return `“${lane.batchName}” is due on ${lane.deadlineAt!.toISOString().slice(0, 10)}, before the others.`;
    case 'BATCH_AGE':
      return `“${lane.batchName}” is the oldest of those that are equal.`;
    case 'CAME_BACK':
      return `It came back, and goes before what is fresh in “${lane.batchName}”.`;
    case 'STAGE':
      return `${stageFirst(lane.stage)} goes before the stages that come after it in “${lane.batchName}”.`;
    case 'NEXT_IN_LINE':
      return `The next of “${lane.batchName}” from where they were.`;
  }
}
