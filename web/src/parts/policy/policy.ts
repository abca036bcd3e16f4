/** A policy as the API takes it (docs/policy.md): what is left out has its default. Only what the form shows is named here. */
export interface PolicyDraft {
  overlap?: number;
  maximumOverlap?: number;
  agreement?: { measure?: string; threshold?: number; [more: string]: unknown };
  review?: ReviewRule[];
  reworkRounds?: number;
  leaseMinutes?: Record<string, number | undefined>;
  skip?: string;
  caps?: { perDay?: number; [more: string]: unknown };
  gold?: { start?: number; floor?: number; [more: string]: unknown };
  audit?: { aql?: Record<string, number>; [more: string]: unknown };
  [more: string]: unknown;
}

interface ReviewRule {
  rate: number;
  seed: string;
  agreementBelow?: number;
  [more: string]: unknown;
}

export const newPolicy = (): PolicyDraft => ({ overlap: 1, review: [] });

/** What the server takes where nothing is said. */
export function withDefaults(policy: PolicyDraft) {
  const overlap = policy.overlap ?? 1;
  const gold = policy.gold && { start: policy.gold.start ?? 0.2, floor: policy.gold.floor ?? 0.02 };
  return {
    overlap,
    maximumOverlap: Math.max(overlap, policy.maximumOverlap ?? overlap),
    threshold: policy.agreement?.threshold ?? 0.8,
    measure: policy.agreement?.measure ?? 'SCORE',
    reworkRounds: policy.reworkRounds ?? 2,
    leaseMinutes: policy.leaseMinutes?.ANNOTATE ?? 60,
    skip: policy.skip ?? 'ESCALATE_AFTER',
    perDay: policy.caps?.perDay,
    gold: gold ?? { start: 0, floor: 0 },
    aql: policy.audit ? (policy.audit.aql?.MAJOR ?? (policy.audit.aql ? null : 2.5)) : null,
  };
}

export interface SimpleReview {
  /** of all results */
  rate: number;
  /** those whose answers agree less are all reviewed */
  below: number | undefined;
}

const isPlain = (rule: ReviewRule, ...more: string[]) =>
  Object.keys(rule).every((key) => ['rate', 'seed', ...more].includes(key));

/** The review rules as two numbers; null when they say more than that. */
export function simpleReview({ review = [] }: PolicyDraft): SimpleReview | null {
  const rest = [...review];
  let below: number | undefined;
  const [first] = rest;
  if (first && first.rate === 1 && first.agreementBelow !== undefined && isPlain(first, 'agreementBelow')) {
    below = first.agreementBelow;
    rest.shift();
  }
  if (rest.length === 0) return { rate: 0, below };
  return rest.length === 1 && isPlain(rest[0]!) ? { rate: rest[0]!.rate, below } : null;
}

/** Who knows the seed knows the draw: it is made by chance, and kept as long as the rule is. */
function newSeed(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function withReview(policy: PolicyDraft, { rate, below }: SimpleReview): PolicyDraft {
  const old = policy.review ?? [];
  const unsure = old.find(({ agreementBelow }) => agreementBelow !== undefined);
  const general = old.find((rule) => isPlain(rule));
  const review: ReviewRule[] = [];
  if (below !== undefined) review.push({ rate: 1, seed: unsure?.seed ?? newSeed(), agreementBelow: below });
  if (rate > 0) review.push({ rate, seed: general?.seed ?? newSeed() });
  return { ...policy, review };
}
