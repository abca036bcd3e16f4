/** Where the Muster of a folder answers, for commands beside it: it may listen on any port. */
import fs from 'node:fs/promises';
import path from 'node:path';

const fileOf = (home: string) => path.join(home, 'muster.url');

/** Whoever has the folder's lock says it; what a killed one left is overwritten. */
export async function noteAnsweringAt(home: string, url: string): Promise<void> {
  await fs.writeFile(fileOf(home), `${url}\n`);
}

export async function forgetAnsweringAt(home: string): Promise<void> {
  await fs.rm(fileOf(home), { force: true });
}

/** Null while it is still starting, or of a Muster that said nothing of it. */
export async function answeringAt(home: string): Promise<string | null> {
  const said = await fs.readFile(fileOf(home), 'utf8').catch(() => '');
  return said.trim() || null;
}
