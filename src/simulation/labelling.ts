import {
  cappedConfidence,
  labelsOf,
  overlapDecision,
  taskPosterior,
  WorkerRecord,
  type StopRule,
} from '../consensus/index.js';

export interface GivenAnswer {
  person: number;
  label: number;
  at: Date;
}

export interface OpenTask {
  truth: number;
  answers: GivenAnswer[];
}

export interface SettledTask extends OpenTask {
  label: number;
}

/** The consensus of the campaign: error models learnt from gold alone, the posterior of each task, and when it is enough. */
export class Labelling {
  private readonly record: WorkerRecord;
  private readonly matrices = new Map<number, Float64Array>();
  private readonly gold: number[];
  private readonly prior: Float64Array;

  constructor(
    people: number,
    private readonly classes: number,
    private readonly rule: StopRule,
  ) {
    this.record = new WorkerRecord(people, classes);
    this.gold = Array<number>(people).fill(0);
    this.prior = new Float64Array(classes).fill(1);
  }

  learnGold(person: number, truth: number, label: number): void {
    const certain = new Float64Array(this.classes);
    certain[truth] = 1;
    this.record.learn(certain, [{ worker: person, label }]);
    this.gold[person]! += 1;
    this.matrices.delete(person);
  }

  /** The label when the answers are enough, or no more may be asked; null to ask one more. */
  settle({ answers }: OpenTask): number | null {
    const { label, confidence } = this.leading(answers);
    if (overlapDecision(answers.length, confidence, this.rule) === 'ASK_ONE_MORE') return null;
    this.prior[label]! += 1;
    return label;
  }

  private leading(answers: readonly GivenAnswer[]): { label: number; confidence: number } {
    const posterior = taskPosterior(
      answers.map(({ person, label }) => ({ label, errors: this.errorsOf(person) })),
      this.prior,
    );
    const label = labelsOf(posterior, this.classes)[0]!;
    const gold = answers.reduce((sum, { person }) => sum + this.gold[person]!, 0);
    return { label, confidence: cappedConfidence(posterior[label]!, gold) };
  }

  private errorsOf(person: number): Float64Array {
    let matrix = this.matrices.get(person);
    if (!matrix) this.matrices.set(person, (matrix = this.record.matrix(person)));
    return matrix;
  }
}
