import { normalVariate, type Random, randomOf } from '../../consensus/index.js';
import { hour } from './floor.rules.js';
import { Line } from './line.rules.js';
import { seedOf } from './seeds.rules.js';
import { spread } from './speeds.rules.js';

/*
 * The end of a batch, task by task: answers of different people, perhaps one more, perhaps a judge, perhaps back to whoever gave the answer
 * and to a judge again, one after the other, each of them only while somebody is there who may. The batch ends with the last of these chains.
 */

/** Single pieces of work are lognormal. */
const logSd = Math.sqrt(Math.log(1 + spread ** 2));
/** Who finds nothing to do looks again within that time, milliseconds. */
const looksAgain = hour / 3;
/** What a shift has no more time for is finished after it, when it is so much; else it comes back when its lease is over. Hours. */
const overtime = 1;
const lease = hour;
const mostRounds = 3;
const nobody = -1;

/** The kinds of work in the order in which they are taken. */
const kinds = { REWORK: 0, JUDGE: 1, ANSWER: 2 } as const;
type Kind = (typeof kinds)[keyof typeof kinds];

/** What becomes of a task, in this draw: shares from 0 to 1. */
export interface Shares {
  /** place k: of tasks with k answers, those that get one more */
  asked: readonly number[];
  /** place k: of tasks that are decided on with k answers, those that are judged */
  judged: readonly number[];
  back: number;
}

/** Tasks of which so many answers are there and so many wanted. */
export interface Open {
  wanted: number;
  have: number;
  tasks: number;
}

interface Chain {
  random: Random;
  /** independent answers: wanted, and given */
  wanted: number;
  given: number;
  /** who answered; of what was there before nobody knows it */
  answered: number[];
  author: number;
  rounds: number;
}

interface Piece {
  chain: Chain;
  kind: Kind;
  /** from when somebody may take it */
  from: number;
  /** the only one who may; nobody: anybody */
  forPerson: number;
  seats: number;
}

/** What the people of a batch may do there, and how quickly. */
export interface TailPeople {
  mayAnswer: readonly boolean[];
  mayJudge: readonly boolean[];
  /** Who of them is the author of something, when it is not known; draws the same whoever else is there. */
  author(random: number): number;
}

export class Tail {
  /** time from which each person is free, in this step */
  private readonly free: Float64Array;
  private readonly until: Float64Array;
  private readonly speed: Float64Array;
  private readonly isLast: Uint8Array;
  private readonly hands: (Piece | null)[];
  /** pieces that are still in their hands, as one piece of mean length is 1 */
  private readonly left: Float64Array;
  private readonly waits: Uint8Array;
  /** in the order in which they came, and the place of each in it */
  private here: number[] = [];
  private readonly place: Int32Array;
  /** those with time left in this step */
  private readonly line: Line;
  private readonly pieces: [Piece[], Piece[], Piece[]] = [[], [], []];
  private readonly answering: number;
  private readonly judging: number;
  private readonly looks: Random;
  private chains = 0;
  private ended = 0;
  /** hours that went into it */
  hours = 0;
  /** when the last chain ended */
  endedAt = 0;

  constructor(
    private readonly people: TailPeople,
    private readonly shares: Shares,
    private readonly maximumOverlap: number,
    private readonly seed: number,
  ) {
    const count = people.mayAnswer.length;
    this.free = new Float64Array(count);
    this.until = new Float64Array(count);
    this.speed = new Float64Array(count * 2);
    this.isLast = new Uint8Array(count);
    this.left = new Float64Array(count);
    this.waits = new Uint8Array(count);
    this.place = new Int32Array(count).fill(nobody);
    this.line = new Line(this.free, this.place);
    this.hands = Array.from({ length: count }, () => null);
    this.answering = people.mayAnswer.filter(Boolean).length;
    this.judging = people.mayJudge.filter(Boolean).length;
    this.looks = randomOf(seedOf(seed, 0));
  }

  /** Tasks that want answers; those at the end of the list are worked last. */
  addOpen(cells: readonly Open[], at: number): void {
    let place = cells.reduce((sum, { tasks }) => sum + tasks, 0);
    for (const { wanted, have, tasks } of cells)
      for (let task = 0; task < tasks; task += 1) {
        // Their luck is counted from the last one, so that it is the same when there are more.
        const chain = this.chain(1 + 2 * place);
        place -= 1;
        chain.wanted = Math.max(wanted, have);
        chain.given = have;
        if (wanted > have) this.push({ chain, kind: kinds.ANSWER, from: at, forPerson: nobody, seats: wanted - have });
        else this.answered(chain, at);
      }
  }

  addJudging(count: number, at: number): void {
    for (let place = 0; place < count; place += 1) {
      const chain = this.chain(2 + 4 * place);
      chain.author = this.people.author(seedOf(this.seed, 3 + 4 * place));
      this.push({ chain, kind: kinds.JUDGE, from: at, forPerson: nobody, seats: 1 });
    }
  }

  /** @param author nobody: whoever comes first */
  addRework(author: number, count: number, at: number): void {
    for (let place = 0; place < count; place += 1) {
      const chain = this.chain(4 + 4 * (place + 1000 * (author + 1)));
      chain.author = author;
      chain.rounds = 1;
      this.push({ chain, kind: kinds.REWORK, from: at, forPerson: author, seats: 1 });
    }
  }

  get isDone(): boolean {
    return this.ended === this.chains;
  }

  /** The share of the chains that came to their end. */
  get share(): number {
    return this.chains === 0 ? 1 : this.ended / this.chains;
  }

