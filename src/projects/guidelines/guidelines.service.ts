import { Injectable } from '@nestjs/common';
import { type Actor, ChangeLog } from '../../identity/index.js';
import { ClientFault, Database, newId, Refusal, toGlobalId, type Tx } from '../../platform/index.js';
import { ProjectsService } from '../projects.service.js';
import type { ProjectRow } from '../projects.store.js';
import {
  type GuidelineNoteRow,
  type GuidelinesRow,
  GuidelinesStore,
  type NewGuidelineNote,
  type QuizStanding,
} from './guidelines.store.js';
import {
  askedOf,
  type AskedQuestion,
  faultsOfAnswers,
  faultsOfQuestions,
  markQuiz,
  type Quiz,
  type QuizAnswer,
  type QuizQuestion,
} from './quiz.rules.js';

/** Characters. */
const longestNote = 5000;
const mostNotes = 100;

/** A quiz as a person is asked it now. */
export interface OpenQuiz {
  version: number;
  passMark: number;
  /** from 1 */
  try: number;
  questions: AskedQuestion[];
}

export interface AnsweredQuiz {
  projectId: string;
  isPassed: boolean;
  right: number;
  of: number;
  mistakes: QuizQuestion[];
}

export type QuizRefusal = Refusal<'GUIDELINES_UNREAD' | 'NO_QUIZ'>;

/** What annotators read before they work: versions, questions on what changed, and notes in between. */
@Injectable()
export class GuidelinesService {
  constructor(
    private readonly database: Database,
    private readonly store: GuidelinesStore,
    private readonly projects: ProjectsService,
    private readonly changes: ChangeLog,
  ) {}

  /** @param quiz on what changed: with it, nobody works on before they have passed it */
  publish(actor: Actor, projectId: string, body: string, quiz?: Omit<Quiz, 'version'>): Promise<ProjectRow> {
    const faults = faultsOfQuestions(quiz?.questions ?? [], 'quiz.questions');
    if (faults.length > 0) throw ClientFault.invalidFields(faults);
    return this.projects.change(actor, 'project:guidelines', projectId, async (tx, project) => {
      const version = project.guidelineVersion + 1;
      await this.store.insert(tx, projectId, version, body, actor.memberId);
      if (quiz) await this.store.insertQuiz(tx, projectId, { version, ...quiz });
      const detail = { version, questions: quiz?.questions.length ?? 0 };
      await this.changes.record(tx, actor, { action: 'project:guidelines', subjectId: projectId, detail });
    });
  }

  /** What was read is acknowledged, unless questions on what changed are still open. */
  acknowledge(actor: Actor, projectId: string, version?: number): Promise<GuidelinesRow> {
    return this.database.transact(actor, async (tx) => {
      const project = await this.projects.ofMember(tx, projectId, actor.memberId);
      if (!project) throw ClientFault.notFound('project');
      const guidelines = await this.store.find(tx, projectId, version ?? project.guidelineVersion);
      if (!guidelines) throw ClientFault.invalid('version', 'the project has no guidelines of this version');
      await this.store.read(tx, projectId, guidelines.version, actor.memberId);
      const open = await this.store.quizStanding(tx, projectId, actor.memberId);
      if (!open || open.version > guidelines.version)
        await this.store.acknowledge(tx, projectId, guidelines.version, actor.memberId);
      return guidelines;
    });
  }

  /** As often as it takes. What was passed stays so, and is not asked again. */
  answerQuiz(
    actor: Actor,
    projectId: string,
    version: number,
    answers: QuizAnswer[],
  ): Promise<AnsweredQuiz | QuizRefusal> {
    return this.database.transact(actor, async (tx) => {
      const project = await this.projects.ofMember(tx, projectId, actor.memberId);
      if (!project) throw ClientFault.notFound('project');
      const quiz = await this.store.quiz(tx, projectId, version);
      if (!quiz) return new Refusal('NO_QUIZ' as const, 'This version of the guidelines asks no questions.');
      const of = quiz.questions.length;
      if (await this.store.hasPassed(tx, projectId, version, actor.memberId))
        return { projectId, isPassed: true, right: of, of, mistakes: [] };
      const open = await this.store.quizStanding(tx, projectId, actor.memberId);
      if (open?.version !== version)
        return new Refusal('NO_QUIZ' as const, 'These questions are not what you have to answer now.');
      if (!open.isRead) return new Refusal('GUIDELINES_UNREAD' as const, 'Read and acknowledge the guidelines first.');
      const faults = faultsOfAnswers(answers, quiz, 'input.answers');
      if (faults.length > 0) throw ClientFault.invalidFields(faults);
      const { right, isPassed, wrong } = markQuiz(quiz, answers);
      await this.store.insertTry(tx, { projectId, version, memberId: actor.memberId }, { answers, right, isPassed });
      if (isPassed && !(await this.store.quizStanding(tx, projectId, actor.memberId)))
        await this.store.acknowledge(tx, projectId, project.guidelineVersion, actor.memberId);
      return { projectId, isPassed, right, of, mistakes: wrong.map((number) => quiz.questions[number - 1]!) };
    });
  }

