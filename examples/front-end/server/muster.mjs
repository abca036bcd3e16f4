/** What this front end asks of Muster on behalf of a person: with their hand-off token, never with a key of its own. */

/** Answers `{ status, body }`; status 0: Muster cannot be reached. */
export async function readWork({ musterUrl }, token) {
  return ask(`${musterUrl}/hand-off`, token, {});
}

export async function heartbeat({ musterUrl }, token, activity) {
  return ask(`${musterUrl}/hand-off/heartbeat`, token, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ activity }),
  });
}

/** Both questions may be asked twice: a kept connection that was closed at this very moment is no outage. */
async function ask(url, token, request) {
  const first = await askOnce(url, token, request);
  return first.status === 0 ? askOnce(url, token, request) : first;
}

async function askOnce(url, token, { headers, ...request }) {
  try {
    const response = await fetch(url, {
      ...request,
      headers: { ...headers, authorization: `Bearer ${token}` },
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    });
    return { status: response.status, body: await response.json().catch(() => null) };
  } catch {
    return { status: 0, body: null };
  }
}

/** Where the picture of some work is: with Muster, or, when that is allowed by the settings, where `data.url` says. */
export function pictureAddress({ pictureOrigins }, work) {
  if (work.mediaUrl) return work.mediaUrl;
  const url = URL.canParse(work.data?.url) ? new URL(work.data.url) : null;
  return url && pictureOrigins.includes(url.origin) ? url.href : null;
}

/** The open response with the picture, or null. */
export async function openPicture(url) {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(60_000) });
    const isPicture = /^image\/(png|jpeg|webp|gif|avif|bmp)\b/.test(response.headers.get('content-type') ?? '');
    if (response.ok && isPicture && response.body) return response;
    await response.body?.cancel();
    return null;
  } catch {
    return null;
  }
}
