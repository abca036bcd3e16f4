import { isEmail } from 'class-validator';
import { CsvError, parse } from 'csv-parse/sync';
import { isTimeZone, languageOf, normalEmail, type Role, roles } from '../../identity/index.js';

/** A line as it was given: texts that nobody has looked at. */
export interface RawInvitation {
  line: number;
  email: string;
  name: string;
  roles: string[];
  team: string;
  isLead: string;
  /** `chest:3` */
  skills: string[];
  timeZone: string;
  languages: string[];
}

/** A line that may be carried out, as far as the line alone can tell. */
export interface WantedInvitation {
  line: number;
  email: string;
  name: string;
  roles: Role[];
  team: string | null;
  isLead: boolean;
  skills: { name: string; level: number }[];
  timeZone: string | undefined;
  languages: string[];
}

export interface RefusedLine {
  line: number;
  email: string;
  /** sentences */
  message: string;
}

export const mostLines = 1000;
const columns = ['email', 'name', 'roles', 'team', 'isLead', 'skills', 'timeZone', 'languages'] as const;
type Column = (typeof columns)[number];
const required: readonly Column[] = ['email', 'name', 'roles'];

/** What is wrong with a whole file: none of its lines can be understood. */
export class UnreadableFile extends Error {}

/**
 * The lines of a CSV file with a header, each with its number in the file. A line that cannot be read is refused alone.
 * @throws UnreadableFile for its header, or when there are too many lines
 */
export function readCsv(text: string): { rows: RawInvitation[]; refused: RefusedLine[] } {
  const { records, refused } = recordsOf(text);
  const [header, ...rest] = records;
  if (!header) throw new UnreadableFile('there is no header; the first line names the columns');
  if (rest.length + refused.length > mostLines)
    throw new UnreadableFile(`there may be at most ${mostLines.toLocaleString('en')} lines; give the rest in a file of its own`); // prettier-ignore
  const places = placesOf(header.cells);
  const rows: RawInvitation[] = [];
  for (const { line, cells } of rest) {
    const cell = (column: Column) => cells[places.get(column) ?? -1]?.trim() ?? '';
    if (cells.length !== header.cells.length) {
      const count = `${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}, and the header has ${header.cells.length}`;
      refused.push({ line, email: cell('email').slice(0, 254), message: `The line has ${count}.` });
      continue;
    }
    rows.push({
      line,
      email: cell('email'),
      name: cell('name'),
      roles: listOf(cell('roles')),
      team: cell('team'),
      isLead: cell('isLead'),
      skills: listOf(cell('skills')),
      timeZone: cell('timeZone'),
      languages: listOf(cell('languages')),
    });
  }
  return { rows, refused };
}

/** What each line asks for, or every sentence that is to be said of it; of an address the first line counts. */
export function readLines(rows: readonly RawInvitation[]): { wanted: WantedInvitation[]; refused: RefusedLine[] } {
  const wanted: WantedInvitation[] = [];
  const refused: RefusedLine[] = [];
  const lineOf = new Map<string, number>();
  for (const row of rows) {
    const faults: string[] = [];
    const email = normalEmail(row.email);
    if (!isEmail(email) || email.length > 254) faults.push(`${quoted(row.email)} is no e-mail address.`);
    else if (lineOf.has(email)) faults.push(`Line ${lineOf.get(email)} has this address already.`);
    else lineOf.set(email, row.line);
    if (!/\S/.test(row.name) || row.name.length > 200 || /[\p{Cc}\p{Cs}]/u.test(row.name))
      faults.push('The name must be one line of 1 to 200 characters.');
    const invitation = {
      line: row.line,
      email,
      name: row.name,
      roles: rolesOf(row.roles, faults),
      team: row.team || null,
      isLead: isLead(row, faults),
      skills: skillsOf(row.skills, faults),
      timeZone: row.timeZone || undefined,
      languages: languagesOf(row.languages, faults),
    };
    if (row.timeZone && !isTimeZone(row.timeZone))
      faults.push(`${quoted(row.timeZone)} is no time zone; Europe/Berlin is one.`);
    if (faults.length > 0) refused.push({ line: row.line, email: row.email.slice(0, 254), message: faults.join(' ') });
    else wanted.push(invitation);
  }
  return { wanted, refused };
}

