import { faultsOfLabels, type Label } from '../../labels/index.js';
import { originOf } from '../generic/generic.connector.js';
import { pulledItem, pulledPage, type WorkMessage, workMessage } from '../generic/generic.messages.js';
import { type Heard, PlayedMuster, type PlayedWork, playedSchema } from './played-muster.js';

export type Act = 'submit' | 'revise' | 'reopen' | 'skip' | 'repeat';

export interface Ruling {
  rule: string;
  outcome: 'ok' | 'FAIL' | 'left out';
  why?: string;
}

export interface Verification {
  /** the template of the deep link */
  workUrl: string;
  port: number;
  secret: string;
  /** does what a person would do; null: a person does it */
  rehearseUrl: string | null;
  pullUrl: string | null;
  apiSecret: string | null;
  waitSeconds: number;
}

/** What a person is asked to do where there is no rehearsal. */
const requests: Record<Act, string | null> = {
  submit: 'open the link, label anything that fits, and hand it in',
  revise: 'change the answer in the tool and hand it in again (or wait, if it cannot)',
  reopen: null,
  skip: 'open the link and skip the work',
  repeat: null,
};

class Broken extends Error {}
/** The tool does not have this. */
class LeftOut extends Error {}

/**
 * Plays Muster for a front end and looks whether it keeps the contract of docs/connectors.md.
 * @param tell is told each ruling as it is made, and where a person has to act what to do
 */
export async function verifyFrontEnd(
  asked: Verification,
  tell: { ruling(ruling: Ruling): void; say(line: string): void },
): Promise<Ruling[]> {
  const muster = new PlayedMuster(asked.secret, originOf({ workUrl: asked.workUrl }));
  const url = await muster.listen(asked.port);
  tell.say(
    `Muster is played at ${url}. Start your tool with this address, the hook ${url}${muster.hookPath} and the secret ${asked.secret}`,
  );
  const run = new Run(asked, muster, tell);
  try {
    await run.all();
    return run.rulings;
  } finally {
    await muster.stop();
  }
}

class Run {
  readonly rulings: Ruling[] = [];

  constructor(
    private readonly asked: Verification,
    private readonly muster: PlayedMuster,
    private readonly tell: { ruling(ruling: Ruling): void; say(line: string): void },
  ) {}

  async all(): Promise<void> {
    const work = this.muster.newWork();
    await this.rule('the link carries the token, and not where servers would log it', () => this.link());
    await this.rule('the link opens', () => this.opens(work));
    const submitted = await this.rule('work that is handed in is told, signed, as task.submitted', () => this.told(work, 'submit', ['task.submitted'])); // prettier-ignore
    if (!submitted) return;
    await this.rule('the work is read by GET /hand-off with its token', () => {
      if (!this.muster.read.includes(work.token)) throw new Broken('nobody asked for it');
    });
    await this.rule('the labels fit the schema that came with the work', () => labelsFit(submitted.message));
    await this.rule('a message that is sent again has the same webhook-id and the same content', () => this.repeats(work, submitted.heard)); // prettier-ignore
    const revised = await this.rule('a changed answer is told, newer than the one before', async () => {
      const told = await this.told(work, 'revise', ['annotation.revised', 'task.submitted']);
      newer(submitted.message, told.message);
      labelsFit(told.message);
      return told;
    });
    const last = revised ?? submitted;
    await this.rule('what was answered with 503 is sent again, under the same webhook-id', () => this.retries(work));
    await this.rule('an answer that is taken back is told as task.reopened', async () => newer(last.message, (await this.told(work, 'reopen', ['task.reopened'])).message)); // prettier-ignore
    const other = this.muster.newWork();
    await this.rule('work that is skipped is told as task.skipped, with a reason', async () => {
      const { message } = await this.told(other, 'skip', ['task.skipped']);
      if (message.type === 'task.skipped' && !message.data.reason?.trim()) throw new Broken('data.reason is missing');
    });
    await this.rule('a token that opens nothing leads to no message', () => this.refuses());
    await this.rule('what the tool holds can be read (pullUrl)', () => this.pulls(work));
    await this.rule('every message that came was signed as it must be', () => {
      const faulty = this.muster.heard.find(({ fault }) => fault !== null);
      if (faulty) throw new Broken(faulty.fault!);
    });
  }

