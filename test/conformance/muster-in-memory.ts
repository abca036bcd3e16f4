import type { Label } from '../../src/labels/index.js';
import type { ToolReport } from '../../src/connectors/connector.types.js';
import {
  canonical,
  isHint,
  join,
  joinRead,
  type KnownParts,
  wordOf,
} from '../../src/connectors/settling/join.rules.js';
import { type Ours, settle } from '../../src/connectors/settling/settle.rules.js';

/** What Muster says of one piece of work in the end. */
export interface EndState {
  state: Ours['state'];
  labels: Label[] | null;
}

/**
 * Muster as far as one assignment goes: the rules of joining and settling as they are, and of the moves only what they do to the
 * assignment. The moves themselves are tested against the database.
 */
export class MusterInMemory {
  private known: KnownParts = new Map();
  private ours: Ours = { state: 'ACTIVE', answer: null, isClosedByTool: false, restsOnIt: null };
  private isReadWanted = false;
  readonly moves: string[] = [];

  /** @param read asks the tool; null: this tool cannot be asked */
  constructor(private readonly read: (() => Promise<ToolReport[]>) | null) {}

  async told(reports: readonly ToolReport[]): Promise<void> {
    this.known = join(this.known, reports);
    this.isReadWanted ||= isHint(reports);
    await this.settle();
  }

  async reconcile(): Promise<void> {
    this.known = joinRead(this.known, await this.read!());
    this.isReadWanted = false;
    await this.settle();
  }

  end(): EndState {
    return { state: this.ours.state, labels: this.ours.answer?.labels ?? null };
  }

  private async settle(): Promise<void> {
    for (let round = 0; round < 5; round += 1) {
      const word = wordOf(this.known);
      const considered = { word, ours: this.ours, faults: [], isReadable: this.read !== null, isForeignRefused: false };
      const settlement = settle(considered);
      if (settlement.move === 'READ' || this.isReadWanted) {
        if (!this.read) return;
        this.isReadWanted = false;
        this.known = joinRead(this.known, await this.read());
        continue;
      }
      if (settlement.move === 'NOTHING') return;
      this.moves.push(settlement.move);
      switch (settlement.move) {
        case 'SUBMIT':
        case 'REVISE': {
          const answer = { labels: settlement.labels, skipReason: null, isQuarantined: false, isFromTool: true };
          this.ours = { ...this.ours, state: 'SUBMITTED', answer, isClosedByTool: false };
          break;
        }
        case 'SKIP':
          this.ours = { ...this.ours, state: 'SKIPPED', answer: null, isClosedByTool: true };
          break;
        case 'TAKE_BACK':
          this.ours = settlement.thenSkip
            ? { ...this.ours, state: 'SKIPPED', answer: null, isClosedByTool: true }
            : { ...this.ours, state: 'ACTIVE', answer: null, isClosedByTool: false };
          break;
        case 'NOTE_REFUSED':
          return;
      }
    }
    throw new Error(`settling comes to no end: ${this.moves.join(', ')} of ${canonical([...this.known.values()])}`);
  }
}