  version(actor: Actor, projectId: string, version: number): Promise<GuidelinesRow | null> {
    return this.database.transact(here(actor), (tx) => this.store.find(tx, projectId, version));
  }

  /** The questions that the caller has to answer next, in the order of their next try; null when there are none. */
  openQuiz(actor: Actor, projectId: string): Promise<OpenQuiz | null> {
    return this.database.transact(here(actor), async (tx) => {
      const open = await this.store.quizStanding(tx, projectId, actor.memberId);
      const quiz = open && (await this.store.quiz(tx, projectId, open.version));
      if (!quiz) return null;
      const questions = askedOf(quiz, `${actor.memberId}:${quiz.version}:${open.tries}`);
      return { version: quiz.version, passMark: quiz.passMark, try: open.tries + 1, questions };
    });
  }

  /** For features to the right, inside their transaction: the quiz that the person has to pass; null when there is none. */
  quizOf(tx: Tx, projectId: string, memberId: string): Promise<QuizStanding | null> {
    return this.store.quizStanding(tx, projectId, memberId);
  }

  /** For features to the right, which have checked the caller, inside their transaction. */
  async addNote(tx: Tx, given: Omit<NewGuidelineNote, 'id'>): Promise<string> {
    const id = newId();
    await this.store.insertNote(tx, { ...given, id, text: given.text.slice(0, longestNote) });
    return id;
  }

  async noteOf(tx: Tx, actor: Actor, id: string): Promise<GuidelineNoteRow | null> {
    return this.store.note(tx, actor.memberId, id);
  }

  /** Null when there is none, or none to see. */
  findNote(actor: Actor, id: string): Promise<GuidelineNoteRow | null> {
    return this.database.transact(here(actor), async (tx) => {
      const note = await this.store.note(tx, actor.memberId, id);
      return note && (await this.projects.findVisible(tx, actor, note.projectId)) ? note : null;
    });
  }

  /** The newest notes by project, newest first. */
  newestNotes(actor: Actor, projectIds: string[]): Promise<Map<string, GuidelineNoteRow[]>> {
    return this.database.transact(here(actor), async (tx) => {
      const byProject = new Map<string, GuidelineNoteRow[]>();
      for (const row of await this.store.newestNotes(tx, actor.memberId, projectIds, mostNotes))
        byProject.set(row.projectId, [...(byProject.get(row.projectId) ?? []), row]);
      return byProject;
    });
  }

  notes(actor: Actor, projectId: string, first: number, after: string | null) {
    return this.database.transact(actor, async (tx) => {
      await this.projects.visible(tx, actor, projectId);
      return this.store.notes(tx, actor.memberId, projectId, first, after);
    });
  }

  /** The notes of now are new to the caller no longer. */
  lookAtNotes(actor: Actor, projectId: string): Promise<ProjectRow> {
    return this.database.transact(actor, async (tx) => {
      const project = await this.projects.visible(tx, actor, projectId);
      await this.store.look(tx, projectId, actor.memberId);
      return project;
    });
  }

  /** Notes change what people do: who added one is kept. */
  async recordNote(tx: Tx, actor: Actor, projectId: string, noteId: string): Promise<void> {
    const detail = { noteId: toGlobalId('guidelineNote', noteId) };
    await this.changes.record(tx, actor, { action: 'project:note', subjectId: projectId, detail });
  }
}

/** Reading keeps no answer under an idempotency key: the key is that of the mutation around it. */
const here = ({ organizationId }: Actor) => ({ organizationId });
