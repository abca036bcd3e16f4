import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  buildClientSchema,
  getIntrospectionQuery,
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import { signIn, caller, type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';
import { catOrDog, claim, openBatchOf, until } from '../factories/work.js';

const seed = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
const parallel = 16;

/** What no answer may show: where the code lies, how it is called, what the database is asked. */
const internals =
  / at .*\(.*:\d+:\d+\)|node_modules|\bSELECT |\bINSERT INTO|relation "|violates|pg_|syntax error at or near|file:\/\/|\/(?:work|home|tmp|usr|root)\/|\.[jt]s:\d+|QueryFailedError|TypeError|RangeError|ReferenceError/;

interface Sent {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}
interface Got {
  status: number;
  text: string;
}
interface Worker extends Caller {
  held: { id: string; token: string };
}

describe('whatever is sent', () => {
  let app: TestApp;
  let schema: GraphQLSchema;
  let workers: Worker[];
  let ids: string[];
  let projectId: string;
  const statuses = new Map<number, number>();
  const codes = new Map<string, number>();
  let total = 0;

  beforeAll(async () => {
    app = await startApp();
    schema = buildClientSchema(await app.owner.run(getIntrospectionQuery()));
    const teamId = await team(app);
    const made = await openBatchOf(app, teamId, 200, { project: { policy: { overlap: 2 } } });
    projectId = made.projectId;
    workers = [];
    for (let index = 0; index < 6; index += 1) {
      const worker = await person(app, ['ANNOTATOR', 'REVIEWER'], teamId);
      workers.push({ ...worker, held: await claim(worker) });
    }
    const { tasks } = await app.owner.run(
      `query ($id: ID!) { tasks(batchId: $id, first: 3) { nodes { id } } batch(id: $id) { imports { nodes { id } } } }`,
      { id: made.batchId },
    );
    // Not the callers' own ids: they must not take their own rights away on the way.
    const bystander = await person(app, ['CLIENT']);
    ids = [teamId, projectId, made.batchId, bystander.id, ...tasks.nodes.map((task: { id: string }) => task.id)];
  });
  // Among the operations is signOut: whoever was signed out by chance signs in again for the next test.
  beforeEach(async () => {
    const { errors } = await app.owner.send('query { me { id } }');
    if (errors) app.owner = await signIn(app.url, app.config.OWNER_EMAIL, app.config.OWNER_PASSWORD);
  });
  afterAll(async () => {
    console.log(`FUZZ_SEED=${seed}: ${total} requests`, Object.fromEntries(statuses), Object.fromEntries(codes));
    await app.stop();
  });

  const request = async ({ method = 'POST', path = '/graphql', headers = {}, body }: Sent): Promise<Got> => {
    const response = await fetch(app.url + path, {
      method,
      headers,
      ...(body !== undefined && method !== 'GET' && { body: body as never }),
      redirect: 'manual',
    });
    return { status: response.status, text: await response.text() };
  };

  const faultOf = ({ status, text }: Got): string | undefined => {
    if (status >= 500) return `status ${status}`;
    if (text.includes('INTERNAL')) return 'INTERNAL';
    const shown = internals.exec(text);
    return shown ? `shows ${shown[0]}` : undefined;
  };

  /** Sends as many as asked, sixteen at a time, and answers what went wrong, each with its request. */
  const storm = async (requests: fc.Arbitrary<Sent>, count: number, from = seed): Promise<unknown[]> => {
    const wrong: unknown[] = [];
    const list = fc.sample(requests, { numRuns: count, seed: from });
    for (let start = 0; start < list.length; start += parallel) {
      await Promise.all(
        list.slice(start, start + parallel).map(async (sent) => {
          const got = await request(sent).catch((error: Error) => ({
            status: 599,
            text: String(error.cause ?? error),
          }));
          total += 1;
          statuses.set(got.status, (statuses.get(got.status) ?? 0) + 1);
          for (const [, code] of got.text.matchAll(/"code":"([A-Z_]+)"/g))
            codes.set(code!, (codes.get(code!) ?? 0) + 1);
          const fault = faultOf(got);
          if (fault && wrong.length < 20) wrong.push({ fault, sent: shortened(sent), text: got.text.slice(0, 400) });
        }),
      );
    }
    return wrong;
  };

  const json = (by: Caller | undefined, body: unknown, headers: Record<string, string> = {}): Sent => ({
    headers: { 'content-type': 'application/json', ...(by && { authorization: `Bearer ${by.token}` }), ...headers },
    body: withDepths(JSON.stringify(body)),
  });

  // Values that break what is written for well-behaved ones.

  const deep = (levels: number) => `@deep${levels}@`;
  /** Too deep for JSON.stringify, hence put into its text. */
  const withDepths = (text: string) =>
    text.replace(/"@deep(\d+)@"/g, (_, levels) => '['.repeat(Number(levels)) + ']'.repeat(Number(levels)));

  const nastyText = fc.oneof(
    fc.constantFrom('', ' ', '\0', 'a\0b', '\ud800', 'x\udfff', '\ud83d\ude00', '\u202e', '\u0007', "'; DROP TABLE task; --", '%s%n', '../../etc/passwd', '__proto__', 'constructor', 'NaN', '1e999', 'null', '\ufeff', '🏴'.repeat(80)), // prettier-ignore
    fc.constantFrom(250, 5_000, 100_000).map((length) => 'x'.repeat(length)),
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ maxLength: 20 }),
    fc.uint8Array({ minLength: 0, maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  );
  const nastyValue: fc.Arbitrary<unknown> = fc.oneof(
    nastyText,
    fc.constantFrom(null, true, 0, -0, 1.5, -1, 1e308, -1e308, 2 ** 31, 2 ** 53, Number.MIN_VALUE, [], {}, [[]], [null], { length: -1 }),
    fc.constantFrom(50, 1000, 20_000).map(deep),
    fc.constant(Array.from({ length: 2000 }, () => 0)),
    fc.dictionary(nastyText.map((text) => text.slice(0, 40)), nastyText, { maxKeys: 4 }),
    fc.jsonValue({ maxDepth: 4 }),
  ); // prettier-ignore

  const plausible = (name: string, type: string, by: Worker | undefined): fc.Arbitrary<unknown> => {
    if (type === 'ID') return name === 'assignmentId' && by ? fc.constant(by.held.id) : fc.constantFrom(...ids);
    if (type === 'Int') return fc.constantFrom(0, 1, 2, 50, 100, -1, 2_147_483_647, -2_147_483_648);
    if (type === 'Float') return fc.double();
    if (type === 'Boolean') return fc.boolean();
    if (type === 'DateTime')
      return fc.constantFrom('2030-01-01T00:00:00Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', '+275760-09-13T00:00:00.000Z', '-271821-04-20T00:00:00.000Z', '2030-02-30T00:00:00Z'); // prettier-ignore
    if (type === 'JSON') {
      const label = fc.record({ kind: fc.constantFrom('CHOICE', 'BOX', 'POLYGON', 'MASK', 'TEXT'), field: fc.constant('animal'), option: fc.oneof(fc.constant('cat'), nastyValue), class: fc.constantFrom('Cat', '__proto__'), rings: nastyValue, counts: nastyValue, x: nastyValue }, { requiredKeys: ['kind'] }); // prettier-ignore
      const item = fc.record({ externalKey: fc.oneof(fc.uuid(), nastyValue), data: fc.oneof(fc.constant({}), nastyValue), metadata: nastyValue, labels: fc.array(label, { maxLength: 2 }) }, { requiredKeys: ['externalKey'] }); // prettier-ignore
      if (name === 'items') return item;
      if (name === 'labelSchema') return fc.oneof(fc.constant(catOrDog), fc.record({ classes: nastyValue, fields: nastyValue })); // prettier-ignore
      if (name === 'policy')
        return fc.oneof(fc.constant({}), fc.dictionary(fc.constantFrom('overlap', 'agreement', 'review', 'leaseMinutes', 'skipsToTriage'), nastyValue)); // prettier-ignore
      return fc.oneof(fc.array(label, { maxLength: 3 }), nastyValue);
    }
    if (name === 'token') return by ? fc.constant(by.held.token) : fc.constantFrom('1', '9'.repeat(18));
    if (name === 'email') return fc.constantFrom('somebody@test.example', 'OWNER@test.example');
    if (name === 'password') return fc.constant('a-password-of-nobody');
    if (name === 'roles') return fc.constantFrom('ANNOTATOR', 'CLIENT');
    if (name === 'scopes') return fc.constantFrom('project:read', 'self:read');
    return fc.oneof(fc.constant('Name'), fc.uuid());
  };

  const valueOf = (name: string, type: GraphQLInputType, by: Worker | undefined): fc.Arbitrary<unknown> => {
    const bare = getNullableType(type);
    let good: fc.Arbitrary<unknown>;
    if (isListType(bare)) good = fc.array(valueOf(name, bare.ofType, by), { minLength: 1, maxLength: 3 });
    else if (isEnumType(bare)) good = fc.constantFrom(...bare.getValues().map((value) => value.name));
    else if (isInputObjectType(bare))
      good = fc.record(Object.fromEntries(Object.values(bare.getFields()).map((field) => [field.name, valueOf(field.name, field.type, by)]))); // prettier-ignore
    else good = plausible(name, getNamedType(bare).name, by);
    return fc.oneof(
      { weight: isInputObjectType(bare) ? 40 : 12, arbitrary: good },
      { weight: isNonNullType(type) ? 0 : 3, arbitrary: fc.constant(undefined) },
      { weight: getNamedType(bare).name === 'String' ? 3 : 0, arbitrary: nastyText },
      { weight: 2, arbitrary: nastyValue },
    );
  };

  type Operation = { kind: 'query' | 'mutation'; field: GraphQLField<unknown, unknown> };
  const operations = (): Operation[] =>
    (['query', 'mutation'] as const).flatMap((kind) => {
      const root = kind === 'query' ? schema.getQueryType()! : schema.getMutationType()!;
      return Object.values(root.getFields()).map((field) => ({ kind, field }));
    });

  const documentOf = ({ kind, field }: Operation) => {
    const list = (text: string[]) => (text.length > 0 ? `(${text.join(', ')})` : '');
    const declared = list(field.args.map((arg) => `$${arg.name}: ${arg.type}`));
    const given = list(field.args.map((arg) => `${arg.name}: $${arg.name}`));
    const fields = isLeafType(getNamedType(field.type)) ? '' : '{ __typename }';
    return `${kind} ${declared} { ${field.name}${given} ${fields} }`;
  };

  const call = (operation: Operation): fc.Arbitrary<Sent> =>
    fc.constantFrom(undefined, ...workers, app.owner, app.owner, app.owner).chain((by) => {
      const worker = workers.find((one) => one === by);
      const variables = Object.fromEntries(
        operation.field.args.map((arg) => [arg.name, valueOf(arg.name, arg.type, worker)]),
      );
      // Signing out for good would make all that follows too easy.
      const asks = operation.field.name === 'signOut' ? undefined : by;
      const keys = fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: headerText });
      return fc
        .tuple(fc.record(variables), keys)
        .map(([given, key]) =>
          json(
            asks,
            { query: documentOf(operation), variables: given },
            key === undefined ? {} : { 'idempotency-key': key },
          ),
        );
    });

  const headerText = fc.oneof(
    fc.string({ maxLength: 40 }).map((text) => text.replace(/[^\x20-\x7e]/g, '')),
    fc.string({ unit: fc.integer({ min: 0x80, max: 0xff }).map((code) => String.fromCharCode(code)), maxLength: 20 }),
    fc.constantFrom('', 'k', 'x'.repeat(200), 'x'.repeat(201), 'x'.repeat(4000), '-', ' ', '\t', '"', 'Bearer', 'null'),
  );

  it('as a body: text, bytes, JSON of any shape, under any content type', async () => {
    const contentType = fc.oneof(
      { weight: 4, arbitrary: fc.constant('application/json') },
      fc.constantFrom('text/plain', 'application/graphql', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded', 'application/octet-stream', 'text/csv', 'image/png', 'x', ''),
    ); // prettier-ignore
    const body = fc.oneof(
      nastyText,
      fc.uint8Array({ maxLength: 300 }),
      fc.json(),
      nastyValue.map((value) => withDepths(JSON.stringify(value))),
      fc.record({ query: nastyValue, variables: nastyValue, operationName: nastyValue, extensions: nastyValue }, { requiredKeys: [] }).map((value) => withDepths(JSON.stringify(value))),
      fc.record({ query: fc.constant('{ me { id } }'), variables: nastyValue, operationName: nastyValue, extensions: nastyValue }, { requiredKeys: ['query'] }).map((value) => withDepths(JSON.stringify(value))),
      fc.constant(JSON.stringify(Array.from({ length: 50 }, () => ({ query: '{ me { id } }' })))),
    ); // prettier-ignore
    const by = fc.constantFrom(undefined, app.owner);
    const requests = fc.record({ contentType, body, by }).map(({ contentType, body, by }) => ({
      headers: {
        ...(contentType && { 'content-type': contentType }),
        ...(by && { authorization: `Bearer ${by.token}` }),
      },
      body,
    }));
    expect(await storm(requests, 400)).toEqual([]);
  });

  it('as GraphQL that is nearly right', async () => {
    const texts = operations().map(documentOf);
    const piece = fc.oneof(nastyText.map((text) => text.slice(0, 200)), fc.constantFrom('{', '}', '(', ')', '...', '$', '@include(if: true)', '"""', '"\\u0000"', '"\\ud800"', '"\\u{110000}"', 'fragment F on Query { ...F }', '{ __schema { types { name } } }', 'subscription { x }', '#', '\\', ':', '[', 'null', '1e999', '99999999999999999999')); // prettier-ignore
    const cut = fc.record({ text: fc.constantFrom(...texts), at: fc.nat(400), length: fc.nat(12), piece, by: fc.constantFrom(undefined, app.owner) }); // prettier-ignore
    const broken = cut.map(({ text, at, length, piece, by }) => {
      const from = at % text.length;
      return json(by, { query: text.slice(0, from) + piece + text.slice(from + length) });
    });
    const literals = fc
      .tuple(
        piece,
        fc.constantFrom(
          'createTeam(name: %) { __typename }',
          'signIn(email: %, password: %) { __typename }',
          'setRoles(memberId: %, roles: %) { __typename }',
          'importTasks(input: %) { __typename }',
          'publishGuidelines(projectId: %, body: %) { id }',
        ),
      ) // prettier-ignore
      .map(([value, field]) => json(app.owner, { query: `mutation { ${field.replaceAll('%', () => value)} }` }));
    expect(await storm(fc.oneof(broken, literals), 300)).toEqual([]);
  });

  it('as variables of every operation', async () => {
    const wrong: unknown[] = [];
    for (const operation of operations()) wrong.push(...(await storm(call(operation), 26)));
    expect(wrong).toEqual([]);
  }, 240_000);

  it('as the variables of those who hold a task', async () => {
    const names = ['saveDraft', 'submitAssignment', 'submitVerdict', 'renewAssignment', 'skipAssignment', 'returnAssignment', 'claimTask']; // prettier-ignore
    const held = operations().filter(({ field }) => names.includes(field.name));
    const requests = fc.constantFrom(...held).chain((operation) => fc.constantFrom(...workers).chain((by) => {
      const variables = Object.fromEntries(operation.field.args.map((arg) => [arg.name, valueOf(arg.name, arg.type, by)]));
      return fc.record(variables).map((given) => json(by, { query: documentOf(operation), variables: given }));
    })); // prettier-ignore
    const wrong: unknown[] = [];
    for (let round = 0; round < 15; round += 1) {
      for (const worker of workers) worker.held = await claim(worker);
      wrong.push(...(await storm(requests, 20, seed + round)));
    }
    expect(wrong).toEqual([]);
  });

  /** Everything as it should be, but for what stands at one place. */
  const poisoned = (
    name: string,
    type: GraphQLInputType,
    by: Worker | undefined,
    at: string,
    place: string,
    poison: unknown,
  ): unknown => {
    if (at === place) return poison;
    const bare = getNullableType(type);
    if (isListType(bare)) return [poisoned(name, bare.ofType, by, `${at}[]`, place, poison)];
    if (isEnumType(bare)) return bare.getValues()[0]!.name;
    if (isInputObjectType(bare))
      return Object.fromEntries(
        Object.values(bare.getFields())
          .filter((field) => isNonNullType(field.type) || place.startsWith(`${at}.${field.name}`))
          .map((field) => [field.name, poisoned(field.name, field.type, by, `${at}.${field.name}`, place, poison)]),
      );
    const right: Record<string, unknown> = { labelSchema: catOrDog, policy: {}, labels: [{ kind: 'CHOICE', field: 'animal', option: 'cat' }], items: { externalKey: `k${total}` }, draft: [], roles: 'CLIENT', scopes: 'self:read', email: `p${total}@test.example`, password: 'a-password-of-nobody', decision: 'ACCEPT' }; // prettier-ignore
    if (name in right) return right[name];
    if (name === 'assignmentId') return by?.held.id ?? `asg_${'0'.repeat(32)}`;
    if (name === 'token') return by?.held.token ?? '1';
    const named = getNamedType(bare).name;
    const prefix = { projectId: 'prj', batchId: 'bat', teamId: 'tem', memberId: 'mbr' }[name.replace(/s$/, '')];
    if (named === 'ID') return ids.find((id) => id.startsWith(prefix ?? 'tsk'));
    return { Int: 1, Float: 1, Boolean: false, JSON: {}, DateTime: '2035-01-01T00:00:00Z' }[named] ?? `right ${total}`;
  };
  /** Where texts, ids and free JSON go. */
  const placesOf = (type: GraphQLInputType, at: string): string[] => {
    const bare = getNullableType(type);
    if (isListType(bare)) return placesOf(bare.ofType, `${at}[]`);
    if (isInputObjectType(bare))
      return Object.values(bare.getFields()).flatMap((field) => placesOf(field.type, `${at}.${field.name}`));
    return ['String', 'ID', 'JSON', 'DateTime'].includes(getNamedType(bare).name) ? [at] : [];
  };

  it('as one bad text in a call that is right otherwise', async () => {
    const poisons = ['\0', 'a\0b', '\ud800', 'x'.repeat(100_000), { 'k\0': 'a\0b' }, [{ note: '\udfff' }], deep(3000)];
    const wrong: unknown[] = [];
    for (const operation of operations().filter(({ field }) => !['signOut', 'setRoles'].includes(field.name))) {
      for (const place of operation.field.args.flatMap((arg) => placesOf(arg.type, arg.name))) {
        for (const [index, poison] of poisons.entries()) {
          const isWork = /Assignment|Verdict|Draft|claimTask|^assignment$/.test(operation.field.name);
          const worker = isWork ? workers[index % workers.length] : undefined;
          if (worker) worker.held = await claim(worker);
          const given = operation.field.args
            .filter((arg) => isNonNullType(arg.type) || place.startsWith(arg.name))
            .map((arg) => [arg.name, poisoned(arg.name, arg.type, worker, arg.name, place, poison)]);
          const sent = json(worker ?? app.owner, {
            query: documentOf(operation),
            variables: Object.fromEntries(given),
          });
          wrong.push(...(await storm(fc.constant(sent), 1)));
        }
      }
    }
    expect(wrong).toEqual([]);
  }, 240_000);

  it('as headers', async () => {
    const names = ['idempotency-key', 'authorization', 'cookie', 'x-request-id', 'accept', 'accept-encoding', 'content-type', 'apollo-require-preflight', 'origin', 'x-forwarded-for', 'traceparent', 'if-none-match', 'range']; // prettier-ignore
    const value = fc.oneof(headerText, headerText.map((text) => `Bearer ${text}`), fc.constantFrom(`Bearer mus_${'x'.repeat(43)}`, 'Bearer muk_', 'muster=x', 'bytes=9-1')); // prettier-ignore
    const requests = fc.tuple(fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 4 }), fc.constantFrom('{ me { id } }', 'mutation { createTeam(name: "T") { __typename } }'))
      .map(([headers, query]) => { const sent = json(app.owner, { query }); return { ...sent, headers: { ...sent.headers, ...headers } }; }); // prettier-ignore
    expect(await storm(requests, 200)).toEqual([]);
  });

  it('to the routes of files', async () => {
    const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'); // prettier-ignore
    const mangled = fc.tuple(fc.nat(png.length - 1), fc.nat(255), fc.nat(png.length)).map(([at, byte, end]) => {
      const copy = Buffer.from(png);
      copy[at] = byte;
      return copy.subarray(0, Math.max(1, end));
    });
    const bytes = fc.oneof(mangled, fc.uint8Array({ maxLength: 400 }), nastyText.map((text) => Buffer.from(text)), fc.constant(Buffer.from([0x1f, 0x8b, 8, 0]))); // prettier-ignore
    const type = fc.constantFrom('image/png', 'image/jpeg', 'image/gif', 'application/octet-stream', 'text/csv', 'application/gzip', 'application/x-ndjson', 'application/json', 'x'); // prettier-ignore
    const by = fc.constantFrom(app.owner, app.owner, workers[0]!, undefined);
    const part = fc.oneof(nastyText.map((text) => encodeURIComponent(Buffer.from(text.slice(0, 300)).toString())), fc.constantFrom('%', '%00', '%ff', '%2e%2e%2f', '..', ...ids, `med_${'0'.repeat(32)}`, `rel_${'0'.repeat(32)}`)); // prettier-ignore
    const query = fc.array(fc.tuple(fc.constantFrom('projectId', 'name', 'expires', 'scope', 'signature', 'x'), part), { maxLength: 4 })
      .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&')); // prettier-ignore
    const withToken = (by: Caller | undefined) =>
      (by ? { authorization: `Bearer ${by.token}` } : {}) as Record<string, string>;
    const posts = fc.record({ path: fc.constantFrom('/imports', '/media', `/media?projectId=${projectId}&name=a.png`), query, type, by, bytes })
      .map(({ path, query, type, by, bytes }) => ({ path: `${path}${path.includes('?') ? '&' : '?'}${query}`, headers: { 'content-type': type, ...withToken(by) }, body: bytes })); // prettier-ignore
    const gets = fc.record({ path: fc.constantFrom('/media/', '/releases/', '/imports/', '/'), id: part, rest: fc.option(part), query, by })
      .map(({ path, id, rest, query, by }) => ({ method: 'GET', path: `${path}${id}${rest === null ? '' : `/${rest}`}?${query}`, headers: withToken(by) })); // prettier-ignore
    const others = fc.record({ method: fc.constantFrom('GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'), path: fc.constantFrom('/graphql', '/graphql?query=%7B', '/graphql?query={me{id}}', '/imports', '/media', '/readyz', '/nothing'), by })
      .map(({ method, path, by }) => ({ method, path, headers: withToken(by) })); // prettier-ignore
    expect(await storm(fc.oneof({ weight: 3, arbitrary: posts }, { weight: 3, arbitrary: gets }, others), 400)).toEqual(
      [],
    );
  });

  it('as the content of an import: every one ends, as DONE or as FAILED', async () => {
    const contents = fc.sample(
      fc.oneof(nastyText, fc.json(), fc.array(fc.json(), { maxLength: 5 }).map((lines) => lines.join('\n')), fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.constant(Buffer.from([0x1f, 0x8b, 8, 0, 0])), fc.constant('external_key\n"a\nb'), fc.constant('{"item":{"name":"a","slots":[{}]},"annotations":[null]}'), fc.constant('{"image":{"width":1,"height":1,"filename":"a"},"annotations":[{"name":1,"polygon":null}]}')),
      { numRuns: 40, seed },
    ); // prettier-ignore
    const { createBatch } = await app.owner.run(
      `mutation ($input: CreateBatchInput!) { createBatch(input: $input) { ... on Batch { id } } }`,
      { input: { projectId, name: 'of garbage' } },
    );
    for (const [index, body] of contents.entries()) {
      const headers = { authorization: `Bearer ${app.owner.token}`, 'content-type': 'application/octet-stream' };
      const got = await request({ path: '/imports', headers, body });
      total += 1;
      expect([faultOf(got), typeof body === 'string' ? body.slice(0, 200) : body]).toEqual([
        undefined,
        expect.anything(),
      ]);
      if (got.status >= 400) continue;
      const input = { batchId: createBatch.id, uploadId: JSON.parse(got.text).uploadId, format: ['JSONL', 'CSV', 'DARWIN_1', 'DARWIN_2'][index % 4] }; // prettier-ignore
      await app.owner.run(`mutation ($input: ImportTasksInput!) { importTasks(input: $input) { __typename ... on Problem { message } } }`, { input }); // prettier-ignore
    }
    const ended = await until(async () => {
      const { batch } = await app.owner.run(
        `query ($id: ID!) { batch(id: $id) { imports(first: 100) { nodes { state error refusals { code message } } } } }`,
        { id: createBatch.id },
      );
      const list: { state: string }[] = batch.imports.nodes;
      return list.length > 0 && list.every(({ state }) => state !== 'RUNNING') && list;
    }, 45_000);
    expect(JSON.stringify(ended)).not.toMatch(internals);
  });

  describe('within limits that are told:', () => {
    const nested = (levels: number): string =>
      levels === 0 ? '{ id }' : `{ project { batches { nodes ${nested(levels - 1)} } } }`;
    it.each([
      ['depth', () => ({ query: `{ batches(projectId: "${projectId}") { nodes ${nested(5)} } }` })],
      ['aliases', () => ({ query: `{ ${Array.from({ length: 40 }, (_, at) => `a${at}: myPermissions`).join(' ')} }` })],
      ['tokens', () => ({ query: `{ ${'myPermissions '.repeat(5000)} }` })],
      ['directives', () => ({ query: `{ myPermissions ${'@include(if: true) '.repeat(12)} }` })],
      ['cost', () => ({ query: `{ projects { nodes { batches { nodes { imports { nodes { batch { project { ${'id '.repeat(3500)} } } } } } } } } }` })], // prettier-ignore
      ['one operation a request', () => Array.from({ length: 3 }, () => ({ query: '{ me { id } }' }))],
      [
        'fragments that go round',
        () => ({ query: '{ me { ...A } } fragment A on Member { id ...B } fragment B on Member { id ...A }' }),
      ],
    ])('%s', async (_, body) => {
      const { status, text } = await request(json(app.owner, body()));
      expect([status, JSON.parse(text).errors?.[0]?.extensions.code]).toEqual([400, expect.stringMatching(/^(GRAPHQL_INVALID|TOO_COMPLEX)$/)]); // prettier-ignore
      expect(faultOf({ status, text })).toBeUndefined();
    });

    it('the size of a body', async () => {
      const query = `{ me { id } } # ${'x'.repeat(5 * 1024 * 1024)}`;
      const { status, text } = await request(json(app.owner, { query }));
      expect([status, JSON.parse(text).errors?.[0]?.extensions.code, text.slice(0, 300)]).toEqual([
        413,
        'TOO_LARGE',
        expect.anything(),
      ]);
    });

    it('the schema is not told to strangers', async () => {
      const { status, text } = await request(json(caller(app.url, '', 'x', ''), { query: getIntrospectionQuery() }));
      expect([status, JSON.parse(text).errors[0].extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
    });
  });

  it('the server is ready afterwards, and has had more than two thousand requests', async () => {
    expect((await request({ method: 'GET', path: '/readyz' })).status).toBe(200);
    expect((await app.owner.run('{ me { id } }')).me.id).toBe(app.owner.id);
    expect(total).toBeGreaterThan(2000);
  });
});

/** Enough of a request to send it again. */
function shortened({ method, path, headers, body }: Sent) {
  const text = typeof body === 'string' ? JSON.stringify(body).slice(0, 900) : body && Buffer.from(body).toString('hex').slice(0, 400); // prettier-ignore
  const { authorization, ...rest } = headers ?? {};
  return { method, path, headers: rest, by: authorization?.slice(0, 15), body: text };
}
