import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Where scripts/prepare.mjs puts the built console: beside `dist/src`, or under the clone when the tests run the sources. */
const places = ['../../../web', '../../../dist/web'].map((place) => join(import.meta.dirname, place));

/** The folder of the built console; undefined when it was not built (`npm ci --omit=dev` has no bundler). */
export const consoleFolder = (): string | undefined =>
  places.find((folder) => existsSync(join(folder, 'assets')) && existsSync(join(folder, 'index.html')));

let page: Promise<string> | undefined;

/** The console's one page; undefined when it was not built. The names in it change with every build. */
export function consolePage(): Promise<string> | undefined {
  const folder = consoleFolder();
  return folder === undefined ? undefined : (page ??= readFile(join(folder, 'index.html'), 'utf8'));
}

/** The files whose names carry a hash of their content never change; `GET /*` below sends the page itself. */
export async function serveConsoleFiles(app: NestFastifyApplication): Promise<void> {
  const folder = consoleFolder();
  if (folder === undefined) return;
  servePageToTryTheApi(app);
  await app.register(fastifyStatic as never, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    wildcard: false,
    index: false,
    decorateReply: false,
    cacheControl: true,
    immutable: true,
    maxAge: '365d',
  });
}

/**
 * Somebody who goes to /graphql with a browser finds the page to try the API on, which asks them to sign in like every other. The API
 * itself is as before: what asks for JSON, or brings a query, never comes here.
 */
function servePageToTryTheApi(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', async (request, reply) => {
      if (request.method !== 'GET' || request.url !== '/graphql') return;
      if (!request.headers.accept?.includes('text/html')) return;
      await reply.headers({ 'content-type': 'text/html; charset=utf-8' }).send(await consolePage());
      return reply;
    });
}
