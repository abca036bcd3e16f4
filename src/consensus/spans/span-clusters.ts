import { mustBeSpan, spanIou, type Span } from './span.js';

export interface SpanClusterPolicy {
  /** Two spans belong together from this IoU on; 0.5 when absent. */
  matchIou?: number;
  /** The share of the people who must have marked it; 0.5 when absent. The number is rounded up: of three people, two. */
  quorum?: number;
}

/** A span in the list of one person's, by their places. */
export interface SpanPlace {
  person: number;
  place: number;
}

export interface SpanCluster {
  /** One span a person at most, in the order of people. */
  members: SpanPlace[];
  /** The medoid: the member with the greatest sum of IoU to the others; a span that somebody drew. */
  start: number;
  end: number;
  /** The label that most members have; of several the medoid's, otherwise the first in the alphabet. */
  label: string;
  /** Members over people, 0 to 1. */
  support: number;
  /** The share of the members who have the label, 0 to 1. */
  labelSupport: number;
  /** The mean IoU over pairs of members; 1 for one member. */
  meanIou: number;
  /** There are as many members as the quorum asks for. */
  isKept: boolean;
}

/**
 * Which spans of several people mean the same, and what comes out of them.
 *
 * Clusters grow from single spans. Of all pairs of clusters that share no person and whose every two members reach `matchIou`
 * (complete linkage), the two with the greatest least IoU are joined, those whose labels agree before those whose labels do not, until
 * none is left. So a chain of overlapping spans never becomes one cluster, and the order of people changes nothing but ties.
 *
 * @param people for each person their spans; a person without spans counts for the quorum
 * @returns the clusters in the order of the text, also those under the quorum
 */
export function spanClusters(people: readonly (readonly Span[])[], policy: SpanClusterPolicy = {}): SpanCluster[] {
  const { matchIou = 0.5, quorum = 0.5 } = policy;
  if (!(matchIou > 0 && matchIou <= 1)) throw new RangeError('matchIou must be above 0 and at most 1');
  if (!(quorum > 0 && quorum <= 1)) throw new RangeError('quorum must be above 0 and at most 1');
  const needed = Math.ceil(quorum * people.length - 1e-9);
  const clusters = joinAll(
    people.flatMap((spans, person) => spans.map((span, place) => [{ person, place, span }])),
    matchIou,
  );
  return clusters
    .map((members) => describe(members, people.length, needed))
    .sort((a, b) => a.start - b.start || a.end - b.end || (a.label < b.label ? -1 : 1));
}

interface Member extends SpanPlace {
  span: Span;
}

/** How two clusters go together; absent when they may not. */
interface Link {
  left: number;
  right: number;
  isSameLabel: boolean;
  leastIou: number;
}

function joinAll(singles: Member[][], matchIou: number): Member[][] {
  for (const [{ span } = {}] of singles) if (span) mustBeSpan(span);
  const clusters: (Member[] | null)[] = [...singles];
  let links: Link[] = [];
  for (let right = 1; right < clusters.length; right += 1) {
    for (let left = 0; left < right; left += 1) links.push(...linkOf(clusters, left, right, matchIou));
  }
  while (links.length > 0) {
    const best = links.reduce((one, other) => (isBetter(other, one) ? other : one));
    clusters.push([...clusters[best.left]!, ...clusters[best.right]!]);
    clusters[best.left] = null;
    clusters[best.right] = null;
    links = links.filter(({ left, right }) => clusters[left] && clusters[right]);
    const joined = clusters.length - 1;
    for (let other = 0; other < joined; other += 1) links.push(...linkOf(clusters, other, joined, matchIou));
  }
  return clusters.filter((cluster) => cluster !== null);
}

function linkOf(clusters: (Member[] | null)[], left: number, right: number, matchIou: number): Link[] {
  const [lefts, rights] = [clusters[left], clusters[right]];
  if (!lefts || !rights) return [];
  let leastIou = Infinity;
  let isSameLabel = true;
  for (const one of lefts) {
    for (const other of rights) {
      if (one.person === other.person) return [];
      leastIou = Math.min(leastIou, spanIou(one.span, other.span));
      isSameLabel &&= one.span.label === other.span.label;
    }
  }
  return leastIou >= matchIou ? [{ left, right, isSameLabel, leastIou }] : [];
}

function isBetter(one: Link, other: Link): boolean {
  if (one.isSameLabel !== other.isSameLabel) return one.isSameLabel;
  return one.leastIou > other.leastIou;
}

function describe(unordered: Member[], people: number, needed: number): SpanCluster {
  const members = [...unordered].sort((a, b) => a.person - b.person);
  const toOthers = members.map((one) => {
    return members.reduce((sum, other) => (one === other ? sum : sum + spanIou(one.span, other.span)), 0);
  });
  const medoid = members[toOthers.indexOf(Math.max(...toOthers))]!.span;
  const votes = new Map<string, number>();
  for (const { span } of members) votes.set(span.label, (votes.get(span.label) ?? 0) + 1);
  const most = Math.max(...votes.values());
  const winners = [...votes.keys()].filter((label) => votes.get(label) === most).sort();
  const pairs = members.length * (members.length - 1);
  return {
    members: members.map(({ person, place }) => ({ person, place })),
    start: medoid.start,
    end: medoid.end,
    label: winners.includes(medoid.label) ? medoid.label : winners[0]!,
    support: members.length / people,
    labelSupport: most / members.length,
    meanIou: pairs > 0 ? toOthers.reduce((sum, one) => sum + one, 0) / pairs : 1,
    isKept: members.length >= needed,
  };
}
