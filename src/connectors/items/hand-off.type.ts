import { Field, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Problem, resultUnion } from '../../platform/index.js';

const HandOffStateEnum = { PLACED: 'PLACED', WAITING: 'WAITING', CLOSED: 'CLOSED' } as const;
registerEnumType(HandOffStateEnum, {
  name: 'HandOffState',
  description: 'WAITING: not in the tool yet. CLOSED: the work is not held any more.',
});

@ObjectType({ description: 'The way into the tool that the project works through.' })
export class HandOff {
  @Field(() => String, {
    nullable: true,
    description:
      'Where the work is done: for you, and as long as you hold it. Null: not yet, or the tool has no such address.',
  })
  url!: string | null;

  @Field(() => HandOffStateEnum)
  state!: string;

  @Field(() => String, { nullable: true, description: 'Why it is not there yet.' })
  waitsFor!: string | null;
}

@ObjectType({
  implements: () => [Problem],
  description: 'NO_TOOL, TOOL_AWAY (ask again later; the lease goes on), LEASE_LOST.',
})
export class HandOffRefused extends Problem {}

export const HandOffResult = resultUnion('HandOffResult', () => HandOff, [HandOff], {
  NO_TOOL: HandOffRefused,
  TOOL_AWAY: HandOffRefused,
  LEASE_LOST: HandOffRefused,
});
