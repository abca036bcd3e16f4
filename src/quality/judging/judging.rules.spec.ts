import { describe, expect, it } from '@jest/globals';
import type { ErrorCode } from '../../projects/index.js';
import { decideAlike, evidenceOfReview, isRightAnswer } from './judged-evidence.rules.js';
import { asErrors, faultsOfErrors, type VerdictError } from './verdict-errors.rules.js';

const schema = {
  classes: [{ name: 'Lung', kind: 'POLYGON' as const }],
  fields: [{ name: 'view', kind: 'CHOICE' as const, options: ['PA', 'AP'] }],
};
const catalogue: ErrorCode[] = [
  { code: 'EDGE', severity: 'MINOR', class: 'Lung' },
  { code: 'MISSED', severity: 'CRITICAL' },
];

describe('the error catalogue', () => {
  it('names the codes it knows, and takes no other', () => {
    expect(faultsOfErrors([{ code: 'MISSED' }, { code: 'edge' }], catalogue, schema)).toEqual([
      { path: 'input.errors[1].code', message: 'must be one of EDGE, MISSED' },
    ]);
  });

  it('holds a code to its class, and any other to the classes of the schema', () => {
    const said = [
      { code: 'EDGE', class: 'Lung' },
      { code: 'EDGE', class: 'view' },
      { code: 'MISSED', class: 'view' },
      { code: 'MISSED', class: 'Heart' },
    ];
    expect(faultsOfErrors(said, catalogue, schema).map(({ path }) => path)).toEqual([
      'input.errors[1].class',
      'input.errors[3].class',
    ]);
  });

  it('says how severe an error is; without a catalogue the reviewer does', () => {
    expect(asErrors([{ code: 'EDGE', severity: 'CRITICAL' }, { code: 'MISSED', class: 'view' }], catalogue)).toEqual([
      { code: 'EDGE', severity: 'MINOR', class: 'Lung' },
      { code: 'MISSED', severity: 'CRITICAL', class: 'view' },
    ]); // prettier-ignore
    expect(faultsOfErrors([{ code: 'x' }], [], schema)).toMatchObject([{ path: 'input.errors[0].severity' }]);
    expect(faultsOfErrors([{ code: 'x', severity: 'MAJOR', class: 'anything' }], [], schema)).toEqual([]);
    expect(asErrors([{ code: 'x', severity: 'MAJOR', class: '' }], [])).toEqual([{ code: 'x', severity: 'MAJOR' }]);
  });
});

describe('what a verdict says of people', () => {
  const minor: VerdictError = { code: 'EDGE', severity: 'MINOR', class: 'Lung' };
  const major: VerdictError = { code: 'SIDE', severity: 'MAJOR', class: 'view' };

  it.each([
    ['ACCEPT', [], true],
    ['ACCEPT', [minor], true],
    ['FIX', [minor], true],
    ['FIX', [minor, major], false],
    ['FIX', [], false],
    ['REJECT', [minor], false],
  ] as const)('%s with %j', (decision, errors, isRight) => {
    expect(isRightAnswer(decision, errors)).toBe(isRight);
  });

  it('a wrong answer is wrong in each class in which an error was found, once', () => {
    const at = new Date(0);
    const answer = { submissionId: 's', authorId: 'ann', taskId: 't', at };
    const noted = evidenceOfReview({ ...answer, decision: 'REJECT', errors: [major, major, minor] });
    expect(noted.map((one) => [one.class, one.isRight])).toEqual([
      [undefined, false],
      ['view', false],
      ['Lung', false],
    ]);
    expect(evidenceOfReview({ ...answer, decision: 'FIX', errors: [minor] })).toMatchObject([{ isRight: true }]);
  });

  it('two reviewers agree when both or neither let it stand', () => {
    expect(decideAlike('FIX', 'REJECT')).toBe(true);
    expect(decideAlike('ACCEPT', 'ACCEPT')).toBe(true);
    expect(decideAlike('ACCEPT', 'FIX')).toBe(false);
  });
});
