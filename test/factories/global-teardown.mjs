import { rm } from 'node:fs/promises';

export default async function teardown() {
  await globalThis.__muster?.server.stop();
  await rm(globalThis.__muster?.home, { recursive: true, force: true });
}
