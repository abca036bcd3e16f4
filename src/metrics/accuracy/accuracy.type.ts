import { Field, Float, Int, InterfaceType, ObjectType } from '@nestjs/graphql';
import type { EvidenceSource } from '../../projects/index.js';
import { EvidenceSourceEnum } from './accuracy.input.js';
import type { AccuracyReport, AccuracyRow, Rate } from './accuracy.types.js';

@InterfaceType({ description: 'A share of right answers. Show `shown`: it never claims more than was seen.' })
export abstract class AccuracyRate implements Rate {
  @Field(() => Int)
  right!: number;

  @Field(() => Int)
  n!: number;

  @Field(() => Float, { nullable: true, description: 'right / n; null when nothing was judged.' })
  accuracy!: number | null;

  @Field(() => [Float], { description: 'Wilson’s 95 % interval, low and high.' })
  interval!: [number, number];

  @Field(() => String, { description: 'For people: “8 of 8 right (at least 68 %)”.' })
  shown!: string;
}

@ObjectType({ implements: () => [AccuracyRate] })
export class AccuracyBySource extends AccuracyRate {
  @Field(() => EvidenceSourceEnum)
  source!: EvidenceSource;
}

@ObjectType({ description: 'Null at an end: nothing was judged, or it is open.' })
export class AccuracyWindow {
  @Field(() => Date, { nullable: true })
  from!: Date | null;

  @Field(() => Date, { nullable: true })
  to!: Date | null;
}

@ObjectType({ implements: () => [AccuracyRate] })
export class AccuracyGroup extends AccuracyRate implements AccuracyRow {
  @Field(() => String, { description: 'An id, a class, a source, a day or a Monday (UTC); ALL.' })
  key!: string;

  @Field(() => String)
  label!: string;

  @Field(() => String, { nullable: true, description: 'What to say beside a figure from fewer than 30.' })
  smallNote!: string | null;

  @Field(() => [AccuracyBySource], { description: 'Each source by itself. Empty for your own figure.' })
  bySource!: AccuracyRow['bySource'];

  @Field(() => AccuracyWindow, {
    description: 'As asked for; where that is open, the first and the last work that counts.',
  })
  window!: AccuracyRow['window'];

  @Field(() => String)
  definition!: string;
}

@ObjectType()
export class Accuracy implements AccuracyReport {
  @Field(() => [AccuracyGroup])
  rows!: AccuracyRow[];

  @Field(() => String, { description: 'What the figures are.' })
  definition!: string;

  @Field(() => String, { description: 'The rows as CSV.' })
  csv!: string;
}
