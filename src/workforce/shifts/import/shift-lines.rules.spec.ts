import { describe, expect, it } from '@jest/globals';
import { dayOf } from '../calendar.rules.js';
import { readShifts } from './shift-lines.rules.js';

const header = 'email,weekdays,start,end,from,until,timeZone';

describe('the shifts of many people', () => {
  it('are put together by person', () => {
    const { wanted, refused } = readShifts(
      [header, 'Ann@x.example,Mon-Fri,09:00,17:00,,,Asia/Kolkata', 'ben@x.example,sat; Sunday,22:00,06:00,2026-12-01,2026-12-31,', 'ann@x.example,Sat,09:00,12:00,,,'].join('\n'), // prettier-ignore
    );
    expect(refused).toEqual([]);
    const days = { validFrom: null, validUntil: null };
    expect(wanted).toEqual([
      {
        email: 'ann@x.example',
        lines: [2, 4],
        timeZone: 'Asia/Kolkata',
        shifts: [
          ...[1, 2, 3, 4, 5].map((weekday) => ({ weekday, startMinute: 540, endMinute: 1020, ...days })),
          { weekday: 6, startMinute: 540, endMinute: 720, ...days },
        ],
      },
      {
        email: 'ben@x.example',
        lines: [3],
        timeZone: null,
        shifts: [6, 7].map((weekday) => ({ weekday, startMinute: 1320, endMinute: 360, validFrom: dayOf('2026-12-01'), validUntil: dayOf('2026-12-31') })), // prettier-ignore
      },
    ]);
  });

  it('an address that nobody can have is nobody’s', () => {
    const { wanted, refused } = readShifts(`email,weekdays,start,end\na\0@x.example,Fri,09:00,10:00`);
    expect([wanted, refused[0]!.message]).toEqual([[], expect.stringContaining('is no e-mail address')]);
  });

  it('weeks may run over Sunday', () => {
    const { wanted } = readShifts(`email,weekdays,start,end\na@x.example,Fri–Mon,09:00,10:00`);
    expect(wanted[0]!.shifts.map(({ weekday }) => weekday)).toEqual([1, 5, 6, 7]);
  });

  it.each([
    ['Mon-Someday,09:00,17:00,,,', '“Mon-Someday” names no days'],
    ['Mon-Tue-Wed,09:00,17:00,,,', 'names no days'],
    [',09:00,17:00,,,', 'names no days'],
    ['Mon,9,17:00,,,', '“9” is no time'],
    ['Mon,09:00,24:00,,,', '“24:00” is no time'],
    ['Mon,09:00,09:00,,,', 'The shift ends when it starts.'],
    ['Mon,09:00,17:00,2026-02-30,,', '“2026-02-30” is no day'],
    ['Mon,09:00,17:00,2026-12-02,2026-12-01,', 'It is over before it begins.'],
    ['Mon,09:00,17:00,,,CET+1', '“CET+1” is no time zone'],
    ['Mon,09:00,17:00,', 'The line has 5 cells, and the header has 7.'],
    ['Mon,"09:00,17:00,,,', 'A quote in this line is not closed'],
    ['Mon,09:00,17:00,,,Asia/Tokyo', 'A person’s shifts are of one time zone.'],
  ])('a line with %j is refused with all of its person’s, and with nobody else’s', (line, message) => {
    const { wanted, refused } = readShifts(
      [header, 'ann@x.example,Sun,09:00,17:00,,,UTC', `ann@x.example,${line}`, 'ben@x.example,Mon,09:00,17:00,,,'].join('\n'), // prettier-ignore
    );
    expect(wanted.map(({ email }) => email)).toEqual(['ben@x.example']);
    expect(refused.map((one) => [one.line, one.message])).toEqual([
      [3, expect.stringContaining(message)],
      [2, 'Line 3 of the same person is refused; their shifts stay as they were.'],
    ]);
  });
});
