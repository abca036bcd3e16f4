import { Refusal } from '../../platform/index.js';
import { type AssignmentsService, type AssignmentView, answersWithLabels } from '../../tasks/index.js';
import type { VerdictsService } from '../../quality/index.js';
import type { Plan } from './plan.js';
import { type Cast, labelsOf } from './stage.js';
import { WorkingHours } from './working-hours.js';

/** Some go home with a task in their hands; its lease ends, and what they answer in the morning is late. */
const leavesWithATask = 0.2;
/** Of what a reviewer would not let pass, some is mended and the rest goes back. */
const isMended = 0.5;

export interface Workplace {
  plan: Plan;
  /** midnight of the first day */
  startsAt: Date;
  assignments: AssignmentsService;
  verdicts: VerdictsService;
}

/** A person at work: claims, answers and judges as themselves, in their own hours. What they say is the plan's. */
export class Worker {
  /** When they do the next thing. */
  nextAt: number;
  /** Answers so far, of every kind. */
  answered = 0;
  /** The simulated moment of their first answer after they broke. */
  brokeAt: Date | null = null;
  private held: AssignmentView | null = null;
  private readonly hours: WorkingHours;

  constructor(
    private readonly place: string,
    readonly cast: Cast,
    private readonly workplace: Workplace,
  ) {
    const { plan, startsAt } = workplace;
    this.hours = new WorkingHours(startsAt.getTime(), cast.virtual, plan.draw(`rises ${place}`));
    this.nextAt = this.hours.first();
  }

  /** One thing: what is in their hands is answered and the next taken, or something is looked for. */
  async act(): Promise<void> {
    const { plan } = this.workplace;
    const now = this.nextAt;
    const { at, isDayOver } = this.hours.afterTask(now, plan.draw(`takes ${this.place} ${this.answered}`));
    const goesOn = !isDayOver || plan.draw(`leaves ${this.place} ${this.answered}`) < leavesWithATask;
    this.held = this.held ? await this.answer(this.held, goesOn) : await this.claim();
    this.nextAt = this.held || !goesOn ? at : this.hours.afterNothing(now);
  }

  private async claim(): Promise<AssignmentView | null> {
    const claimed = await this.workplace.assignments.claim(this.cast.actor, {});
    return claimed instanceof Refusal ? null : claimed[0]!;
  }

  private async answer(held: AssignmentView, goesOn: boolean): Promise<AssignmentView | null> {
    const { actor, virtual } = this.cast;
    if (virtual.breaks && this.answered === virtual.breaks.after) this.brokeAt = new Date(this.nextAt);
    const key = keyOf(held);
    const seat = `${held.stage} ${held.ordinal}`;
    const said = this.workplace.plan.answerOf(virtual, this.place, key, seat, this.answered);
    this.answered += 1;
    if (!answersWithLabels(held.stage)) {
      await this.judge(held, said);
      return goesOn ? this.claim() : null;
    }
    const answer = await this.workplace.assignments.submit(actor, held.id, held.token, labelsOf(said), goesOn);
    // Lost: somebody else has answered meanwhile.
    if (answer instanceof Refusal) return goesOn ? this.claim() : null;
    return answer.next instanceof Refusal ? null : answer.next;
  }

  private async judge(held: AssignmentView, said: number): Promise<void> {
    const judged = (held.subject as { option?: string }[] | undefined)?.[0];
    const own = labelsOf(said);
    const isRight = judged?.option === own[0]!.option;
    const mends = held.stage === 'REVIEW' && this.workplace.plan.draw(`mends ${this.place} ${keyOf(held)}`) < isMended;
    const decision = isRight ? 'ACCEPT' : mends ? 'FIX' : 'REJECT';
    await this.workplace.verdicts.submit(this.cast.actor, held.id, {
      assignmentId: held.id,
      token: held.token,
      decision,
      labels: decision === 'FIX' ? own : undefined,
      errors: [],
    });
  }
}

/** The external key is not shown to people; the name of the file is. */
const keyOf = ({ data }: AssignmentView): string => String(data.fileName).replace(/\.png$/, '');