  private async rule<Value>(rule: string, look: () => Promise<Value> | Value): Promise<Value | null> {
    try {
      const value = await look();
      this.note({ rule, outcome: 'ok' });
      return value;
    } catch (error) {
      if (error instanceof LeftOut) this.note({ rule, outcome: 'left out', why: error.message });
      else this.note({ rule, outcome: 'FAIL', why: error instanceof Broken ? error.message : String(error) });
      return null;
    }
  }

  private note(ruling: Ruling): void {
    this.rulings.push(ruling);
    this.tell.ruling(ruling);
  }

  private linkOf({ token, assignmentId }: PlayedWork): string {
    const values: Record<string, string> = {
      token,
      assignment: assignmentId,
      return: `http://localhost/work/${assignmentId}`,
    };
    return this.asked.workUrl.replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
      values[name] === undefined ? whole : encodeURIComponent(values[name]),
    );
  }

  private link(): void {
    const at = this.asked.workUrl.indexOf('{token}');
    if (at < 0) throw new Broken('{token} is missing');
    const hash = this.asked.workUrl.indexOf('#');
    if (hash < 0 || hash > at) throw new Broken('put {token} behind #');
  }

  private async opens(work: PlayedWork): Promise<void> {
    const answer = await fetch(this.linkOf(work).split('#')[0]!);
    await answer.arrayBuffer();
    if (answer.status !== 200) throw new Broken(`it answers ${answer.status}`);
  }

  /** Has something done, and waits for the message about it. */
  private async told(work: PlayedWork, act: Act, types: string[]): Promise<{ heard: Heard; message: WorkMessage }> {
    const before = this.muster.heard.length;
    await this.act(work, act).catch((error: unknown) => {
      // A message that was refused tells more than that the tool is not content with its answer.
      if (error instanceof LeftOut || this.muster.heard.length === before) throw error;
    });
    const heard = await this.waitFor(() =>
      this.muster.heard.slice(before).find(({ fault, body }) => fault !== null || types.includes(typeIn(body))),
    );
    if (!heard)
      throw new Broken(`no message of the type ${types.join(' or ')} came within ${this.asked.waitSeconds} s`);
    if (heard.fault) throw new Broken(heard.fault);
    const parsed = workMessage.safeParse(JSON.parse(heard.body));
    if (!parsed.success) throw new Broken(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')); // prettier-ignore
    if (parsed.data.data.assignment !== work.assignmentId) throw new Broken('it names another assignment');
    return { heard, message: parsed.data };
  }

  private async act(work: PlayedWork, act: Act): Promise<void> {
    if (this.asked.rehearseUrl === null) {
      const request = requests[act];
      if (request === null) throw new LeftOut('needs a rehearsal');
      this.tell.say(`Now ${request}: ${this.linkOf(work)}`);
      return;
    }
    const status = await this.rehearse(work.token, act);
    if (status === 501) throw new LeftOut('the tool does not have it');
    if (status < 200 || status > 299) throw new Broken(`the rehearsal answers ${status}`);
  }

  private async rehearse(token: string, act: Act): Promise<number> {
    const answer = await fetch(this.asked.rehearseUrl!, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, act }),
    });
    await answer.arrayBuffer();
    return answer.status;
  }

  private async repeats(work: PlayedWork, first: Heard): Promise<void> {
    const before = this.muster.heard.length;
    await this.act(work, 'repeat');
    const again = await this.waitFor(() => this.muster.heard[before]);
    if (!again) throw new Broken('nothing was sent again');
    if (again.id !== first.id) throw new Broken('it has another webhook-id, so it would count as something new');
    if (again.body !== first.body) throw new Broken('it says something else under the same webhook-id');
  }

  private async retries(work: PlayedWork): Promise<void> {
    if (this.asked.rehearseUrl === null) throw new LeftOut('needs a rehearsal');
    const before = this.muster.heard.length;
    this.muster.answers.push(503);
    // It may answer once the message is through, or say that it is not yet.
    const rehearsed = this.rehearse(work.token, 'revise').catch(() => 0);
    const [refused, again] = [
      await this.waitFor(() => this.muster.heard.slice(before).find(({ answered }) => answered === 503)),
      await this.waitFor(() => this.muster.heard.slice(before).find(({ answered }) => answered === 202)),
    ];
    if ((await rehearsed) === 501) throw new LeftOut('the tool cannot change an answer');
    if (!refused) throw new Broken('nothing was sent');
    if (!again) throw new Broken(`it was not sent again within ${this.asked.waitSeconds} s`);
    if (again.id !== refused.id) throw new Broken('it was sent again under another webhook-id');
  }

  private async refuses(): Promise<void> {
    if (this.asked.rehearseUrl === null) throw new LeftOut('needs a rehearsal');
    const before = this.muster.heard.length;
    const status = await this.rehearse('opens.nothing', 'submit');
    if (this.muster.heard.length > before) throw new Broken('a message came');
    if (status >= 200 && status <= 299) throw new Broken(`the rehearsal answers ${status} as if it were done`);
  }

  private async pulls({ assignmentId }: PlayedWork): Promise<void> {
    if (this.asked.pullUrl === null) throw new LeftOut('no --pull was given');
    const get = async (path: string) => {
      const answer = await fetch(this.asked.pullUrl!.replace(/\/+$/, '') + path, {
        headers: this.asked.apiSecret ? { authorization: `Bearer ${this.asked.apiSecret}` } : {},
      });
      return { status: answer.status, text: await answer.text() };
    };
    const { status, text } = await get(`/items/${assignmentId}`);
    if (status !== 200) throw new Broken(`an item that was worked on answers ${status}`);
    const item = pulledItem.safeParse(JSON.parse(text));
    if (!item.success) throw new Broken(`an item is not as agreed: ${item.error.issues[0]!.message}`);
    const newest = this.muster.heard.filter(({ body, fault }) => !fault && body.includes(assignmentId)).at(-1)!;
    if (!item.data.messages.some(({ type }) => type === typeIn(newest.body)))
      throw new Broken(`it does not say what was told last (${typeIn(newest.body)})`);
    const unknown = await get(`/items/asg_${'0'.repeat(32)}`);
    if (unknown.status !== 404) throw new Broken(`an item that is not there answers ${unknown.status}, not 404`);
    const page = await get(`/items?since=${new Date(Date.now() - 3_600_000).toISOString()}`);
    const listed = pulledPage.safeParse(JSON.parse(page.text));
    if (!listed.success || !listed.data.items.includes(assignmentId))
      throw new Broken('what changed since an hour ago does not name the item');
    if (this.asked.apiSecret) {
      const open = await fetch(`${this.asked.pullUrl.replace(/\/+$/, '')}/items/${assignmentId}`);
      if (open.status === 200) throw new Broken('it answers without the secret, too');
    }
  }

  private async waitFor<Value>(look: () => Value | undefined): Promise<Value | undefined> {
    const deadline = Date.now() + this.asked.waitSeconds * 1000;
    for (;;) {
      const value = look();
      if (value !== undefined || Date.now() > deadline) return value;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function labelsFit(message: WorkMessage): void {
  if (message.type !== 'task.submitted' && message.type !== 'annotation.revised') return;
  const labels = message.data.labels as Label[] | null | undefined;
  if (!labels) throw new LeftOut('the message carries none; Muster reads them by pullUrl');
  const faults = faultsOfLabels(labels, playedSchema, { width: 64, height: 64 });
  if (faults.length > 0) throw new Broken(faults.map(({ path, message: what }) => `${path} ${what}`).join('; '));
}

function newer(before: WorkMessage, after: WorkMessage): void {
  const [old, now] = [before.data.version, after.data.version];
  if ((old === undefined) !== (now === undefined))
    throw new Broken('data.version is sent now and then; send it always or never');
  if (old !== undefined && now !== undefined ? now <= old : Date.parse(after.timestamp) <= Date.parse(before.timestamp))
    throw new Broken('it is not newer: neither a greater data.version nor a later timestamp');
}

function typeIn(body: string): string {
  try {
    const { type } = JSON.parse(body) as { type?: unknown };
    return typeof type === 'string' ? type : '';
  } catch {
    return '';
  }
}
