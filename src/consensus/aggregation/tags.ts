import type { Aggregation, AggregationMethod, AggregationOptions, Votes } from './aggregation.types.js';

/** One worker's answer to one task of which any number of tags may hold. */
export interface TagAnswer {
  task: number;
  worker: number;
  /** In [0, tags); twice counts once. */
  tags: number[];
}

export interface TagConsensus {
  /** tasks × tags: P(the tag holds). */
  posteriors: Float64Array;
  /** For each task the tags more likely than not, rising. */
  chosen: number[][];
  /** One aggregation a tag: class 0 "does not hold", class 1 "holds". */
  perTag: Aggregation[];
}

/** The binary question of one tag: everybody who answered a task said yes or no to it. */
export function votesOnTag(
  answers: readonly TagAnswer[],
  tag: number,
  size: { tasks: number; workers: number },
): Votes {
  return {
    task: Int32Array.from(answers, ({ task }) => task),
    worker: Int32Array.from(answers, ({ worker }) => worker),
    label: Uint16Array.from(answers, ({ tags }) => (tags.includes(tag) ? 1 : 0)),
    ...size,
    classes: 2,
  };
}

/**
 * Multi-label choices, each tag a question of its own. Tags that exclude or imply each other are not known here.
 * O(tags) runs of the method. A tag with a posterior of exactly ½ is not chosen.
 */
export function aggregateTags(
  answers: readonly TagAnswer[],
  { tags, ...size }: { tasks: number; workers: number; tags: number },
  method: AggregationMethod,
  options?: AggregationOptions,
): TagConsensus {
  const posteriors = new Float64Array(size.tasks * tags);
  const chosen: number[][] = Array.from({ length: size.tasks }, () => []);
  const perTag = Array.from({ length: tags }, (_, tag) => {
    const aggregation = method(votesOnTag(answers, tag, size), options);
    for (let task = 0; task < size.tasks; task++) {
      const holds = aggregation.posteriors[task * 2 + 1]!;
      posteriors[task * tags + tag] = holds;
      if (holds > 0.5 + 1e-9) chosen[task]!.push(tag);
    }
    return aggregation;
  });
  return { posteriors, chosen, perTag };
}
