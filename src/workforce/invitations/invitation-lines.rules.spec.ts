import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UnreadableFile } from '../csv-lines.rules.js';
import { readCsv, readLines } from './invitation-lines.rules.js';

const read = (...lines: string[]) => {
  const { rows, refused } = readCsv(lines.join('\r\n'));
  const looked = readLines(rows);
  return { wanted: looked.wanted, refused: [...refused, ...looked.refused].sort((a, b) => a.line - b.line) };
};
const header = 'email,name,roles,team,isLead,skills,timeZone,languages';

describe('a list of people to invite', () => {
  it('is read whatever the order and the spelling of its columns', () => {
    const { wanted, refused } = read(
      '\ufeffName,E-Mail,ROLES,time_zone,Is Lead,Team,Skills,Languages',
      '"Rao, Ann",Ann@Site.Example,annotator; Team lead,Asia/Kolkata,yes,Nights,"chest:3; CT: 2",hi;EN-in',
      '',
      'Ben,ben@site.example,REVIEWER|ANNOTATOR,,,,,',
    );
    expect(refused).toEqual([]);
    expect(wanted).toEqual([
      { line: 2, email: 'ann@site.example', name: 'Rao, Ann', roles: ['ANNOTATOR', 'TEAM_LEAD'], team: 'Nights', isLead: true, skills: [{ name: 'chest', level: 3 }, { name: 'CT', level: 2 }], timeZone: 'Asia/Kolkata', languages: ['hi', 'en-IN'] }, // prettier-ignore
      { line: 4, email: 'ben@site.example', name: 'Ben', roles: ['REVIEWER', 'ANNOTATOR'], team: null, isLead: false, skills: [], timeZone: undefined, languages: [] }, // prettier-ignore
    ]);
  });

  it.each([
    ['no address', '“nobody” is no e-mail address.', 'nobody,N,ANNOTATOR,,,,,'],
    ['half a letter in it', 'is no e-mail address.', 'a\ud800@b.example,N,ANNOTATOR,,,,,'],
    ['a team of no name', 'The team has characters that no name has.', 'a@b.example,N,ANNOTATOR,T\0,,,,'],
    ['a skill of no name', 'is no skill with a level', 'a@b.example,N,ANNOTATOR,,,x\0:3,,'],
    ['no name', 'The name must be one line of 1 to 200 characters.', 'a@b.example, ,ANNOTATOR,,,,,'],
    ['no role', 'There is no role; several are parted by semicolons.', 'a@b.example,N,,,,,,'],
    ['a role of another house', '“BOSS” is no role; the roles are', 'a@b.example,N,BOSS,,,,,'],
    ['a lead of nothing', 'Who leads needs a team to lead.', 'a@b.example,N,TEAM_LEAD,,true,,,'],
    ['a doubtful lead', 'isLead must be true or false.', 'a@b.example,N,TEAM_LEAD,T,perhaps,,,'],
    ['a skill without its level', '“chest” is no skill with a level from 1 to 5', 'a@b.example,N,ANNOTATOR,,,chest,,'],
    ['a level too high', '“chest:6” is no skill with a level', 'a@b.example,N,ANNOTATOR,,,chest:6,,'],
    ['an offset', '“+05:30” is no time zone', 'a@b.example,N,ANNOTATOR,,,,+05:30,'],
    ['a language by its name', '“de_CH” is no language by BCP 47', 'a@b.example,N,ANNOTATOR,,,,,de_CH'],
    ['a cell too few', 'The line has 3 cells, and the header has 8.', 'a@b.example,N,ANNOTATOR'],
    ['a quote left open', 'A quote in this line is not closed', 'a@b.example,"N,ANNOTATOR,,,,,'],
  ])('refuses a line with %s and keeps the others', (_, message, line) => {
    const { wanted, refused } = read(header, 'first@b.example,F,ANNOTATOR,,,,,', line, 'last@b.example,L,CLIENT,,,,,');
    expect(refused).toEqual([{ line: 3, email: expect.any(String), message: expect.stringContaining(message) }]);
    expect(wanted.map((one) => [one.line, one.email])).toEqual([[2, 'first@b.example'], [4, 'last@b.example']]); // prettier-ignore
  });

  it('says everything that is wrong with a line, and takes an address once', () => {
    const { wanted, refused } = read(header, 'a@b.example,A,CLIENT,,,,,', 'A@B.example,,HERO,,,,,');
    expect(wanted).toHaveLength(1);
    expect(refused[0]!.message).toMatch(/^Line 2 has this address already\. The name .* “HERO” is no role/);
  });

  it.each(['\n', '\r\n', '\r'])('tells the line on which a record begins, however many a quoted cell has %#', (end) => {
    const cells = ['email,name,roles', `"ann@b.example","Ann${end}Marie${end}Rao",CLIENT`, '', 'ben@b.example,Ben,HERO', 'eve@b.example,Eve,CLIENT']; // prettier-ignore
    const { rows } = readCsv(cells.join(end));
    const { wanted, refused } = readLines(rows);
    expect(refused.map((one) => [one.line, one.email])).toEqual([[2, 'ann@b.example'], [6, 'ben@b.example']]); // prettier-ignore
    expect(wanted.map((one) => [one.line, one.email])).toEqual([[7, 'eve@b.example']]);
  });

  it.each([
    ['', 'there is no header'],
    ['email,name', 'the column roles is missing'],
    ['email,name,roles,roles', 'the column roles is there twice'],
    ['email,name,roles,salary', 'there is no column “salary”'],
    ['email,"name,roles', 'the header has a stray quote'],
    [`email,name,roles\n${'a@b.example,A,CLIENT\n'.repeat(1001)}`, 'there may be at most 1,000 lines'],
  ])('refuses a file at its header %#', (text, message) => {
    expect(() => readCsv(text)).toThrow(UnreadableFile);
    expect(() => readCsv(text)).toThrow(message);
  });

  it('what spreadsheets leave at the end is no line', () => {
    const { wanted, refused } = read(header, 'ann@b.example,Ann,CLIENT,,,,,', ',,,,,,,', ' , ,,,,,,', 'ben@b.example,Ben,CLIENT,,,,,', ',,,,,,,'); // prettier-ignore
    expect(refused).toEqual([]);
    expect(wanted.map((one) => [one.line, one.email])).toEqual([[2, 'ann@b.example'], [5, 'ben@b.example']]); // prettier-ignore
  });

  it('whatever the lines say, each is told of once, in its place', () => {
    const cell = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom('a@b.example', 'ANNOTATOR', 'chest:3', 'true', '"', ';', '\n'),
    );
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 20 }), (given) => {
        const rows = given.filter((cells) => cells.some((text) => text.trim() !== ''));
        const written = rows.map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(','));
        const { wanted, refused } = read('email,name,roles', ...written);
        const lines = [...wanted, ...refused].map(({ line }) => line);
        expect(new Set(lines).size).toBe(rows.length);
        expect(lines.length).toBe(rows.length);
      }),
    );
  });
});
