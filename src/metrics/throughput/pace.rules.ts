import { poissonInterval } from '../../consensus/index.js';
import type { PaceSums, Rate } from './throughput.types.js';

/** Seconds that an answer of a project and stage takes: so many whatever is in it, and so many for each object. */
export interface Pace {
  secondsPerAnswer: number;
  secondsPerObject: number;
  /** Σ t / Σ n: of the answer as it comes */
  secondsOnAverage: number;
}

/**
 * How long answers of a project and stage take, by the number of their objects: t = a·n + b·o over person-hours with n answers and o
 * objects, by least squares with weights 1/n (the variance of a sum grows with its terms), so a straight line through answers.
 * The residuals add up to nothing: over the hours it was made from, expected seconds are the actual ones. Where the line would take
 * time off for objects, or for answers without any, that term is 0 and the other carries all. Where all answers have as many
 * objects as the next, b is 0.
 *
 * @returns null where no time was measured or nothing was answered
 */
export function paceOf({ n, o, t, oo, ot }: Omit<PaceSums, 'project_id' | 'stage'>): Pace | null {
  if (n <= 0 || t <= 0) return null;
  const secondsOnAverage = t / n;
  const spread = oo - (o * o) / n;
  // Objects hardly differ: nothing can be told of one of them.
  if (o <= 0 || spread <= 1e-9 * oo)
    return { secondsPerAnswer: secondsOnAverage, secondsPerObject: 0, secondsOnAverage };
  const perObject = (ot - (o * t) / n) / spread;
  if (perObject <= 0) return { secondsPerAnswer: secondsOnAverage, secondsPerObject: 0, secondsOnAverage };
  const perAnswer = (t - perObject * o) / n;
  if (perAnswer < 0) return { secondsPerAnswer: 0, secondsPerObject: t / o, secondsOnAverage };
  return { secondsPerAnswer: perAnswer, secondsPerObject: perObject, secondsOnAverage };
}

/** Answers of one project and stage, and what they took. */
export interface Worked {
  answers: number;
  objects: number;
  seconds: number;
  pace: Pace | null;
  /** how much longer it takes for its classes than its objects say; 1 when it is not known */
  hardness?: number;
}

export interface Normalised {
  /** seconds that the same answers take on average: (a·n + b·o) · hardness; of work whose pace is not known nothing */
  expectedSeconds: number;
  /** … and the actual seconds of the same work */
  seconds: number;
  /** answers of average difficulty that the work amounts to */
  averageAnswers: number;
}

export function normalised(works: readonly Worked[]): Normalised {
  const sum: Normalised = { expectedSeconds: 0, seconds: 0, averageAnswers: 0 };
  for (const { answers, objects, seconds, pace, hardness = 1 } of works) {
    if (!pace) continue;
    const expected = (pace.secondsPerAnswer * answers + pace.secondsPerObject * objects) * hardness;
    sum.expectedSeconds += expected;
    sum.seconds += seconds;
    sum.averageAnswers += expected / pace.secondsOnAverage;
  }
  return sum;
}

/**
 * Answers an active hour with the exact interval of a Poisson count (Garwood). `scale` turns answers into those of average
 * difficulty: the rate and its interval are multiplied by it, the count that they rest on is not.
 */
export function rateOf(answers: number, seconds: number, scale = 1): Rate {
  const hours = seconds / 3600;
  if (seconds <= 0) return { perHour: null, n: answers, hours: 0, interval: null };
  const [low, high] = poissonInterval(answers);
  return {
    perHour: (scale * answers) / hours,
    n: answers,
    hours,
    interval: [(scale * low) / hours, (scale * high) / hours],
  };
}
