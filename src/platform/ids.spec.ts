import { describe, expect, it } from '@jest/globals';
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
  it('prefixes are distinct', () => expect(new Set(Object.values(prefixes)).size).toBe(Object.keys(prefixes).length));
});
