import type { AssignmentFact, SlotFact, TaskFact } from './facts.js';
import type { Rules } from './command.js';
import type { Interval, Sequential } from './linearizability.js';
import { cut } from './history.js';

/** Something that happened to one task, or that may have. */
export interface TaskOperation extends Interval {
  name: string;
  /** CUT: nobody knows */
  outcome: string;
  /** which of the task's assignments, by number */
  assignment?: number;
  member?: string;
  toMember?: string | null;
  isOwnToken?: boolean;
  option?: string;
  overlap?: number;
  byOthers?: boolean;
  move?: string;
}

/** One task as the pages of the project describe it (docs/task-lifecycle.md), nothing of how it is kept. */
export interface TaskState {
  state: string;
  triagedFrom: string;
  overlap: number;
  /** by assignment: `-` not yet, `A`ctive, `L`apsed, `S`ubmitted, s`K`ipped, `R`eturned, `E`xpired, re`V`oked */
  held: string;
  /** by assignment: `-` none, `C`ounted, `Q`uarantined, `V`oid, a `J`udgement; and what was said */
  answers: string;
  said: string[];
  seats: number[];
  barred: string[];
  skippers: string[];
  /** seats beside annotation that are wanted now, as STAGE:ordinal */
  open: string[];
  made: Record<string, number>;
  /** free seats that are kept for somebody */
  kept: Record<string, string>;
}

type Option = [outcome: string, next: TaskState];
const judging = new Set(['ADJUDICATE', 'REVIEW']);
const done = new Set(['TRIAGED', 'CANCELLED', 'SETTLED']);
const refusals = new Set(['CONFLICT', 'LEASE_LOST', 'NOT_HELD', 'NOT_ACTIVE', 'NO_FREE_SEAT', 'NOT_ELIGIBLE', 'NOT_FOUND', 'IDEMPOTENCY_KEY_REUSED']); // prettier-ignore
const none: Option[] = [];

/** What one task may do, move by move. Where the model leaves something open (who is left, who is fit) it allows both. */
export class TaskModel implements Sequential<TaskState, TaskOperation> {
  readonly initial: TaskState;
  private readonly all: AssignmentFact[];
  private readonly slots: Map<string, SlotFact>;

  constructor(
    private readonly facts: TaskFact,
    private readonly rules: Pick<Rules, 'skip' | 'skipsToTriage'>,
    overlap: number,
  ) {
    this.all = facts.assignments;
    this.slots = new Map(facts.slots.map((slot) => [`${slot.stage}:${slot.ordinal}`, slot]));
    this.initial = {
      state: 'OPEN',
      triagedFrom: '',
      overlap,
      held: '-'.repeat(this.all.length),
      answers: '-'.repeat(this.all.length),
      said: this.all.map(() => ''),
      seats: this.all.map(() => 0),
      barred: [],
      skippers: [],
      open: [],
      made: {},
      kept: {},
    };
  }

  keyOf(state: TaskState): string {
    return JSON.stringify([...Object.values(state), Object.entries(state.kept).sort()]);
  }

  isFinal(state: TaskState): boolean {
    const letters: Record<string, string> = { ACTIVE: 'AL', SUBMITTED: 'S', SKIPPED: 'K', RETURNED: 'R', EXPIRED: 'E', REVOKED: 'V' }; // prettier-ignore
    const answer: Record<string, string> = { COUNTED: 'C', QUARANTINED: 'Q', VOID: 'V' };
    return (
      state.state === this.facts.state &&
      state.overlap === this.facts.overlap &&
      this.all.every(
        (one, a) =>
          letters[one.state]!.includes(state.held[a]!) &&
          state.seats[a] === one.ordinal &&
          state.answers[a] === (one.answer ? answer[one.answer] : one.isVerdict ? 'J' : '-'),
      )
    );
  }

  isReading({ name, outcome }: TaskOperation): boolean {
    return name === 'renew' || refusals.has(outcome);
  }

