import type pg from 'pg';
import { Database, type Statement } from '../../../src/platform/index.js';
import { MovesStore } from '../../../src/tasks/moves/moves.store.js';
import { AnswersStore } from '../../../src/tasks/answers.store.js';
import type { Mix } from './command.js';
import type { ServiceProcess } from './services.js';

/** A change of one of the database's functions, by its text. */
export interface Edit {
  in: string[];
  from: string | RegExp;
  to: string;
}

export interface PlantedBug {
  name: string;
  /** the law that it breaks; the laws are many, so another may be the first to notice */
  breaks: string;
  seed: number;
  /** commands among which it shows; the usual ones without it */
  mix?: Mix;
  edits?: Edit[];
  sql?: string[];
  /** a change of the program rather than of the database */
  patch?(process: ServiceProcess): void;
}

const finders = ['look_for_seats', 'wait_for_seats'];
const pause = 'PERFORM pause_here(4);';
/** Long enough for two answers that were sent at the same moment on a slow machine. */
const always = 'PERFORM pause_here(1, 0.05);';
const often = 'PERFORM pause_here(2);';

/**
 * Where everybody stands still for a moment, every time or every second or fourth: between what a step has read and what it makes of it.
 * They stand there for the unchanged program as well, which must not mind.
 */
export const pausePoints: Edit[] = [
  { in: ['claim_tasks'], from: 'v_token := take_seat(', to: `${pause} v_token := take_seat(` },
  { in: ['submit_assignment'], from: 'v_late := v_own.lease', to: `${pause} v_late := v_own.lease` },
  { in: ['expire_assignment'], from: 'IF p_waits THEN', to: `${often} IF p_waits THEN` },
  { in: ['conclude_answer'], from: `IF p_stage = 'ANNOTATE' THEN`, to: `${always} IF p_stage = 'ANNOTATE' THEN` },
  { in: ['withdraw_seats'], from: 'BEGIN', to: `BEGIN ${pause}` },
];

const indexes = (...names: string[]): string[] => names.map((name) => `DROP INDEX ${name}`);

