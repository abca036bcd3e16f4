import { describe, expect, it } from '@jest/globals';
import { validate, version } from 'uuid';
import { fromGlobalId, type IdKind, newId, parseGlobalId, prefixes, toGlobalId } from './ids.js';

describe('ids at the edge', () => {
  it('wear their kind and come back the same', () => {
    for (const kind of Object.keys(prefixes) as IdKind[]) {
      const id = newId();
      expect(fromGlobalId(kind, toGlobalId(kind, id))).toBe(id);
    }
  });
  it('of another kind, or none at all, are refused with their path', () => {
    for (const wrong of [toGlobalId('task', newId()), 'prj_1', '', 'prj_', "prj_'; drop"]) {
      expect(() => fromGlobalId('project', wrong, 'input.projectId')).toThrow(
        /input\.projectId: must be an id of the form prj_/,
      );
    }
    expect(parseGlobalId('nonsense')).toBeNull();
  });
  it('are version 7 and ascend, also many within a millisecond', () => {
    const ids = Array.from({ length: 20_000 }, newId);
    expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
    expect([...new Set(ids)].sort()).toEqual(ids);
    expect(Math.abs(parseInt(ids[0]!.replaceAll('-', '').slice(0, 12), 16) - Date.now())).toBeLessThan(60_000);
  });
  it('prefixes are distinct', () => expect(new Set(Object.values(prefixes)).size).toBe(Object.keys(prefixes).length));
});
