import { isEmail } from 'class-validator';
import { isTimeZone, languageOf, normalEmail, type Role, roles } from '../../identity/index.js';
import { isPlain, listOf, quoted, readCsvLines, type RefusedLine } from '../csv-lines.rules.js';

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

const columns = ['email', 'name', 'roles', 'team', 'isLead', 'skills', 'timeZone', 'languages'] as const;

/** The lines of a file with a header. @throws UnreadableFile */
export function readCsv(text: string): { rows: RawInvitation[]; refused: RefusedLine[] } {
  const { lines, refused } = readCsvLines(text, columns, ['email', 'name', 'roles']);
  const rows = lines.map(({ line, cell }) => ({
    line,
    email: cell('email'),
    name: cell('name'),
    roles: listOf(cell('roles')),
    team: cell('team'),
    isLead: cell('isLead'),
    skills: listOf(cell('skills')),
    timeZone: cell('timeZone'),
    languages: listOf(cell('languages')),
  }));
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
    if (!isPlain(email) || !isEmail(email) || email.length > 254)
      faults.push(`${quoted(row.email)} is no e-mail address.`);
    else if (lineOf.has(email)) faults.push(`Line ${lineOf.get(email)} has this address already.`);
    else lineOf.set(email, row.line);
    if (!/\S/.test(row.name) || row.name.length > 200 || !isPlain(row.name))
      faults.push('The name must be one line of 1 to 200 characters.');
    if (!isPlain(row.team)) faults.push('The team has characters that no name has.');
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
    if (match && isPlain(part)) skills.set(match[1]!.trim(), Number(match[2]));
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
