import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

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

/** A server under test, wherever it runs. */
export interface Running {
  url: string;
  databaseUrl: string;
  owner: Caller;
  /** the database as its owner: to look at what the API must not show; row-level security holds here too */
  sql<Row = any>(text: string, parameters?: unknown[]): Promise<Row[]>;
  stop(): Promise<void>;
}

export const ownerEmail = 'owner@test.example';
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

/** A fresh copy of the migrated database, and a folder for pictures and files. */
export async function freshDatabase(): Promise<{ databaseUrl: string; home: string }> {
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
  return { databaseUrl: url.href, home: await mkdtemp(join(process.env.TEST_HOME!, 'home-')) };
}

/** What every server under test is told. */
export const settingsOf = ({ databaseUrl, home }: { databaseUrl: string; home: string }): Record<string, string> => ({
  NODE_ENV: 'test',
  PORT: '0',
  HOST: '127.0.0.1',
  DATABASE_URL: databaseUrl,
  MUSTER_HOME: home,
  LOG_LEVEL: 'error',
  OWNER_EMAIL: ownerEmail,
  OWNER_PASSWORD: ownerPassword,
  ...(process.env.REDIS_URL && { REDIS_URL: process.env.REDIS_URL }),
});

/** What tests do with a server, besides asking it over HTTP. */
export async function asRunning(url: string, databaseUrl: string, stop: () => Promise<void>): Promise<Running> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  return {
    url,
    databaseUrl,
    owner: await signIn(url, ownerEmail, ownerPassword),
    sql: async (text, parameters) => (await pool.query(text, parameters)).rows,
    stop: async () => {
      await pool.end();
      await stop();
    },
  };
}
