import { createServer } from 'node:http';
import { model, predict } from './predict.mjs';
import { isSigned, signedHeaders } from './signing.mjs';

/**
 * A model service for Muster (docs/model-in-the-loop.md) in Node alone: it checks the signature, predicts, and answers at once, or
 * with ANSWER=later promises the labels and posts them afterwards.
 */
const { PORT = '5100', HOST = '127.0.0.1', MODEL_SECRET, ANSWER = 'now' } = process.env;
const mostBytes = 1024 * 1024;

if (!/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(MODEL_SECRET ?? '')) {
  console.error('MODEL_SECRET is the signing secret that createModelService showed: whsec_…');
  process.exit(2);
}

const server = createServer(async (request, response) => {
  const answer = (status, body) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(body && JSON.stringify(body));
  try {
    if (request.method !== 'POST') return answer(405);
    const body = await read(request);
    if (!isSigned(MODEL_SECRET, request.headers, body)) return answer(401, { error: 'the signature is not good' });
    const { type, data } = JSON.parse(body.toString());
    if (type !== 'prediction.requested') return answer(400, { error: 'only predictions are made here' });
    const prediction = { model, ...predict(data.item, data.labelSchema) };
    if (ANSWER !== 'later') return answer(200, prediction);
    answer(202);
    await send(data.answerUrl, { requestId: data.requestId, ...prediction });
  } catch (error) {
    console.error(error.message);
    if (!response.headersSent) answer(500);
  }
});

async function read(request) {
  const parts = [];
  let length = 0;
  for await (const part of request) {
    length += part.length;
    if (length > mostBytes) throw new Error('the request is too long');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The answer that was promised, three times at most: what is lost, Muster asks for again. */
async function send(answerUrl, data) {
  const body = JSON.stringify({ type: 'prediction.made', timestamp: new Date().toISOString(), data });
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const headers = signedHeaders(MODEL_SECRET, `answer_${data.requestId}`, body);
    const status = await fetch(answerUrl, { method: 'POST', headers, body }).then(
      ({ status }) => status,
      () => 0,
    );
    if (status !== 0 && status < 500) {
      if (status >= 400) console.error(`Muster answers ${status}`);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 1000 * attempt));
  }
}

server.listen(Number(PORT), HOST, () => console.log(`The model answers at http://${HOST}:${server.address().port}/`));
