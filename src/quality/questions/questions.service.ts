import { Injectable } from '@nestjs/common';
import { type Actor, reachOf } from '../../identity/index.js';
import { ClientFault, Database, newId, Outbox, Refusal, type Tx } from '../../platform/index.js';
import { ProjectsService } from '../../projects/index.js';
import { PeopleReach } from '../../workforce/index.js';
import { NoticesStore } from '../notices/notices.store.js';
import { type Addressee, beginningOf, partOf, type QuestionState, stateAfterWord } from './question.rules.js';
import { type QuestionRow, QuestionsStore, type ReplyRow } from './questions.store.js';

export interface AskQuestion {
  assignmentId: string | null;
  projectId: string | null;
  addressee: Addressee;
  text: string;
}

export type QuestionRefusal = Refusal<'QUESTION_CLOSED' | 'TOO_MANY_QUESTIONS' | 'NOT_ANSWERED'>;

/** Who has many open questions should talk to somebody. */
const mostOpen = 50;
const mostReplies = 200;

/** Questions about what somebody holds or about a project, talked over with leads and the client. */
@Injectable()
export class QuestionsService {
  constructor(
    private readonly database: Database,
    private readonly store: QuestionsStore,
    private readonly projects: ProjectsService,
    private readonly people: PeopleReach,
    private readonly notices: NoticesStore,
    private readonly outbox: Outbox,
  ) {}

  ask(actor: Actor, { assignmentId, projectId, addressee, text }: AskQuestion): Promise<QuestionRow | QuestionRefusal> {
    return this.database.transact(actor, async (tx) => {
      const held = assignmentId ? await this.store.held(tx, actor.memberId, assignmentId) : null;
      if (assignmentId && !held) throw ClientFault.notFound('assignment that you hold');
      const project = held ? await this.projects.rowOf(tx, held.projectId) : await this.projects.visible(tx, actor, projectId!); // prettier-ignore
      if ((await this.store.openBy(tx, actor.memberId)) >= mostOpen)
        return new Refusal('TOO_MANY_QUESTIONS' as const, `You have ${mostOpen} open questions: wait for answers, or close some.`); // prettier-ignore
      const id = newId();
      const asked = { id, projectId: project.id, askedBy: actor.memberId, addressee, assignmentId, taskId: held?.taskId ?? null, text }; // prettier-ignore
      await this.store.insert(tx, asked);
      const sentence = `A question in “${project.name}”: ${beginningOf(text)}`;
      for (const memberId of await this.store.recipients(tx, asked))
        await this.notices.tell(tx, memberId, project.id, 'QUESTION', sentence);
      await this.outbox.publish(tx, { type: 'question.asked', subjectId: id, data: { projectId: project.id } });
      return (await this.store.find(tx, id))!;
    });
  }

  /** @param isAnswer of who asked it is always a comment */
  reply(actor: Actor, id: string, text: string, isAnswer: boolean): Promise<QuestionRow | QuestionRefusal> {
    return this.database.transact(actor, async (tx) => {
      const question = await this.inThread(tx, actor, await this.store.lock(tx, id));
      const part = partOf(actor.roles, question.askedBy === actor.memberId);
      const answers = isAnswer && part !== 'ASKER';
      const state = stateAfterWord(question.state, part, answers);
      if (!state || (await this.store.countReplies(tx, id)) >= mostReplies)
        return new Refusal('QUESTION_CLOSED' as const, 'This conversation is over: ask a new question.');
      await this.store.reply(tx, { id: newId(), questionId: id, memberId: actor.memberId, part, isAnswer: answers, text }); // prettier-ignore
      if (state !== question.state) await this.store.setState(tx, id, state);
      if (answers) await this.tellAsker(tx, question, text);
      return (await this.store.find(tx, id))!;
    });
  }

  /** Closing what is closed changes nothing. */
  close(actor: Actor, id: string): Promise<QuestionRow> {
    return this.database.transact(actor, async (tx) => {
      const question = await this.inThread(tx, actor, await this.store.lock(tx, id));
      if (question.state !== 'CLOSED') await this.store.setState(tx, id, 'CLOSED', actor.memberId);
      return (await this.store.find(tx, id))!;
    });
  }

  /** Null when there is none, or none to see. */
  find(actor: Actor, id: string): Promise<QuestionRow | null> {
    return this.database.transact({ organizationId: actor.organizationId }, async (tx) => {
      const question = await this.store.find(tx, id);
      return question && (await this.isInThread(tx, actor, question)) ? question : null;
    });
  }

  page(actor: Actor, projectId: string, state: QuestionState | null, first: number, after: string | null) {
    return this.database.transact(actor, async (tx) => {
      await this.projects.visible(tx, actor, projectId, 'question:read');
      return this.store.page(tx, { projectId, state }, first, after);
    });
  }

  own(actor: Actor, first: number, after: string | null) {
    return this.database.transact(actor, (tx) => this.store.page(tx, { askedBy: actor.memberId }, first, after));
  }

  /** Oldest first, by question; of questions that the caller was shown. */
  replies({ organizationId }: Actor, ids: string[]): Promise<Map<string, ReplyRow[]>> {
    return this.database.transact({ organizationId }, async (tx) => {
      const rows = await this.store.replies(tx, ids);
      return new Map(ids.map((id) => [id, rows.filter(({ questionId }) => questionId === id)]));
    });
  }

  /** Those of the people whose names the caller may know: their own, their people's, or everybody's. */
  named(actor: Actor, memberIds: string[]): Promise<Map<string, boolean>> {
    return this.database.transact({ organizationId: actor.organizationId }, async (tx) => {
      const known = await this.people.readable(tx, actor, memberIds);
      return new Map(memberIds.map((id) => [id, known.includes(id)]));
    });
  }

  /** For whoever has the transaction: the question, locked, if the caller takes part in it. @throws NOT_FOUND */
  async require(tx: Tx, actor: Actor, id: string): Promise<QuestionRow> {
    return this.inThread(tx, actor, await this.store.lock(tx, id));
  }

  private async inThread(tx: Tx, actor: Actor, question: QuestionRow | null): Promise<QuestionRow> {
    if (!question || !(await this.isInThread(tx, actor, question))) throw ClientFault.notFound('question');
    return question;
  }

  private async isInThread(tx: Tx, actor: Actor, { askedBy, projectId }: QuestionRow): Promise<boolean> {
    if (askedBy === actor.memberId) return reachOf(actor, 'question:reply') !== null;
    if (reachOf(actor, 'question:read') === null) return false;
    return (await this.projects.findVisible(tx, actor, projectId, 'question:read')) !== null;
  }

  private async tellAsker(tx: Tx, { id, askedBy, projectId, text: asked }: QuestionRow, text: string): Promise<void> {
    const sentence = `Your question “${beginningOf(asked)}” was answered: ${beginningOf(text)}`;
    await this.notices.tell(tx, askedBy, projectId, 'QUESTION', sentence);
    await this.outbox.publish(tx, { type: 'question.answered', subjectId: id, data: { projectId } });
  }
}
