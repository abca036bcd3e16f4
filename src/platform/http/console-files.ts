import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Where scripts/prepare.mjs puts the built console: beside `dist/src`, or under the clone when the tests run the sources. */
const places = ['../../../web', '../../../dist/web'].map((place) => join(import.meta.dirname, place));

/** The folder of the built console; undefined when it was not built (`npm ci --omit=dev` has no bundler). */
export const consoleFolder = (): string | undefined =>
  places.find((folder) => existsSync(join(folder, 'assets')) && existsSync(join(folder, 'index.html')));

/** The files whose names carry a hash of their content never change; `GET /*` below sends the page itself. */
export async function serveConsoleFiles(app: NestFastifyApplication): Promise<void> {
  const folder = consoleFolder();
  if (folder === undefined) return;
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
