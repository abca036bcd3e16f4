import { Injectable } from '@nestjs/common';
import { type Actor, MembersService } from '../../../identity/index.js';
import { ClientFault, Database } from '../../../platform/index.js';
import { type RefusedLine, UnreadableFile } from '../../csv-lines.rules.js';
import { PeopleReach } from '../../people-reach.service.js';
import type { Day } from '../calendar.rules.js';
import { ShiftsService } from '../shifts.service.js';
import { readShifts } from './shift-lines.rules.js';

export const shiftLineOutcomes = ['SET', 'UNCHANGED', 'REFUSED'] as const;
export type ShiftLineOutcome = (typeof shiftLineOutcomes)[number];

export interface ImportedShiftLine {
  line: number;
  email: string;
  outcome: ShiftLineOutcome;
  message: string | null;
}

/** The shifts of many people out of one file: each person as with setShifts, and the same file again changes nothing. */
@Injectable()
export class ShiftImport {
  constructor(
    private readonly database: Database,
    private readonly members: MembersService,
    private readonly reach: PeopleReach,
    private readonly shifts: ShiftsService,
  ) {}

  import(actor: Actor, csv: string, from: Day | null): Promise<ImportedShiftLine[]> {
    const { wanted, refused } = fileOf(csv);
    const told: ImportedShiftLine[] = refused.map(toRefused);
    return this.database.transact(actor, async (tx) => {
      const people = await this.members.findByEmail(tx, wanted.map(({ email }) => email)); // prettier-ignore
      const ids = [...people.values()].map(({ id }) => id);
      const open = await this.reach.within(tx, actor, 'shift:manage', ids);
      const lines = [...told];
      for (const person of wanted) {
        const member = people.get(person.email);
        const isOpen = member && open.includes(member.id);
        const isChanged = isOpen ? await this.shifts.setWithin(tx, actor, member, { ...person, from }) : undefined;
        for (const line of person.lines) lines.push(lineOf(line, person.email, isChanged));
      }
      return lines.sort((a, b) => a.line - b.line);
    });
  }
}

/** Who is not theirs and who is nobody look the same. */
const lineOf = (line: number, email: string, isChanged: boolean | undefined): ImportedShiftLine =>
  isChanged === undefined
    ? toRefused({ line, email, message: 'Nobody of this address is here, or they are not yours to plan for.' })
    : { line, email, outcome: isChanged ? 'SET' : 'UNCHANGED', message: null };

const toRefused = ({ line, email, message }: RefusedLine): ImportedShiftLine => ({
  line,
  email,
  outcome: 'REFUSED',
  message,
});

function fileOf(csv: string) {
  try {
    return readShifts(csv);
  } catch (error) {
    if (error instanceof UnreadableFile) throw ClientFault.invalid('input.csv', error.message);
    throw error;
  }
}
