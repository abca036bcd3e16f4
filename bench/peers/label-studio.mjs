/*
 * Label Studio, the open-source edition from PyPI, as its own container serves it: uWSGI, two processes a core, DEBUG
 * off, PostgreSQL. It is installed once, with pinned versions, into .muster/bench/; nothing of it is changed.
 */
import { execFile, spawn } from 'node:child_process';
import { access, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { jsonClient } from '../json-client.mjs';

export const version = '1.23.2';
const here = fileURLToPath(new URL('.', import.meta.url));
const cache = fileURLToPath(new URL('../../.muster/bench/', import.meta.url));
const systemPython = process.env.PYTHON ?? 'python3';
const run = promisify(execFile);
const exists = (path) => access(path).then(
  () => true,
  () => false,
); // prettier-ignore
const chunk = 10_000;
const startSeconds = 180;

/** Why it cannot be had here, in a sentence. */
export class Unavailable extends Error {}

/**
 * Installs it, unless it is there. The folder gets its name when all is in it, so half an installation is never used.
 * @throws Unavailable
 */
export async function install(say) {
  const folder = join(cache, `label-studio-${version}`);
  if (!(await exists(folder))) {
    const half = `${folder}-half`;
    await rm(half, { recursive: true, force: true });
    await mkdir(cache, { recursive: true });
    say(`installing Label Studio ${version}; this takes minutes, once`);
    try {
      await run(systemPython, ['-m', 'venv', half]);
      const pip = [
        '-m',
        'pip',
        'install',
        '--quiet',
        '--disable-pip-version-check',
        '-r',
        join(here, 'label-studio.txt'),
      ];
      await run(join(half, 'bin/python'), pip, { maxBuffer: 1e8 });
    } catch (error) {
      const reason = String(error.stderr || error.message).trim().split('\n').at(-1); // prettier-ignore
      throw new Unavailable(
        `Label Studio ${version} could not be installed with ${systemPython} (3.11 is wanted): ${reason}`,
      );
    }
    await rename(half, folder);
  }
  const lib = (await readdir(join(folder, 'lib'))).find((name) => name.startsWith('python'));
  return { folder, code: join(folder, 'lib', lib, 'site-packages/label_studio') };
}

/**
 * Migrates the empty database, makes the people, and serves it.
 * @param databaseUrl of a log-in that owns the database
 */
export async function open({ installed, databaseUrl, people, processes = os.cpus().length * 2, persistent, say }) {
  const data = await mkdtemp(join(os.tmpdir(), 'label-studio-bench-'));
  const env = environment(databaseUrl, data, persistent);
  // Executables of a moved environment name its old place; Python itself does not mind.
  const interpreter = join(installed.folder, 'bin/python');
  const python = (args) => run(interpreter, args, { cwd: installed.code, env, maxBuffer: 1e8 });
  let crew;
  try {
    await python(['manage.py', 'migrate', '--no-color', '--verbosity', '0']);
    const told = await python([join(here, 'label_studio_people.py'), String(people)]);
    crew = JSON.parse(told.stdout.trim().split('\n').at(-1));
  } catch (error) {
    await rm(data, { recursive: true, force: true });
    throw error;
  }
  const port = await freePort();
  const server = serve({ installed, env, port, processes, persistent });
  const url = `http://127.0.0.1:${port}`;
  const database = new pg.Client({ connectionString: databaseUrl });
  database.on('error', () => undefined);
  await database.connect();
  const stop = async () => {
    await database.end();
    await server.end();
    await rm(data, { recursive: true, force: true });
  };
  try {
    await server.untilReady(url, processes);
    say(`Label Studio ${version} listens with ${processes} processes`);
  } catch (error) {
    await stop();
    throw error;
  }
  const ask = jsonClient(url);
  const manager = { authorization: `Token ${crew.manager}` };
  return {
    url,
    pid: server.pid,
    people: crew.people.map((one) => ({ id: one.id, headers: { authorization: `Token ${one.token}` } })),
    describe: () => ({
      version,
      server: `uWSGI, ${processes} processes, 1 thread each, its own HTTP router with keep-alive`,
      databaseConnections: persistent ? 'kept' : 'one a request, its default',
      settings: Object.fromEntries(
        Object.entries(env).filter(([name]) => !/^(POSTGRE|PATH|HOME|LANG|PYTHON|.*_DIR$)/.test(name)),
      ),
    }),
    createProject: (tasks, overlap) => createProject(ask, manager, database, tasks, overlap),
    cycle: (person, projectId) => cycle(ask, person, projectId),
    faultsOf: (projectIds) => faultsOf(database, projectIds),
    stop,
  };
}

function environment(databaseUrl, data, persistent) {
  const url = new URL(databaseUrl);
  return {
    PATH: process.env.PATH,
    HOME: data,
    LANG: 'C.UTF-8',
    PYTHONDONTWRITEBYTECODE: '1',
    DJANGO_SETTINGS_MODULE: 'core.settings.label_studio',
    ...(persistent && { PYTHONPATH: here }),
    DJANGO_DB: 'default',
    POSTGRE_HOST: url.hostname,
    POSTGRE_PORT: url.port,
    POSTGRE_USER: decodeURIComponent(url.username),
    POSTGRE_PASSWORD: decodeURIComponent(url.password),
    POSTGRE_NAME: url.pathname.slice(1),
    LABEL_STUDIO_BASE_DATA_DIR: data,
    DEBUG: 'false',
    LOG_LEVEL: 'CRITICAL',
    // Nothing is sent to anybody, which also costs it nothing.
    COLLECT_ANALYTICS: 'false',
    LATEST_VERSION_CHECK: 'false',
    SENTRY_DSN: '',
    FRONTEND_SENTRY_DSN: '',
  };
}

/** uWSGI with what Label Studio's own container configures that matters for speed and for large requests. */
function serve({ installed, env, port, processes, persistent }) {
  const application = persistent ? 'persistent_connections' : 'core.wsgi:application';
  const options = [
    ...['--http', `127.0.0.1:${port}`, '--http-keepalive', '--http-timeout', '300'],
    ...['--module', application, '--need-app', '--single-interpreter', '--lazy-apps', '--enable-threads'],
    ...['--master', '--processes', String(processes), '--threads', '1', '--thunder-lock', '--die-on-term'],
    ...['--buffer-size', '65535', '--post-buffering', '4096', '--harakiri', '300', '--disable-logging'],
  ];
  const interpreter = join(installed.folder, 'bin/python');
  const start = 'import sys, pyuwsgi; pyuwsgi.run(sys.argv[1:])';
  const child = spawn(interpreter, ['-c', start, ...options], {
    cwd: installed.code,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let ready = 0;
  const hear = (piece) => {
    ready += String(piece).split('WSGI app 0').length - 1;
    said = (said + piece).slice(-4000);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = new Promise((resolve) => child.on('exit', resolve));
  return {
    pid: child.pid,
    async untilReady(url, count) {
      const until = Date.now() + startSeconds * 1000;
      while (ready < count) {
        if (child.exitCode !== null || Date.now() > until) throw new Error(`Label Studio does not start: ${said}`);
        await sleep(200);
      }
      const { status } = await fetch(`${url}/health`);
      if (status !== 200) throw new Error(`Label Studio's /health answers ${status}: ${said}`);
    },
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const killer = setTimeout(() => child.kill('SIGKILL'), 20_000);
      await ended;
      clearTimeout(killer);
    },
  };
}

const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

const labelConfig =
  '<View><Text name="item" value="$text"/><Choices name="animal" toName="item" choice="single" required="true">' +
  '<Choice value="cat"/><Choice value="dog"/></Choices></View>';
const answer = {
  result: [{ from_name: 'animal', to_name: 'item', type: 'choices', value: { choices: ['cat'] } }],
  lead_time: 1,
};

async function good(question, asked) {
  const { status, json } = await question;
  if (status >= 300)
    throw new Error(`Label Studio: ${asked} answered ${status}: ${JSON.stringify(json).slice(0, 400)}`);
  return json;
}

/** A project with its tasks, through the API, and the tables as autovacuum would leave them. */
async function createProject(ask, headers, database, tasks, overlap) {
  const body = {
    title: `${tasks} tasks`,
    label_config: labelConfig,
    maximum_annotations: overlap,
    sampling: 'Sequential sampling',
  };
  const { id } = await good(ask({ method: 'POST', path: '/api/projects/', headers, body }), 'a new project');
  for (let from = 0; from < tasks; from += chunk) {
    const items = Array.from({ length: Math.min(chunk, tasks - from) }, (_, at) => ({ text: `item-${from + at}` }));
    const path = `/api/projects/${id}/import?return_task_ids=false`;
    await good(ask({ method: 'POST', path, headers, body: items }), 'the import');
  }
  const { rows } = await database.query('SELECT count(*)::int AS count FROM task WHERE project_id = $1 AND overlap = $2', [id, overlap]); // prettier-ignore
  if (rows[0].count !== tasks) throw new Error(`Label Studio has ${rows[0].count} tasks of ${tasks}`);
  await database.query('VACUUM (ANALYZE)');
  return id;
}

/** What its labelling screen does: the next task, then the annotation. */
async function cycle(ask, { headers }, projectId) {
  const began = performance.now();
  const next = await ask({ path: `/api/projects/${projectId}/next/`, headers });
  if (next.status === 404) return null;
  const { id } = await good(Promise.resolve(next), 'the next task');
  const got = performance.now();
  const path = `/api/tasks/${id}/annotations/`;
  await good(ask({ method: 'POST', path, headers, body: answer }), 'an annotation');
  return { claim: got - began, submit: performance.now() - got };
}

/** Stored answers, tasks with more of them than asked for, and people twice on a task. */
async function faultsOf(database, projectIds) {
  const { rows } = await database.query(
    `WITH kept AS (SELECT a.task_id, a.completed_by_id, t.overlap FROM task_completion a JOIN task t ON t.id = a.task_id
                    WHERE t.project_id = ANY ($1) AND NOT a.was_cancelled),
          over AS (SELECT count(*) - min(overlap) AS extra FROM kept GROUP BY task_id HAVING count(*) > min(overlap)),
          repeated AS (SELECT FROM kept GROUP BY task_id, completed_by_id HAVING count(*) > 1)
     SELECT (SELECT count(*)::int FROM kept) AS stored, (SELECT count(*)::int FROM over) AS "overCollectedTasks",
            (SELECT coalesce(sum(extra), 0)::int FROM over) AS "extraAnswers", (SELECT count(*)::int FROM repeated) AS repeated`,
    [projectIds],
  );
  return rows[0];
}
