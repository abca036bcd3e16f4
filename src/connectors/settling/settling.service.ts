import { Injectable } from '@nestjs/common';
import { asLabels, faultsOfLabels, type LabelSchema } from '../../labels/index.js';
import { Outbox, type Tx } from '../../platform/index.js';
import { evidenceSources } from '../../projects/index.js';
import { TrustService } from '../../quality/index.js';
import { type HeldWork, type OutsideAnswer, OutsideAnswers, TasksService } from '../../tasks/index.js';
import { RevisionsService } from '../../workflow/index.js';
import type { ToolReport } from '../connector.types.js';
import { canonical, isHint, join, joinRead, type KnownParts, type Word, wordOf } from './join.rules.js';
import { refusalOf } from './refusal.rules.js';
import { type Considered, type Ours, settle, type Settlement } from './settle.rules.js';
import { type SettledItem, SettleStore, sizeOfItem } from './settle.store.js';

/** What a report changed of what was known. */
export type Joined = 'NEW' | 'KNOWN' | 'OLDER' | 'HINT';

export interface AfterSettling {
  /** the tool has to be read before anything can be said */
  isReadWanted: boolean;
  /** why the tool's answer was not taken, if it was not */
  refused: string | null;
}

/** A move may make another one necessary: a skip that was an answer, say. More than this is a defect. */
const mostMoves = 4;

/**
 * Compares what a tool says of an item with what Muster says of the assignment, and makes the move that is missing. The caller has
 * locked the item; the locks of the task and the assignment are taken here, so the order is item, task, assignment everywhere.
 */
@Injectable()
export class SettlingService {
  constructor(
    private readonly store: SettleStore,
    private readonly answers: OutsideAnswers,
    private readonly tasks: TasksService,
    private readonly revisions: RevisionsService,
    private readonly trust: TrustService,
    private readonly outbox: Outbox,
  ) {}

  /** What a message reports, joined to what is known. A hint is a wish to read the item. */
  async join(tx: Tx, item: SettledItem, reports: readonly ToolReport[]): Promise<Joined> {
    const known = await this.store.partsOf(tx, item.id);
    const joined = join(known, reports);
    const isNew = await this.keep(tx, item, known, joined);
    if (isHint(reports)) {
      await this.store.wantRead(tx, item.id);
      return 'HINT';
    }
    if (isNew) return 'NEW';
    const own = join(new Map(), reports);
    return [...own.values()].every((part) => canonical(known.get(part.part)) === canonical(part)) ? 'KNOWN' : 'OLDER';
  }

  /** What was read from the tool, joined. @param since when it was asked: what came to be known later was not missed there */
  async joinRead(tx: Tx, item: SettledItem, reports: readonly ToolReport[], since: Date): Promise<void> {
    const known = await this.store.partsOf(tx, item.id);
    await this.keep(tx, item, known, joinRead(known, reports, await this.store.joinedSince(tx, item.id, since)));
    await this.store.readDone(tx, item.id, reports.length === 0);
  }

  async settle(tx: Tx, item: SettledItem, schema: LabelSchema, isReadable: boolean): Promise<AfterSettling> {
    const work = await this.answers.lock(tx, item.assignment_id);
    if (!work) throw new Error(`the assignment of item ${item.id} is gone`);
    const word = normalized(wordOf(await this.store.partsOf(tx, item.id)), schema, item);
    const foreign = await this.foreignIn(tx, item, word);
    let state = { answerId: item.answer_id, isClosedByTool: item.is_closed_by_tool };
    let settlement: Settlement = { move: 'NOTHING' };
    let refusedMove: NoteRefused | null = null;
    const faults = faultsIn(word, schema, item);
    let isHeld = false;
    for (let moves = 0; moves < mostMoves; moves += 1) {
      const current = moves === 0 ? work : (await this.answers.lock(tx, work.id))!;
      const answer = await this.answers.answerOf(tx, work.id);
      const considered: Considered = {
        word,
        ours: await this.oursOf(tx, current, answer, state),
        faults,
        isReadable,
        isForeignRefused: foreign.isRefused,
      };
      settlement = settle(considered);
      isHeld = considered.ours.state === 'ACTIVE' && !answer;
      if (isAtRest(settlement)) break;
      const moved = await this.move(tx, current, answer, settlement);
      if ('move' in moved) {
        [refusedMove, isHeld] = [moved, false];
        break;
      }
      state = moved;
    }
    const last = refusedMove ?? settlement;
    if (word.says === 'SUBMITTED' && word.part.seconds !== null && state.answerId !== null)
      await this.answers.noteToolTime(tx, state.answerId, word.part.seconds);
    const noted = last.move === 'NOTE_REFUSED' ? last : null;
    const refusal = noted && refusalOf(item.id, word, noted, faults, isHeld);
    await this.store.settled(tx, item.id, {
      word,
      ...state,
      difference: noted && { why: noted.why, sentence: noted.sentence },
      refusal,
      otherUser: foreign.user,
    });
    // Once an answer, however often it is looked at.
    if (refusal && refusal.id !== item.refusal?.id && refusal.id !== item.told_refusal)
      await this.outbox.publish(tx, { type: 'answer.refused', subjectId: item.id });
    if (last.move === 'READ') await this.store.wantRead(tx, item.id);
    return { isReadWanted: last.move === 'READ', refused: refusal && noted.sentence };
  }

