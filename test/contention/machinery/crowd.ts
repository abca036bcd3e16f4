import { randomUUID } from 'node:crypto';
import { rowId } from '../../factories/work.js';
import { cut, type Operation, type Shown } from './history.js';
import type { Servers } from './servers.js';
import { post, type Reply } from './wire.js';
import type { Person, World } from './world.js';

const assignment = `... on Assignment { id token stage seat }`;
const texts = {
  claim: `mutation { claimTask { __typename ${assignment} ... on Problem { code } } }`,
  submit: `mutation ($input: SubmitAssignmentInput!) { submitAssignment(input: $input, claimNext: true) { __typename
    ... on SubmissionCounted { submissionId next { __typename ${assignment} ... on Problem { code } } } ... on SubmissionQuarantined { submissionId next { __typename ${assignment} ... on Problem { code } } }
    ... on Problem { code } } }`,
  skip: `mutation ($input: SkipAssignmentInput!) { skipAssignment(input: $input) { __typename ... on Problem { code } } }`,
};

type Held = Shown & { globalId: string };
interface Chances {
  /** of 1, the share of the assignments that are skipped, and that are left lying until their lease is over */
  skip: number;
  leave: number;
}

/** People who work over GraphQL, all at once, against servers that may die at any moment. */
export class Crowd {
  readonly history: Operation[] = [];
  isOver = false;
  /** requests that came to nothing, each sent again */
  unanswered = 0;
  private turn = 0;

  constructor(
    private readonly servers: Servers,
    private readonly world: World,
    private readonly chances: Chances,
    private readonly random: () => number,
  ) {}

  async work(person: Person): Promise<void> {
    let held: Held | undefined;
    while (!this.isOver) {
      held ??= await this.claim(person);
      if (!held) {
        await pause(100);
        continue;
      }
      const luck = this.random();
      if (luck < this.chances.skip) held = await this.skip(person, held);
      else if (luck < this.chances.skip + this.chances.leave) held = await this.leave(person, held);
      else held = await this.submit(person, held);
    }
  }

  private async claim(by: Person): Promise<Held | undefined> {
    const key = randomUUID();
    const reply = await this.ask('claim', by, {}, { key });
    return reply.data ? this.shown(reply, reply.data.claimTask) : undefined;
  }

  private async skip(by: Person, held: Held): Promise<undefined> {
    const input = { assignmentId: held.globalId, token: held.token, reason: 'It is black.' };
    await this.ask('skip', by, { input }, { key: randomUUID(), assignment: held.id });
  }

  /** The lease is over after a moment; half of them answer all the same, perhaps before the sweeper comes. */
  private async leave(by: Person, held: Held): Promise<Held | undefined> {
    const operation = this.begin('lapse', by, { assignment: held.id });
    const { rowCount } = await this.world.pool.query(
      `UPDATE assignment SET lease_expires_at = muster_now() WHERE id = $1 AND state = 'ACTIVE'`,
      [held.id],
    );
    Object.assign(operation, { outcome: rowCount ? 'LAPSED' : 'NOT_ACTIVE', end: performance.now() });
    if (this.random() < 0.5) return undefined;
    await pause(this.random() * 2500);
    return this.submit(by, held);
  }

  private async submit(by: Person, held: Held): Promise<Held | undefined> {
    const labels = [{ kind: 'CHOICE', field: 'animal', option: 'cat' }];
    const input = { assignmentId: held.globalId, token: held.token, labels };
    const reply = await this.ask('submit', by, { input }, { key: randomUUID(), assignment: held.id, option: 'cat' });
    return reply.data && this.shown(reply, reply.data.submitAssignment.next);
  }

  private shown(
    { operation }: Answer,
    it?: { __typename: string; id: string; token: string; stage: string; seat: number },
  ) {
    if (it?.__typename !== 'Assignment') return undefined;
    const held = { id: rowId(it.id), globalId: it.id, token: it.token, stage: it.stage, seat: it.seat };
    operation.shown = [{ id: held.id, token: held.token, stage: held.stage, seat: held.seat }];
    return held;
  }

  private begin(name: Operation['name'], by: Person, more: Partial<Operation>): Operation {
    const operation: Operation = { name, client: 0, start: performance.now(), end: Infinity, outcome: cut, member: by.id, ...more }; // prettier-ignore
    this.history.push(operation);
    return operation;
  }

  /**
   * Again under the same key for as long as no answer comes: a tool that lost its server does the same. It is one
   * operation, since under one key it is done once.
   */
  private async ask(
    name: keyof typeof texts,
    by: Person,
    variables: object,
    more: Partial<Operation>,
  ): Promise<Answer> {
    const operation = this.begin(name, by, more);
    for (;;) {
      const url = await this.servers.url((this.turn += 1));
      const reply = await post(url, by.token, texts[name], variables, more.key);
      const code = reply.isCut ? 'CUT' : reply.errors?.[0]?.extensions?.code;
      // A server that goes down, or whose database connection broke, says that it can be asked again.
      if (code === 'CUT' || code === 'UNAVAILABLE' || code === 'TIMED_OUT') {
        this.unanswered += 1;
        if (this.isOver) return { operation, data: undefined };
        await pause(20);
        continue;
      }
      operation.end = performance.now();
      operation.outcome = code
        ? `ERROR ${code} ${(reply as { errors: { message: string }[] }).errors[0]!.message}`
        : outcomeOf(reply);
      const data = code || reply.isCut ? undefined : reply.data;
      const answer = data?.submitAssignment;
      if (answer?.submissionId) operation.submission = rowId(answer.submissionId);
      return { operation, data };
    }
  }
}

interface Answer {
  operation: Operation;
  data: any;
}

function outcomeOf(reply: Reply): string {
  const answer: any = Object.values((reply as { data: object }).data)[0];
  const { __typename: type, code } = answer;
  return (
    { SubmissionCounted: 'COUNTED', SubmissionQuarantined: 'QUARANTINED', Assignment: 'OK' }[type as string] ??
    code ??
    type
  );
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
