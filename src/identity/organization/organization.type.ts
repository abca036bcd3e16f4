import { Field, ObjectType } from '@nestjs/graphql';
import { Node, toGlobalId } from '../../platform/index.js';

export interface OrganizationRow {
  id: string;
  name: string;
  createdAt: Date;
}

@ObjectType({ implements: () => [Node] })
export class Organization extends Node {
  @Field(() => String)
  name!: string;

  @Field(() => Date)
  createdAt!: Date;
}

export const toOrganization = ({ id, name, createdAt }: OrganizationRow): Organization =>
  Object.assign(new Organization(), { id: toGlobalId('organization', id), name, createdAt });
