import type { Tenant } from '../../platform/index.js';

export const analysisKinds = ['POLICY_PREVIEW', 'METHOD_COMPARISON'] as const;
export type AnalysisKind = (typeof analysisKinds)[number];

export const analysisStates = ['RUNNING', 'DONE', 'FAILED', 'CANCELLED'] as const;
export type AnalysisState = (typeof analysisStates)[number];

/** The counts are bigint: the driver gives strings. */
export interface AnalysisRow {
  id: string;
  project_id: string;
  kind: AnalysisKind;
  input: Record<string, unknown>;
  state: AnalysisState;
  done: string;
  total: string | null;
  result: unknown;
  error: string | null;
  created_by: string;
  created_at: Date;
  finished_at: Date | null;
}

/** What a kind of analysis gets to work with. */
export interface AnalysisWork {
  tenant: Tenant;
  projectId: string;
  input: Record<string, unknown>;
  /** Cancelled, or the process stops: give up at once by throwing its reason. */
  signal: AbortSignal;
  /** As often as it likes; it is written down once a second. */
  report: (done: number, total: number) => void;
}

/** Does the work and answers its result, as JSON. What it throws fails the analysis; a ClientFault says why in its own words. */
export type RunAnalysis = (work: AnalysisWork) => Promise<object>;
