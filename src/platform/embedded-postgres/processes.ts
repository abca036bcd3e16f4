/** Telling processes apart: pids are recycled. */
import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import { promisify } from 'node:util';
import { codeOf } from './files.js';

const run = promisify(execFile);

/** What tells a process from a later one with the same pid; null when it is dead (or a zombie), 'unknown' when not visible. */
export async function identityOf(pid: number): Promise<string | null> {
  if (signalProcess(pid, 0) === 'gone') return null;
  try {
    if (process.platform !== 'linux')
      return (await run('ps', ['-o', 'lstart=', '-p', String(pid)])).stdout.trim() || 'unknown';
    const stat = await fs.readFile(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything; behind it: state is field 3, start time in ticks since boot is field 22.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return null;
    const boot = await fs.readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
    return `${boot.trim()}:${fields[19]}`;
  } catch {
    return 'unknown';
  }
}

export function signalProcess(pid: number, signal: NodeJS.Signals | 0): 'sent' | 'gone' | 'forbidden' {
  try {
    process.kill(pid, signal);
    return 'sent';
  } catch (error) {
    return codeOf(error) === 'ESRCH' ? 'gone' : 'forbidden';
  }
}
