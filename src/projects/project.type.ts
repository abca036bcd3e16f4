import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { JSONResolver } from 'graphql-scalars';
import { type Actor, reachOf } from '../identity/index.js';
import type { LabelSchema } from '../labels/index.js';
import { connectionOf, Node, Problem, resultUnion, toGlobalId } from '../platform/index.js';
import type { FieldVisibility } from './field.rules.js';
import { withoutSeeds } from './policy.rules.js';
import type { ProjectRow } from './projects.store.js';

@ObjectType({ implements: () => [Node], description: 'What is to be labelled, and under which rules.' })
export class Project extends Node {
  @Field(() => String)
  name!: string;

  @Field(() => String)
  description!: string;

  @Field(() => JSONResolver, { description: 'The classes and fields that labels may have.' })
  labelSchema!: LabelSchema;

  @Field(() => JSONResolver, {
    description: 'Field → PUBLIC, BLINDED, PHI or RESTRICTED. A field that is not named is BLINDED.',
  })
  fieldVisibility!: FieldVisibility;

  @Field(() => JSONResolver, {
    description: 'The workflow policy in force. Seeds of the review draw are shown to those who may change it.',
  })
  policy!: object;

  @Field(() => Int)
  policyVersion!: number;

  @Field(() => Int, { description: '0 while no guidelines are published.' })
  guidelineVersion!: number;

  @Field(() => [ID], { description: 'The teams that the project is open to.' })
  teamIds!: string[];

  @Field(() => Date)
  createdAt!: Date;
}

@ObjectType({ implements: () => [Problem], description: 'NAME_TAKEN: another one has this name.' })
export class NameTaken extends Problem {}

export const ProjectConnection = connectionOf(Project);
export const CreateProjectResult = resultUnion('CreateProjectResult', () => Project, [Project], {
  NAME_TAKEN: NameTaken,
});

export function toProject(row: ProjectRow, actor: Actor): Project {
  return Object.assign(new Project(), {
    id: toGlobalId('project', row.id),
    name: row.name,
    description: row.description,
    labelSchema: row.labelSchema,
    fieldVisibility: row.fieldVisibility,
    policy: reachOf(actor, 'project:policy') ? row.policy : withoutSeeds(row.policy),
    policyVersion: row.policyVersion,
    guidelineVersion: row.guidelineVersion,
    teamIds: row.teamIds.map((id) => toGlobalId('team', id)),
    createdAt: row.createdAt,
  });
}
