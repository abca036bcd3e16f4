import { randomUUID } from 'node:crypto';
import { type Command, clients, type Rules } from './command.js';
import { Glimpses } from './glimpses.js';
import { cut, type Operation, type Shown } from './history.js';
import { Cut, type Muster, type Reply } from './muster.js';
import type { Person, World } from './world.js';

type Known = Shown & { member: Person };
type Plan = Omit<Operation, 'client' | 'start' | 'end' | 'outcome'>;

/** People at eight screens who carry out a script all at once, and write down what they asked and what they heard. */
export class Crew {
  readonly history: Operation[] = [];
  private readonly known = new Map<string, Known>();
  private readonly closed = new Set<string>();
  private readonly answered = new Map<string, string>();
  private readonly lapsed = new Set<string>();
  private keys = 0;
  /** commands that found something to act on */
  sent = 0;

  private readonly glimpses: Glimpses;

  constructor(
    private readonly muster: Muster,
    private readonly world: World,
    private readonly rules: Rules,
  ) {
    this.glimpses = new Glimpses(world);
  }

  async run(commands: Command[]): Promise<void> {
    const lines = Array.from({ length: clients }, (_, client) => commands.filter((one) => one.client === client));
    await Promise.all(
      lines.map(async (line) => {
        for (const command of line) {
          const before = this.history.filter((one) => one.client === command.client).length;
          await this.do(command);
          const after = this.history.filter((one) => one.client === command.client).length;
          if (after > before || isQuiet(command)) this.sent += 1;
        }
      }),
    );
  }

  /** Everybody rested, every batch open, all leases swept, then work until nobody gets any more. */
  async finish(): Promise<void> {
    const { people, batchIds } = this.world;
    for (const batch of batchIds)
      await this.surely({ name: 'openBatch', batch }, () => this.muster.openBatch(0, batch));
    for (const { id } of people) await this.surely({ name: 'resume', member: id }, () => this.muster.resume(0, id));
    for (let idle = false; !idle;) {
      await this.surely({ name: 'expire' }, () => this.muster.expire(0));
      const decided = await this.decideAll(0);
      idle =
        decided && !(await Promise.all(people.map((person, client) => this.workOnce(person, client)))).includes(true);
    }
  }

  /** Takes a task and answers it, or ends what one holds; false: there is nothing. */
  private async workOnce(person: Person, client: number): Promise<boolean> {
    const reply = await this.claim(client, person, {});
    const held = reply.shown?.[0];
    if (!held) return reply.outcome !== 'QUEUE_EMPTY';
    if (held.stage === 'REVIEW') await this.judge(client, person, held, 'ACCEPT');
    else await this.submit(client, person, held, 'cat', false);
    return true;
  }

