/**
 * npm run soak [-- NAME] [--services] [--json] [--option value …]
 *
 * What takes minutes and is not asked of every change. One file a soak: soak/NAME.soak.mjs exports `about` (a sentence) and
 * `run({ say, options })`, which answers one object with its figures, and throws when something is not as it must be. With --services
 * soak/NAME-services.soak.mjs follows: the same through the real services, with what came `before`. Without a name it is the queue's.
 */
import { readdir } from 'node:fs/promises';
import os from 'node:os';
import { parseArgs } from 'node:util';

const { positionals, tokens } = parseArgs({ allowPositionals: true, strict: false, tokens: true });
const flags = ['services', 'json'];
const options = {};
for (const [index, token] of tokens.entries()) {
  if (token.kind !== 'option') continue;
  const next = tokens[index + 1];
  const isPair = token.value === undefined && next?.kind === 'positional' && !flags.includes(token.name);
  options[token.name] = token.value ?? (isPair ? next.value : true);
}
const names = (await readdir(new URL('.', import.meta.url)))
  .filter((file) => file.endsWith('.soak.mjs'))
  .map((file) => file.slice(0, -'.soak.mjs'.length));
const isValue = (word) => Object.values(options).includes(word);
const name = positionals.find((word) => !isValue(word)) ?? 'queue';
const parts = [name, ...(options.services ? [`${name}-services`] : [])].filter((part) => names.includes(part));
if (parts.length === 0) {
  for (const one of names.sort())
    process.stdout.write(`${one.padEnd(20)}${(await import(`./${one}.soak.mjs`)).about}\n`);
  process.exit(2);
}
let before;
for (const part of parts) {
  const began = Date.now();
  const { run } = await import(`./${part}.soak.mjs`);
  const figures = await run({ options, before, say: (line) => process.stderr.write(`${line}\n`) });
  before = figures;
  const result = {
    soak: part,
    ...figures,
    seconds: Math.round((Date.now() - began) / 1000),
    machine: { cpus: os.cpus().length, node: process.version },
  };
  process.stdout.write(`${options.json ? JSON.stringify(result) : JSON.stringify(result, null, 2)}\n`);
}
process.exit(0);
