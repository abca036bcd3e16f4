import { Injectable } from '@nestjs/common';
import type { Actor } from '../../identity/index.js';
import { ClientFault, Database, Refusal, type Tx } from '../../platform/index.js';
import { GuidelinesService, ProjectsService } from '../../projects/index.js';
import { GoldCareService } from '../gold/gold-care.service.js';
import { type QuestionRefusal, QuestionsService } from './questions.service.js';
import { type QuestionRow, QuestionsStore } from './questions.store.js';

export interface AddNote {
  projectId: string;
  text: string;
  taskId: string | null;
  mediaId: string | null;
}

/** Characters, as the database counts them. */
const longestNote = 5000;

/** Words on the guidelines for everybody, between two versions: an edge case, or what somebody was answered. */
@Injectable()
export class GuidelineNotes {
  constructor(
    private readonly database: Database,
    private readonly store: QuestionsStore,
    private readonly projects: ProjectsService,
    private readonly guidelines: GuidelinesService,
    private readonly questions: QuestionsService,
    private readonly gold: GoldCareService,
  ) {}

  add(actor: Actor, { projectId, text, taskId, mediaId }: AddNote) {
    return this.database.transact(actor, async (tx) => {
      await this.projects.visible(tx, actor, projectId, 'guideline:note');
      const example = taskId ? await this.store.example(tx, projectId, taskId) : null;
      if (taskId && !example) throw ClientFault.invalid('input.taskId', 'is no task of this project');
      if (mediaId && !(await this.store.hasMedia(tx, projectId, mediaId)))
        throw ClientFault.invalid('input.mediaId', 'is no picture of this project');
      const id = await this.note(tx, actor, projectId, text, {
        taskId,
        data: example?.data,
        mediaId: mediaId ?? example?.mediaId,
      });
      return (await this.guidelines.noteOf(tx, actor, id))!;
    });
  }

  /** Once: what was published stays as it is. @param text instead of the words of the question and the last answer */
  publishAnswer(
    actor: Actor,
    id: string,
    text: string | null,
    withExample: boolean,
  ): Promise<QuestionRow | QuestionRefusal> {
    return this.database.transact(actor, async (tx) => {
      const question = await this.questions.require(tx, actor, id);
      await this.projects.visible(tx, actor, question.projectId, 'guideline:note');
      if (question.noteId) return question;
      const answer = (await this.store.replies(tx, [id])).filter(({ isAnswer }) => isAnswer).at(-1);
      if (!answer) return new Refusal('NOT_ANSWERED' as const, 'Nobody has answered this question yet.');
      const { taskId, data, mediaId } = question;
      const example = withExample && taskId ? { taskId, data, mediaId } : {};
      const words = text ?? asTheyStand(question.text, answer.text);
      await this.store.setNote(tx, id, await this.note(tx, actor, question.projectId, words, example));
      return (await this.store.find(tx, id))!;
    });
  }

  private async note(
    tx: Tx,
    actor: Actor,
    projectId: string,
    text: string,
    { taskId, data, mediaId }: { taskId?: string | null; data?: unknown; mediaId?: string | null },
  ): Promise<string> {
    await this.gold.retireShown(tx, actor, projectId, await this.store.shownBy(tx, projectId, taskId ?? null, mediaId ?? null)); // prettier-ignore
    const given = { projectId, text, addedBy: actor.memberId, example: data ?? undefined, mediaId };
    const id = await this.guidelines.addNote(tx, given);
    await this.guidelines.recordNote(tx, actor, projectId, id);
    return id;
  }
}

/** @throws ClientFault of what would lose its end */
function asTheyStand(question: string, answer: string): string {
  const words = `${question}\n\n${answer}`;
  const length = [...words].length;
  if (length <= longestNote) return words;
  const most = longestNote.toLocaleString('en');
  throw ClientFault.invalid('input.text', `is needed: question and answer have ${length.toLocaleString('en')} characters together, and a note at most ${most}`); // prettier-ignore
}
