import type { VariablesOf } from '../../api/graphql';
import { asLabels, type Label } from '../../parts/labels/label';
import type { createMutation, CourseItem, CourseVersion } from './queries';

type Input = VariablesOf<typeof createMutation>['input'];
type Stage = Input['stages'][number];
type ItemInput = NonNullable<Input['items']>[number];
export type Rules = Pick<
  CourseVersion['rules'],
  | 'passScore'
  | 'passMark'
  | 'examItems'
  | 'attempts'
  | 'retryHours'
  | 'mostAttempts'
  | 'timeLimitMinutes'
  | 'validDays'
  | 'skillId'
  | 'skillLevel'
  | 'tells'
>;

export type Source = 'TEXT' | 'PICTURE' | 'TASK' | 'DATA';
export type Kind = 'PRACTICE' | 'EXAM';

/** A task of the course as it is being written. */
export interface DraftItem {
  /** Of this page only, so that what is typed stays with its task when the order changes. */
  key: number;
  source: Source;
  text: string;
  /** What is written as JSON; of a picture, its file name and size. */
  data: unknown;
  mediaId: string | null;
  batchId: string | null;
  externalKey: string;
  /** Null: what is known of the task of the project. */
  labels: Label[] | null;
  explanation: string;
}

export interface CourseDraft {
  name: string;
  description: string;
  stages: string[];
  rules: Rules;
  PRACTICE: DraftItem[];
  EXAM: DraftItem[];
}

let lastKey = 0;

export const newItem = (part: Partial<DraftItem> = {}): DraftItem => ({
  key: (lastKey += 1),
  source: 'TEXT',
  text: '',
  data: {},
  mediaId: null,
  batchId: null,
  externalKey: '',
  labels: [],
  explanation: '',
  ...part,
});

/** As the API begins: docs/training.md. */
export const newDraft = (): CourseDraft => ({
  name: '',
  description: '',
  stages: ['ANNOTATE'],
  rules: {
    passScore: 0.8,
    passMark: 0.8,
    examItems: null,
    attempts: 2,
    retryHours: 24,
    mostAttempts: null,
    timeLimitMinutes: null,
    validDays: null,
    skillId: null,
    skillLevel: null,
    tells: 'SCORE',
  },
  PRACTICE: [],
  EXAM: [],
});

export function draftOf(name: string, version: CourseVersion): CourseDraft {
  const { passScore, passMark, examItems, attempts, retryHours, mostAttempts, timeLimitMinutes, validDays, skillId, skillLevel, tells } = version.rules; // prettier-ignore
  const ofKind = (kind: Kind) => (version.items ?? []).filter((item) => item.kind === kind).map(itemOf);
  return {
    name,
    description: version.description,
    stages: [...version.stages],
    rules: { passScore, passMark, examItems, attempts, retryHours, mostAttempts, timeLimitMinutes, validDays, skillId, skillLevel, tells }, // prettier-ignore
    PRACTICE: ofKind('PRACTICE'),
    EXAM: ofKind('EXAM'),
  };
}

function itemOf({ data, mediaId, labels, explanation, batchId, externalKey }: CourseItem): DraftItem {
  const common = { labels: asLabels(labels), explanation, data };
  if (batchId && externalKey) return newItem({ ...common, source: 'TASK', batchId, externalKey });
  if (mediaId) return newItem({ ...common, source: 'PICTURE', mediaId });
  const { text, ...others } = data as { text?: unknown };
  return typeof text === 'string' && Object.keys(others).length === 0
    ? newItem({ ...common, source: 'TEXT', text })
    : newItem({ ...common, source: 'DATA' });
}

const shownOf = ({ source, text, data, mediaId, batchId, externalKey }: DraftItem): Partial<ItemInput> => {
  switch (source) {
    case 'TASK':
      return { batchId, externalKey };
    case 'PICTURE':
      return { data, mediaId };
    case 'TEXT':
      return { data: { text } };
    case 'DATA':
      return { data };
  }
};

const inputOf = (kind: Kind, item: DraftItem): ItemInput => ({
  kind,
  ...shownOf(item),
  ...(item.labels !== null && { labels: item.labels }),
  explanation: item.explanation,
});

/** @param withItems false: they are not shown to this person, and stay as they are */
export function contentOf(draft: CourseDraft, withItems: boolean) {
  const { name, description, stages, rules, PRACTICE, EXAM } = draft;
  const items = [...PRACTICE.map((one) => inputOf('PRACTICE', one)), ...EXAM.map((one) => inputOf('EXAM', one))];
  return { name: name.trim(), description, stages: stages as Stage[], rules, ...(withItems && { items }) };
}

/** Where the API counts a task of the draft, from 0. */
export const placeOf = (draft: CourseDraft, kind: Kind, at: number): number =>
  kind === 'PRACTICE' ? at : draft.PRACTICE.length + at;