interface CsvRecord {
  line: number;
  cells: string[];
}

function recordsOf(text: string): { records: CsvRecord[]; refused: RefusedLine[] } {
  try {
    return { records: parsed(text, 1), refused: [] };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
  }
  // A stray quote: then every line is read by itself, and only its own is lost.
  const records: CsvRecord[] = [];
  const refused: RefusedLine[] = [];
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)
    .entries()) {
    try {
      records.push(...parsed(line, index + 1));
    } catch (error) {
      if (!(error instanceof CsvError) || records.length === 0)
        throw error instanceof CsvError ? new UnreadableFile('the header has a stray quote') : error;
      refused.push({ line: index + 1, email: '', message: 'A quote in this line is not closed, or stands where none may.' }); // prettier-ignore
    }
  }
  return { records, refused };
}

const parsed = (text: string, firstLine: number): CsvRecord[] =>
  (
    parse(text, { bom: true, relax_column_count: true, skip_empty_lines: true, info: true }) as unknown as {
      record: string[];
      info: { lines: number };
    }[]
  ).map(({ record, info }) => ({ line: firstLine + info.lines - 1, cells: record }));

const plain = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '');

function placesOf(header: string[]): Map<Column, number> {
  const places = new Map<Column, number>();
  for (const [place, name] of header.entries()) {
    const column = columns.find((one) => plain(one) === plain(name));
    if (!column) throw new UnreadableFile(`there is no column ${quoted(name)}; the columns are ${columns.join(', ')}`);
    if (places.has(column)) throw new UnreadableFile(`the column ${column} is there twice`);
    places.set(column, place);
  }
  for (const column of required) if (!places.has(column)) throw new UnreadableFile(`the column ${column} is missing`);
  return places;
}

const listOf = (cell: string): string[] =>
  cell.split(/[;|]/).map((part) => part.trim()).filter(Boolean); // prettier-ignore

const quoted = (text: string): string => `“${text.slice(0, 80)}”`;

function rolesOf(given: readonly string[], faults: string[]): Role[] {
  const found = new Set<Role>();
  for (const name of given) {
    const role = roles.find((one) => one === name.trim().toUpperCase().replaceAll(/[\s-]/g, '_'));
    if (role) found.add(role);
    else faults.push(`${quoted(name)} is no role; the roles are ${roles.join(', ')}.`);
  }
  if (given.length === 0) faults.push('There is no role; several are parted by semicolons.');
  return [...found];
}

function isLead({ isLead: given, team }: RawInvitation, faults: string[]): boolean {
  const text = given.toLowerCase();
  const lead = ['true', 'yes', '1'].includes(text);
  if (!lead && !['', 'false', 'no', '0'].includes(text)) faults.push('isLead must be true or false.');
  if (lead && !team) faults.push('Who leads needs a team to lead.');
  return lead;
}

function skillsOf(given: readonly string[], faults: string[]): { name: string; level: number }[] {
  const skills = new Map<string, number>();
  for (const part of given) {
    const match = /^(.+):\s*([1-5])$/.exec(part);
    if (match) skills.set(match[1]!.trim(), Number(match[2]));
    else faults.push(`${quoted(part)} is no skill with a level from 1 to 5; chest:3 is one.`);
  }
  return [...skills].map(([name, level]) => ({ name, level }));
}

function languagesOf(given: readonly string[], faults: string[]): string[] {
  const tags = new Set<string>();
  for (const tag of given) {
    const language = languageOf(tag.trim());
    if (language) tags.add(language);
    else faults.push(`${quoted(tag)} is no language by BCP 47; de-CH is one.`);
  }
  if (tags.size > 20) faults.push('There may be at most 20 languages.');
  return [...tags];
}
