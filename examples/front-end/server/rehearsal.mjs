import { randomUUID } from 'node:crypto';
import { fault, readJson, sendJson } from './http.mjs';
import { readWork } from './muster.mjs';
import { send } from './sending.mjs';

/** What was sent last for a token, to send it again. For tests only, so a restart may forget it. */
const last = new Map();

/** Any answer that fits the schema: the pre-label, and something for each required field. */
function anyLabels({ startFrom, labelSchema }) {
  const answered = new Set((startFrom ?? []).map((label) => label.field));
  const fields = labelSchema.fields.filter(({ name, required }) => required && !answered.has(name));
  return [...(startFrom ?? []), ...fields.map(anyAnswer)];
}

function anyAnswer({ name, kind, options, minimum, maximum }) {
  if (kind === 'CHOICE') return { kind, field: name, option: options[0] };
  if (kind === 'TEXT') return { kind, field: name, text: 'rehearsed' };
  return { kind, field: name, value: minimum ?? Math.min(0, maximum ?? 0) };
}

/** The same answer in other words: numbers and texts change, or a field takes another option, or a shape moves. */
function changed(labels, { fields }) {
  return labels.map((label) => {
    const field = fields.find(({ name }) => name === label.field);
    if (label.kind === 'CHOICE') return { ...label, option: field.options.at(-1) };
    if (label.kind === 'TEXT') return { ...label, text: `${label.text}.`.slice(0, field.maximumLength ?? 10_000) };
    if (label.kind === 'BOX') return { ...label, x: label.x + 1 };
    return label;
  });
}

const ACTS = {
  submit: (work) => ['task.submitted', { labels: anyLabels(work), seconds: 1 }],
  revise: (work) => ['annotation.revised', { labels: changed(anyLabels(work), work.labelSchema), seconds: 2 }],
  reopen: () => ['task.reopened', {}],
  skip: () => ['task.skipped', { reason: 'A rehearsal.' }],
};

/** `POST /rehearse { token, act }`: does the work of the token as if a person had done it (docs/connectors.md). */
export async function rehearse(settings, request, response) {
  const { token, act } = (await readJson(request, 10_000)) ?? {};
  if (typeof token !== 'string') return fault(response, 400, 'MALFORMED');
  const known = last.get(token);
  let message = known?.message;
  if (act !== 'repeat') {
    if (!Object.hasOwn(ACTS, act)) return fault(response, 501, 'NO_SUCH_ACT');
    // After the answer the token holds no more: what was read with it at first is used.
    const { status, body } = known ? { status: 200, body: known.work } : await readWork(settings, token);
    if (status !== 200) return fault(response, 502, 'NO_WORK');
    const [type, data] = ACTS[act](body);
    const timestamp = new Date().toISOString();
    message = { id: `msg_${randomUUID()}`, type, timestamp, data: { assignment: body.assignmentId, ...data } };
    last.set(token, { work: body, message });
  }
  if (!message) return fault(response, 409, 'NOTHING_TO_REPEAT');
  const status = await send(settings, message);
  return status === 202 ? sendJson(response, 200, {}) : fault(response, 502, 'NOT_ACKNOWLEDGED');
}
