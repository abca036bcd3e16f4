import type { AggregationMethod } from './aggregation.types.js';
import { dawidSkene } from './dawid-skene.js';
import { glad } from './glad.js';
import { kos } from './kos.js';
import { mMsr } from './m-msr.js';
import { mace } from './mace.js';
import { majorityVote } from './majority-vote.js';
import { oneCoin } from './one-coin.js';
import { pooledDawidSkene } from './pooled-dawid-skene.js';
import { wawa } from './wawa.js';
import { zeroBasedSkill } from './zero-based-skill.js';

/** Every way to make one answer out of many choices, by the name that policies and the command line use. */
export const aggregationMethods = {
  'majority-vote': majorityVote,
  wawa,
  'zero-based-skill': zeroBasedSkill,
  'dawid-skene': dawidSkene,
  'one-coin': oneCoin,
  'pooled-dawid-skene': pooledDawidSkene,
  glad,
  mace,
  'm-msr': mMsr,
  kos,
} satisfies Record<string, AggregationMethod>;

export type AggregationMethodName = keyof typeof aggregationMethods;

export const aggregationMethodNames = Object.keys(aggregationMethods) as AggregationMethodName[];

export const defaultAggregationMethod: AggregationMethodName = 'pooled-dawid-skene';

export function isAggregationMethodName(name: string): name is AggregationMethodName {
  return Object.hasOwn(aggregationMethods, name);
}
