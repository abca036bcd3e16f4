import type { Random } from '../../consensus/index.js';
import { normalVariate } from '../../consensus/index.js';
import { Refusal } from '../../platform/index.js';
import type { VerdictsService } from '../../quality/index.js';
import { type AssignmentsService, type AssignmentView, answersWithLabels } from '../../tasks/index.js';
import { day, hour, startsAt } from '../forecast/fortnight-people.js';
import type { ForecastCast } from './forecast-stage.js';

const minute = 60_000;
const patience = hour / 3;
/** A few people work here where many would; their tasks take the longer. */
const slower = 2.5;
const rightOften = 0.88;
const lets = 0.8;

export interface ForecastWorkplace {
  assignments: AssignmentsService;
  verdicts: VerdictsService;
  random: Random;
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
      this.nextAt += this.milliseconds();
    }
    return given !== null;
  }

  private milliseconds(): number {
    const { minutes, moods } = this.cast.person;
    const practice = 1 + 0.3 * Math.exp(-this.learnt / 15);
    const own = Math.exp(0.5 * normalVariate(this.workplace.random) - 0.125);
    const mood = moods[Math.floor((this.nextAt - startsAt) / day)] ?? 1;
    // Within the lease: what is late is another story.
    return Math.min(minutes * slower * practice * own * mood, 170) * minute;
  }

  private async give(held: AssignmentView): Promise<void> {
    const { assignments, verdicts, random } = this.workplace;
    const { actor } = this.cast;
    this.learnt += 1;
    if (answersWithLabels(held.stage)) {
      const option = random.next() < rightOften ? 'cat' : ['dog', 'bird', 'fish'][random.integer(3)];
      await assignments.submit(actor, held.id, held.token, [{ kind: 'CHOICE', field: 'animal', option }], false);
      return;
    }
    const decision = random.next() < lets ? 'ACCEPT' : 'REJECT';
    await verdicts.submit(actor, held.id, {
      assignmentId: held.id,
      token: held.token,
      decision,
      labels: undefined,
      errors: [],
    });
  }
}
