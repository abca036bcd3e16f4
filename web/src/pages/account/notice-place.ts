import type { LinkProps } from '@tanstack/react-router';

export interface Told {
  kind: string;
  projectId: string | null;
  subjectId: string | null;
}

/** Whoever is told, as the session has them. */
export interface Reader {
  can: (action: string) => boolean;
  me: { roles: readonly string[] };
}

/** What there is no screen for, or none that the reader may open, leads nowhere and stays text. */
const nowhere = null;

/** Where a notice can be acted on. A link that ended at “You may not see or do this” would be none. */
export function placeOf({ kind, projectId, subjectId }: Told, { can, me }: Reader): LinkProps | null {
  switch (kind) {
    case 'BATCH_AT_RISK':
      return subjectId && can('batch:read') && can('forecast:read')
        ? { to: '/batches/$batchId', params: { batchId: subjectId }, search: { tab: 'forecast' } }
        : nowhere;
    // Its batches: one is opened, or filled.
    case 'QUEUE_RUNS_DRY':
      return projectId && can('batch:read') ? { to: '/projects/$projectId', params: { projectId } } : nowhere;
    case 'PERSON_BELOW_BAR':
      return projectId && subjectId && can('trust:read') && can('team:read')
        ? { to: '/projects/$projectId/trust-actions/$trustActionId', params: { projectId, trustActionId: subjectId } }
        : nowhere;
    case 'DISPUTE_WAITING':
      return projectId && can('dispute:read') ? { to: '/disputes', search: { project: projectId } } : nowhere;
    case 'LOT_WITHOUT_JUDGE':
      return subjectId && can('batch:read') && can('audit:read')
        ? { to: '/lots/$lotId', params: { lotId: subjectId } }
        : nowhere;
    case 'ENDPOINT_DISABLED':
      return subjectId && can('webhook:manage')
        ? { to: '/endpoints/$endpointId', params: { endpointId: subjectId } }
        : nowhere;
    // Whoever answers them is told of what was asked, and whoever asks of what was answered: that is open no more.
    case 'QUESTION':
      if (can('question:read')) {
        const all = can('question:ask') || undefined;
        return projectId ? { to: '/questions', search: { project: projectId, all } } : nowhere;
      }
      return can('question:ask') ? { to: '/my-questions' } : nowhere;
    case 'COURSE':
    case 'RETRAIN':
      return can('course:take') ? { to: '/courses' } : nowhere;
    // Which door is shut, and by whom.
    case 'PAUSE':
      return can('task:claim') ? { to: '/work' } : nowhere;
    // The record has what was said of one's answers: nothing for those who judge those of others alone.
    case 'WARN':
    case 'REQUIRE_REVIEW':
    case 'REOPEN_WORK':
    case 'FEEDBACK':
    case 'DISPUTE':
      return me.roles.includes('ANNOTATOR') ? { to: '/record' } : nowhere;
    default:
      return nowhere;
  }
}
