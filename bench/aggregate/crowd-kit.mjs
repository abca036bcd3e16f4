import { spawnSync } from 'node:child_process';
import path from 'node:path';

/** The Python that has crowd-kit: the one named, or a new one in the folder. `{ skipped }` says why there is none. */
export function pythonWithCrowdKit(folder, named, say) {
  const python = named ?? path.join(folder, 'python', 'bin', 'python');
  if (!named) {
    say('Installing crowd-kit 1.4.1 into a temporary Python …');
    for (const [command, ...args] of [
      ['python3', '-m', 'venv', path.join(folder, 'python')],
      [python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'crowd-kit==1.4.1'],
    ]) {
      const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' });
      if (status !== 0) return { skipped: `crowd-kit could not be installed: ${firstLine(error?.message ?? stderr)}` };
    }
  }
  const asked =
    'import importlib.metadata as m, sys, numpy, pandas, crowdkit.aggregation; print("crowd-kit", m.version("crowd-kit"), "numpy", numpy.__version__, "pandas", pandas.__version__, "Python", sys.version.split()[0])';
  const { status, stdout, stderr, error } = spawnSync(python, ['-c', asked], { encoding: 'utf8' });
  if (status !== 0) return { skipped: `crowd-kit does not load: ${firstLine(error?.message ?? stderr)}` };
  return { python, version: stdout.trim() };
}

const firstLine = (text) => text.trim().split('\n').at(-1);
