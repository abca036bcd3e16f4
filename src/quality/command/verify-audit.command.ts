import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import { counted } from '../../platform/counted.rules.js';
import { verifyDraw, type PublishedDraw } from '../sampling/index.js';

/** `muster verify-audit`: whether a sample is the one that a seed committed to beforehand draws. */
export function verifyAuditCommand(): Command {
  return new Command('verify-audit')
    .description('check that an audit looked at the sample that was committed to before the lot was handed in')
    .argument(
      '<audit.json>',
      'commitment, seed, sampleSize, drawn, and the lot as keys or as keysFile, a text file with one key a line',
    )
    .option('--json', 'print one line of JSON')
    .action(async (file: string, options: { json?: boolean }) => {
      const checked = await verifyAuditFile(file);
      process.stdout.write(options.json ? `${JSON.stringify(checked)}\n` : told(checked));
      if (!checked.holds) process.exitCode = 1;
    });
}

export interface CheckedAudit {
  holds: boolean;
  /** A sentence for each thing that does not hold. */
  faults: string[];
  lotSize: number;
  sampleSize: number;
}

/** @throws Error with one sentence that names the file, and the field, when it cannot be read */
export async function verifyAuditFile(file: string): Promise<CheckedAudit> {
  const draw = await readDraw(file);
  const faults = verifyDraw(draw);
  return { holds: faults.length === 0, faults, lotSize: draw.keys.length, sampleSize: draw.sampleSize };
}

const keyList = z.array(z.string());
const auditFile = z.object({
  commitment: z.string(),
  seed: z.string(),
  sampleSize: z.number(),
  drawn: keyList,
  keys: keyList.optional(),
  keysFile: z.string().optional(),
});

async function readDraw(file: string): Promise<PublishedDraw> {
  const parsed = auditFile.safeParse(jsonOf(file, await textOf(file)));
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    throw new Error(`${file}: ${path.length > 0 ? path.join('.') : 'the file'}: ${message}.`);
  }
  const { keys, keysFile, ...draw } = parsed.data;
  if ((keys === undefined) === (keysFile === undefined)) {
    throw new Error(`${file}: the lot is given either as keys or as keysFile.`);
  }
  return { ...draw, keys: keys ?? linesOf(await textOf(resolve(dirname(file), keysFile!))) };
}

async function textOf(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    throw new Error(`${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`, {
      cause: error,
    });
  }
}

function jsonOf(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON: ${(error as Error).message}.`, { cause: error });
  }
}

/** Spaces belong to a key; line ends do not. */
function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function told({ holds, faults, lotSize, sampleSize }: CheckedAudit): string {
  if (holds) {
    return `The draw holds: the ${counted(sampleSize, 'key is the one', 'keys are those')} that the seed committed to draws from the lot of ${lotSize}.\n`;
  }
  return `The draw does not hold:\n${faults.map((fault) => `  ${fault}\n`).join('')}`;
}
