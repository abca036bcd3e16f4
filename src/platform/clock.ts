/** TypeScript takes the time from here; SQL from muster_now(). A simulation replaces both. */
export abstract class Clock {
  abstract now(): Date;
}

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}
