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

/** What the answers of the others to a settled task say. */
export interface OthersView {
  answer: GivenAnswer;
  label: number;
  confidence: number;
}

/** The consensus of the campaign: error models learnt from gold, the posterior of each task, and when it is enough. */
export class Labelling {
  private readonly record: WorkerRecord;
  /** The row of the record that is a person's now: a break begins a new one. */
  private readonly rowOf: number[];
  private rows: number;
  private readonly matrices = new Map<number, Float64Array>();
  private readonly gold: number[];
  private readonly prior: Float64Array;

  constructor(
    people: number,
    private readonly classes: number,
    private readonly rule: StopRule,
  ) {
    this.rows = people;
    this.rowOf = Array.from({ length: people }, (_, place) => place);
    // Room for three fresh starts each.
    this.record = new WorkerRecord(people * 4, classes);
    this.gold = Array<number>(people * 4).fill(0);
    this.prior = new Float64Array(classes).fill(1);
  }

  learnGold(person: number, truth: number, label: number): void {
    const certain = new Float64Array(this.classes);
    certain[truth] = 1;
    const worker = this.rowOf[person]!;
    this.record.learn(certain, [{ worker, label }]);
    this.gold[worker]! += 1;
    this.matrices.delete(worker);
  }

  startAfresh(person: number): void {
    if (this.rows < this.gold.length) this.rowOf[person] = this.rows++;
  }

  /** The label when the answers are enough, or no more may be asked; null to ask one more. */
  settle({ answers }: OpenTask): number | null {
    const { label, confidence } = this.leading(answers);
    if (overlapDecision(answers.length, confidence, this.rule) === 'ASK_ONE_MORE') return null;
    this.prior[label]! += 1;
    return label;
  }

  /** For each answer what the others say, when there are others. */
  othersOf({ answers }: OpenTask): OthersView[] {
    if (answers.length < 2) return [];
    return answers.map((answer) => ({ answer, ...this.leading(answers.filter((other) => other !== answer)) }));
  }

  private leading(answers: readonly GivenAnswer[]): { label: number; confidence: number } {
    const posterior = taskPosterior(
      answers.map(({ person, label }) => ({ label, errors: this.errorsOf(person) })),
      this.prior,
    );
    const label = labelsOf(posterior, this.classes)[0]!;
    const gold = answers.reduce((sum, { person }) => sum + this.gold[this.rowOf[person]!]!, 0);
    return { label, confidence: cappedConfidence(posterior[label]!, gold) };
  }

  private errorsOf(person: number): Float64Array {
    const worker = this.rowOf[person]!;
    let matrix = this.matrices.get(worker);
    if (!matrix) this.matrices.set(worker, (matrix = this.record.matrix(worker)));
    return matrix;
  }
}
