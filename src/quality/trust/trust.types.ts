import type { EvidenceSource } from '../../projects/index.js';

/** One answer judged against something: right or not, how much it counts (0 to 1), and when it was given. */
export interface Evidence {
  source: EvidenceSource;
  isRight: boolean;
  weight: number;
  at: Date;
}

/** Beta posterior. */
export interface Trust {
  alpha: number;
  beta: number;
  /** evidence as counted */
  n: number;
  mean: number;
  interval: [number, number];
}
