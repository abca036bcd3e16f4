import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Injectable, RequestMethod, type Type } from '@nestjs/common';
import { ModulesContainer, Reflector } from '@nestjs/core';
import { Mutation, Query, Resolver } from '@nestjs/graphql';
import {
  buildClientSchema,
  getIntrospectionQuery,
  getNamedType,
  getNullableType,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import { type Action, CAN, Can, permissions, reachOf, type Role, roles } from '../../src/identity/index.js';
import { PUBLIC, Public } from '../../src/platform/index.js';
import { caller, type Caller, startApp, type TestApp } from '../factories/app.js';
import { person, team } from '../factories/people.js';

interface Handler {
  /** `Query me`, `Mutation claimTask`, `GET /readyz` */
  name: string;
  place: string;
  action: Action | undefined;
  isPublic: boolean;
}

/** Every query, mutation, subscription and route of these classes. */
function handlersOf(classes: Iterable<Type>): Handler[] {
  const reflector = new Reflector();
  return [...classes].flatMap((owner) =>
    methodsOf(owner).flatMap(([key, method]) => {
      const operation = Reflect.getMetadata('graphql:resolver_type', method) as string | undefined;
      const route = Reflect.getMetadata('method', method) as RequestMethod | undefined;
      const names: string[] = [];
      if (['Query', 'Mutation', 'Subscription'].includes(operation ?? ''))
        names.push(`${operation} ${Reflect.getMetadata('graphql:resolver_name', method) ?? key}`);
      if (route !== undefined)
        names.push(
          `${RequestMethod[route]} ${pathOf(Reflect.getMetadata('path', owner), Reflect.getMetadata('path', method))}`,
        );
      const places = [method, owner];
      return names.map((name) => ({
        name,
        place: `${owner.name}.${key}`,
        action: reflector.getAllAndOverride<Action | undefined>(CAN, places),
        isPublic: reflector.getAllAndOverride<boolean | undefined>(PUBLIC, places) === true,
      }));
    }),
  );
}

const pathOf = (...parts: unknown[]) =>
  `/${parts.flatMap((part) => String(part ?? '').split('/')).filter(Boolean).join('/')}`; // prettier-ignore

function methodsOf(owner: Type): [string, (...args: unknown[]) => unknown][] {
  const found = new Map<string, (...args: unknown[]) => unknown>();
  for (let target = owner.prototype; target && target !== Object.prototype; target = Object.getPrototypeOf(target)) {
    for (const key of Object.getOwnPropertyNames(target)) {
      const { value } = Object.getOwnPropertyDescriptor(target, key)!;
      if (typeof value === 'function' && key !== 'constructor' && !found.has(key)) found.set(key, value);
    }
  }
  return [...found];
}

/** Those that say neither who may use them nor that everybody may, or say something that is no action. */
const unguarded = (handlers: Handler[]) =>
  handlers.filter(({ action, isPublic }) => !isPublic && !(action && action in permissions)).map(({ place }) => place);

function classesOf(app: TestApp): Set<Type> {
  const modules = [...app.server.app.get(ModulesContainer).values()];
  const wrappers = modules.flatMap((one) => [...one.providers.values(), ...one.controllers.values()]);
  const kinds = wrappers.flatMap(({ metatype, instance }) => [metatype, (instance as object | null)?.constructor]);
  return new Set(kinds.filter((kind): kind is Type => typeof kind === 'function' && Boolean(kind.prototype)));
}

describe('an operation that forgets to say who may use it', () => {
  @Resolver()
  class Planted {
    @Query(() => String)
    @Can('self:read')
    guarded() {}
    @Query(() => String)
    @Public()
    open() {}
    @Mutation(() => String)
    forgotten() {}
    @Mutation(() => String)
    @Can('self:everything' as Action)
    misspelt() {}
    helper() {}
  }
  @Controller('planted')
  class PlantedRoutes {
    @Get('a')
    @Can('self:read')
    guarded() {}
    @Get('b')
    forgotten() {}
  }
  @Controller()
  @Can('self:read')
  class GuardedAsAWhole {
    @Get()
    inherits() {}
  }
  @Injectable()
  class Heir extends Planted {}

  it('is found', () => {
    expect(unguarded(handlersOf([Planted, PlantedRoutes, GuardedAsAWhole]))).toEqual([
      'Planted.forgotten',
      'Planted.misspelt',
      'PlantedRoutes.forgotten',
    ]);
    expect(unguarded(handlersOf([Heir]))).toEqual(['Heir.forgotten', 'Heir.misspelt']);
    expect(handlersOf([Planted, PlantedRoutes]).map(({ name }) => name)).toEqual([
      'Query guarded', 'Query open', 'Mutation forgotten', 'Mutation misspelt', 'GET /planted/a', 'GET /planted/b',
    ]); // prettier-ignore
  });
});

describe('every operation of the running server', () => {
  let app: TestApp;
  let schema: GraphQLSchema;
  let handlers: Map<string, Handler>;
  const people = new Map<Role, Caller>();

  beforeAll(async () => {
    app = await startApp();
    schema = buildClientSchema(await app.owner.run(getIntrospectionQuery()));
    handlers = new Map(handlersOf(classesOf(app)).map((handler) => [handler.name, handler]));
    const teamId = await team(app);
    for (const role of roles) people.set(role, await person(app, [role], teamId));
  });
  afterAll(() => app.stop());

  const operations = () => [
    ...Object.values(schema.getQueryType()!.getFields()).map((field) => ({ kind: 'Query', field })),
    ...Object.values(schema.getMutationType()!.getFields()).map((field) => ({ kind: 'Mutation', field })),
  ];

  /** Right by the schema, and of no meaning. */
  const meaningless = (type: GraphQLInputType): unknown => {
    const bare = getNullableType(type);
    if (isListType(bare)) return [meaningless(bare.ofType)];
    if (isEnumType(bare)) return bare.getValues()[0]!.name;
    if (isInputObjectType(bare)) {
      const wanted = Object.values(bare.getFields()).filter((field) => isNonNullType(field.type));
      return Object.fromEntries(wanted.map((field) => [field.name, meaningless(field.type)]));
    }
    const values: Record<string, unknown> = {
      Int: 1,
      Float: 1,
      Boolean: false,
      DateTime: '2030-01-01T00:00:00.000Z',
      JSON: {},
    };
    return values[getNamedType(bare).name] ?? '-';
  };

  const documentOf = ({ kind, field }: ReturnType<typeof operations>[number]) => {
    const args = field.args.filter((arg) => isNonNullType(arg.type));
    const declared = args.map((arg) => `$${arg.name}: ${arg.type}`).join(', ');
    const given = args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
    const list = (text: string) => (text ? `(${text})` : '');
    return {
      query: `${kind.toLowerCase()} ${list(declared)} { ${field.name}${list(given)} ${isLeafType(getNamedType(field.type)) ? '' : '{ __typename }'} }`,
      variables: Object.fromEntries(args.map((arg) => [arg.name, meaningless(arg.type)])),
    };
  };

  /** The codes that a caller gets for an operation with meaningless arguments. */
  const codesOf = async (
    by: Caller | undefined,
    operation: ReturnType<typeof operations>[number],
  ): Promise<string[]> => {
    const { query, variables } = documentOf(operation);
    const answer = await (by ?? nobody()).send(query, variables);
    return (answer.errors ?? []).map((error) => error.extensions.code);
  };
  const nobody = () => caller(app.url, 'nobody', '', '');

  it('says who may use it: each is a handler of the server, and no handler is without', () => {
    expect(unguarded([...handlers.values()])).toEqual([]);
    const subscriptions = Object.keys(schema.getSubscriptionType()!.getFields()).map((name) => `Subscription ${name}`);
    const inSchema = [...operations().map(({ kind, field }) => `${kind} ${field.name}`), ...subscriptions];
    const graphql = [...handlers.keys()].filter((name) => /^(Query|Mutation|Subscription) /.test(name));
    expect(graphql.sort()).toEqual(inSchema.sort());
    const routes = [...handlers.keys()].filter((name) => !graphql.includes(name));
    expect(routes).toEqual(expect.arrayContaining(['GET /livez', 'GET /readyz', 'POST /imports', 'POST /media']));
    console.log(`${graphql.length} operations, ${routes.length} routes: ${routes.sort().join(', ')}`);
  });

  it('is open without signing in only where that was decided', () => {
    const open = [...handlers.values()].filter(({ isPublic }) => isPublic).map(({ name }) => name);
    expect(open.sort()).toEqual([
      'GET /', 'GET /*', 'GET /hand-off', 'GET /livez', 'GET /media/:id', 'GET /metrics', 'GET /readyz', 'GET /webhooks/schemas',
      'GET /webhooks/schemas/:file', 'Mutation acceptInvitation', 'Mutation signIn', 'OPTIONS /hand-off', 'OPTIONS /hand-off/heartbeat',
      'POST /hand-off/heartbeat', 'POST /hooks/:connection', 'POST /hooks/models/:service', 'Query demoSignIns',
    ]); // prettier-ignore
  });

  it('answers UNAUTHENTICATED to whoever has not signed in, unless it is public', async () => {
    for (const operation of operations()) {
      const name = `${operation.kind} ${operation.field.name}`;
      const codes = await codesOf(undefined, operation);
      if (handlers.get(name)!.isPublic) expect([name, codes]).not.toEqual([name, ['UNAUTHENTICATED']]);
      else expect([name, codes]).toEqual([name, ['UNAUTHENTICATED']]);
    }
  });

  const mismatchesOf = async (by: Caller, mayDo: (action: Action) => boolean) => {
    const wrong: string[] = [];
    let compared = 0;
    // signOut comes last: after it there is no session to ask with.
    const all = operations().sort((a, b) => Number(a.field.name === 'signOut') - Number(b.field.name === 'signOut'));
    for (const operation of all) {
      const { name, action, isPublic } = handlers.get(`${operation.kind} ${operation.field.name}`)!;
      const codes = await codesOf(by, operation);
      const isRefused = codes.some((code) => code === 'FORBIDDEN' || code === 'UNAUTHENTICATED');
      const isRight = isPublic || mayDo(action!) ? !isRefused : codes.join() === 'FORBIDDEN';
      if (!isRight || codes.includes('INTERNAL')) wrong.push(`${name} (${action}): ${codes.join() || 'done'}`);
      compared += 1;
    }
    return { wrong, compared };
  };

  it.each(roles)('keeps to the table of permissions for a member who is %s', async (role) => {
    const { wrong, compared } = await mismatchesOf(
      people.get(role)!,
      (action) => reachOf({ roles: [role], scopes: null }, action) !== null,
    );
    expect(wrong).toEqual([]);
    expect(compared).toBe(operations().length);
  });

  it.each([[['project:read']], [['task:import', 'batch:read']], [['self:read']]] as [Action[]][])(
    'keeps an owner’s API key to its scopes %j',
    async (scopes) => {
      const { createApiKey } = await app.owner.run(
        `mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { ... on CreatedApiKey { key } } }`,
        { input: { name: scopes.join(' '), scopes } },
      );
      const key = caller(app.url, 'key', createApiKey.key, app.owner.id);
      const { wrong } = await mismatchesOf(key, (action) => reachOf({ roles: ['OWNER'], scopes }, action) !== null);
      expect(wrong).toEqual([]);
    },
  );

  it('holds for the routes as it does for GraphQL', async () => {
    const wrong: string[] = [];
    // The members' own sessions ended with signOut above.
    const teamId = await team(app, 'of routes');
    const callers = await Promise.all(roles.map(async (role) => [role, await person(app, [role], teamId)] as const));
    for (const { name, action, isPublic } of [...handlers.values()].filter((one) => one.name.includes(' /'))) {
      const [method, path] = name.split(' ');
      const ask = (by?: Caller) =>
        fetch(app.url + path!.replace(/:\w+/g, 'x').replace('*', 'x'), {
          method,
          headers: { ...(by && { authorization: `Bearer ${by.token}` }), 'content-type': 'application/octet-stream' },
          ...(method === 'POST' && { body: 'x' }),
        });
      const anonymous = await ask();
      // A front end shows a token of its own there, which is no session.
      const hasOwnToken = ['GET /hand-off', 'POST /hand-off/heartbeat'].includes(name);
      if ((anonymous.status === 401) === (isPublic && !hasOwnToken))
        wrong.push(`${name}: ${anonymous.status} to nobody`);
      if (isPublic) continue;
      for (const [role, by] of callers) {
        const { status } = await ask(by);
        const mayDo = reachOf({ roles: [role], scopes: null }, action!) !== null;
        if (mayDo ? [401, 403, 500].includes(status) : status !== 403) wrong.push(`${name}: ${status} to ${role}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
