import { Args, ArgsType, Field, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ValidateNested } from 'class-validator';
import { type Actor, Can, CurrentActor } from '../../identity/index.js';
import { NoticeChoice, NoticeChoiceInput } from './notice-choices.type.js';
import { NoticeChoicesService } from './notice-choices.service.js';

@ArgsType()
export class SetNoticeChoicesArgs {
  @Field(() => [NoticeChoiceInput], { description: 'Kinds that are not named stay as they are.' })
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => NoticeChoiceInput)
  choices!: NoticeChoiceInput[];
}

@Resolver()
export class NoticeChoicesResolver {
  constructor(private readonly service: NoticeChoicesService) {}

  @Query(() => [NoticeChoice], { description: 'Which notices about the work of others you get.' })
  @Can('self:read')
  myNoticeChoices(@CurrentActor() actor: Actor): Promise<NoticeChoice[]> {
    return this.service.of(actor);
  }

  @Mutation(() => [NoticeChoice], { description: 'Which notices about the work of others you want.' })
  @Can('self:profile')
  setNoticeChoices(@CurrentActor() actor: Actor, @Args() { choices }: SetNoticeChoicesArgs): Promise<NoticeChoice[]> {
    return this.service.set(actor, choices);
  }
}
