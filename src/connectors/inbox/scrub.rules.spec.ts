import { describe, expect, it } from '@jest/globals';
import { isTooDeep, scrub } from './scrub.rules.js';

describe("a tool's own secrets in its messages", () => {
  it('are taken out wherever they stand, and nothing else is', () => {
    const sent = {
      action: 'ANNOTATION_CREATED',
      project: { id: 1, token: 'secret', task_data_login: 'me', task_data_password: null, title: 'token=kept' },
      task: {
        data: {
          image: 'https://x.example/a.png?token=secret&b=1',
          other: 'see https://y.example/?a=1&X-Amz-Signature=secret',
        },
      },
      annotation: { result: [{ value: { token: 'noun', text: ['access_token'] } }] },
    };
    expect(scrub(sent)).toEqual({
      action: 'ANNOTATION_CREATED',
      project: { id: 1, token: 'REDACTED', task_data_login: 'REDACTED', task_data_password: null, title: 'token=kept' },
      task: {
        data: {
          image: 'https://x.example/a.png?token=REDACTED&b=1',
          other: 'see https://y.example/?a=1&X-Amz-Signature=REDACTED',
        },
      },
      annotation: { result: [{ value: { token: 'noun', text: ['access_token'] } }] },
    });
  });

  it('depth is measured without going there', () => {
    const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));
    expect([isTooDeep(nested(64)), isTooDeep(nested(66)), isTooDeep(nested(200_000))]).toEqual([false, true, true]);
  });
});