  next(state: TaskState, operation: TaskOperation): TaskState[] {
    const fits = (outcome: string) => operation.outcome === cut || outcome === operation.outcome;
    return this.options(state, operation).flatMap(([outcome, next]) => (fits(outcome) ? [next] : []));
  }

  private options(s: TaskState, o: TaskOperation): Option[] {
    const a = o.assignment ?? -1;
    const held = s.held[a] ?? '-';
    const isLive = held === 'A' || held === 'L';
    switch (o.name) {
      case 'take':
        return this.take(s, a);
      case 'lapse':
        return [isLive ? ['LAPSED', this.with(s, a, 'L')] : ['NOT_ACTIVE', s]];
      case 'expire':
        return held === 'L' ? [['OK', this.giveBack(s, a, 'E', false)]] : none;
      case 'renew':
        return [[held === 'A' && o.isOwnToken ? 'OK' : 'LEASE_LOST', s]];
      case 'return':
        return [held === 'A' && o.isOwnToken ? ['OK', this.giveBack(s, a, 'R', false)] : ['LEASE_LOST', s]];
      case 'skip':
        return held === 'A' && o.isOwnToken ? this.skip(s, a) : [['LEASE_LOST', s]];
      case 'submit':
        return this.submit(s, a, o);
      case 'judge':
        if (s.answers[a] === 'J') return [['OK', s]];
        if (!isLive || !o.isOwnToken) return [['LEASE_LOST', s]];
        return [['OK', { ...this.with(s, a, 'S'), answers: replacedAt(s.answers, a, 'J') }]];
      case 'revoke':
        return [isLive ? ['OK', this.giveBack(s, a, 'V', true)] : ['NOT_HELD', s]];
      case 'handOver':
        return this.handOver(s, a, o.toMember!, isLive);
      case 'assign':
        return this.assign(s, o.toMember!);
      case 'unassign': {
        const pushed = Object.keys(s.kept).filter((seat) => !seat.startsWith('REWORK'));
        if (pushed.length === 0) return [['NO_FREE_SEAT', s]];
        return [['OK', { ...s, kept: without(s.kept, pushed) }]];
      }
      case 'overlap':
        return this.setOverlap(s, o.overlap!);
      case 'count':
        return this.count(s, a);
      case 'requeue':
        return s.state === 'SETTLED' ? [['OK', requeued(s, o.byOthers!)]] : [['CONFLICT', s]];
      case 'cancel':
        if (s.state === 'SETTLED' || s.state === 'CANCELLED') return [['CONFLICT', s]];
        return [['OK', { ...s, state: 'CANCELLED', triagedFrom: '', held: s.held.replace(/[AL]/g, 'V'), open: [], kept: {} }]]; // prettier-ignore
      case 'reopen':
        return s.state === 'TRIAGED' ? [['OK', this.reopened(s)]] : [['CONFLICT', s]];
      case 'move':
        if ((s.state !== 'OPEN' && s.state !== 'TRIAGED') || /[AL]/.test(s.held)) return [['CONFLICT', s]];
        return [['OK', { ...s, kept: {} }]];
      case 'decide':
        return this.decided(s, o.move!);
      default:
        throw new Error(`the model has no ${o.name}`);
    }
  }

  private take(s: TaskState, a: number): Option[] {
    const { stage, member_id: member } = this.all[a]!;
    const seat = this.firstSeatOf(a);
    if (s.held[a] !== '-' || !this.isFree(s, seat) || (s.kept[seat] ?? member) !== member) return none;
    const mine = this.all.filter((one, b) => one.member_id === member && s.held[b] !== '-');
    if (mine.some((one) => judging.has(one.stage) !== judging.has(stage))) return none;
    if (stage === 'ANNOTATE' && (s.barred.includes(member) || this.hasSeat(s, member, 'ANNOTATE'))) return none;
    const slot = this.slots.get(seat);
    if (slot && slot.not_member_id === member && s.kept[seat] !== member) return none;
    const gaveUp = (b: number) => this.all[b]!.slot_id === this.all[a]!.slot_id && 'KV'.includes(s.held[b]!);
    if (judging.has(stage) && this.all.some((one, b) => one.member_id === member && gaveUp(b))) return none;
    const next = {
      ...this.with(s, a, 'A'),
      seats: replaced(s.seats, a, ordinalOf(seat)),
      kept: without(s.kept, [seat]),
    };
    return [['OK', { ...next, barred: barring(s.barred, member, true) }]];
  }

