import { describe, expect, it } from '@jest/globals';
import type { Label, LabelSchema } from '../../labels/index.js';
import type { ImportedItem } from '../formats/index.js';
import { type ImportContext, taskOf, withoutSecrets } from './import.rules.js';

const context: ImportContext = {
  annotationsAs: 'PRELABEL',
  schema: { classes: [{ name: 'lung', kind: 'BOX' }], fields: [] },
  overlap: 2,
  source: 'nih',
  media: new Map([['a.png', { id: 'm', width: 100, height: 50 }]]),
};
const item = (more: Partial<ImportedItem> = {}): ImportedItem => ({
  line: 7,
  externalKey: 'k',
  data: { fileName: 'a.png' },
  metadata: {},
  ...more,
});
const box = (width: number) => [{ kind: 'BOX' as const, class: 'lung', x: 0, y: 0, width, height: 10 }];
const made = (row: ImportedItem, more: Partial<ImportContext> = {}) => taskOf(row, { ...context, ...more }, () => 'id');

describe('taskOf', () => {
  it('completes a row from its batch, its policy and its picture', () => {
    expect(made(item())).toEqual({
      gold: null,
      task: {
        id: 'id',
        externalKey: 'k',
        overlap: 2,
        groupKey: null,
        source: 'nih',
        data: { fileName: 'a.png' },
        metadata: {},
        prelabel: null,
        mediaId: 'm',
      },
    });
    expect(made(item({ overlap: 1, source: 'chexpert' }))).toMatchObject({ task: { overlap: 1, source: 'chexpert' } });
  });

  it('keeps of another tool’s attributes those that the project asks for; our own must be right', () => {
    const attributes = [{ name: 'side', options: ['left', 'right'] }];
    const schema: LabelSchema = { classes: [{ name: 'lung', kind: 'BOX', attributes }], fields: [] };
    const given = { side: 'left', reader: 'ann' };
    const labels = [
      { ...box(5)[0]!, attributes: given },
      { ...box(5)[0]!, attributes: { side: 'both' } },
    ];
    const kept = [{ ...box(5)[0]!, attributes: { side: 'left' } }, box(5)[0]!];
    expect(made(item({ labels, ownAttributes: true }), { schema })).toMatchObject({ task: { prelabel: kept } });
    expect(made(item({ labels, ownAttributes: true }))).toMatchObject({ task: { prelabel: [box(5)[0], box(5)[0]] } });
    expect(made(item({ labels }), { schema })).toMatchObject({
      refused: { code: 'BAD_LABEL', path: 'labels[0].attributes.reader' },
    });
  });

  it('takes spans of a text as the pre-label', () => {
    const schema: LabelSchema = { classes: [{ name: 'DRUG', kind: 'SPAN' }], fields: [] };
    const labels: Label[] = [{ kind: 'SPAN', class: 'DRUG', start: 0, end: 7 }];
    expect(made(item({ labels, data: { text: 'Aspirin' } }), { schema })).toMatchObject({ task: { prelabel: labels } });
    const refused = made(item({ labels: [{ ...labels[0]!, end: 0 } as Label] }), { schema });
    expect(refused).toMatchObject({ refused: { path: 'labels[0].end' } });
  });

  it('keeps good labels as the pre-label and refuses a row with a bad one', () => {
    expect(made(item({ labels: box(10) }))).toMatchObject({ task: { prelabel: box(10) } });
    const bad = [{ ...box(10)[0]!, class: 'heart' }];
    expect(made(item({ labels: bad }))).toMatchObject({ refused: { line: 7, externalKey: 'k', code: 'BAD_LABEL' } });
  });

  it('keeps gold beside the task, which shows nothing of it, and refuses a row without a known answer', () => {
    const plain = made(item(), { annotationsAs: 'IGNORE' });
    expect(made(item({ labels: box(10) }), { annotationsAs: 'GOLD' })).toEqual({ ...plain, gold: box(10) });
    expect(made(item({ labels: [] }), { annotationsAs: 'GOLD' })).toEqual({ ...plain, gold: [] });
    const refused = { code: 'BAD_LABEL', line: 7, externalKey: 'k' };
    expect(made(item(), { annotationsAs: 'GOLD' })).toMatchObject({ refused: { ...refused, path: 'labels' } });
    const bad = [{ ...box(10)[0]!, class: 'heart' }];
    expect(made(item({ labels: bad }), { annotationsAs: 'GOLD' })).toMatchObject({ refused });
  });

  it('drops labels that are to be ignored', () => {
    const bad = [{ ...box(10)[0]!, class: 'heart' }];
    expect(made(item({ labels: bad }), { annotationsAs: 'IGNORE' })).toMatchObject({ task: { prelabel: null } });
  });
});

describe('withoutSecrets', () => {
  it.each([
    ['https://x.example/a.png?token=abc', 'https://x.example/a.png'],
    ['https://x.example/a.png?size=2&token=abc&page=1#top', 'https://x.example/a.png?size=2&page=1#top'],
    ['https://x.example/a?Signature=1&sig=2&key=3&access_token=4&%74oken=5', 'https://x.example/a'],
    ['https://x.example/a#access_token=1', 'https://x.example/a'],
    ['https://me:pass@x.example/a', 'https://x.example/a'],
    [
      'see https://x.example/?token=1 and https://y.example/?a=1&sig=2.',
      'see https://x.example/ and https://y.example/?a=1',
    ],
    ['https://x.example/a?tokens=3&monkey=1', 'https://x.example/a?tokens=3&monkey=1'],
    ['is this a key? a key=1 question', 'is this a key? a key=1 question'],
    ['me@x.example', 'me@x.example'],
  ])('%s → %s', (text, scrubbed) => {
    expect(withoutSecrets(text)).toBe(scrubbed);
  });

  it('goes into lists and objects and leaves the rest', () => {
    expect(withoutSecrets({ a: ['/m?key=1', 2, null], b: { c: true } })).toEqual({
      a: ['/m', 2, null],
      b: { c: true },
    });
  });
});
