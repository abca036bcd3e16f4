/*
 * How long does the server take for each screen of the console? Chromium opens every screen as somebody of its role, and what it
 * asks is written down: the very documents and variables that the built console sends. Then each screen's requests are sent
 * again, all at once, screens taking turns. Measured are the first content (the answer of who is there, and then the first of the
 * screen's own) and the whole (from the first byte sent to the last answer).
 *
 *   --tasks N     in all projects together (20,000; the full size is 10,000,000)
 *   --people N    (100; the full size is 1,000)
 *   --projects N  (10; the full size is 100)
 *   --rounds N    how often each screen is asked for (20)
 *   --shots DIR   keeps a picture of each screen there
 *   --keep DIR    keeps the data there, and takes what an earlier run has kept
 *
 * Needs Chromium (CHROMIUM names another place) and a built console: npm run build.
 */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { migrate } from '../dist/src/platform/migrate.js';
import { openApiProcesses } from './api-processes.mjs';
import { makeHouse } from './console-house.mjs';
import { openDatabaseServer } from './database.mjs';
import { jsonClient } from './json-client.mjs';
import { round, summaryOf } from './measure.mjs';

export const about = 'server time of each screen of the console, with the documents that the built console sends';

/** Nothing more is asked for so long: the screen is open. */
const quietMilliseconds = 700;
const patienceMilliseconds = 30_000;
/** What takes longer is told, and asked no second time. */
const slowMilliseconds = 10_000;
const mostRequests = 6;

/** Who opens what. A role sees the same screen with other rights, so the costly ones are opened by two. */
const screensOf = ({ projectId, batchId, taskId, memberId }) => ({
  manager: [
    ['projects', '/projects'],
    ['new project', '/projects/new'],
    ['project', `/projects/${projectId}`],
    ['settings', `/projects/${projectId}/settings`],
    ['batch', `/batches/${batchId}`],
    ['forecast', `/batches/${batchId}?tab=forecast`],
    ['board', '/board'],
    ['import', `/batches/${batchId}?tab=imports`],
    ['audit', `/batches/${batchId}?tab=lots`],
    ['task', `/tasks/${taskId}`],
    ['people', '/people'],
    ['person', `/people/${memberId}`],
    ['disputes', '/disputes'],
    ['connections', '/connections'],
  ],
  administrator: [
    ['members', '/organization'],
    ['teams', '/organization?tab=teams'],
    ['keys', '/organization?tab=keys'],
    ['change log', '/organization?tab=changes'],
    ['webhooks', '/endpoints'],
  ],
  lead: [
    ['board', '/board'],
    ['throughput', '/throughput'],
    ['roster', '/roster'],
    ['projects', '/projects'],
    ['people', '/people'],
    ['disputes', '/disputes'],
  ],
  client: [
    ['projects', '/projects'],
    ['lot', `/batches/${batchId}`],
  ],
  annotator: [
    ['work', '/work'],
    ['record', '/record'],
    ['notices', '/notices'],
    ['account', '/account'],
  ],
});

export async function run({ say, options }) {
  const [tasks, people, projects, rounds] = [
    ['tasks', 20_000],
    ['people', 100],
    ['projects', 10],
    ['rounds', 20],
  ].map(([name, usual]) => Number(options[name] ?? usual));
  const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
    (place) => place && existsSync(place),
  );
  if (!executablePath) throw new Error('no Chromium: install the package chromium, or set CHROMIUM');
  const server = await openDatabaseServer({ say, keptIn: options.keep });
  let api;
  let browser;
  try {
    const { url, house } = await houseIn(server, options.keep, { tasks, people, projects, say });
    api = await openApiProcesses(url, { count: 1, poolSize: 16 });
    const [origin] = api.origins;
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
    const screens = [];
    for (const [role, list] of Object.entries(screensOf(house.places)))
      for (const [name, path] of list) {
        const screen = await recorded(browser, origin, {
          token: house.tokens[role],
          path,
          shots: options.shots,
          role,
          name,
        });
        screens.push(screen);
        const slow = Object.entries(screen.slow).map(
          ([operation, took]) => `, slow: ${operation} ${took ?? 'unanswered'}`,
        );
        say(
          `${role}: ${name}: ${screen.requests.map(({ operationName }) => operationName).join(', ')}${slow.join('')}`,
        );
      }
    await browser.close();
    browser = undefined;
    const ask = jsonClient(origin, { connections: 16 });
    const took = screens.map(() => []);
    const first = screens.map(() => []);
    const slowest = screens.map(() => new Map());
    for (let turn = -1; turn < rounds; turn++)
      for (const [at, screen] of screens.entries()) {
        const answer = await opened(ask, screen);
        // The first round compiles the documents and warms the database's memory.
        if (turn < 0) continue;
        took[at].push(answer.milliseconds);
        first[at].push(firstContent(answer.each));
        for (const [name, milliseconds] of answer.each)
          slowest[at].set(name, Math.max(milliseconds, slowest[at].get(name) ?? 0));
      }
    const table = screens.map(({ role, name, requests, slow }, at) => ({
      role,
      screen: name,
      requests: requests.length + Object.keys(slow).length,
      slow,
      firstContent: summaryOf(first[at]),
      whole: summaryOf(took[at]),
      slowest: Object.fromEntries(
        [...slowest[at]].map(([operation, milliseconds]) => [operation, round(milliseconds, 1)]),
      ),
    }));
    for (const {
      role,
      screen,
      requests,
      firstContent: { p50, p95 },
      whole,
    } of table)
      say(
        `${role.padEnd(14)} ${screen.padEnd(12)} ${requests} requests  first content p50 ${p50} p95 ${p95} ms  whole p50 ${whole.p50} p95 ${whole.p95} ms`,
      );
    return {
      settings: server.settings,
      plan: { tasks, people, projects, rounds },
      screens: table,
      laterThanASecond: table.filter(({ firstContent }) => firstContent.p95 > 1000).map(({ role, screen }) => `${role}: ${screen}`), // prettier-ignore
      moreThanSixRequests: table.filter(({ requests }) => requests > mostRequests).map(({ role, screen }) => `${role}: ${screen}`), // prettier-ignore
    };
  } finally {
    await browser?.close();
    await api?.stop();
    await server.stop();
  }
}

