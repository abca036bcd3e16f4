import type { Rules } from './command.js';
import type { AssignmentFact, Facts, TaskFact } from './facts.js';
import { cut, isCut, isDefect, law, type Operation, type Violation } from './history.js';
import { linearize } from './linearizability.js';
import { TaskModel, type TaskOperation, type TaskState } from './task-model.js';

const claiming = new Set(['claim', 'claimSeveral', 'submit']);
const ofAssignment = new Set(['lapse', 'renew', 'submit', 'judge', 'skip', 'return', 'revoke', 'handOver']);
const ofTask = new Set(['assign', 'unassign', 'overlap', 'requeue', 'cancel', 'reopen', 'move']);
/** Answers that say nothing about the task: it lies in another batch by now, there is no such thing. */
const beside = new Set(['ELSEWHERE', 'FORBIDDEN', 'INVALID']);

/** Every task by itself: is there an order of all that was asked about it in which each answer is right? */
export function nonlinear(
  history: Operation[],
  facts: Facts,
  rules: Pick<Rules, 'skip' | 'skipsToTriage'>,
  overlapOf: (task: string) => number,
): Violation[] {
  const byTask = historiesOf(history, facts);
  const violations: Violation[] = [];
  for (const task of facts.tasks.values()) {
    const model = new TaskModel(task, rules, overlapOf(task.id));
    const operations = byTask.get(task.id) ?? [];
    const { isLinearizable, longest } = linearize(model, operations);
    if (!isLinearizable) violations.push({ law: law.linear, what: told(task, operations.length, longest) });
  }
  return violations;
}

function historiesOf(history: Operation[], facts: Facts): Map<string, TaskOperation[]> {
  const byTask = new Map<string, TaskOperation[]>([...facts.tasks.keys()].map((id) => [id, []]));
  const numbers = new Map<string, number>();
  for (const task of facts.tasks.values()) task.assignments.forEach((one, number) => numbers.set(one.id, number));
  const submissions = new Map(facts.submissions.map((one) => [one.id, one.assignment_id]));

  const add = (operation: Operation, assignment: AssignmentFact | undefined, task: string | undefined) => {
    if (beside.has(operation.outcome) || !task) return;
    const { name, start, end, toMember, isOwnToken = true, option, overlap, byOthers, member } = operation;
    const about = { toMember, isOwnToken, option, overlap, byOthers, member };
    const isSure = !isCut(operation) && !isDefect(operation);
    const outcome = isSure ? operation.outcome : cut;
    byTask.get(task)?.push({ name, start, end, outcome, isSure, assignment: assignment && numbers.get(assignment.id), ...about }); // prettier-ignore
  };
  for (const one of history) {
    const id = one.name === 'count' ? submissions.get(one.submission!) : one.assignment;
    const assignment = id ? facts.assignments.get(id) : undefined;
    if (ofAssignment.has(one.name) || one.name === 'count') add(one, assignment, assignment?.task_id);
    else if (ofTask.has(one.name)) add(one, undefined, one.task);
  }
  const indexed = new Index(history);
  for (const task of facts.tasks.values()) {
    const operations = byTask.get(task.id)!;
    task.assignments.forEach((one, assignment) => {
      const shown = indexed.showing.get(one.id) ?? [];
      one.firstOrdinal = shown[0]?.shown!.find(({ id }) => id === one.id)!.seat ?? one.ordinal;
      operations.push({ name: 'take', outcome: 'OK', assignment, isSure: true, ...indexed.takingOf(one) });
      if (one.hasExpired)
        operations.push({ name: 'expire', outcome: 'OK', assignment, isSure: true, ...indexed.expiringOf(one) });
    });
    for (const { move } of task.decisions)
      operations.push({ name: 'decide', outcome: 'OK', move, isSure: true, ...indexed.decidingOf(task.id) });
  }
  return byTask;
}

