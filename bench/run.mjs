/**
 * npm run bench -- NAME [--json] [--option value …]
 *
 * One file a benchmark: bench/NAME.bench.mjs exports `about` (a sentence) and `run({ say, options })`, which measures
 * both sides in one run and answers one object with both sides' figures. Progress goes to standard error; with --json
 * the last line of standard output is that object.
 */
import { readdir } from 'node:fs/promises';
import os from 'node:os';
import { parseArgs } from 'node:util';

const { positionals, tokens } = parseArgs({ allowPositionals: true, strict: false, tokens: true });
const options = {};
for (const [index, token] of tokens.entries()) {
  if (token.kind !== 'option') continue;
  const next = tokens[index + 1];
  const isPair = token.value === undefined && next?.kind === 'positional' && next.index === token.index + 1;
  options[token.name] = token.value ?? (isPair ? next.value : true);
}
const folder = new URL('.', import.meta.url);
const names = (await readdir(folder)).filter((file) => file.endsWith('.bench.mjs')).map((file) => file.slice(0, -10));
const [name] = positionals;
if (!names.includes(name)) {
  for (const one of names.sort())
    process.stdout.write(`${one.padEnd(16)}${(await import(`./${one}.bench.mjs`)).about}\n`);
  process.exit(name ? 2 : 0);
}
const began = Date.now();
const { run } = await import(`./${name}.bench.mjs`);
const result = {
  bench: name,
  ...(await run({ options, say: (line) => process.stderr.write(`${line}\n`) })),
  seconds: Math.round((Date.now() - began) / 1000),
  machine: { cpus: os.cpus().length, node: process.version },
};
process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : `${JSON.stringify(result, null, 2)}\n`);
process.exit(0);
