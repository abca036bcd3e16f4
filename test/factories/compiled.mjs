import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);

/** A module that hands on what the compiled one has, which is what `npm start` runs, too. Packages are compiled already. */
function standIn(file, root) {
  const inside = path.relative(root, file);
  const compiled = inside.startsWith('src') ? path.join(root, 'dist', inside.replace(/\.ts$/, '.js')) : file;
  const names = Object.keys(require(compiled)).filter((name) => name !== 'default');
  return `export const { ${names.join(', ')} } = await globalThis.importCompiled(${JSON.stringify(compiled)});`;
}

/** Puts the compiled module in the place of the source file that a test imports. */
export default {
  getCacheKey: (_, file, { config }) => createHash('sha256').update(standIn(file, config.rootDir)).digest('hex'),
  process: (_, file, { config }) => ({ code: standIn(file, config.rootDir) }),
};
