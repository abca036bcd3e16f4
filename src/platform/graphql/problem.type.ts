import { createUnionType, Field, InterfaceType } from '@nestjs/graphql';
import type { Type } from '@nestjs/common';
import { Refusal } from '../refusal.js';

/** An expected no. Members of result unions implement it; ask for `... on Problem { code message }`. */
@InterfaceType({ description: 'An expected refusal: nothing was changed, and the message says why.' })
export abstract class Problem {
  @Field(() => String)
  code!: string;

  @Field(() => String)
  message!: string;
}

/** A result union of one success (or several) and the refusals that may come instead, told apart by their code. */
export function resultUnion(
  name: string,
  successes: (value: unknown) => Type<unknown>,
  types: Type<unknown>[],
  refusals: Record<string, Type<Problem>>,
) {
  return createUnionType({
    name,
    types: () => [...types, ...new Set(Object.values(refusals))] as [Type<unknown>, ...Type<unknown>[]],
    resolveType: (value: unknown) => (value instanceof Refusal ? refusals[value.code] : successes(value)),
  });
}
