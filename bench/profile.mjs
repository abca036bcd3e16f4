/* A V8 CPU profile, as shares of the busy time by what the code belongs to. */
import { round } from './measure.mjs';

const places = [
  ['garbage collection', ({ functionName }) => functionName === '(garbage collector)'],
  ['idle', ({ functionName }) => functionName === '(idle)'],
  ['native code and system calls', ({ functionName, url }) => functionName === '(program)' || (url === '' && functionName !== '(root)')],
  ['sockets, streams, HTTP of Node', ({ url }) => url.startsWith('node:')],
  ['node-postgres', ({ url }) => /node_modules\/(pg|pg-[a-z]+|postgres-[a-z]+)\//.test(url)],
  ['GraphQL execution', ({ url }) => /node_modules\/(graphql|graphql-jit|graphql-scalars|@graphql-tools|fast-json-stringify|generate-function|lodash[.a-z]*)\//.test(url)],
  ['Apollo', ({ url }) => /node_modules\/(@apollo|@as-integrations|@escape\.tech|negotiator|whatwg-mimetype)\//.test(url)],
  ['Nest', ({ url }) => /node_modules\/(@nestjs|rxjs|reflect-metadata|iterare)\//.test(url)],
  ['validation of inputs', ({ url }) => /node_modules\/(class-validator|class-transformer|validator|libphonenumber-js)\//.test(url)],
  ['Fastify', ({ url }) => /node_modules\/(@fastify|fastify|avvio|find-my-way|light-my-request|secure-json-parse|pino|helmet)\//.test(url)],
  ['TypeORM', ({ url }) => /node_modules\/typeorm\//.test(url)],
  ['Muster', ({ url }) => /\/dist\/(src|migrations)\//.test(url)],
]; // prettier-ignore

const placeOf = (frame) => places.find(([, fits]) => fits(frame))?.[0] ?? 'other packages';

/**
 * @param seconds of the end of the profile only: what comes before is starting and warming up
 * @returns { busySeconds, shares: { place: share of the busy time }, functions: the ten dearest, by their own time }
 */
export function summaryOfProfile({ nodes, samples, timeDeltas, startTime, endTime }, seconds) {
  const frames = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const [byPlace, byFunction] = [new Map(), new Map()];
  let [at, busy] = [startTime, 0];
  const from = endTime - seconds * 1e6;
  for (const [index, id] of samples.entries()) {
    at += timeDeltas[index];
    if (at < from) continue;
    const frame = frames.get(id);
    const place = placeOf(frame);
    if (place === 'idle') continue;
    busy += timeDeltas[index];
    byPlace.set(place, (byPlace.get(place) ?? 0) + timeDeltas[index]);
    const name = `${frame.functionName || 'anonymous'} ${frame.url.replace(/^.*\/(node_modules|dist)\//, '')}:${frame.lineNumber + 1}`;
    byFunction.set(name, (byFunction.get(name) ?? 0) + timeDeltas[index]);
  }
  const sharesOf = (map, count) =>
    Object.fromEntries(
      [...map].sort((a, b) => b[1] - a[1]).slice(0, count).map(([name, time]) => [name, round(time / busy, 3)]),
    ); // prettier-ignore
  return { busySeconds: round(busy / 1e6, 2), shares: sharesOf(byPlace, 20), functions: sharesOf(byFunction, 25) };
}
