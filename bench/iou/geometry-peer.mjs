import { spawnSync } from 'node:child_process';
import path from 'node:path';

const packages = ['pycocotools==2.0.11', 'shapely==2.1.2'];

/** The Python that has pycocotools and shapely: the one named, or a new one in the folder. `{ skipped }` says why there is none. */
export function pythonWithGeometry(folder, named, say) {
  const python = named ?? path.join(folder, 'python', 'bin', 'python');
  if (!named) {
    say(`Installing ${packages.join(' and ')} into a temporary Python …`);
    for (const [command, ...args] of [
      ['python3', '-m', 'venv', path.join(folder, 'python')],
      [python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages],
    ]) {
      const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' });
      if (status !== 0) return { skipped: `they could not be installed: ${lastLine(error?.message ?? stderr)}` };
    }
  }
  const asked =
    'import importlib.metadata as m, sys, shapely, pycocotools.mask; print("pycocotools", m.version("pycocotools"), "shapely", shapely.__version__, "GEOS", shapely.geos_version_string, "Python", sys.version.split()[0])';
  const { status, stdout, stderr, error } = spawnSync(python, ['-c', asked], { encoding: 'utf8' });
  if (status !== 0) return { skipped: `they do not load: ${lastLine(error?.message ?? stderr)}` };
  return { python, version: stdout.trim() };
}

const lastLine = (text) => text.trim().split('\n').at(-1);