  /** Late answers count while the seat is free, and not beside another of the same person. */
  private submit(s: TaskState, a: number, o: TaskOperation): Option[] {
    const held = s.held[a]!;
    if (!o.isOwnToken) return [['LEASE_LOST', s]];
    if (s.answers[a] !== '-') {
      if (s.said[a] !== o.option) return [['IDEMPOTENCY_KEY_REUSED', s]];
      const again: Option[] = s.answers[a] === 'Q' ? [['QUARANTINED', s]] : [['COUNTED', s]];
      return s.answers[a] === 'V' ? [['COUNTED', s], ['QUARANTINED', s]] : again; // prettier-ignore
    }
    if (!'ALE'.includes(held)) return [['LEASE_LOST', s]];
    const { stage, member_id: member } = this.all[a]!;
    const seat = this.seatOf(s, a);
    const isTooMany = held === 'E' && (this.hasSeat(s, member, stage) || !this.isFree(s, seat));
    const said = replaced(s.said, a, o.option!);
    if (isTooMany) return [['QUARANTINED', { ...s, said, answers: replacedAt(s.answers, a, 'Q') }]];
    return [['COUNTED', this.filled({ ...s, said, kept: without(s.kept, [seat]) }, a)]];
  }

  private skip(s: TaskState, a: number): Option[] {
    const { stage, member_id: member } = this.all[a]!;
    const policy = stage === 'ANNOTATE' ? this.rules.skip : 'ESCALATE_AFTER';
    if (policy === 'COUNTS_AS_ANSWER') return [['OK', this.filled({ ...s, said: replaced(s.said, a, 'skip') }, a)]];
    const skippers = [...new Set([...s.skippers, member])].sort();
    const left = { ...this.giveBack(s, a, 'K', policy !== 'BACK_TO_ME_LAST'), skippers };
    const triaged = {
      ...left,
      state: 'TRIAGED',
      triagedFrom: s.state === 'TRIAGED' ? s.triagedFrom : s.state,
      kept: {},
    };
    // Whether anybody is left depends on people, not on the task.
    if (policy !== 'ESCALATE_AFTER') return [['OK', left], ['OK', triaged]]; // prettier-ignore
    return [['OK', skippers.length >= this.rules.skipsToTriage ? triaged : left]];
  }

  private handOver(s: TaskState, a: number, to: string, isLive: boolean): Option[] {
    if (!isLive) return [['NOT_HELD', s]];
    const given = this.giveBack(this.unbarred(s, to), a, 'V', true);
    const seat = this.seatOf(s, a);
    const kept = this.isFree(given, seat) ? { ...given.kept, [seat]: to } : given.kept;
    const options: Option[] = [['NOT_ELIGIBLE', s]];
    if (this.mayHave(s, to, this.all[a]!.stage)) options.push(['OK', { ...given, kept }]);
    return options;
  }

  private assign(s: TaskState, to: string): Option[] {
    const free = this.freeSeats(s);
    if (free.length === 0) return [['NO_FREE_SEAT', s]];
    const open = free.filter((seat) => !s.kept[seat]);
    const options: Option[] = [['NOT_ELIGIBLE', s]];
    for (const seat of open.length > 0 ? open : free)
      if (this.mayHave(s, to, seat.split(':')[0]!))
        options.push(['OK', { ...this.unbarred(s, to), kept: { ...s.kept, [seat]: to } }]);
    return options;
  }

