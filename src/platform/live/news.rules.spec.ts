import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { noticesOf, topicsOf } from './news.rules.js';

const [a, b, c] = ['a', 'b', 'c'].map((letter) => `${letter.repeat(8)}-0000-7000-8000-000000000000`);

it('news is about its subject and every id in its data', () => {
  const event = {
    type: 'assignment.claimed',
    subject_id: a!,
    data: { batchId: b, memberId: c, stage: 'ANNOTATE', oddId: 'x' },
  };
  expect(topicsOf([event, event])).toEqual([`assignment:${a}`, `batch:${b}`, `member:${c}`]);
});

it('every topic is in one notice, and no notice is too long for PostgreSQL', () => {
  fc.assert(
    fc.property(fc.array(fc.uuid(), { maxLength: 900 }), (ids) => {
      const topics = ids.map((id) => `member:${id}`);
      const notices = noticesOf(topics);
      expect(notices.join(' ')).toBe(topics.join(' '));
      for (const notice of notices) expect(Buffer.byteLength(notice)).toBeLessThan(8000);
    }),
    { numRuns: 30 },
  );
});