  /** Again and again until there is an answer: the last kill may have left broken connections. */
  private async surely(plan: Plan, send: () => Promise<Reply>): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt += 1) if ((await this.note(plan, 0, send)).outcome !== cut) return;
  }

  /** Answers whether it heard of each that it was done. */
  async decideAll(client: number, limit = Infinity): Promise<boolean> {
    let isSure = true;
    const tasks = await this.glimpses.tasksIn(['ANSWERED', 'ADJUDICATING', 'REVIEWING', 'REWORKING']);
    for (const { id } of tasks.slice(0, limit)) {
      const { outcome } = await this.note({ name: 'decide', task: id }, client, () => this.muster.decide(client, id));
      isSure &&= outcome !== cut;
    }
    return isSure;
  }

  private async do(command: Command): Promise<unknown> {
    const { client, who, which, how } = command;
    const { world, muster } = this;
    const person = of(world.people, who)!;
    switch (command.name) {
      case 'claim':
        return this.claimSomehow(command, person);
      case 'claimSeveral':
        return this.claim(client, person, { count: 2 + (how % 2) });
      case 'submit':
      case 'judge':
      case 'renew':
      case 'skip':
      case 'return':
        return this.withHeld(command);
      case 'lapse': {
        const held = this.live(which);
        if (held) this.lapsed.add(held.id);
        return held && this.note({ name: 'lapse', assignment: held.id }, client, () => this.lapse(held.id));
      }
      case 'revoke': {
        const held = this.live(which);
        return held && this.note({ name: 'revoke', assignment: held.id }, client, () => muster.revoke(client, held.id));
      }
      case 'handOver': {
        const held = this.live(which);
        if (!held || held.member.id === person.id) return;
        const plan = { name: 'handOver', assignment: held.id, toMember: person.id } as const;
        return this.note(plan, client, () => muster.handOver(client, held.id, person.id));
      }
      case 'assign':
      case 'unassign': {
        const [task, toMember] = [of(world.tasks, which)!.id, command.name === 'assign' ? person.id : null];
        return this.note({ name: command.name, task, toMember }, client, () => muster.assign(client, task, toMember));
      }
      case 'expire':
        return this.note({ name: 'expire' }, client, () => muster.expire(client));
      case 'decide':
        return this.decideAll(client, 4);
      case 'count': {
        const submission = of(await this.glimpses.quarantined(), which);
        return submission && this.note({ name: 'count', submission }, client, () => muster.count(client, submission));
      }
      case 'pause':
      case 'resume':
        return this.note({ name: command.name, member: person.id }, client, () => muster[command.name as 'pause'](client, person.id)); // prettier-ignore
      case 'look':
        return this.look(command);
      case 'prioritize':
      case 'pauseBatch':
      case 'openBatch':
        return this.aboutBatch(command);
      case 'overlap':
      case 'requeue':
      case 'cancel':
      case 'reopen':
      case 'move':
        return this.aboutTask(command);
      case 'addPeople':
        return void (world.people.length < 14 && (await world.addPeople(1)));
      case 'addTasks':
        return void (world.tasks.length < 24 && (await world.addTasks(1)));
      case 'fold':
        return world.pool.query(`SELECT fold_lane_changes(), fold_work_changes()`);
      case 'kill':
        return this.note({ name: 'kill' }, client, () => muster.kill(how));
    }
  }

  private async claimSomehow({ client, how, which }: Command, person: Person): Promise<unknown> {
    const key = how % 3 === 0 ? `key-${(this.keys += 1)}-${randomUUID()}` : undefined;
    const batch = how % 5 === 1 ? of(this.world.batchIds, which) : undefined;
    const ask = { key, batch };
    const once = () => this.claim(client, person, ask);
    // Two tabs at once, under one key; and a reply that never came, asked again.
    if (key && how % 2 === 0) return Promise.all([once(), this.claim(client + 1, person, ask)]);
    const reply = await once();
    return reply.outcome === cut && key ? once() : reply;
  }

  private claim(
    client: number,
    by: Person,
    { count = 1, batch, key }: { count?: number; batch?: string; key?: string },
  ) {
    const plan = { name: count > 1 ? 'claimSeveral' : 'claim', member: by.id, batch, key } as const;
    return this.note(plan, client, () => this.muster.claim(client, by, { count, batch, key }), by);
  }

  private async withHeld(command: Command): Promise<unknown> {
    const { client, how, which } = command;
    if (command.name === 'submit' && how % 4 === 3 && (await this.rush(command))) return;
    // Now and then something that is over, or that is held under another token.
    const late = how % 5 === 0 ? this.known.get(of([...this.lapsed], which) ?? '') : undefined;
    const held =
      late ?? (how % 7 === 0 ? of([...this.known.values()], which) : this.live(which, command.name === 'judge'));
    if (!held) return;
    const isOwnToken = how % 11 !== 0;
    const token = isOwnToken ? held.token : String(Number(of([...this.known.values()], which + 1)!.token) || 1);
    if (!isOwnToken && token === held.token) return;
    const asked = { ...held, token };
    const { member } = held;
    const isReview = held.stage === 'REVIEW';
    if (command.name === 'judge' || (command.name === 'submit' && isReview)) {
      if (!isReview) return;
      const decision = (['ACCEPT', 'ACCEPT', 'FIX', 'REJECT'] as const)[how % 4]!;
      return this.judge(client, member, asked, decision, isOwnToken);
    }
    if (command.name === 'submit') {
      const option = how % 100 < this.rules.disagreement ? 'dog' : 'cat';
      const reply = await this.submit(client, member, asked, option, how % 2 === 0, isOwnToken);
      // The reply never came: asked again, as a tool would.
      return reply.outcome === cut && isOwnToken ? this.submit(client, member, asked, option, false) : reply;
    }
    const name = command.name as 'renew' | 'skip' | 'return';
    const plan = { name, member: member.id, assignment: held.id, isOwnToken };
    const reply = await this.note(plan, client, () => this.muster[name](client, member, asked));
    if (reply.outcome !== cut && name !== 'renew') this.closed.add(held.id);
    return reply;
  }

  /** Everybody who still owes an answer to one task hands it in at the same moment; false: there is no such task now. */
  private async rush({ client, which }: Command): Promise<boolean> {
    const owed = of(await this.glimpses.owed(), which) ?? [];
    const held = owed.flatMap((id) => this.known.get(id) ?? []);
    await Promise.all(held.map((one, index) => this.submit(client + index, one.member, one, 'cat', false)));
    return held.length > 0;
  }

  private async submit(
    client: number,
    by: Person,
    held: Shown,
    option: string,
    claimsNext: boolean,
    isOwnToken = true,
  ) {
    // Asked again, the answer is the same, most of the time.
    const said = this.answered.get(held.id) ?? option;
    this.answered.set(held.id, said);
    const key = claimsNext && held.seat % 2 ? `key-${(this.keys += 1)}-${randomUUID()}` : undefined;
    const plan = { name: 'submit', member: by.id, assignment: held.id, option: said, isOwnToken, key } as const;
    const send = () => this.muster.submit(client, by, held, said, claimsNext, key);
    const reply = await this.note(plan, client, send, by);
    if (reply.outcome !== cut && isOwnToken) this.closed.add(held.id);
    return reply;
  }

  private async judge(
    client: number,
    by: Person,
    held: Shown,
    decision: 'ACCEPT' | 'FIX' | 'REJECT',
    isOwnToken = true,
  ) {
    const plan = { name: 'judge', member: by.id, assignment: held.id, decision, isOwnToken } as const;
    const reply = await this.note(plan, client, () => this.muster.judge(client, by, held, decision));
    if (reply.outcome !== cut && isOwnToken) this.closed.add(held.id);
    return reply;
  }

  private async lapse(id: string): Promise<Reply> {
    const { rowCount } = await this.world.pool.query(
      `UPDATE assignment SET lease_expires_at = muster_now() - interval '1 second' WHERE id = $1 AND state = 'ACTIVE'`,
      [id],
    );
    return { outcome: rowCount ? 'LAPSED' : 'NOT_ACTIVE' };
  }

  /** At the answers of a task, most of the time one in which the person has a part. */
  private async look({ client, which, how, who }: Command): Promise<Reply> {
    const { world, muster } = this;
    const part = how % 4 > 0 ? of(await this.glimpses.parts(), which) : undefined;
    const person = world.people.find(({ id }) => id === part?.member_id) ?? of(world.people, who)!;
    const task = part?.task_id ?? of(world.tasks, which)!.id;
    return this.note({ name: 'look', member: person.id, task }, client, () => muster.look(client, person, task));
  }

  private aboutBatch({ name, client, which, how }: Command): Promise<Reply> {
    const batch = of(this.world.batchIds, which)!;
    const { muster } = this;
    if (name === 'prioritize') return this.note({ name, batch }, client, () => muster.prioritize(client, batch, how % 10)); // prettier-ignore
    return this.note({ name, batch }, client, () => muster[name as 'pauseBatch' | 'openBatch'](client, batch));
  }

  private async aboutTask({ name, client, which, how }: Command): Promise<unknown> {
    const states = { requeue: ['SETTLED'], reopen: ['TRIAGED'], overlap: ['OPEN'] }[name as string] ?? ['OPEN', 'ANSWERED', 'TRIAGED']; // prettier-ignore
    const task = of(await this.glimpses.tasksIn(how % 8 === 0 ? [] : states), which);
    if (!task) return;
    const { muster } = this;
    const plan = { task: task.id };
    if (name === 'overlap') {
      const overlap = 1 + (how % 4);
      return this.note({ ...plan, name, overlap }, client, () => muster.overlap(client, task, overlap));
    }
    if (name === 'requeue') {
      const byOthers = how % 3 === 0;
      return this.note({ ...plan, name, byOthers }, client, () => muster.requeue(client, task, byOthers));
    }
    if (name === 'move') {
      const to = this.world.batchIds.find((id) => id !== task.batch)!;
      return this.note({ ...plan, name }, client, () => muster.move(client, task, to));
    }
    return this.note({ ...plan, name: name as 'cancel' }, client, () => muster[name as 'cancel'](client, task));
  }

  /** Something that nobody has closed, as far as one knows here. */
  private live(which: number, isReview = false): Known | undefined {
    const open = [...this.known.values()].filter((one) => !this.closed.has(one.id));
    const wanted = open.filter((one) => one.stage === 'REVIEW');
    return of(isReview && wanted.length > 0 ? wanted : open, which);
  }

  private async note(plan: Plan, client: number, send: () => Promise<Reply>, by?: Person): Promise<Reply> {
    const operation: Operation = {
      ...plan,
      client: client % clients,
      start: performance.now(),
      end: Infinity,
      outcome: cut,
    };
    this.history.push(operation);
    let reply: Reply = { outcome: cut };
    try {
      reply = await send();
    } catch (error) {
      if (!(error instanceof Cut)) throw error;
      if (error.isOver) operation.end = performance.now();
    }
    if (reply.outcome !== cut) operation.end = performance.now();
    Object.assign(operation, reply);
    for (const one of reply.shown ?? [])
      if (by && !this.known.has(one.id)) this.known.set(one.id, { ...one, member: by });
    return reply;
  }
}

/** Not an operation of its own in the history. */
const isQuiet = ({ name }: Command): boolean => name === 'fold' || name === 'addPeople' || name === 'addTasks';
const of = <Value>(list: readonly Value[], index: number): Value | undefined => list[index % Math.max(1, list.length)];
