export const inspectionLevels = ['S-1', 'S-2', 'S-3', 'S-4', 'I', 'II', 'III'] as const;
export type InspectionLevel = (typeof inspectionLevels)[number];

/** Named by the standard; I and O are left out, as they look like digits. */
export const codeLetters = [...'ABCDEFGHJKLMNPQR'];

/**
 * The code letter of a lot: ANSI/ASQ Z1.4 and MIL-STD-105E table I, ISO 2859-1 table 1; four sources agree on every cell.
 *
 * The tables begin at 2 items. A lot of one takes the first row; it is inspected whole in any case.
 *
 * @param lotSize whole, at least 1
 * @returns one of A … R
 * @throws RangeError when the lot is not a whole number of items
 */
export function codeLetterOf(lotSize: number, level: InspectionLevel): string {
  if (!Number.isSafeInteger(lotSize) || lotSize < 1) throw new RangeError('lotSize must be a whole number from 1 on');
  const row = lettersByLotSize.find(([largest]) => lotSize <= largest)!;
  return row[1][inspectionLevels.indexOf(level)]!;
}

/** The largest lot of the row, and its letters in the order of `inspectionLevels`. */
const lettersByLotSize: [largest: number, letters: string][] = [
  [8, 'AAAAAAB'],
  [15, 'AAAAABC'],
  [25, 'AABBBCD'],
  [50, 'ABBCCDE'],
  [90, 'BBCCCEF'],
  [150, 'BBCDDFG'],
  [280, 'BCDEEGH'],
  [500, 'BCDEFHJ'],
  [1200, 'CCEFGJK'],
  [3200, 'CDEGHKL'],
  [10_000, 'CDFGJLM'],
  [35_000, 'CDFHKMN'],
  [150_000, 'DEGJLNP'],
  [500_000, 'DEGJMPQ'],
  [Infinity, 'DEHKNQR'],
];