  private setOverlap(s: TaskState, overlap: number): Option[] {
    if (s.state !== 'OPEN') return [['CONFLICT', s]];
    const above = Array.from({ length: Math.max(0, s.overlap - overlap) }, (_, n) => `ANNOTATE:${overlap + n + 1}`);
    if (!above.every((seat) => this.isFree(s, seat))) return [['CONFLICT', s]];
    const next = { ...s, overlap, kept: without(s.kept, above) };
    return [['OK', overlap < s.overlap ? this.concluded(next) : next]];
  }

  private count(s: TaskState, a: number): Option[] {
    if (s.answers[a] !== 'Q') return [['NOT_FOUND', s]];
    const { stage, member_id: member } = this.all[a]!;
    if (this.hasSeat(s, member, stage)) return [['NOT_ELIGIBLE', s]];
    const own = this.seatOf(s, a);
    const free = this.freeSeats(s).filter((seat) => (stage === 'ANNOTATE' ? seat.startsWith(stage) : seat === own));
    const seat = free.sort((x, y) => ordinalOf(x) - ordinalOf(y))[0];
    if (!seat) return [['NO_FREE_SEAT', s]];
    const moved = { ...s, seats: replaced(s.seats, a, ordinalOf(seat)), kept: without(s.kept, [seat]) };
    return [['OK', this.filled(moved, a)]];
  }

  private reopened(s: TaskState): TaskState {
    const barred = s.barred.filter((member) => this.hasSeat(s, member));
    const back = {
      ...s,
      state: s.triagedFrom,
      triagedFrom: '',
      skippers: [],
      barred,
      kept: {} as Record<string, string>,
    };
    for (const seat of this.freeSeats(back)) {
      const owner = this.slots.get(seat)?.for_member_id;
      if (owner) back.kept[seat] = owner;
    }
    return this.concluded(back);
  }

  private decided(s: TaskState, move: string): Option[] {
    if (!['ANSWERED', 'ADJUDICATING', 'REVIEWING', 'REWORKING'].includes(s.state)) return none;
    if (s.state === 'ANSWERED' && this.countedAnnotations(s) < s.overlap) return none;
    if (s.open.some((seat) => !this.isFilled(s, seat))) return none;
    if (move === 'SETTLE') return [['OK', { ...s, state: 'SETTLED' }]];
    if (move === 'ASK_ONE_MORE') return [['OK', { ...s, state: 'OPEN', overlap: s.overlap + 1 }]];
    const [stage, state] = { ESCALATE: ['ADJUDICATE', 'ADJUDICATING'], REVIEW: ['REVIEW', 'REVIEWING'], REWORK: ['REWORK', 'REWORKING'] }[move]!; // prettier-ignore
    const ordinal = (s.made[stage!] ?? 0) + 1;
    const seat = `${stage}:${ordinal}`;
    const owner = this.slots.get(seat)?.for_member_id;
    const kept = owner ? { ...s.kept, [seat]: owner } : s.kept;
    return [['OK', { ...s, state: state!, open: [...s.open, seat], made: { ...s.made, [stage!]: ordinal }, kept }]];
  }

  /** The seat is free again, for everybody or for whose own work it is to mend. */
  private giveBack(s: TaskState, a: number, to: 'E' | 'R' | 'K' | 'V', bars: boolean): TaskState {
    const { member_id: member } = this.all[a]!;
    const next = this.with(s, a, to);
    const isBarredStill = this.all.some(
      (one, b) =>
        one.member_id === member && ('ALS'.includes(next.held[b]!) || ('KV'.includes(next.held[b]!) && b !== a)),
    );
    const seat = this.seatOf(s, a);
    const isOwn = this.slots.get(seat)?.for_member_id === member && (to === 'E' || to === 'R');
    const kept = isOwn && this.isFree(next, seat) ? { ...s.kept, [seat]: member } : s.kept;
    return { ...next, kept, barred: bars || isBarredStill ? s.barred : barring(s.barred, member, false) };
  }

