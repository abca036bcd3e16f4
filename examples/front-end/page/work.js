/** The person's work, through this page's own server. The hand-off token stays in this tab. */

const KEPT_AS = 'hand-off';

/** The token stands behind `#`. It is taken out of the address, so that nobody copies it from there; a reload still finds it. */
export function takeToken() {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token) {
    sessionStorage.setItem(KEPT_AS, token);
    history.replaceState(null, '', location.pathname);
  }
  return token ?? sessionStorage.getItem(KEPT_AS);
}

/** An answer that is no 2xx, or none at all (`OFFLINE`). */
export class Failed extends Error {
  constructor(code, home = null) {
    super(code);
    this.code = code;
    /** where the next work is, when this one has ended */
    this.home = home;
  }
}

async function ask(path, request) {
  let response;
  try {
    response = await fetch(path, { ...request, signal: AbortSignal.timeout(60_000) });
  } catch {
    throw new Failed('OFFLINE');
  }
  if (response.ok) return response;
  const { code, home } = await response.json().catch(() => ({ code: 'UNREACHABLE' }));
  throw new Failed(code, home);
}

const json = (body) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
const withToken = (token, request = {}) => ({
  ...request,
  headers: { ...request.headers, authorization: `Bearer ${token}` },
});

export const readWork = async (token) => (await ask('/api/work', withToken(token))).json();

/** The picture as an address of this page. */
export async function readPicture(token) {
  const response = await ask('/api/picture', withToken(token));
  return URL.createObjectURL(await response.blob());
}

/** Keeps the work with the person. Muster gives a fresh token each time. */
export async function heartbeat(token, activity) {
  const answer = await (await ask('/api/heartbeat', withToken(token, json({ activity })))).json();
  if (answer.token) sessionStorage.setItem(KEPT_AS, answer.token);
  return { ...answer, token: answer.token ?? token };
}

/** Resolves when Muster has kept the message. The same `id` for the same message, however often it is sent. */
export async function sendAnswer(ticket, id, message) {
  await ask('/api/answers', json({ ticket, id, ...message }));
}

export const forgetToken = () => sessionStorage.removeItem(KEPT_AS);

/**
 * Waits until Muster has taken the work off the person, which it does once the answer counts.
 * False when it still has not after `tries` looks.
 */
export async function isTaken(token, tries = 12) {
  for (let pause = 150; tries > 0; tries--, pause = Math.min(pause * 1.4, 1000)) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    const isHeld = await ask('/api/state', withToken(token)).then(
      async (response) => (await response.json()).isHeld,
      () => true,
    );
    if (!isHeld) return true;
  }
  return false;
}
