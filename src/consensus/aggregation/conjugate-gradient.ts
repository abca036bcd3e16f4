/** Writes the gradient at a point into the second argument and returns the value there. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

/** Strong Wolfe conditions: enough descent, and a slope no steeper than this share of the first. */
const [DESCENT, CURVATURE] = [1e-4, 0.4];
const LINE_STEPS = 20;
/** Near the minimum the value is flat to within its rounding: there the slope alone decides. */
const ROUNDING = 1e-13;

/**
 * Minimizes a smooth function by non-linear conjugate gradients (Polak & Ribière 1969 with restart where the direction
 * does not descend; Nocedal & Wright 2006, algorithms 5.4 and 3.5), in place. Stops after `steps` or when no entry of
 * the gradient is larger than `tolerance`. Returns the value reached, not above the value at the start but for rounding.
 */
export function minimize(
  objective: Objective,
  point: Float64Array,
  { steps, tolerance }: { steps: number; tolerance: number },
): number {
  const size = point.length;
  const gradient = new Float64Array(size);
  const nextGradient = new Float64Array(size);
  const direction = new Float64Array(size);
  const trial = new Float64Array(size);
  let value = objective(point, gradient);
  let slope = 0;
  for (let at = 0; at < size; at++) {
    direction[at] = -gradient[at]!;
    slope -= gradient[at]! ** 2;
  }
  // As if the step before had gained half a gradient's length.
  let lastGain = Math.sqrt(-slope) / 2;
  for (let step = 0; step < steps && largest(gradient) > tolerance; step++) {
    const search = alongLine(objective, point, direction, value, slope, lastGain, trial, nextGradient);
    if (!search) break;
    lastGain = value - search.value;
    value = search.value;
    let mixed = 0;
    let before = 0;
    for (let at = 0; at < size; at++) {
      mixed += nextGradient[at]! * (nextGradient[at]! - gradient[at]!);
      before += gradient[at]! ** 2;
    }
    slope = descend(direction, nextGradient, Math.max(0, mixed / before));
    if (slope >= 0) slope = descend(direction, nextGradient, 0);
    point.set(trial);
    gradient.set(nextGradient);
  }
  return value;
}

function descend(direction: Float64Array, gradient: Float64Array, keep: number): number {
  let slope = 0;
  for (let at = 0; at < direction.length; at++) {
    direction[at] = keep * direction[at]! - gradient[at]!;
    slope += direction[at]! * gradient[at]!;
  }
  return slope;
}

/** Leaves the point found in `trial` and its gradient in `gradient`; undefined when no step goes down. */
function alongLine(
  objective: Objective,
  point: Float64Array,
  direction: Float64Array,
  value: number,
  slope: number,
  lastGain: number,
  trial: Float64Array,
  gradient: Float64Array,
): { value: number } | undefined {
  let low = 0;
  let lowValue = value;
  let high = Infinity;
  let length = Math.min(1, (2.02 * lastGain) / -slope);
  if (!(length > 0)) length = 1;
  let evaluated = NaN;
  let reached = value;
  const noise = ROUNDING * Math.abs(value);
  for (let step = 0; step < LINE_STEPS; step++) {
    for (let at = 0; at < point.length; at++) trial[at] = point[at]! + length * direction[at]!;
    reached = objective(trial, gradient);
    evaluated = length;
    let here = 0;
    for (let at = 0; at < point.length; at++) here += gradient[at]! * direction[at]!;
    const enough = value + DESCENT * length * slope + noise;
    if (!(reached <= enough) || reached > lowValue + noise) high = length;
    else if (Math.abs(here) <= -CURVATURE * slope) return { value: reached };
    else if (here > 0) high = length;
    else {
      low = length;
      lowValue = reached;
    }
    length = high === Infinity ? length * 2 : (low + high) / 2;
  }
  if (low === 0) return undefined;
  if (evaluated !== low) {
    for (let at = 0; at < point.length; at++) trial[at] = point[at]! + low * direction[at]!;
    reached = objective(trial, gradient);
  }
  return { value: reached };
}

function largest(gradient: Float64Array): number {
  let most = 0;
  for (let at = 0; at < gradient.length; at++) most = Math.max(most, Math.abs(gradient[at]!));
  return most;
}
