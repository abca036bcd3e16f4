export interface OptimalAssignment {
  /** The column of each row; -1 for the rows left over when there are more rows than columns. */
  columns: number[];
  /** The sum of the assigned costs, the least possible. */
  total: number;
}

/**
 * Gives each row a column of its own so that the costs sum to the least possible; of a rectangular matrix the whole
 * shorter side is assigned.
 *
 * The assignment problem of Kuhn (1955), solved by shortest augmenting paths with dual prices as in Jonker & Volgenant
 * (1987): O(n²·m) time for n rows and m ≥ n columns, O(m) memory beside the matrix.
 *
 * @param costs rows of equal length, all numbers finite; may be negative. To maximise, negate.
 * @throws RangeError when a number is not finite or the rows differ in length
 */
export function optimalAssignment(costs: number[][]): OptimalAssignment {
  const width = costs[0]?.length ?? 0;
  if (costs.some((row) => row.length !== width || !row.every(Number.isFinite))) {
    throw new RangeError('costs must be a matrix of finite numbers');
  }
  const columns =
    costs.length <= width ? columnsOfRows(costs) : inverse(columnsOfRows(transposed(costs)), costs.length);
  const total = columns.reduce((sum, column, row) => sum + (costs[row]?.[column] ?? 0), 0);
  return { columns, total };
}

/**
 * Brings in the rows one by one. Each looks for the cheapest path of reassignments that ends in a free column, as
 * Dijkstra would: prices keep every reduced cost (cost − row price − column price) at or above 0, and at 0 where assigned.
 */
function columnsOfRows(costs: number[][]): number[] {
  const width = costs[0]?.length ?? 0;
  const rowPrice = new Float64Array(costs.length);
  const columnPrice = new Float64Array(width);
  const rowOf = new Int32Array(width).fill(-1);

  for (let newRow = 0; newRow < costs.length; newRow += 1) {
    const distance = new Float64Array(width).fill(Infinity);
    const cameFrom = new Int32Array(width).fill(-1);
    const isReached = new Uint8Array(width);
    const reached: number[] = [];
    let row = newRow;
    let end = -1;
    let shortest = 0;

    while (row !== -1) {
      const costsOfRow = costs[row] ?? [];
      let nearest = -1;
      for (let column = 0; column < width; column += 1) {
        if (isReached[column]) continue;
        const onward = shortest + costsOfRow[column]! - rowPrice[row]! - columnPrice[column]!;
        if (onward < distance[column]!) {
          distance[column] = onward;
          cameFrom[column] = end;
        }
        if (nearest === -1 || distance[column]! < distance[nearest]!) nearest = column;
      }
      shortest = distance[nearest]!;
      isReached[nearest] = 1;
      reached.push(nearest);
      end = nearest;
      row = rowOf[nearest]!;
    }

    rowPrice[newRow]! += shortest;
    for (const column of reached) {
      const saved = shortest - distance[column]!;
      columnPrice[column]! -= saved;
      if (rowOf[column] !== -1) rowPrice[rowOf[column]!]! += saved;
    }
    while (end !== -1) {
      const before = cameFrom[end]!;
      rowOf[end] = before === -1 ? newRow : rowOf[before]!;
      end = before;
    }
  }
  return inverse(Array.from(rowOf), costs.length);
}

/** From "the row of each column" to "the column of each row", or the other way. */
function inverse(assigned: number[], length: number): number[] {
  const result = new Array<number>(length).fill(-1);
  for (const [index, partner] of assigned.entries()) if (partner !== -1) result[partner] = index;
  return result;
}

function transposed(matrix: number[][]): number[][] {
  return (matrix[0] ?? []).map((_, column) => matrix.map((row) => row[column]!));
}