/** A new one; or the one that an earlier run has kept. */
async function houseIn(server, folder, plan) {
  const file = folder && join(folder, 'house.json');
  if (file && existsSync(file)) {
    const { name, house } = JSON.parse(await readFile(file, 'utf8'));
    const url = server.urlOf(name);
    await migrate(url);
    return { url, house };
  }
  const url = await server.createDatabase('console');
  const house = await makeHouse(url, plan);
  if (file) await writeFile(file, JSON.stringify({ name: new URL(url).pathname.slice(1), house }));
  return { url, house };
}

/** What a screen asks the API until nothing more comes. */
async function recorded(browser, origin, { token, path, shots, role, name }) {
  const context = await browser.newContext({ baseURL: origin, viewport: { width: 1280, height: 800 }, extraHTTPHeaders: { authorization: `Bearer ${token}` } }); // prettier-ignore
  const page = await context.newPage();
  const asked = [];
  const open = new Map();
  let lastAt = performance.now();
  page.on('request', (request) => {
    if (!request.url().endsWith('/graphql') || request.method() !== 'POST') return;
    const body = request.postDataJSON();
    // Lists ask again after a while: a screen is opened by the first of each.
    const known = asked.find((one) => JSON.stringify(one.body) === JSON.stringify(body));
    const one = known ?? { body, began: performance.now(), took: null };
    if (!known) asked.push(one);
    open.set(request, one);
  });
  const ended = (request) => {
    const one = open.get(request);
    if (!one) return;
    lastAt = performance.now();
    one.took ??= lastAt - one.began;
    open.delete(request);
  };
  page.on('requestfinished', ended);
  page.on('requestfailed', ended);
  const began = performance.now();
  await page.goto(path, { timeout: patienceMilliseconds, waitUntil: 'commit' });
  while (open.size > 0 || asked.length < 2 || performance.now() - lastAt < quietMilliseconds) {
    if (performance.now() - began > patienceMilliseconds) break;
    await page.waitForTimeout(50);
  }
  const isSlow = ({ took }) => took === null || took > slowMilliseconds;
  if (asked.length < 2 || asked.every(isSlow)) throw new Error(`${role}: ${name}: shows nothing after ${patienceMilliseconds / 1000} s`); // prettier-ignore
  if (shots) await page.screenshot({ path: `${shots}/${role}-${name.replaceAll(' ', '-')}.png` });
  await context.close();
  return {
    role,
    name,
    token,
    requests: asked.filter((one) => !isSlow(one)).map(({ body }) => body),
    /** seconds by operation; null: no answer while one waited */
    slow: Object.fromEntries(
      asked.filter(isSlow).map(({ body, took }) => [body.operationName, took && round(took / 1000, 1)]),
    ),
  };
}

/** The browser asks who is there first; after that, what comes first is shown at once. */
const frame = ['Session', 'UnreadNotices'];
function firstContent(each) {
  const own = each.filter(([name]) => !frame.includes(name)).map(([, milliseconds]) => milliseconds);
  return (each.find(([name]) => name === 'Session')?.[1] ?? 0) + Math.min(...(own.length > 0 ? own : [0]));
}

/** All requests of a screen at once. */
async function opened(ask, { token, name, requests }) {
  const began = performance.now();
  const each = await Promise.all(
    requests.map(async (body) => {
      const { status, json } = await ask({
        method: 'POST',
        path: '/graphql',
        headers: { authorization: `Bearer ${token}` },
        body,
      });
      if (status !== 200 || json.errors)
        throw new Error(`${name}: ${body.operationName}: ${JSON.stringify(json).slice(0, 300)}`);
      return [body.operationName, performance.now() - began];
    }),
  );
  return { milliseconds: performance.now() - began, each };
}
