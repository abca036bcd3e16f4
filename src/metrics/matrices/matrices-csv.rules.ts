import { intervalOf, smallUnder } from '../accuracy/rate.rules.js';
import { csvOfTable } from '../tables/csv.rules.js';
import type { PartConfusion } from './confusion.job.js';
import type { PairOfPeople } from './people-matrix.job.js';

const pairColumns = ['person', 'name', 'other', 'otherName', 'tasks', 'alike', 'share', 'low', 'high', 'meanScore'];
const confusionColumns = ['kind', 'name', 'result', 'answered', 'count', 'ofResult', 'low', 'high'];

/** A line a pair. Under 30 tasks the share is left empty: a spreadsheet would show 8 of 8 as 100 %. */
export const csvOfPairs = (people: readonly { id: string; name: string }[], pairs: readonly PairOfPeople[]): string =>
  csvOfTable(
    pairColumns,
    pairs.map(({ a, b, n, alike, score }) => {
      const [low, high] = intervalOf(alike, n);
      const [one, other] = [people[a]!, people[b]!];
      const share = n < smallUnder ? '' : (alike / n).toFixed(4);
      return [
        one.id,
        one.name,
        other.id,
        other.name,
        n,
        alike,
        share,
        low.toFixed(4),
        high.toFixed(4),
        score.toFixed(4),
      ];
    }),
  );

/** A line for each cell that is met; `ofResult` is how often the result says so, the interval is of the share of it. */
export const csvOfConfusion = (parts: readonly PartConfusion[]): string =>
  csvOfTable(
    confusionColumns,
    parts.flatMap(({ kind, name, values, rows }) =>
      rows.flatMap((row, at) => {
        const of = row.reduce((sum, count) => sum + count, 0);
        return row.flatMap((count, place) => {
          if (count === 0) return [];
          const [low, high] = intervalOf(count, of);
          return [[kind, name ?? '', values[at]!, values[place]!, count, of, low.toFixed(4), high.toFixed(4)]];
        });
      }),
    ),
  );
