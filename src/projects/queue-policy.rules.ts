import type { FieldFault } from '../platform/index.js';
import type { FaultSink, Fields } from './fault-sink.js';
import { type Policy, skipPolicies, stages } from './policy.types.js';

const longestLeaseMinutes = 10_080;
const mostRequirements = 50;
const mostAnswers = 1_000_000;
const longestGraceMinutes = 240;

/** The part of the policy that every claim reads: who may work on a task, how much, for how long, and what a skip does. */
export const queuePolicyKeys = [
  'leaseMinutes',
  'requirements',
  'qualifiedStages',
  'caps',
  'shifts',
  'share',
  'isSticky',
  'skip',
] as const;

export function checkQueuePolicy(sink: FaultSink, policy: Fields): void {
  sink.object(policy.leaseMinutes, 'policy.leaseMinutes', stages, (minutes) => {
    for (const stage of stages) sink.whole(minutes[stage], `policy.leaseMinutes.${stage}`, 1, longestLeaseMinutes);
  });
  sink.list(policy.requirements, 'policy.requirements', mostRequirements, (requirement, path) =>
    sink.object(requirement, path, ['skill', 'level', 'stage'], ({ skill, level, stage }) => {
      sink.text(skill, `${path}.skill`, 100);
      if (level === undefined) sink.say(`${path}.level`, 'is required');
      sink.whole(level, `${path}.level`, 1, 5);
      sink.oneOf(stage, `${path}.stage`, stages);
    }),
  );
  sink.list(policy.qualifiedStages, 'policy.qualifiedStages', stages.length, (stage, path) =>
    sink.oneOf(stage, path, stages),
  );
  sink.object(policy.caps, 'policy.caps', ['answers', 'batchShare', 'perDay'], ({ answers, batchShare, perDay }) => {
    sink.whole(answers, 'policy.caps.answers', 1, mostAnswers);
    sink.whole(perDay, 'policy.caps.perDay', 1, mostAnswers);
    const isShare = typeof batchShare === 'number' && batchShare > 0 && batchShare <= 1;
    if (batchShare !== undefined && !isShare) sink.say('policy.caps.batchShare', 'must be a number above 0, at most 1');
  });
  sink.object(policy.shifts, 'policy.shifts', ['enforce', 'graceMinutes'], ({ enforce, graceMinutes }) => {
    if (enforce === undefined) sink.say('policy.shifts.enforce', 'is required');
    sink.boolean(enforce, 'policy.shifts.enforce');
    sink.whole(graceMinutes, 'policy.shifts.graceMinutes', 0, longestGraceMinutes);
  });
  sink.whole(policy.share, 'policy.share', 1, 1000);
  sink.boolean(policy.isSticky, 'policy.isSticky');
  sink.oneOf(policy.skip, 'policy.skip', skipPolicies);
}

export const skillsOf = ({ requirements }: Pick<Policy, 'requirements'>): string[] => [
  ...new Set(requirements.map(({ skill }) => skill)),
];

/** @param known the names of those skills that the organization has */
export const faultsOfSkillNames = (
  { requirements }: Pick<Policy, 'requirements'>,
  known: ReadonlySet<string>,
): FieldFault[] =>
  requirements.flatMap(({ skill }, index) =>
    known.has(skill)
      ? []
      : [
          {
            path: `policy.requirements[${index}].skill`,
            message: 'there is no skill of this name; createSkill makes one',
          },
        ],
  );