  /** Somebody is there, for this work, from now until then. @param isLast it is the end of their shift */
  comes(person: number, from: number, until: number, answers: number, judges: number, isLast: boolean): void {
    const isHere = this.here[this.place[person]!] === person;
    // Two windows in one long step are as one.
    if (!isHere) this.free[person] = from;
    this.until[person] = isHere ? this.until[person]! + until - from : until;
    this.speed[person * 2] = answers;
    this.speed[person * 2 + 1] = judges;
    this.isLast[person] = Number(isLast);
    this.waits[person] = 0;
    if (!isHere) this.place[person] = this.here.push(person) - 1;
  }

  /** All who came do what they find, in the order of time. */
  work(): void {
    for (const person of this.here) this.lineUp(person);
    for (let who = this.line.next(); who !== undefined && !this.isDone; who = this.line.next()) {
      const held = this.hands[who];
      if (held) this.goOn(who, held);
      else this.take(who);
      this.lineUp(who);
    }
    this.here = [];
    this.line.clear();
  }

  private lineUp(who: number): void {
    if (this.free[who]! < this.until[who]!) this.line.add(who);
  }

  private goOn(who: number, piece: Piece): void {
    const [from, until] = [this.free[who]!, this.until[who]!];
    const speed = this.speed[who * 2 + Number(piece.kind === kinds.JUDGE)]!;
    const needs = this.left[who]! / speed;
    const there = (until - from) / hour;
    if (needs > there && !(this.isLast[who] && needs - there < overtime)) {
      this.left[who] = this.left[who]! - there * speed;
      this.hours += there;
      this.free[who] = until;
      if (this.isLast[who]) this.leave(who, piece, until);
      return;
    }
    this.hours += needs;
    this.free[who] = from + needs * hour;
    this.hands[who] = null;
    this.given(who, piece, this.free[who]!);
  }

  private leave(who: number, piece: Piece, at: number): void {
    this.hands[who] = null;
    const { chain } = piece;
    if (piece.kind === kinds.ANSWER) chain.answered = chain.answered.filter((one) => one !== who);
    this.push({ ...piece, from: at + lease, seats: 1 }, true);
  }

  private take(who: number): void {
    const now = this.free[who]!;
    let next = Infinity;
    for (const pieces of this.pieces)
      for (let place = 0; place < pieces.length; place += 1) {
        const piece = pieces[place]!;
        if (!this.may(who, piece)) continue;
        if (piece.from > now) {
          next = Math.min(next, piece.from);
          continue;
        }
        piece.seats -= 1;
        if (piece.seats === 0) pieces.splice(place, 1);
        this.hands[who] = piece;
        this.waits[who] = 0;
        this.left[who] = Math.exp(logSd * normalVariate(piece.chain.random) - logSd ** 2 / 2);
        if (piece.kind === kinds.ANSWER) piece.chain.answered.push(who);
        return;
      }
    this.waits[who] = 1;
    this.free[who] = next === Infinity ? next : next + looksAgain * this.looks.next();
  }

  private may(who: number, { kind, chain, forPerson }: Piece): boolean {
    if (kind === kinds.REWORK) return forPerson === nobody ? this.people.mayAnswer[who]! : forPerson === who;
    const { answered } = chain;
    const [may, count] = kind === kinds.JUDGE ? [this.people.mayJudge[who]!, this.judging] : [this.people.mayAnswer[who]!, this.answering]; // prettier-ignore
    // Each answer is by somebody else, and nobody judges their own; where there are too few people it is as if they could.
    return may && (count <= answered.length || !answered.includes(who));
  }

  private given(who: number, { chain, kind }: Piece, at: number): void {
    if (kind === kinds.JUDGE) {
      if (chain.rounds < mostRounds && chain.random.next() < this.shares.back) {
        chain.rounds += 1;
        this.push({ chain, kind: kinds.REWORK, from: at, forPerson: chain.author, seats: 1 });
      } else this.end(at);
      return;
    }
    chain.author = who;
    if (kind === kinds.REWORK) return this.push({ chain, kind: kinds.JUDGE, from: at, forPerson: nobody, seats: 1 });
    chain.given += 1;
    if (chain.given === chain.wanted) this.answered(chain, at);
  }

  private answered(chain: Chain, at: number): void {
    if (chain.given < this.maximumOverlap && chain.random.next() < (this.shares.asked[chain.given] ?? 0)) {
      chain.wanted += 1;
      this.push({ chain, kind: kinds.ANSWER, from: at, forPerson: nobody, seats: 1 });
    } else if (chain.random.next() < (this.shares.judged[Math.min(chain.given, this.shares.judged.length - 1)] ?? 0))
      this.push({ chain, kind: kinds.JUDGE, from: at, forPerson: nobody, seats: 1 });
    else this.end(at);
  }

  private end(at: number): void {
    this.ended += 1;
    this.endedAt = Math.max(this.endedAt, at);
  }

  /** What came back goes before all else; what is asked on top goes behind what nobody began, as in the queue. */
  private push(piece: Piece, cameBack = false): void {
    const pieces = this.pieces[piece.kind];
    if (cameBack) pieces.unshift(piece);
    else pieces.push(piece);
    this.tell(piece);
  }

  /** Of those who found nothing the one who looks again first, and may have it, finds it. */
  private tell(piece: Piece): void {
    let [who, first] = [nobody, Infinity];
    for (const person of this.here) {
      if (!this.waits[person] || this.free[person]! < Infinity || !this.may(person, piece)) continue;
      const looks = piece.from + looksAgain * this.looks.next();
      if (looks < first) [who, first] = [person, looks];
    }
    if (who === nobody) return;
    this.free[who] = first;
    this.lineUp(who);
  }

  private chain(number: number): Chain {
    this.chains += 1;
    return { random: randomOf(seedOf(this.seed, number)), wanted: 0, given: 0, answered: [], author: nobody, rounds: 0 }; // prettier-ignore
  }
}