export const plantedBugs: PlantedBug[] = [
  {
    name: 'a claim does not lock the row that it found (no FOR UPDATE)',
    breaks: 'a seat is handed out twice; the unique index turns it into an error',
    seed: 101,
    edits: [{ in: ['look_for_seats'], from: /FOR UPDATE OF q SKIP LOCKED/g, to: '' }],
  },
  {
    name: 'counting instead of a constraint: neither the lock nor the unique indexes of a seat',
    breaks: 'more answers than seats',
    seed: 102,
    sql: indexes('assignment_seat', 'submission_counted'),
    edits: [{ in: ['look_for_seats'], from: /FOR UPDATE OF q SKIP LOCKED/g, to: '' }],
  },
  {
    name: 'an answer does not lock its task (no FOR NO KEY UPDATE)',
    breaks: 'two last answers each miss the other, and the task stays open',
    seed: 103,
    mix: { claim: 30, submit: 30, decide: 6, requeue: 10, overlap: 3 },
    edits: [{ in: ['submit_assignment'], from: ' FOR NO KEY UPDATE', to: '' }],
  },
  {
    name: 'the fencing token of an answer is not compared',
    breaks: 'a write under the token of another is taken',
    seed: 104,
    edits: [{ in: ['submit_assignment'], from: `IF v_own.token <> p_token THEN outcome := 'LEASE_LOST'; RETURN; END IF;`, to: '' }], // prettier-ignore
  },
  {
    name: 'seats are not unique, and a late answer does not ask whether its seat is taken',
    breaks: 'two counted answers on one seat',
    seed: 105,
    mix: { claim: 25, submit: 30, lapse: 15, expire: 12, decide: 5, requeue: 8 },
    sql: indexes('assignment_seat', 'submission_counted'),
    edits: [{ in: ['submit_assignment'], from: 'OR withdraw_seats(v_own.task_id, v_own.stage, v_bit) <> v_bit', to: 'OR withdraw_seats(v_own.task_id, v_own.stage, v_bit) < 0' }], // prettier-ignore
  },
  {
    name: 'an answer is acknowledged before its commit',
    breaks: 'a process that dies takes acknowledged answers with it',
    seed: 106,
    patch: acknowledgeEarly,
  },
  {
    name: 'an answer that is sent again is kept again',
    breaks: 'an assignment has two answers',
    seed: 107,
    sql: indexes('submission_assignment', 'submission_counted'),
    edits: [
      { in: ['submit_assignment'], from: /IF FOUND THEN\s+outcome := CASE/, to: 'IF false THEN outcome := CASE' },
      { in: ['submit_assignment'], from: `NOT IN ('ACTIVE', 'EXPIRED')`, to: `NOT IN ('ACTIVE', 'EXPIRED', 'SUBMITTED')` }, // prettier-ignore
    ],
  },
  {
    name: 'the sweeper does not look again once it has the lock',
    breaks: 'an answered seat is handed out again',
    seed: 108,
    mix: { claim: 25, submit: 25, lapse: 15, expire: 15, decide: 6, requeue: 10 },
    edits: [{ in: ['expire_assignment'], from: `AND state = 'ACTIVE' AND lease_expires_at <= muster_now() FOR UPDATE`, to: 'FOR UPDATE' }], // prettier-ignore
  },
  {
    name: 'a seat that is given back is not offered again',
    breaks: 'the seat equation: a free seat that nobody finds',
    seed: 109,
    edits: [{ in: ['close_assignment'], from: 'IF p_offer AND', to: `IF p_offer AND p_state <> 'RETURNED' AND` }],
  },
  {
    name: 'offering a seat overwrites the others of the row',
    breaks: 'the seat equation: free seats are forgotten',
    seed: 110,
    edits: [{ in: ['offer_seats'], from: 'q.seats | excluded.seats', to: 'excluded.seats' }],
  },
  {
    name: 'nothing keeps a person from a second seat of the task',
    breaks: 'a person answers a task twice',
    seed: 111,
    sql: indexes('assignment_person'),
    edits: [{ in: finders, from: /pa\.is_barred AND/g, to: 'false AND' }],
  },
  {
    name: 'whoever answered may judge',
    breaks: 'one person is author and judge of a task',
    seed: 112,
    sql: [`ALTER TABLE assignment DISABLE TRIGGER seat_is_right`],
    edits: [{ in: finders, from: /pa\.role = 'AUTHOR' OR/g, to: 'false OR' }],
  },
  {
    name: 'two tabs of a person claim at once (no advisory lock)',
    breaks: 'one key, two assignments; the unique index turns it into an error',
    seed: 113,
    edits: [
      { in: ['claim_tasks'], from: 'PERFORM pg_advisory_xact_lock(hashtextextended(p_member::text, 1));', to: '' },
    ],
  },
  {
    name: 'a pause is overlooked',
    breaks: 'who is paused gets new work',
    seed: 114,
    edits: [{ in: finders, from: /mp\.resumed_at IS NULL/g, to: 'false' }],
  },
  {
    name: 'seats that are kept for one person are handed to anybody',
    breaks: 'the order of a task: a kept seat is taken by another',
    seed: 115,
    edits: [{ in: finders, from: /l\.kind NOT IN \('RESERVED', 'HELD'\)/g, to: 'true' }],
  },
  {
    name: 'who skipped a task is asked again',
    breaks: 'the order of a task: taken by somebody who may not have it',
    seed: 116,
    edits: [{ in: ['close_assignment'], from: 'IF NOT p_barred THEN', to: `IF NOT p_barred OR p_state = 'SKIPPED' THEN` }], // prettier-ignore
  },
  {
    name: 'the last answer is not told (no outbox row)',
    breaks: 'nobody decides what comes next',
    seed: 117,
    edits: [{ in: ['conclude_answer'], from: 'INSERT INTO event', to: `IF p_stage = 'ANNOTATE' THEN RETURN; END IF; INSERT INTO event` }], // prettier-ignore
  },
  {
    name: 'the overlap is lowered under somebody who works',
    breaks: 'a seat above the overlap is held',
    seed: 118,
    mix: { claim: 25, submit: 12, overlap: 20, return: 5, decide: 5, requeue: 8 },
    edits: [{ in: ['withdraw_seats'], from: 'RETURN v_all;', to: 'RETURN p_seats;' }],
  },
  {
    name: 'a result names the first of its answers only',
    breaks: 'a result that does not say what made it',
    seed: 119,
    sql: [
      `CREATE FUNCTION name_one() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.submission_ids := NEW.submission_ids[1:1]; RETURN NEW; END'`,
      `CREATE TRIGGER names_one BEFORE INSERT ON result FOR EACH ROW EXECUTE FUNCTION name_one()`,
    ],
  },
  {
    name: 'who works on a task is shown the answers of others',
    breaks: 'blindness',
    seed: 120,
    patch: (process) => rewrite(process.get(AnswersStore), 'answersOfMany', /AND \(t\.state IN[\s\S]*?p\.member_id = \$2\)\)/, 'AND $2::uuid IS NOT NULL'), // prettier-ignore
  },
  {
    name: 'a lead pushes free seats that they only read (no FOR UPDATE)',
    breaks: 'the seat equation: a seat that was claimed meanwhile is offered again',
    seed: 121,
    mix: { claim: 30, submit: 15, return: 8, assign: 15, unassign: 10, decide: 5, requeue: 8 },
    patch: (process) => rewrite(process.get(MovesStore), 'freeSeats', 'FOR UPDATE OF q', ''),
  },
  {
    name: 'a seat that comes back is counted twice in its lane',
    breaks: 'the seat equation: lane counters and rows differ',
    seed: 122,
    edits: [{ in: ['offer_seats'], from: 'seats_in(p_seats))', to: 'seats_in(p_seats) + (p_kind = \'RETURNED\')::int)' }], // prettier-ignore
  },
  {
    name: 'a late answer that counts leaves its expiry in the hours of work',
    breaks: 'the hours of work are not those of the rows',
    seed: 121,
    mix: { claim: 25, submit: 30, lapse: 15, expire: 12, decide: 5, requeue: 8 },
    edits: [{ in: ['count_assignment'], from: `CASE OLD.state WHEN 'EXPIRED' THEN -1 END`, to: 'NULL' }],
  },
  {
    name: 'the fold overwrites what others fold at the same hour',
    breaks: 'the hours of work are not those of the rows',
    seed: 122,
    edits: [
      {
        in: ['fold_work_changes'],
        from: 'submitted = folded_work.submitted + excluded.submitted',
        to: 'submitted = excluded.submitted',
      },
    ],
  },
  {
    name: 'an answer that is made void is still counted in the progress of its batch',
    breaks: 'the progress of a batch is not that of its rows',
    seed: 123,
    mix: { claim: 25, submit: 30, decide: 5, requeue: 8 },
    edits: [
      {
        in: ['count_answer'],
        from: `v_taken := v_taken - (OLD.state = 'COUNTED')::int;`,
        to: '',
      },
    ],
  },
];

