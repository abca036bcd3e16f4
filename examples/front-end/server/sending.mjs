import { setTimeout as sleep } from 'node:timers/promises';
import { signedHeaders } from './signing.mjs';

/** Milliseconds before each try. Somebody looks at the page meanwhile; after the last one their browser keeps the answer. */
const PAUSES = [0, 500, 1500, 4000];
const LONGEST_PAUSE = 10_000;

/**
 * Signs a message and posts it to the hook, again and again with the same id while Muster or the network is away.
 * Answers the status of the last answer, or null when there was none.
 * @param message `{ id, type, timestamp, data }`
 */
export async function send(settings, message, { pauses = PAUSES, wait = sleep } = {}) {
  const { id, ...content } = message;
  const body = JSON.stringify(content);
  let status = null;
  let asked = 0;
  for (const pause of pauses) {
    await wait(Math.min(Math.max(pause, asked), LONGEST_PAUSE));
    ({ status, asked } = await post(settings, id, body));
    if (status !== null && !isWorthATry(status)) return status;
  }
  return status;
}

const isWorthATry = (status) => status >= 500 || status === 429 || status === 408;

async function post({ hookUrl, secret }, id, body) {
  try {
    const response = await fetch(hookUrl, {
      method: 'POST',
      // Signed anew for each try: an old timestamp would be refused.
      headers: signedHeaders(secret, id, body, new Date()),
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(15_000),
    });
    await response.body?.cancel();
    return { status: response.status, asked: 1000 * (Number(response.headers.get('retry-after')) || 0) };
  } catch {
    return { status: null, asked: 0 };
  }
}
