export const common = {
  loading: 'Loading',
  where: 'Where you are',
  skipToContent: 'Skip to the content',
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  open: 'Open',
  none: 'none',
  yes: 'yes',
  no: 'no',
  reason: 'Reason',
  reasonHint: 'Kept in the change log; the people concerned may read it.',
  more: 'Show more',
  ofTotal: (shown: string, total: string) => `${shown} of ${total}`,
  total: (total: string) => `${total} in all`,
  csv: 'CSV',
  you: 'you',
  optional: 'optional',
  name: 'Name',
  takeBack: 'Take back',
  undo: 'Undo',
  undone: 'It is as it was.',
};

export const errors = {
  title: 'That did not work',
  retry: 'Try again',
  unknown: 'Something went wrong in the browser. Reload the page; nothing that you handed in is lost.',
  unreadable: 'The server’s answer could not be read. Try again in a moment.',
  offline: 'The server cannot be reached. What you had handed in is kept; try again when you are connected.',
  forbidden: 'You may not see or do this. If you should, ask whoever gives out roles.',
  notFound: 'There is nothing here, or nothing that you may see.',
  stale: 'This may be out of date: the server did not answer just now. It is asked again.',
  requestId: (id: string) => `Request ${id}`,
  noPage: 'There is no such page',
  noPageHint: 'The address may be mistyped, or the page was moved.',
  home: 'To the first page',
};

export const figures = {
  n: (n: string) => `n ${n}`,
  interval: '95 % interval',
  nothing: 'nothing judged yet',
  small: 'Few: read the interval, not the figure.',
};

export const stages: Record<string, string> = {
  ANNOTATE: 'Label',
  REWORK: 'Mend',
  ADJUDICATE: 'Decide between answers',
  REVIEW: 'Review',
  REREVIEW: 'Second review',
  AUDIT: 'Audit',
  DISPUTE: 'Dispute',
};

export const roles: Record<string, string> = {
  OWNER: 'Owner',
  ADMIN: 'Administrator',
  PROJECT_MANAGER: 'Project manager',
  TEAM_LEAD: 'Team lead',
  REVIEWER: 'Reviewer',
  ANNOTATOR: 'Annotator',
  CLIENT: 'Client',
};

export const batchStates: Record<string, string> = {
  DRAFT: 'Draft',
  READY: 'Ready',
  OPEN: 'Open',
  PAUSED: 'Paused',
  COMPLETED: 'Complete',
  ACCEPTED: 'Accepted',
  RETURNED: 'Returned',
  ARCHIVED: 'Archived',
  CANCELLED: 'Cancelled',
};

export const taskStates: Record<string, string> = {
  OPEN: 'Open',
  ANSWERED: 'Answered',
  ADJUDICATING: 'Being decided',
  REVIEWING: 'In review',
  REWORKING: 'Being mended',
  SETTLED: 'Settled',
  TRIAGED: 'In triage',
  CANCELLED: 'Cancelled',
};

export const decisions: Record<string, string> = { ACCEPT: 'Accepted', FIX: 'Fixed', REJECT: 'Sent back' };
export const severities: Record<string, string> = { CRITICAL: 'critical', MAJOR: 'major', MINOR: 'minor' };
