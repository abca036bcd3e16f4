import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { AccuracyRate } from '../accuracy/accuracy.type.js';
import type {
  ClassCount,
  ClassMix,
  Counts,
  FunnelRow,
  Hours,
  Rate,
  ThroughputReport,
  ThroughputRow,
} from './throughput.types.js';

@ObjectType({
  description: 'Each claim ends one way, and counts where it ended; each answer counts where it was given.',
})
export class WorkCounts implements Counts {
  @Field(() => Int)
  claimed!: number;

  @Field(() => Int, {
    description: 'Claims on which time was reported, a draft was kept, or an answer given; in the hour of the claim.',
  })
  started!: number;

  @Field(() => Int, {
    description: 'Answers and verdicts given, whatever became of them; but not those that were taken back.',
  })
  submitted!: number;

  @Field(() => Int)
  counted!: number;

  @Field(() => Int, { description: 'Came when the seat was taken.' })
  quarantined!: number;

  @Field(() => Int, { nullable: true, description: 'Made void by a requeue. Null of yourself.' })
  voided!: number | null;

  @Field(() => Int)
  skipped!: number;

  @Field(() => Int)
  returned!: number;

  @Field(() => Int)
  expired!: number;

  @Field(() => Int, { description: 'Taken away by a lead.' })
  revoked!: number;

  @Field(() => Int, { description: 'Shapes and spans of the answers.' })
  objects!: number;

  @Field(() => Int, {
    description: 'Reviews of their answers, dated by the review; one that was overturned is one that accepts.',
  })
  accepted!: number;

  @Field(() => Int)
  fixed!: number;

  @Field(() => Int)
  rejected!: number;

  @Field(() => Int)
  firstReviewed!: number;

  @Field(() => Int)
  firstAccepted!: number;

  @Field(() => Int, { description: 'Answers of theirs that had to be mended.' })
  reworked!: number;
}

@ObjectType()
export class WorkHours implements Hours {
  @Field(() => Float)
  active!: number;

  @Field(() => Float)
  idle!: number;

  @Field(() => Float)
  away!: number;

  @Field(() => Float, {
    description: 'As the annotation tools say, of the answers whose tool says it. Not part of the others.',
  })
  tool!: number;

  @Field(() => Int)
  toolAnswers!: number;
}

@ObjectType()
export class WorkRate implements Rate {
  @Field(() => Float, { nullable: true, description: 'Null: no time was measured.' })
  perHour!: number | null;

  @Field(() => Int, { description: 'Answers that it rests on.' })
  n!: number;

  @Field(() => Float, { description: 'Active hours that it rests on.' })
  hours!: number;

  @Field(() => [Float], {
    nullable: true,
    description: 'The exact 95 % interval of a Poisson count, low and high, an hour.',
  })
  interval!: [number, number] | null;
}

@ObjectType()
export class LabelsOfClass implements ClassCount {
  @Field(() => String, { description: 'Kind and class, such as “BOX Cat” or “CHOICE animal=cat”.' })
  name!: string;

  @Field(() => Int, { description: 'Labels in the annotations that were looked at.' })
  labels!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Seconds that one takes, of CHOICE and TAG that it adds, from everybody’s work. Null: not known.',
  })
  secondsEach!: number | null;
}

@ObjectType({ description: 'The classes in annotations, and how hard they are.' })
export class MixOfClasses implements ClassMix {
  @Field(() => Float, {
    description:
      'Expected seconds by the classes, by those that objects alone say: 1.5 is half as much again. 1 where nothing is known.',
  })
  hardness!: number;

  @Field(() => Int, { description: 'Annotations that were looked at: all, or of many one in so many.' })
  n!: number;

  @Field(() => [LabelsOfClass], { description: 'Most frequent first, 50 at most.' })
  classes!: ClassCount[];
}

@ObjectType()
export class ThroughputGroup implements ThroughputRow {
  @Field(() => String, { description: 'An id, a stage, a source, or ALL.' })
  key!: string;

  @Field(() => String)
  label!: string;

  @Field(() => Date, { nullable: true, description: 'When its hour, day or week (from Monday) begins.' })
  from!: Date | null;

  @Field(() => WorkCounts)
  counts!: Counts;

  @Field(() => WorkHours, { nullable: true, description: 'Null to clients.' })
  hours!: Hours | null;

  @Field(() => WorkRate, { nullable: true, description: 'Answers an active hour, as they came. Null to clients.' })
  answersPerHour!: Rate | null;

  @Field(() => WorkRate, {
    nullable: true,
    description:
      'As if every answer were of average difficulty: an answer is expected to take a + b × objects seconds, fitted to the project and stage; with `classMix` by their classes, too.',
  })
  normalisedPerHour!: Rate | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Expected by actual seconds: 1 is usual for what there was to do, above it quicker.',
  })
  pace!: number | null;

  @Field(() => MixOfClasses, { nullable: true, description: 'With `classMix`. Null to clients.' })
  classMix!: ClassMix | null;
}

@ObjectType()
export class Throughput implements ThroughputReport {
  @Field(() => [ThroughputGroup])
  rows!: ThroughputRow[];

  @Field(() => String, { description: 'What the figures are.' })
  definition!: string;

  @Field(() => String, { description: 'The rows as CSV.' })
  csv!: string;
}

@ObjectType({ implements: () => [AccuracyRate] })
export class FirstPass extends AccuracyRate {}

@ObjectType()
export class FunnelOfPerson implements FunnelRow {
  @Field(() => ID)
  memberId!: string;

  @Field(() => String)
  name!: string;

  @Field(() => Int)
  assigned!: number;

  @Field(() => Int)
  started!: number;

  @Field(() => Int)
  submitted!: number;

  @Field(() => Int)
  accepted!: number;

  @Field(() => Int)
  fixed!: number;

  @Field(() => Int)
  rejected!: number;

  @Field(() => Int)
  reworked!: number;

  firstReviewed!: number;

  firstAccepted!: number;

  @Field(() => Float, { description: 'Active hours of mending.' })
  reworkHours!: number;

  @Field(() => Int)
  reworkAnswers!: number;
}

@ObjectType()
export class Funnel {
  @Field(() => [FunnelOfPerson], { description: 'A row a person, by name.' })
  rows!: FunnelRow[];

  @Field(() => String, { description: 'The rows as CSV.' })
  csv!: string;
}
