import { expect, it } from '@jest/globals';
import { ClientFault } from '../../platform/index.js';
import { Pushes } from './pushes.js';

function watched(values: (number | null | Error)[]) {
  let wake = () => {};
  const state = { looks: 0, isStopped: false };
  const pushes = new Pushes<number>({
    listen: (call) => {
      wake = call;
      return () => void (state.isStopped = true);
    },
    look: async () => {
      const value = values[Math.min(state.looks++, values.length - 1)]!;
      if (value instanceof Error) throw value;
      return value;
    },
    keyOf: String,
  });
  return { pushes, state, wake: () => wake() };
}

it('pushes what is so at once, then what has changed, with much news in between as one', async () => {
  const { pushes, state, wake } = watched([1, 2]);
  expect(await pushes.next()).toEqual({ done: false, value: 1 });
  for (let at = 0; at < 50; at += 1) wake();
  const next = pushes.next();
  for (let at = 0; at < 50; at += 1) wake();
  expect(await next).toEqual({ done: false, value: 2 });
  expect(state.looks).toBe(2);
  await pushes.return();
});

it('ends at once when nobody wants it, also while it waits', async () => {
  const { pushes, state } = watched([1]);
  await pushes.next();
  const waiting = pushes.next();
  await pushes.return();
  expect(await waiting).toEqual({ done: true, value: undefined });
  expect(state.isStopped).toBe(true);
});

it('ends when the caller may not see it any more, and waits while the database is away', async () => {
  const gone = watched([new ClientFault('NOT_FOUND', 'no such project')]);
  expect((await gone.pushes.next()).done).toBe(true);
  expect(gone.state.isStopped).toBe(true);
  const away = watched([new Error('connection refused'), 7]);
  expect(await away.pushes.next()).toEqual({ done: false, value: 7 });
  await away.pushes.return();
});