  private filled(s: TaskState, a: number): TaskState {
    const { stage, member_id: member } = this.all[a]!;
    const next = {
      ...this.with(s, a, 'S'),
      answers: replacedAt(s.answers, a, 'C'),
      barred: barring(s.barred, member, true),
    };
    return stage === 'ANNOTATE' ? this.concluded(next) : next;
  }

  private concluded(s: TaskState): TaskState {
    return s.state === 'OPEN' && this.countedAnnotations(s) >= s.overlap ? { ...s, state: 'ANSWERED' } : s;
  }

  private with(s: TaskState, a: number, to: string): TaskState {
    return { ...s, held: replacedAt(s.held, a, to) };
  }

  private unbarred(s: TaskState, member: string): TaskState {
    return this.hasSeat(s, member) ? s : { ...s, barred: barring(s.barred, member, false) };
  }

  /** Holds or fills a seat of the task. */
  private hasSeat(s: TaskState, member: string, stage?: string): boolean {
    return this.all.some((one, b) => one.member_id === member && (!stage || one.stage === stage) && 'ALS'.includes(s.held[b]!)); // prettier-ignore
  }

  private mayHave(s: TaskState, member: string, stage: string): boolean {
    const parts = this.all.filter((one, b) => one.member_id === member && s.held[b] !== '-');
    if (parts.some((one) => judging.has(one.stage) !== judging.has(stage))) return false;
    return stage !== 'ANNOTATE' || !this.hasSeat(s, member);
  }

  private seatOf(s: TaskState, a: number): string {
    return `${this.all[a]!.stage}:${s.seats[a]}`;
  }

  /** Where it began: a late answer may have been counted on another seat since. */
  private firstSeatOf(a: number): string {
    return `${this.all[a]!.stage}:${this.all[a]!.firstOrdinal}`;
  }

  private freeSeats(s: TaskState): string[] {
    const annotation = Array.from({ length: s.overlap }, (_, n) => `ANNOTATE:${n + 1}`);
    return [...annotation, ...s.open].filter((seat) => this.isFree(s, seat));
  }

  private isFree(s: TaskState, seat: string): boolean {
    const isAnnotation = seat.startsWith('ANNOTATE');
    if (isAnnotation ? s.state !== 'OPEN' || ordinalOf(seat) > s.overlap : done.has(s.state) || !s.open.includes(seat))
      return false;
    return !this.all.some((_, b) => 'ALS'.includes(s.held[b]!) && this.seatOf(s, b) === seat);
  }

  private isFilled(s: TaskState, seat: string): boolean {
    return this.all.some((_, b) => s.held[b] === 'S' && this.seatOf(s, b) === seat);
  }

  private countedAnnotations(s: TaskState): number {
    return this.all.filter((one, b) => one.stage === 'ANNOTATE' && s.answers[b] === 'C').length;
  }
}

function requeued(s: TaskState, byOthers: boolean): TaskState {
  const answers = s.answers.replace(/[CQ]/g, 'V');
  return { ...s, state: 'OPEN', held: s.held.replace(/S/g, 'V'), answers, open: [], kept: {}, barred: byOthers ? s.barred : [] }; // prettier-ignore
}

const ordinalOf = (seat: string): number => Number(seat.split(':')[1]);
const replacedAt = (text: string, at: number, letter: string): string =>
  text.slice(0, at) + letter + text.slice(at + 1);
const replaced = <Value>(list: Value[], at: number, value: Value): Value[] =>
  list.map((one, n) => (n === at ? value : one));
const barring = (barred: string[], member: string, bars: boolean): string[] =>
  bars ? [...new Set([...barred, member])].sort() : barred.filter((one) => one !== member);
const without = (kept: Record<string, string>, seats: string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(kept).filter(([seat]) => !seats.includes(seat)));
