import type { Random } from '../../consensus/index.js';
import { Refusal } from '../../platform/index.js';
import type { VerdictsService } from '../../quality/index.js';
import { type AssignmentsService, type AssignmentView, answersWithLabels } from '../../tasks/index.js';
import type { BatchName, Stage } from '../forecast/fortnight.js';
import { hour } from '../forecast/fortnight-people.js';
import { drawsRight, isSentBackOften, lengthOf, type TaskTruth } from '../forecast/fortnight-truths.js';
import { field, type ForecastCast, options } from './forecast-stage.js';

const patience = hour / 3;
/** Within the lease: what is late is another story. */
const longest = (58 / 60) * hour;

export interface ForecastWorkplace {
  assignments: AssignmentsService;
  verdicts: VerdictsService;
  random: Random;
  /** by the name of the file, which is what people see of a task */
  truths: ReadonlyMap<string, TaskTruth & { name: BatchName }>;
}

/** Somebody of a simulated fortnight at work in the services: in their true hours, at their true speed. */
export class ForecastColleague {
  nextAt: number;
  private held: AssignmentView | null = null;
  private learnt = 0;

  constructor(
    private readonly cast: ForecastCast,
    private readonly workplace: ForecastWorkplace,
  ) {
    this.nextAt = cast.person.there[0]?.from ?? Infinity;
  }

  /** One thing: gives what is in their hands, then takes the next. Answers whether something was given. */
  async act(): Promise<boolean> {
    const given = this.held;
    if (given) await this.give(given);
    this.held = null;
    const { there } = this.cast.person;
    const span = there.find(({ from, to }) => from <= this.nextAt && this.nextAt < to);
    if (!span) {
      this.nextAt = there.find(({ from }) => from > this.nextAt)?.from ?? Infinity;
      return given !== null;
    }
    const claimed = await this.workplace.assignments.claim(this.cast.actor, {});
    if (claimed instanceof Refusal) this.nextAt = Math.min(this.nextAt + patience, span.to + 1);
    else {
      this.held = claimed[0]!;
      this.nextAt += this.milliseconds(this.held);
    }
    return given !== null;
  }

  private truthOf({ data }: AssignmentView) {
    return this.workplace.truths.get(String(data.fileName))!;
  }

  private milliseconds(held: AssignmentView): number {
    const truth = this.truthOf(held);
    const about = { stage: held.stage as Stage, name: truth.name, learnt: this.learnt, now: this.nextAt };
    return Math.min(lengthOf(this.cast.person, truth, about, this.workplace.random), longest);
  }

  private async give(held: AssignmentView): Promise<void> {
    const { assignments, verdicts, random } = this.workplace;
    const { actor } = this.cast;
    this.learnt += 1;
    if (answersWithLabels(held.stage)) {
      const option = drawsRight(this.truthOf(held), held.stage as Stage, random)
        ? options[0]
        : options[1 + random.integer(3)];
      await assignments.submit(actor, held.id, held.token, [{ kind: 'CHOICE', field, option }], false);
      return;
    }
    const judged = (held.subject as { option?: string }[] | undefined)?.[0];
    const isSentBack = judged?.option !== options[0] && random.next() < isSentBackOften;
    await verdicts.submit(actor, held.id, {
      assignmentId: held.id,
      token: held.token,
      decision: isSentBack ? 'REJECT' : 'ACCEPT',
      labels: undefined,
      errors: [],
    });
  }
}
