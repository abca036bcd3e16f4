export type Cell = string | number | null;

/** Rows as CSV (RFC 4180, CRLF) under their header; what is not known is empty. */
export const csvOfTable = (columns: readonly string[], lines: readonly (readonly Cell[])[]): string =>
  [columns, ...lines].map((line) => `${line.map(cell).join(',')}\r\n`).join('');

/** How figures are written here: with four places. */
const figure = /^-\d+\.\d{4}$/;

/** What begins like a formula gets an apostrophe: a spreadsheet would run the name of a person or a batch. A figure below zero is none. */
function cell(value: Cell): string {
  if (value === null) return '';
  const text =
    typeof value === 'string' && /^[=+\-@\t\r]/.test(value) && !figure.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
