/*
 * Muster as users run it, in a process of its own on a given database, so that its memory and CPU can be read from
 * outside and so that it can be killed.
 */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { once } from 'node:events';

const patienceMilliseconds = 60_000;

/**
 * Starts it and answers when it is ready.
 * @param flags for node itself, such as --cpu-prof
 */
export async function startMuster(databaseUrl, { home, role = 'all', flags = [], environment = {} }) {
  const env = {
    ...process.env,
    NODE_OPTIONS: '',
    DATABASE_URL: databaseUrl,
    MUSTER_HOME: home,
    ROLE: role,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
    ...environment,
  };
  const child = spawn(process.execPath, [...flags, 'dist/src/main.js'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  let said = '';
  const url = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Muster is not ready:\n${said}`)), patienceMilliseconds);
    void ended.then(() => reject(new Error(`Muster ended before it was ready:\n${said}`)));
    child.stdout.on('data', (data) => {
      said += String(data);
      const found = /GraphQL\s+(http:\/\/\S+)\/graphql/.exec(said);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[1].replace('localhost', '127.0.0.1'));
    });
  });
  const end = async (signal) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
  };
  return { url, pid: child.pid, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

/** Megabytes of memory: now, and at most since the process began (its high-water mark). */
export async function memoryOf(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const megabytes = (name) => Math.round(Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024);
  return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') };
}

/** An operation that must not fail. */
export async function ask(url, token, query, variables = {}) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}
