import { Field, ID, InterfaceType } from '@nestjs/graphql';

/** Anything with a global id. */
@InterfaceType({ resolveType: (value: { constructor: { name: string } }) => value.constructor.name })
export abstract class Node {
  @Field(() => ID)
  id!: string;
}
