import type { SetShifts, WeeklyShift } from './queries';

export const weekdays = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;
export type Weekday = (typeof weekdays)[number];

/** Shifts of one time on several days of the week, as people say them: Monday to Friday, nine to five. */
export interface ShiftRow {
  key: number;
  days: Weekday[];
  start: string;
  end: string;
  /** '': that of the whole plan */
  from: string;
  /** '': there is no end */
  until: string;
}

let lastKey = 0;
export const newRow = (part: Partial<ShiftRow> = {}): ShiftRow => ({
  key: (lastKey += 1),
  days: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'],
  start: '09:00',
  end: '17:00',
  from: '',
  until: '',
  ...part,
});

/** What holds from a day on. @param from what began before it begins with the plan */
export function rowsOf(shifts: readonly WeeklyShift[], from: string): ShiftRow[] {
  const rows = new Map<string, ShiftRow>();
  for (const { weekday, start, end, from: begun, until } of shifts) {
    const first = begun > from ? begun : '';
    const key = [start, end, first, until].join(' ');
    const row = rows.get(key) ?? newRow({ days: [], start, end, from: first, until: until ?? '' });
    row.days.push(weekday);
    rows.set(key, row);
  }
  return [...rows.values()];
}

type ShiftInput = SetShifts['shifts'][number];

/** A shift a day, and for each of them the row that it came from: so a fault finds its row. */
export function inputsOf(rows: readonly ShiftRow[]): { shifts: ShiftInput[]; rowOf: number[] } {
  const each = rows.flatMap(({ days, start, end, from, until }, at) =>
    weekdays
      .filter((day) => days.includes(day))
      .map((weekday) => ({ at, shift: { weekday, start, end, from: from || null, until: until || null } })),
  );
  return { shifts: each.map(({ shift }) => shift), rowOf: each.map(({ at }) => at) };
}

/** What was before, to be given again; null when it cannot be, since it was by several clocks. */
export function undoOf(memberId: string, from: string, before: readonly WeeklyShift[]): SetShifts | null {
  const zones = new Set(before.map(({ timeZone }) => timeZone));
  if (zones.size > 1) return null;
  const shifts = before.map(({ weekday, start, end, from: begun, until }) => ({ weekday, start, end, from: begun, until })); // prettier-ignore
  return { memberId, from, timeZone: before[0]?.timeZone ?? null, shifts };
}
