import type { ChosenConfidence, ReliabilityBin } from '../../consensus/index.js';
import type { LabelKind } from '../../labels/index.js';
import type { Estimate } from '../agreement/agreement-report.js';

/** What came of comparing methods on the gold of a project. */
export interface MethodComparison {
  /** Tasks whose known answer somebody answered: what everything here is scored on. */
  goldTasks: number;
  answeredTasks: number;
  answers: number;
  people: number;
  /** Only the newest tasks were read, beside those with gold. */
  isCapped: boolean;
  /** The accuracy that `confidence` is chosen for. */
  target: number;
  /** What to do where there is too little gold to say anything; null otherwise. */
  note: string | null;
  parts: PartComparison[];
}

export interface PartComparison {
  kind: LabelKind;
  name: string;
  /** What `score` is; for MEAN_ABSOLUTE_ERROR less is better, for the others more. */
  measure: 'ACCURACY' | 'MEAN_ABSOLUTE_ERROR' | 'TEXT_SIMILARITY' | 'MEAN_IOU';
  /** Gold tasks with an answer to this part. */
  n: number;
  methods: MethodFigures[];
  omitted: { method: string; why: string }[];
  /** Of choices: how often two methods give a task the same label. */
  sameLabel: { left: string; right: string; share: Estimate }[];
}

export interface MethodFigures {
  method: string;
  score: Estimate;
  seconds: number;
  /** Of choices, and of methods that repeat. */
  iterations?: number;
  hasConverged?: boolean;
  /** Of choices: of tasks whose consensus claims about so much, how many are right. */
  reliability?: ReliabilityBin[];
  /** Of choices: the posterior to ask for to reach the target; null when no posterior does or too few claims tell. */
  confidence?: ChosenConfidence | null;
  /** Of shapes: instances with a counterpart of IoU ½ or more, as F1. */
  f1?: Estimate;
}
