import { createHash } from 'node:crypto';
import type { Situation } from './workflow.rules.js';

/**
 * The state is part of it: the same answers may be looked at again after a rework was rejected. So is since when: a lead
 * who lowers the overlap again brings back a situation that was decided before, and must be decided once more.
 */
export function fingerprintOf(situation: Situation, since: Date): string {
  const parts = [
    situation.state,
    since.toISOString(),
    ...situation.answers.map((answer) => answer.id).sort(),
    ...situation.verdicts.map((verdict) => verdict.id).sort(),
  ];
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}
