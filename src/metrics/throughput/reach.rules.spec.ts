import { describe, expect, it } from '@jest/globals';
import { asOneself, narrowedTo, refusalOfOthers, refusalOfPersons, scopeOf } from './reach.rules.js';
import { throughputGroupings } from './throughput.types.js';

const me = (reach: 'ANY' | 'TEAM' | 'PROJECT' | 'OWN') => ({ memberId: 'me', reach });

describe('whose work people see', () => {
  it('is their own, whatever they ask for', () => {
    expect(refusalOfOthers({}, 'PERSON', me('OWN'))).toBeNull();
    expect(refusalOfOthers({ memberIds: ['me'] }, 'NONE', me('OWN'))).toBeNull();
    expect(refusalOfOthers({ memberIds: ['me', 'other'] }, 'NONE', me('OWN'))).toMatch(/own work/);
    expect(refusalOfOthers({ teamIds: ['t'] }, 'NONE', me('OWN'))).toMatch(/own work/);
    expect(refusalOfOthers({}, 'TEAM', me('OWN'))).toMatch(/own work/);
    expect(refusalOfOthers({}, 'SOURCE', me('OWN'))).toMatch(/not told/);
    expect(refusalOfOthers({}, 'SOURCE', me('TEAM'))).toBeNull();
    expect(narrowedTo({}, me('OWN'))).toEqual({ memberIds: ['me'] });
    expect(refusalOfOthers({ memberIds: ['other'] }, 'TEAM', me('TEAM'))).toBeNull();
  });

  it('is that of who works, when a lead who works asks about themselves alone', () => {
    expect(asOneself(me('TEAM'), true, { memberIds: ['me'] }).reach).toBe('OWN');
    expect(asOneself(me('TEAM'), true, { memberIds: ['me', 'other'] }).reach).toBe('TEAM');
    expect(asOneself(me('ANY'), false, { memberIds: ['me'] }).reach).toBe('ANY');
  });

  it('is the work alone to clients, of projects open to them', () => {
    const open = throughputGroupings.filter((by) => refusalOfPersons({}, by, me('PROJECT')) === null);
    expect(open).toEqual(['NONE', 'PROJECT', 'BATCH', 'STAGE', 'SOURCE']);
    expect(refusalOfPersons({ memberIds: ['m'] }, 'NONE', me('PROJECT'))).not.toBeNull();
    expect(refusalOfPersons({ teamIds: ['t'] }, 'NONE', me('PROJECT'))).not.toBeNull();
    expect(scopeOf(me('PROJECT'))).toEqual({ ledBy: null, openTo: 'me' });
    expect(scopeOf(me('TEAM'))).toEqual({ ledBy: 'me', openTo: null });
    expect(scopeOf(me('ANY'))).toEqual({ ledBy: null, openTo: null });
  });
});
