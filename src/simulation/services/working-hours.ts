import type { VirtualPerson } from '../virtual-people.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** People begin at some moment of the first hours and work so long. */
const firstHour = 7;
const hoursOfBeginning = 3;
const hoursOfWork = 8;
/** Who finds nothing to do looks again after a while. */
const patience = 45 * minute;

/** When somebody does something: milliseconds since 1970, always in their own hours. */
export class WorkingHours {
  /** @param draw in [0, 1): how late they rise */
  constructor(
    private readonly startsAt: number,
    private readonly person: Pick<VirtualPerson, 'isAway' | 'answersPerDay'>,
    private readonly draw: number,
  ) {}

  first(): number {
    return this.beginningFrom(0);
  }

  /** After a task that was begun at that moment. @param draw in [0, 1): half to one and a half times the mean */
  afterTask(at: number, draw: number): { at: number; isDayOver: boolean } {
    return this.within(at, at + ((hoursOfWork * hour) / this.person.answersPerDay) * (0.5 + draw));
  }

  afterNothing(at: number): number {
    return this.within(at, at + patience).at;
  }

  private within(from: number, at: number): { at: number; isDayOver: boolean } {
    const today = Math.floor((from - this.startsAt) / day);
    const isDayOver = at > this.beginning(today) + hoursOfWork * hour;
    return { at: isDayOver ? this.beginningFrom(today + 1) : at, isDayOver };
  }

  private beginningFrom(from: number): number {
    let one = from;
    while (this.person.isAway(one)) one += 1;
    return this.beginning(one);
  }

  private beginning(of: number): number {
    return this.startsAt + of * day + (firstHour + hoursOfBeginning * this.draw) * hour;
  }
}
