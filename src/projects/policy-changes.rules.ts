import { isDeepStrictEqual } from 'node:util';
import type { Policy } from './policy.types.js';

/** Null: it was or is not there. */
export interface FieldChange {
  from: unknown;
  to: unknown;
}

/** What differs between two policies, for the log of changes: path (`leaseMinutes.REVIEW`) → what it was and is. Lists are told whole. */
export const policyChanges = (before: Policy, after: Policy): Record<string, FieldChange> =>
  Object.fromEntries(differences('', { ...before }, { ...after }));

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function differences(path: string, before: Fields, after: Fields): [string, FieldChange][] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name): [string, FieldChange][] => {
    const [from, to] = [before[name], after[name]];
    if (isDeepStrictEqual(from, to)) return [];
    const at = path === '' ? name : `${path}.${name}`;
    return isFields(from) && isFields(to) ? differences(at, from, to) : [[at, { from: from ?? null, to: to ?? null }]];
  });
}
