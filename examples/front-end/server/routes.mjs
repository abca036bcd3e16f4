import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { bearerOf, fault, readJson, SAFE_HEADERS, sendJson } from './http.mjs';
import { heartbeat, openPicture, pictureAddress, readWork } from './muster.mjs';
import { send } from './sending.mjs';
import { assignmentOf, ticketFor } from './signing.mjs';

const LARGEST_ANSWER = 10_000_000;

/** Muster's answer to a hand-off token, in the few words that the page knows, and where the next work is. */
function failed(settings, response, { status }) {
  if (status === 401) return sendJson(response, 401, { code: 'EXPIRED', home: settings.musterUrl });
  if (status === 409) return sendJson(response, 409, { code: 'NOT_YOURS', home: settings.musterUrl });
  return fault(response, 502, 'UNREACHABLE');
}

/** The work, and a ticket with which its answer may be sent. Where the picture is stays here. */
export async function getWork(settings, request, response) {
  const token = bearerOf(request);
  if (!token) return failed(settings, response, { status: 401 });
  const { status, body } = await readWork(settings, token);
  if (status !== 200 || !body) return failed(settings, response, { status });
  const { mediaUrl: _, ...work } = body;
  sendJson(response, 200, {
    ...work,
    hasPicture: pictureAddress(settings, body) !== null,
    ticket: ticketFor(settings.secret, work.assignmentId),
  });
}

/** Whether the work is still with the person: the page asks after an answer, and "no" is then what it hopes for. */
export async function getState(settings, request, response) {
  const token = bearerOf(request);
  const { status } = token ? await readWork(settings, token) : { status: 401 };
  if (![200, 401, 409].includes(status)) return failed(settings, response, { status });
  sendJson(response, 200, { isHeld: status === 200 });
}

export async function getPicture(settings, request, response) {
  const token = bearerOf(request);
  if (!token) return failed(settings, response, { status: 401 });
  // From Muster each time: the page cannot make this server fetch an address of its choice.
  const { status, body } = await readWork(settings, token);
  if (status !== 200 || !body) return failed(settings, response, { status });
  const url = pictureAddress(settings, body);
  const picture = url && (await openPicture(url));
  if (!picture) return fault(response, 502, 'NO_PICTURE');
  const length = picture.headers.get('content-length');
  response.writeHead(200, {
    ...SAFE_HEADERS,
    'content-type': picture.headers.get('content-type'),
    ...(length && !picture.headers.has('content-encoding') && { 'content-length': length }),
  });
  await pipeline(Readable.fromWeb(picture.body), response);
}

export async function postHeartbeat(settings, request, response) {
  const token = bearerOf(request);
  const body = await readJson(request, 1000);
  if (!token) return failed(settings, response, { status: 401 });
  const activity = ['ACTIVE', 'IDLE', 'AWAY'].includes(body?.activity) ? body.activity : 'ACTIVE';
  const answer = await heartbeat(settings, token, activity);
  if (answer.status !== 200 || !answer.body) return failed(settings, response, answer);
  sendJson(response, 200, answer.body);
}

const MESSAGES = {
  'task.started': () => ({}),
  'task.submitted': ({ labels, seconds }) => ({ labels, seconds }),
  'task.skipped': ({ reason, seconds }) => ({ reason, seconds }),
};

/** Signs what the person did and tells Muster. 202 to the page only when Muster has kept it. */
export async function postAnswer(settings, request, response) {
  const body = await readJson(request, LARGEST_ANSWER);
  if (body === undefined) return fault(response, 413, 'TOO_LARGE');
  const assignment = assignmentOf(settings.secret, body?.ticket);
  if (!assignment) return fault(response, 403, 'NO_TICKET');
  const isMeant =
    Object.hasOwn(MESSAGES, body.type) &&
    /^[A-Za-z0-9_-]{1,100}$/.test(body.id) &&
    (body.type !== 'task.submitted' || Array.isArray(body.labels)) &&
    (body.type !== 'task.skipped' || typeof body.reason === 'string');
  if (!isMeant) return fault(response, 400, 'MALFORMED');

  const data = { assignment, ...MESSAGES[body.type](body) };
  const message = { id: `msg_${body.id}`, type: body.type, timestamp: new Date().toISOString(), data };
  const status = await send(settings, message, body.type === 'task.started' ? { pauses: [0] } : {});
  if (status !== null && status >= 200 && status < 300) return sendJson(response, 202, {});
  if (status === 410) return fault(response, 410, 'CONNECTION_OFF');
  if (status === 413) return fault(response, 413, 'TOO_LARGE');
  if (status !== null && status < 500 && status !== 429 && status !== 408) return fault(response, 502, 'REFUSED');
  fault(response, 502, 'UNREACHABLE');
}
