/**
 * Builds the console: types for its GraphQL documents out of schema.graphql, then web/ with Vite into dist/web. Called by prepare.mjs
 * when something changed. Fails when the annotator's home would load more JavaScript than it may.
 */
import fs from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** What an annotator's first page may cost, gzipped: they may sit behind a slow line. */
const budget = { javascript: 250_000, css: 60_000 };
const annotatorsHome = 'src/pages/work/home.tsx';

/** The types that gql.tada reads queries with. Types only: nothing of it goes to the browser. */
export async function writeTypes(root) {
  const [{ buildSchema, introspectionFromSchema }, { minifyIntrospection, outputIntrospectionFile }] =
    await Promise.all([import('graphql'), import('@gql.tada/internal')]);
  const schema = buildSchema(await fs.readFile(path.join(root, 'schema.graphql'), 'utf8'));
  const minify = minifyIntrospection ?? ((whole) => whole);
  const text = outputIntrospectionFile(minify(introspectionFromSchema(schema, { descriptions: false })), {
    fileType: '.d.ts',
    shouldPreprocess: true,
  });
  await fs.mkdir(path.join(root, 'dist', 'web-types'), { recursive: true });
  await fs.writeFile(path.join(root, 'dist', 'web-types', 'introspection.d.ts'), text);
}

/** @returns a line about what was built */
export async function buildWeb(root, key) {
  await writeTypes(root);
  const { build } = await import('vite');
  const dist = path.join(root, 'dist');
  const draft = path.join(dist, `.web-${process.pid}`);
  try {
    await build({
      configFile: false,
      root: path.join(root, 'web'),
      base: '/',
      logLevel: 'warn',
      build: {
        outDir: draft,
        emptyOutDir: true,
        manifest: true,
        target: 'es2022',
        // A data: URL would be a second way in for what the Content-Security-Policy keeps out.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        reportCompressedSize: false,
        chunkSizeWarningLimit: 1000,
        // Libraries mark files for servers that render; there is none here.
        rolldownOptions: {
          onwarn: (warning, warn) => warning.code !== 'MODULE_LEVEL_DIRECTIVE' && warn(warning),
        },
      },
    });
    const line = await withinBudget(draft);
    await fs.writeFile(path.join(draft, '.build-key'), key);
    await swap(draft, path.join(dist, 'web'));
    return line;
  } finally {
    await fs.rm(draft, { recursive: true, force: true });
  }
}

/** Everything that the page loads before it can show the annotator's home: the entry, the home, and what they import. */
async function withinBudget(folder) {
  const manifest = JSON.parse(await fs.readFile(path.join(folder, '.vite', 'manifest.json'), 'utf8'));
  const wanted = new Set();
  const want = (name) => {
    if (wanted.has(name)) return;
    wanted.add(name);
    for (const one of manifest[name].imports ?? []) want(one);
  };
  want('index.html');
  if (!manifest[annotatorsHome]) throw new Error(`the build has no chunk of its own for ${annotatorsHome}`);
  want(annotatorsHome);
  const files = { javascript: new Set(), css: new Set() };
  for (const name of wanted) {
    files.javascript.add(manifest[name].file);
    for (const css of manifest[name].css ?? []) files.css.add(css);
  }
  const told = [];
  for (const [kind, limit] of Object.entries(budget)) {
    let bytes = 0;
    for (const file of files[kind]) bytes += gzipSync(await fs.readFile(path.join(folder, file))).length;
    const size = (n) => `${(n / 1000).toFixed(0)} kB`;
    if (bytes > limit)
      throw new Error(
        `the annotator's home loads ${size(bytes)} of ${kind} (gzip), more than ${size(limit)}: move something behind a route`,
      );
    told.push(`${size(bytes)} of ${kind}`);
  }
  return `the annotator's home loads ${told.join(' and ')} (gzip)`;
}

/** A server beside us goes on with the files it has opened; the next one finds either the old folder or the new one. */
async function swap(draft, place) {
  const old = `${place}-old-${process.pid}`;
  await fs.rename(place, old).catch(() => undefined);
  await fs.rename(draft, place);
  await fs.rm(old, { recursive: true, force: true });
}
