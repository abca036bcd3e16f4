/**
 * The step before `npm start`, `npm test` and friends, so that each works on a fresh clone: installs the packages when the lock file
 * asks for others than node_modules has, then compiles src/ and migrations/ into dist/, and web/ into dist/web. Node builtins only: it
 * runs before the install.
 *
 *   node scripts/prepare.mjs [--no-build]
 *
 * Everything is said on standard error: standard output belongs to the command that follows (`muster aggregate --json`).
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const at = (...parts) => path.join(root, ...parts);
const say = (line) => process.stderr.write(`${line}\n`);
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');
const textOf = (file) => fs.readFile(file, 'utf8').catch(() => null);

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  say(`Muster needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}
await installIfNeeded();
if (!process.argv.includes('--no-build')) {
  await build();
  await buildConsole();
}

// ---------------------------------------------------------------------------------------------------------------------

async function installIfNeeded() {
  if (await isInstalled()) return;
  await alone(async () => {
    if (await isInstalled()) return; // another run did it while we waited
    say('The packages in node_modules are missing or differ from package-lock.json: running npm ci.');
    // npm names its own program when it runs us; it may be absent from PATH.
    const npm = process.env.npm_execpath?.endsWith('npm-cli.js') ? process.env.npm_execpath : null;
    const args = ['ci', '--no-audit', '--no-fund'];
    const { status, error } = spawnSync(npm ? process.execPath : 'npm', npm ? [npm, ...args] : args, {
      cwd: root,
      stdio: ['ignore', 2, 2],
      shell: !npm && process.platform === 'win32',
    });
    if (status !== 0) {
      say(`npm ci failed${error ? `: ${error.message}` : ''}. Run it by hand to see more, then try again.`);
      process.exit(1);
    }
    if (!(await isInstalled())) await stamp();
  });
}

/** The stamp answers in a millisecond; without it (somebody ran npm themselves) npm's own record of what it installed does. */
async function isInstalled() {
  const [wanted, stamped] = await Promise.all([lockHash(), textOf(at('node_modules', '.muster-lock-hash'))]);
  if (stamped?.trim() === wanted) return true;
  const record = await textOf(at('node_modules', '.package-lock.json')); // npm writes it last, so it means "complete"
  if (record === null) return false;
  const has = JSON.parse(record).packages ?? {};
  const wants = JSON.parse(await fs.readFile(at('package-lock.json'), 'utf8')).packages;
  for (const [name, entry] of Object.entries(wants)) {
    if (name === '') continue;
    const found = has[name];
    // Packages for other platforms, and `--omit=dev` in an image, are left out on purpose.
    if (!found && (entry.optional || entry.dev || entry.devOptional || entry.peer)) continue;
    if (found?.version !== entry.version || found?.integrity !== entry.integrity) return false;
  }
  if (Object.keys(has).some((name) => !(name in wants))) return false;
  await stamp();
  return true;
}

async function lockHash() {
  // The platform belongs to it: a clone mounted into a container brings binaries of the wrong kind.
  return sha256(await fs.readFile(at('package-lock.json')), process.platform, process.arch);
}

async function stamp() {
  // A read-only node_modules only costs the comparison each time.
  await write(at('node_modules', '.muster-lock-hash'), await lockHash()).catch(() => undefined);
}