  /** What the item is now, after the move; or why it could not be made. */
  private async move(
    tx: Tx,
    work: HeldWork,
    answer: OutsideAnswer | undefined,
    settlement: Settlement,
  ): Promise<{ answerId: string | null; isClosedByTool: boolean } | NoteRefused> {
    switch (settlement.move) {
      case 'SUBMIT': {
        if (work.state === 'SKIPPED' && !(await this.answers.reopen(tx, work.id))) return seatTaken;
        const outcome = await this.answers.submit(tx, work, settlement.labels);
        if (outcome === 'LEASE_LOST' || outcome === 'NOT_FOUND' || outcome === 'OTHER_ANSWER')
          return refused('NOT_HELD', 'The work was not held any more when the answer came.');
        return { answerId: (await this.answers.answerOf(tx, work.id))!.id, isClosedByTool: false };
      }
      case 'REVISE': {
        const revised = await this.answers.revise(tx, answer!.id, settlement.labels);
        if (!revised) return refused('NOT_HELD', 'The answer did not hold any more when it was changed.');
        await this.undecide(tx, work, answer!, 'changed');
        return { answerId: revised, isClosedByTool: false };
      }
      case 'TAKE_BACK': {
        // The state of the task first: a seat that is free again is offered by it.
        if (answer) await this.undecide(tx, work, answer, 'gone');
        if (!(await this.answers.reopen(tx, work.id))) return seatTaken;
        return { answerId: null, isClosedByTool: false };
      }
      case 'SKIP': {
        if (!(await this.answers.skip(tx, work, settlement.reason)))
          return refused('NOT_HELD', 'The lease had ended before the work was skipped in the tool.');
        const skip = await this.answers.answerOf(tx, work.id);
        return { answerId: skip?.id ?? null, isClosedByTool: !skip };
      }
      case 'NOTHING':
      case 'READ':
      case 'NOTE_REFUSED':
        throw new Error(`${settlement.move} is no move`);
    }
  }

  /** What was decided on the answer, and what was learnt from it, does not hold any more. */
  private async undecide(tx: Tx, work: HeldWork, answer: OutsideAnswer, is: 'changed' | 'gone'): Promise<void> {
    await this.trust.forgive(tx, [answer.id], evidenceSources);
    if (answer.state !== 'COUNTED') return;
    const task = (await this.tasks.lock(tx, work.task_id))!;
    await this.revisions.undecide(tx, task, work.stage, is);
  }

  private async keep(tx: Tx, item: SettledItem, known: KnownParts, joined: KnownParts): Promise<boolean> {
    const changed = [...joined.values()].filter((part) => known.get(part.part) !== part);
    for (const part of changed) await this.store.keepPart(tx, item.id, part);
    return changed.length > 0;
  }

  private async oursOf(
    tx: Tx,
    work: HeldWork,
    answer: OutsideAnswer | undefined,
    { answerId, isClosedByTool }: { answerId: string | null; isClosedByTool: boolean },
  ): Promise<Ours> {
    return {
      state: work.state,
      answer: answer
        ? {
            labels: answer.labels,
            skipReason: answer.skip_reason,
            isQuarantined: answer.state === 'QUARANTINED',
            isFromTool: answer.id === answerId,
          }
        : null,
      isClosedByTool: isClosedByTool && work.state === 'SKIPPED',
      restsOnIt: answer ? await this.store.restsOn(tx, work, answer) : null,
    };
  }

  /** Whether somebody else did it in the tool, as far as names are known. */
  private async foreignIn(tx: Tx, item: SettledItem, word: Word): Promise<{ user: string | null; isRefused: boolean }> {
    const user = 'part' in word ? word.part.user : null;
    if (user === null) return { user: null, isRefused: false };
    const { member_id, holder_name, refuses_others } = await this.store.identity(tx, item, user);
    const isOther = member_id === null ? holder_name !== null : member_id !== item.member_id;
    return { user: isOther ? user : null, isRefused: isOther && refuses_others };
  }
}

type NoteRefused = Extract<Settlement, { move: 'NOTE_REFUSED' }>;
const refused = (why: NoteRefused['why'], sentence: string): NoteRefused => ({ move: 'NOTE_REFUSED', why, sentence });
const seatTaken = refused('NOT_HELD', 'Somebody else has the seat by now.');

const isAtRest = ({ move }: Settlement): boolean => move === 'NOTHING' || move === 'READ' || move === 'NOTE_REFUSED';

function faultsIn(word: Word, schema: LabelSchema, item: SettledItem) {
  if (word.says !== 'SUBMITTED' || word.part.labels === null) return [];
  return faultsOfLabels(word.part.labels, schema, sizeOfItem(item) ?? undefined);
}

/** Labels as they are kept, so that what was handed in is found the same. */
function normalized(word: Word, schema: LabelSchema, item: SettledItem): Word {
  if (word.says !== 'SUBMITTED' || word.part.labels === null || faultsIn(word, schema, item).length > 0) return word;
  return { ...word, part: { ...word.part, labels: asLabels(word.part.labels) } };
}
