import type { ImportRow, Place, RowBlock } from '../formats/index.js';
import { UnreadableFile } from './upload-files.js';

/** How far an import has come: reading may begin again at `place`, behind `row` rows of the file. */
export interface Position {
  row: number;
  place: Place;
}

/** Hands out the rows of a file that are not done yet, a block at a time, and knows where it stands. */
export class ImportReader {
  /** Rows of the file before the next block. */
  row: number;
  /** Where a run that begins now would open the file. */
  resume: Position;
  /** Why the file ends here. */
  fault: UnreadableFile | undefined;
  isEnded = false;
  private readonly blocks: AsyncIterator<RowBlock>;

  /**
   * @param open the blocks from a place on
   * @param from where they are to begin
   * @param done rows that are done already: those between `from` and them are passed over
   */
  constructor(
    open: (place: Place) => AsyncIterable<RowBlock>,
    from: Position,
    private readonly done: number,
  ) {
    this.row = from.row;
    this.resume = from;
    this.blocks = open(from.place)[Symbol.asyncIterator]();
  }

  /** The next rows, with the number of rows before them; null when there are no more. Only a defect throws. */
  async next(): Promise<{ rows: ImportRow[]; before: number; bytes: number } | null> {
    for (;;) {
      const block = await this.read();
      if (!block) return null;
      const before = Math.max(this.row, Math.min(this.done, this.row + block.rows.length));
      const rows = before > this.row ? block.rows.slice(before - this.row) : block.rows;
      this.row += block.rows.length;
      if (block.end) this.resume = { row: this.row, place: block.end };
      if (rows.length > 0) return { rows, before, bytes: block.bytes };
    }
  }

  /** Lets the file go. */
  async close(): Promise<void> {
    await this.blocks.return?.();
  }

  private async read(): Promise<RowBlock | null> {
    try {
      const next = await this.blocks.next();
      if (!next.done) return next.value;
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      this.fault = error;
    }
    this.isEnded = true;
    return null;
  }
}
