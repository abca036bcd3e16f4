import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { type Config, readConfig } from '../../src/platform/index.js';
import { createLog } from '../../src/platform/log.js';
import { type RunningServer, startServer } from '../../src/server.js';

export interface Answer<Data> {
  status: number;
  data: Data;
  errors?: {
    message: string;
    path?: (string | number)[];
    extensions: { code: string; retryable: boolean; requestId: string; fields?: { path: string; message: string }[] };
  }[];
}

/** A signed-in caller of the API under test. */
export interface Caller {
  email: string;
  token: string;
  id: string;
  /** data of an operation that must not fail */
  run<Data = any>(query: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<Data>;
  /** the whole answer, errors included */
  send<Data = any>(
    query: string,
    variables?: Record<string, unknown>,
    headers?: Record<string, string>,
  ): Promise<Answer<Data>>;
}

export interface TestApp {
  url: string;
  databaseUrl: string;
  server: RunningServer;
  config: Config;
  owner: Caller;
  /** the database as its owner: to look at what the API must not show; row-level security holds here too */
  sql<Row = any>(text: string, parameters?: unknown[]): Promise<Row[]>;
  stop(): Promise<void>;
}

export const ownerPassword = 'a-long-test-password';

async function post(
  url: string,
  token: string | undefined,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<any>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }), ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, ...((await response.json()) as object) } as Answer<any>;
}

export async function signIn(url: string, email: string, password: string): Promise<Caller> {
  const answer = await post(url, undefined, {
    query:
      'mutation ($email: String!, $password: String!) { signIn(email: $email, password: $password) { ... on SignIn { token member { id } } ... on Problem { code message } } }',
    variables: { email, password },
  });
  const signedIn = answer.data?.signIn;
  if (!signedIn?.token) throw new Error(`sign-in of ${email} failed: ${JSON.stringify(answer)}`);
  return caller(url, email, signedIn.token, signedIn.member.id);
}

export function caller(url: string, email: string, token: string, id: string): Caller {
  const send = (query: string, variables: Record<string, unknown> = {}, headers?: Record<string, string>) =>
    post(url, token, { query, variables }, headers);
  return {
    email,
    token,
    id,
    send,
    run: async (query, variables, headers) => {
      const answer = await send(query, variables, headers);
      if (answer.errors) throw new Error(JSON.stringify(answer.errors));
      return answer.data;
    },
  };
}

let count = 0;

/** The whole server on a fresh copy of the migrated database. */
export async function startApp(environment: Record<string, string> = {}): Promise<TestApp> {
  const url = new URL(process.env.TEST_DATABASE_URL!);
  const name = `test_${process.pid}_${Date.now()}_${(count += 1)}`;
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  for (let attempt = 1; ; attempt++) {
    try {
      await admin.query(`CREATE DATABASE ${name} TEMPLATE template_muster STRATEGY FILE_COPY`);
      break;
    } catch (error) {
      // Another test file is copying the template at this moment.
      if (attempt === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  await admin.end();
  url.pathname = `/${name}`;
  const home = await mkdtemp(join(process.env.TEST_HOME!, 'home-'));
  const redis: Record<string, string> = process.env.REDIS_URL ? { REDIS_URL: process.env.REDIS_URL } : {};
  const config = readConfig({
    NODE_ENV: 'test',
    PORT: '0',
    HOST: '127.0.0.1',
    DATABASE_URL: url.href,
    MUSTER_HOME: home,
    LOG_LEVEL: 'error',
    OWNER_EMAIL: 'owner@test.example',
    OWNER_PASSWORD: ownerPassword,
    ...redis,
    ...environment,
  });
  const server = await startServer(config, createLog(config.LOG_LEVEL));
  const pool = new pg.Pool({ connectionString: url.href, max: 2 });
  return {
    url: server.url,
    databaseUrl: url.href,
    server,
    config,
    owner: await signIn(server.url, config.OWNER_EMAIL, config.OWNER_PASSWORD),
    sql: async (text, parameters) => (await pool.query(text, parameters)).rows,
    stop: async () => {
      await pool.end();
      await server.stop();
    },
  };
}
