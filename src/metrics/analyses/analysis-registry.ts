import { Injectable } from '@nestjs/common';
import type { AnalysisKind, RunAnalysis } from './analysis.types.js';

/** Each kind of analysis says here how it is run. */
@Injectable()
export class AnalysisRegistry {
  private readonly kinds = new Map<AnalysisKind, RunAnalysis>();

  register(kind: AnalysisKind, run: RunAnalysis): void {
    if (this.kinds.has(kind)) throw new Error(`the analysis ${kind} is registered twice`);
    this.kinds.set(kind, run);
  }

  get(kind: AnalysisKind): RunAnalysis {
    const run = this.kinds.get(kind);
    if (!run) throw new Error(`no feature runs the analysis ${kind}`);
    return run;
  }
}