/** Changes functions of a throwaway database by their text. @throws when a text is not there: then nothing was planted */
export async function edit(pool: pg.Pool, edits: Edit[]): Promise<void> {
  for (const { in: names, from, to } of edits)
    for (const name of names) {
      const { rows } = await pool.query<{ text: string }>(
        `SELECT pg_get_functiondef(oid) AS text FROM pg_proc WHERE proname = $1 AND pronamespace = 'public'::regnamespace`,
        [name],
      );
      if (rows.length !== 1) throw new Error(`there are ${rows.length} functions ${name}`);
      const changed = rows[0]!.text.replace(from, () => to);
      if (changed === rows[0]!.text) throw new Error(`${name} has no ${from}`);
      await pool.query(changed);
    }
}

/** And in the program, where a lead has read the free seats of a task. */
export function addPauses(process: ServiceProcess): void {
  const store = process.get(MovesStore);
  const original = store.freeSeats.bind(store);
  let turn = 0;
  store.freeSeats = async (tx, taskId) => {
    const seats = await original(tx, taskId);
    if ((turn += 1) % 2 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    return seats;
  };
}

export async function addPausePoints(pool: pg.Pool): Promise<void> {
  await pool.query(`
    CREATE SEQUENCE pause_turn;
    GRANT USAGE ON SEQUENCE pause_turn TO muster_app, muster_system;
    CREATE FUNCTION pause_here(p_every int, p_seconds float8 DEFAULT 0.012) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN IF nextval('pause_turn') % p_every = 0 THEN PERFORM pg_sleep(p_seconds); END IF; END $$`);
  await edit(pool, pausePoints);
}

type Asking = { query: (sql: string, values?: unknown[]) => unknown };

/** The same method with another text of its SQL. */
function rewrite<Store, Method extends keyof Store>(
  store: Store,
  method: Method,
  from: string | RegExp,
  to: string,
): void {
  const original = store[method] as (tx: Asking, ...rest: unknown[]) => unknown;
  const changed = (tx: Asking, ...rest: unknown[]) =>
    original.call(store, { ...tx, query: (sql: string, values?: unknown[]) => {
      const text = sql.replace(from, () => to);
      if (text === sql) throw new Error(`the text has no ${from}`);
      return tx.query(text, values);
    } }, ...rest); // prettier-ignore
  store[method] = changed as Store[Method];
}

/** The reply goes out when the work is done, and the commit follows a moment later. */
function acknowledgeEarly(process: ServiceProcess): void {
  const database = process.get(Database);
  const call = database.call.bind(database);
  database.call = async <Row>(statement: Statement, values: unknown[]): Promise<Row[]> => {
    if (!statement.name.startsWith('submit')) return call<Row>(statement, values);
    const { master } = database.app.driver as unknown as { master: pg.Pool };
    const client = await master.connect();
    client.on('error', () => undefined);
    try {
      await client.query('BEGIN');
      const { rows } = await client.query({ ...statement, values });
      const commit = () => client.query('COMMIT').then(() => client.release(), () => client.release(true)); // prettier-ignore
      setTimeout(() => void commit(), 15);
      return rows as Row[];
    } catch (error) {
      client.release(true);
      throw error;
    }
  };
}