/** Between which moments the things happened that nobody is told of directly. */
class Index {
  readonly showing = new Map<string, Operation[]>();
  private readonly cutClaims = new Map<string, Operation[]>();
  private readonly sweeps: Operation[] = [];
  private readonly claims = new Map<string, Operation[]>();
  private readonly lapses = new Map<string, number>();
  private readonly decisions = new Map<string, Operation[]>();

  constructor(history: Operation[]) {
    const put = (map: Map<string, Operation[]>, key: string, one: Operation) => map.set(key, [...(map.get(key) ?? []), one]); // prettier-ignore
    for (const one of history) {
      for (const { id } of one.shown ?? []) put(this.showing, id, one);
      if (claiming.has(one.name) && one.member) put(isCut(one) ? this.cutClaims : this.claims, one.member, one);
      if (one.name === 'expire') this.sweeps.push(one);
      if (one.name === 'decide') put(this.decisions, one.task!, one);
      if (one.name === 'lapse' && !this.lapses.has(one.assignment!)) this.lapses.set(one.assignment!, one.start);
    }
  }

  /** By a claim that showed it, or by one whose answer never came. */
  takingOf({ id, member_id: member }: AssignmentFact): { start: number; end: number } {
    const shown = this.showing.get(id) ?? [];
    const end = Math.min(...shown.map((one) => one.end));
    const makers = [...shown, ...(this.cutClaims.get(member) ?? [])].filter((one) => one.start <= end);
    return { start: Math.min(...makers.map((one) => one.start)), end };
  }

  /** By a sweep, or by a claim of the same person, after the lease was over. */
  expiringOf({ id, member_id: member }: AssignmentFact): { start: number; end: number } {
    const since = this.lapses.get(id) ?? -Infinity;
    const claims = [...(this.claims.get(member) ?? []), ...(this.cutClaims.get(member) ?? [])];
    return hull(
      [...this.sweeps, ...claims].filter((one) => one.end >= since),
      since,
    );
  }

  decidingOf(task: string): { start: number; end: number } {
    return hull(this.decisions.get(task) ?? [], -Infinity);
  }
}

/** Without any known cause it may have been at any time: the background runs by itself. */
function hull(causes: Operation[], since: number): { start: number; end: number } {
  if (causes.length === 0) return { start: since, end: Infinity };
  const start = Math.max(since, Math.min(...causes.map((one) => one.start)));
  return { start, end: Math.max(...causes.map((one) => one.end)) };
}

/** A task's story for whoever has to find out: what could not come next, first, since logs are cut; and the order as far as it went. */
function told(
  task: TaskFact,
  count: number,
  { order, state, stuck }: ReturnType<typeof linearize<TaskState, TaskOperation>>['longest'],
): string {
  const line = (one: TaskOperation) => {
    const about = task.assignments[one.assignment ?? -1];
    const who = one.toMember ?? about?.member_id;
    const words = [one.name, one.assignment !== undefined && `#${one.assignment}`, about && `${about.stage} ${about.firstOrdinal}`]; // prettier-ignore
    const rest = [
      who?.slice(0, 4),
      one.overlap,
      one.move,
      one.option,
      one.isOwnToken === false && 'with another token',
    ];
    const when = `[${one.start.toFixed(1)}–${one.end.toFixed(1)}]`;
    return [...words, ...rest, '→', one.outcome === cut ? '(no answer)' : one.outcome, when].filter(Boolean).join(' ');
  };
  const last = `${task.state}, overlap ${task.overlap}; ${task.assignments.map((one, n) => `#${n} ${one.state} ${one.answer ?? ''}`).join(', ')}`;
  return [
    `task ${task.id}: ${count} operations have no order. In the end it is ${last}.`,
    `  None of these can come next, or it cannot end so:`,
    ...stuck.map((one) => `  ? ${line(one)}`),
    `  The model is at ${JSON.stringify(state)}`,
    `  and came there by ${order.length} of them:`,
    ...order.map((one) => `  ${line(one)}`),
  ].join('\n');
}
