import type { Point } from '../label.types.js';
import type { Boundary } from './boundary.js';

/** Pieces that lie together in the list lie together on the outline: a box around each few of them rules most out. */
const PIECES_A_GROUP = 16;

/** Finds which piece of a boundary is the nearest to a point. */
export class NearestPiece {
  private readonly boxes: Float64Array;
  /** Where the search before ended: the next point is most often near. */
  private last = 0;
  /** The distance that `to` found. */
  distance = Infinity;

  constructor(private readonly pieces: Boundary) {
    const groups = Math.ceil(pieces.length / 4 / PIECES_A_GROUP);
    this.boxes = new Float64Array(groups * 4);
    for (let group = 0; group < groups; group += 1) {
      let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
      const end = Math.min(pieces.length, (group + 1) * PIECES_A_GROUP * 4);
      for (let at = group * PIECES_A_GROUP * 4; at < end; at += 2) {
        left = Math.min(left, pieces[at]!);
        right = Math.max(right, pieces[at]!);
        top = Math.min(top, pieces[at + 1]!);
        bottom = Math.max(bottom, pieces[at + 1]!);
      }
      this.boxes.set([left, top, right, bottom], group * 4);
    }
  }

  static ofOne(from: Point, to: Point): NearestPiece {
    return new NearestPiece(Float64Array.of(from.x, from.y, to.x, to.y));
  }

  /** The place of the nearest piece, and its distance in `distance`; -1 and Infinity when there are no pieces. */
  to(x: number, y: number): number {
    const count = this.pieces.length / 4;
    this.distance = Infinity;
    if (count === 0) return -1;
    let nearest = this.last;
    let best = this.squareTo(nearest, x, y);
    for (let group = 0; group * 4 < this.boxes.length; group += 1) {
      if (this.squareToBox(group * 4, x, y) >= best) continue;
      const end = Math.min(count, (group + 1) * PIECES_A_GROUP);
      for (let piece = group * PIECES_A_GROUP; piece < end; piece += 1) {
        const square = this.squareTo(piece, x, y);
        if (square >= best) continue;
        best = square;
        nearest = piece;
      }
    }
    this.last = nearest;
    this.distance = Math.sqrt(best);
    return nearest;
  }

  distanceTo(piece: number, x: number, y: number): number {
    return Math.sqrt(this.squareTo(piece, x, y));
  }

  private squareTo(piece: number, x: number, y: number): number {
    const { pieces } = this;
    const at = piece * 4;
    const [fromX, fromY] = [pieces[at]!, pieces[at + 1]!];
    const [alongX, alongY] = [pieces[at + 2]! - fromX, pieces[at + 3]! - fromY];
    const length = alongX * alongX + alongY * alongY;
    let share = length > 0 ? ((x - fromX) * alongX + (y - fromY) * alongY) / length : 0;
    share = share < 0 ? 0 : share > 1 ? 1 : share;
    const [awayX, awayY] = [x - fromX - share * alongX, y - fromY - share * alongY];
    return awayX * awayX + awayY * awayY;
  }

  private squareToBox(at: number, x: number, y: number): number {
    const { boxes } = this;
    const awayX = Math.max(boxes[at]! - x, 0, x - boxes[at + 2]!);
    const awayY = Math.max(boxes[at + 1]! - y, 0, y - boxes[at + 3]!);
    return awayX * awayX + awayY * awayY;
  }
}
