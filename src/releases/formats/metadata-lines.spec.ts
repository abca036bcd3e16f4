import { describe, expect, it } from '@jest/globals';
import type { Label } from '../../labels/index.js';
import { metadataLines, type ReleasedItem } from './index.js';

describe('metadata.jsonl', () => {
  it('has the labels that no other file has a place for, and counts spans', async () => {
    const span: Label = { kind: 'SPAN', class: 'DRUG', start: 2, end: 6 };
    const mask: Label = { kind: 'MASK', class: 'M', width: 2, height: 1, counts: [1, 1] };
    const marked: Label = { ...mask, attributes: { side: 'left' } };
    const item = (externalKey: string, labels: Label[]): ReleasedItem => {
      const settled = { settledBy: 'MEDOID', agreement: 0.9 };
      return { externalKey, fileName: externalKey, width: 2, height: 1, labels, metadata: { age: 4 }, ...settled };
    };
    async function* items() {
      yield { ...item('a', [mask]), prelabelledBy: 'lungs 2.1' };
      yield item('b', [span, mask, marked, span]);
    }
    const told = { spans: 0 };
    const lines: unknown[] = [];
    for await (const line of metadataLines(items(), told)) lines.push(JSON.parse(line));
    const about = { settled_by: 'MEDOID', agreement: 0.9, metadata: { age: 4 } };
    expect(lines).toEqual([
      { external_key: 'a', file_name: 'a', prelabelled_by: 'lungs 2.1', ...about },
      { external_key: 'b', file_name: 'b', ...about, labels: [span, marked, span] },
    ]);
    expect(told).toEqual({ spans: 2 });
  });
});
