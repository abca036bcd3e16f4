import { isTimeZone, normalEmail } from '../../../identity/index.js';
import { type CsvLine, isPlain, listOf, quoted, readCsvLines, type RefusedLine } from '../../csv-lines.rules.js';
import { type Day, dayOf, minuteOf } from '../calendar.rules.js';

const columns = ['email', 'weekdays', 'start', 'end', 'from', 'until', 'timeZone'] as const;
type ShiftLine = CsvLine<(typeof columns)[number]>;

/** One person's shifts, put together from all the lines that name them. */
export interface WantedShifts {
  email: string;
  lines: number[];
  timeZone: string | null;
  shifts: { weekday: number; startMinute: number; endMinute: number; validFrom: Day | null; validUntil: Day | null }[];
}

const mostShifts = 50;
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/**
 * The shifts of many people: a line is one shift on one or more days of the week (`Mon-Fri`, `Sat; Sun`). A person is taken
 * as a whole: half a week would be another one than was meant, so a line that is refused takes the person’s others along.
 */
export function readShifts(text: string): { wanted: WantedShifts[]; refused: RefusedLine[] } {
  const { lines, refused } = readCsvLines(text, columns, ['email', 'weekdays', 'start', 'end']);
  const people = new Map<string, WantedShifts>();
  const spoilt = new Map<string, number>();
  // What cannot be read at all is of somebody, too.
  for (const { line, email } of refused)
    if (email && !spoilt.has(normalEmail(email))) spoilt.set(normalEmail(email), line);
  for (const line of lines) {
    const email = normalEmail(line.cell('email'));
    const person = people.get(email) ?? { email, lines: [], timeZone: null, shifts: [] };
    people.set(email, person);
    const faults = addShift(person, line);
    if (faults.length === 0) continue;
    refused.push({ line: line.line, email: email.slice(0, 254), message: faults.join(' ') });
    if (!spoilt.has(email)) spoilt.set(email, line.line);
  }
  for (const [email, at] of spoilt) {
    const person = people.get(email);
    if (!person) continue;
    people.delete(email);
    const others = person.lines.filter((line) => !refused.some((one) => one.line === line));
    const message = `Line ${at} of the same person is refused; their shifts stay as they were.`;
    refused.push(...others.map((line) => ({ line, email: email.slice(0, 254), message })));
  }
  return { wanted: [...people.values()], refused };
}

/** @returns what is wrong with the line, in sentences */
function addShift(person: WantedShifts, { line, cell }: ShiftLine): string[] {
  const faults: string[] = [];
  person.lines.push(line);
  if (!isPlain(person.email)) faults.push(`${quoted(person.email)} is no e-mail address.`);
  const days = daysOf(cell('weekdays'));
  if (!days) faults.push(`${quoted(cell('weekdays'))} names no days of the week; Mon-Fri and Sat;Sun do.`);
  const [startMinute, endMinute] = [minuteOf(cell('start')), minuteOf(cell('end'))];
  for (const name of ['start', 'end'] as const)
    if (minuteOf(cell(name)) === null) faults.push(`${quoted(cell(name))} is no time; 09:30 is one.`);
  if (startMinute !== null && startMinute === endMinute) faults.push('The shift ends when it starts.');
  const [validFrom, validUntil] = [dayOf(cell('from')), dayOf(cell('until'))];
  for (const name of ['from', 'until'] as const)
    if (cell(name) && dayOf(cell(name)) === null) faults.push(`${quoted(cell(name))} is no day; 2026-11-30 is one.`);
  if (validFrom !== null && validUntil !== null && validUntil < validFrom) faults.push('It is over before it begins.');
  const zone = cell('timeZone');
  if (zone && !isTimeZone(zone)) faults.push(`${quoted(zone)} is no time zone; Europe/Berlin is one.`);
  if (zone && person.timeZone && zone !== person.timeZone) faults.push('A person’s shifts are of one time zone.');
  person.timeZone ??= zone || null;
  if (days && startMinute !== null && endMinute !== null)
    person.shifts.push(...days.map((weekday) => ({ weekday, startMinute, endMinute, validFrom, validUntil })));
  if (person.shifts.length > mostShifts) faults.push(`A person has at most ${mostShifts} shifts.`);
  return faults;
}

/** `Mon-Wed; Sat` → 1, 2, 3, 6; null when some part is no day. Names in English, three letters or all. */
function daysOf(cell: string): number[] | null {
  const days = new Set<number>();
  for (const part of listOf(cell)) {
    const [first, last, ...more] = part.split(/[-–]/).map((name) => dayNamed(name.trim()));
    if (!first || last === 0 || more.length > 0) return null;
    for (let day = first; ; day = (day % 7) + 1) {
      days.add(day);
      if (day === (last ?? first)) break;
    }
  }
  return days.size > 0 ? [...days].sort((a, b) => a - b) : null;
}

/** 1 to 7; 0 when it is none. */
function dayNamed(name: string): number {
  const lower = name.toLowerCase();
  return weekdays.findIndex((day) => day === lower || day.slice(0, 3) === lower) + 1;
}
