import { z } from 'zod';

/** `asg_…` as Muster hands it out. */
const assignment = z.string().regex(/^asg_[0-9a-f]{32}$/, 'must be the id that came with the work');
/** What a tool says in words is shown to leads. */
const words = (most: number) => z.string().max(most);

const common = {
  assignment: assignment.describe('the id that came with the work'),
  version: z
    .int()
    .min(0)
    .optional()
    .describe('grows with every message about this assignment; send it always or never'),
  user: words(200).nullish().describe("who did it, by the tool's own name"),
  seconds: z.number().min(0).max(31_536_000).nullish().describe("the tool's own measure of the time spent"),
};
const answer = z.object({
  ...common,
  labels: z
    .array(z.looseObject({ kind: z.string() }))
    .max(100_000)
    .nullish()
    .describe('the whole answer in the canonical label model; left out: Muster reads it by pullUrl'),
});
const skip = z.object({ ...common, reason: words(500).nullish().describe('why it cannot be done') });
const remark = z.looseObject({ assignment: assignment.nullish(), text: words(2000).nullish() });

const timestamp = z.iso.datetime({ offset: true }).describe('when it happened');

/** What moves something. */
export const workMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('task.started'), timestamp, data: z.object(common) }),
  z.object({ type: z.literal('task.submitted'), timestamp, data: answer }),
  z.object({ type: z.literal('annotation.revised'), timestamp, data: answer }),
  z.object({ type: z.literal('task.skipped'), timestamp, data: skip }),
  z.object({ type: z.literal('task.reopened'), timestamp, data: z.object(common) }),
]);
export type WorkMessage = z.infer<typeof workMessage>;

/** What is kept and shown. */
export const remarkMessage = z.object({
  type: z.string().regex(/^(review\.[a-zA-Z0-9_.]{1,100}|ping)$/),
  timestamp: timestamp.optional(),
  data: remark.optional(),
});

/** Of the front ends' contract, docs/connectors.md. */
export const genericMessage = z.union([workMessage, remarkMessage]);

export const workTypes: ReadonlySet<string> = new Set(workMessage.options.map(({ shape }) => shape.type.value));

/** Answers of `GET {pullUrl}/items/{assignment}` and `GET {pullUrl}/items`. */
export const pulledItem = z.object({ messages: z.array(workMessage).max(50) });
export const pulledPage = z.object({ items: z.array(assignment).max(10_000), next: z.string().max(500).nullish() });

/** The published schema of the messages: docs/connectors.schema.json is this, a test compares the two. */
export const messageSchema = (): object => ({
  title: 'Messages of a front end to Muster',
  ...z.toJSONSchema(genericMessage),
});