/** One npm ci at a time: two of them delete each other's files. The lock is outside node_modules, which npm ci empties. */
async function alone(work) {
  const file = path.join(os.tmpdir(), `muster-install-${process.getuid?.() ?? 0}-${sha256(root).slice(0, 12)}.lock`);
  for (let said = false; ; await sleep(200)) {
    try {
      await fs.writeFile(file, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const pid = Number(await textOf(file));
    if (pid && !isAlive(pid)) await fs.rm(file, { force: true });
    else if (!said) say(`Waiting for the npm ci of process ${pid || '(just started)'} (lock: ${file}).`);
    said = true;
  }
  const release = () => fs.rm(file, { force: true });
  try {
    await work();
  } finally {
    await release();
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

// ---------------------------------------------------------------------------------------------------------------------

async function build() {
  const started = Date.now();
  const options = JSON.parse(await fs.readFile(at('.swcrc'), 'utf8'));
  delete options.$schema;
  const compiler = JSON.parse(await fs.readFile(at('node_modules/@swc/core/package.json'), 'utf8')).version;
  // New options or a new compiler make all outputs stale, whatever their dates.
  const key = sha256(JSON.stringify(options), compiler, await fs.readFile(fileURLToPath(import.meta.url)));
  const sameKey = (await textOf(at('dist', '.build-key'))) === key;

  const sources = (await Promise.all(['src', 'migrations'].map(filesUnder))).flat();
  const outputs = new Map(); // output → source, both relative to the root
  for (const source of sources) {
    if (/\.(spec|d)\.ts$/.test(source) || path.basename(source).startsWith('.')) continue;
    outputs.set(path.join('dist', source.replace(/\.tsx?$/, '.js')), source);
  }
  const stale = [];
  for (const [output, source] of outputs) {
    if (!sameKey || !(await isFresh(source, output))) stale.push([source, output]);
  }
  let failed = 0;
  if (stale.length > 0) {
    const swc = await import('@swc/core'); // here, because it may have been installed a moment ago, and is not free to load
    const next = stale[Symbol.iterator]();
    const worker = async () => {
      for (const [source, output] of next) {
        try {
          await produce(swc, options, source, output);
        } catch (error) {
          failed += 1;
          say(`${source} does not compile:\n${error.message.split('\n\nCaused by')[0].trimEnd()}`); // without the compiler's own stack
        }
      }
    };
    await Promise.all(Array.from({ length: 16 }, worker));
  }
  const removed = await removeOrphans(outputs);
  if (failed === 0 && !sameKey) await write(at('dist', '.build-key'), key);
  const done = stale.length - failed;
  if (done + removed > 0)
    say(
      `Compiled ${done} files${removed ? `, removed ${removed}` : ''} in ${((Date.now() - started) / 1000).toFixed(1)} s.`,
    );
  if (failed > 0) process.exit(1);
}

/** An output carries its source's time, so "different" is enough: an older source put back (git, tar) is seen as well. */
async function isFresh(source, output) {
  const [from, to] = await Promise.all([fs.stat(at(source)), fs.stat(at(output)).catch(() => null)]);
  return to !== null && Math.abs(from.mtimeMs - to.mtimeMs) < 2;
}

async function produce(swc, options, source, output) {
  const { atime, mtime } = await fs.stat(at(source)); // before reading: a change in between is then seen next time
  const content = await fs.readFile(at(source));
  if (!/\.tsx?$/.test(source)) return write(at(output), content, [atime, mtime]);
  const sourceFileName = path.relative(path.dirname(output), source).split(path.sep).join('/');
  const { code, map } = await swc.transform(content.toString('utf8'), {
    ...options,
    filename: at(source),
    sourceFileName,
    sourceMaps: true,
    swcrc: false,
    configFile: false,
  });
  await write(at(`${output}.map`), map);
  // Last, and with the date: as long as it is absent or old the pair counts as not made.
  await write(at(output), `${code}//# sourceMappingURL=${path.basename(output)}.map\n`, [atime, mtime]);
}

/** The console, when what it is made from differs from what it was made from. */
async function buildConsole() {
  const sources = (await filesUnder('web')).filter((file) => !file.includes('node_modules')).sort();
  const contents = await Promise.all(
    [...sources, 'schema.graphql', 'package-lock.json', 'scripts/build-web.mjs'].map(async (file) => [
      file,
      sha256(await fs.readFile(at(file))),
    ]),
  );
  const key = sha256(JSON.stringify(contents));
  if ((await textOf(at('dist', 'web', '.build-key'))) === key) return;
  if (sources.length === 0) return; // an image without the sources
  if ((await textOf(at('node_modules', 'vite', 'package.json'))) === null) {
    say('The console is not built anew: its bundler is a development package, and those are not installed.');
    return;
  }
  const started = Date.now();
  const { buildWeb } = await import('./build-web.mjs');
  try {
    const told = await buildWeb(root, key);
    say(`Built the console in ${((Date.now() - started) / 1000).toFixed(1)} s: ${told}.`);
  } catch (error) {
    say(`The console does not build: ${error.message}`);
    process.exit(1);
  }
}

/** By rename, so that a run beside us never reads half a file. */
async function write(file, content, times) {
  await fs.mkdir(path.dirname(file), { recursive: true });
  const draft = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.tmp`);
  await fs.writeFile(draft, content);
  if (times) await fs.utimes(draft, ...times);
  await fs.rename(draft, file);
}

/** A deleted source must not go on living as its output: a dropped migration would still run. */
async function removeOrphans(outputs) {
  let removed = 0;
  for (const file of [...(await filesUnder('dist/src')), ...(await filesUnder('dist/migrations'))]) {
    if (outputs.has(file) || (file.endsWith('.map') && outputs.has(file.slice(0, -4)))) continue;
    const age = Date.now() - ((await fs.stat(at(file)).catch(() => null))?.mtimeMs ?? Date.now());
    if (file.endsWith('.tmp') && age < 3_600_000) continue; // perhaps another run's draft
    await fs.rm(at(file), { force: true });
    if (file.endsWith('.js')) removed += 1;
  }
  return removed;
}

async function filesUnder(folder) {
  const entries = await fs.readdir(at(folder), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)));
}
