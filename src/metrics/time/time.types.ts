export const timeCodes = ['TRAINING', 'MEETING', 'TOOL_OUTAGE', 'OTHER', 'BREAK'] as const;
export type TimeCode = (typeof timeCodes)[number];

export const correctionStates = ['PROPOSED', 'APPROVED', 'REFUSED', 'UNDONE', 'WITHDRAWN'] as const;
export type CorrectionState = (typeof correctionStates)[number];

/** As sentences say it. */
export const timeCodeWords: Record<TimeCode, string> = {
  TRAINING: 'training',
  MEETING: 'a meeting',
  TOOL_OUTAGE: 'a tool that is out of order',
  OTHER: 'something else',
  BREAK: 'a break',
};
export const correctionStateWords: Record<CorrectionState, string> = {
  PROPOSED: 'not decided yet',
  APPROVED: 'approved',
  REFUSED: 'refused',
  UNDONE: 'undone',
  WITHDRAWN: 'withdrawn',
};

/** An entry as it was noted; what holds of it may be a correction. */
export interface TimeEntryRow {
  id: string;
  member_id: string;
  code: TimeCode;
  project_id: string | null;
  note: string | null;
  started_at: Date;
  /** null: it runs */
  ended_at: Date | null;
  /** when it ends by itself */
  until_at: Date | null;
  is_entered: boolean;
  /** the correction that holds instead */
  correction_id: string | null;
}

export interface NewEntry {
  code: TimeCode;
  projectId: string | null;
  note: string | null;
  /** when it ends by itself; null: when it is stopped */
  until: Date | null;
}

export interface CorrectionRow {
  id: string;
  member_id: string;
  member_name: string;
  entry_id: string | null;
  /** the entry as it was noted */
  noted_code: TimeCode | null;
  noted_from: Date | null;
  noted_until: Date | null;
  started_at: Date | null;
  ended_at: Date | null;
  code: TimeCode | null;
  is_removal: boolean;
  project_id: string | null;
  project_name: string | null;
  at: Date | null;
  seconds: number | null;
  reason: string;
  state: CorrectionState;
  proposed_at: Date;
  decided_by: string | null;
  decided_by_name: string | null;
  decided_at: Date | null;
  decision_reason: string | null;
  undone_by: string | null;
  undone_at: Date | null;
  undo_reason: string | null;
}

export type NewCorrection = { reason: string } & (
  | { entryId: string; isRemoval: true }
  | { entryId: string; isRemoval: false; code: TimeCode; startedAt: Date; endedAt: Date }
  | NewWorkCorrection
);

/** So many active seconds more, or less. */
export interface NewWorkCorrection {
  entryId: null;
  projectId: string;
  at: Date;
  seconds: number;
}

export interface HoursFilter {
  /** days, YYYY-MM-DD, each in the zone of the person; both count */
  firstDay: string;
  lastDay: string;
  memberIds?: string[];
  teamIds?: string[];
  projectIds?: string[];
}

/** Seconds of one person, day and project. */
export interface HoursRow {
  member_id: string;
  name: string;
  time_zone: string;
  /** YYYY-MM-DD in that zone */
  day: string;
  project_id: string | null;
  project: string | null;
  active: number;
  idle: number;
  away: number;
  training: number;
  meeting: number;
  tool_outage: number;
  other: number;
  /** not worked */
  pause: number;
  /** of approved corrections of work */
  corrected: number;
  /** as tools say, beside the others */
  tool: number;
}
