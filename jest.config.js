import { availableParallelism } from 'node:os';

const swc = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    target: 'es2022',
    keepClassNames: true,
  },
  module: { type: 'es6' },
};

const common = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
};

const escaped = (text) => text.replace(/[^\w/-]/g, '\\$&');

/**
 * What is under test is loaded compiled, once a worker, and with it Nest, whose classes tests ask it for: see
 * test/factories/environment.mjs.
 */
const compiled = '<rootDir>/test/factories/compiled.mjs';
const onServer = {
  ...common,
  testEnvironment: '<rootDir>/test/factories/environment.mjs',
  transform: {
    [`^${escaped(import.meta.dirname)}/src/.+\\.ts$`]: compiled,
    '/node_modules/@nestjs/.+\\.js$': compiled,
    ...common.transform,
  },
  transformIgnorePatterns: ['/node_modules/(?!@nestjs/)'],
};

/** `pure` needs nothing but Node; `database` starts one PostgreSQL and gives each test file its own copy. */
export default {
  projects: [
    {
      ...common,
      displayName: 'pure',
      testMatch: ['<rootDir>/{src,web/src}/**/*.spec.ts', '<rootDir>/examples/**/*.spec.mjs'],
    },
    {
      ...onServer,
      displayName: 'database',
      testMatch: ['<rootDir>/test/{database,api,contention,permissions,conformance,simulation}/**/*.spec.ts'],
      globalSetup: '<rootDir>/test/factories/global-setup.mjs',
      globalTeardown: '<rootDir>/test/factories/global-teardown.mjs',
    },
    // A real browser before the real server; SKIPPED where there is no Chromium.
    {
      ...onServer,
      displayName: 'e2e',
      testMatch: ['<rootDir>/test/e2e/**/*.spec.ts'],
      globalSetup: '<rootDir>/test/factories/global-setup.mjs',
      globalTeardown: '<rootDir>/test/factories/global-teardown.mjs',
    },
    { ...onServer, displayName: 'faults', testMatch: ['<rootDir>/test/faults/**/*.spec.ts'] },
    // Against other programs themselves, which are installed for it: takes minutes.
    {
      ...onServer,
      displayName: 'interop',
      testMatch: ['<rootDir>/test/interop/**/*.spec.ts'],
      globalSetup: '<rootDir>/test/factories/global-setup.mjs',
      globalTeardown: '<rootDir>/test/factories/global-teardown.mjs',
    },
    // The same stories with the jobs on Redis: REDIS_URL must be set. Not those that walk the whole API or ask of
    // sessions and repeats: they take minutes, and who may do what does not depend on where jobs are kept. Nor those that
    // wait for no job: who learns, asks, plans and counts.
    {
      ...onServer,
      displayName: 'redis',
      testMatch: ['<rootDir>/test/api/**/*.spec.ts'],
      testPathIgnorePatterns: [
        '/node_modules/',
        'test/api/(tenants|malformed|console|sessions|idempotency|compiled-operations|what-managers-see)\\.',
        'test/api/(claim-refusals|bulk-invitations|skills|course|guideline-quiz|questions|time|forecast)\\.',
      ],
      globalSetup: '<rootDir>/test/factories/global-setup.mjs',
      globalTeardown: '<rootDir>/test/factories/global-teardown.mjs',
    },
  ],
  testTimeout: 60_000,
  // Stories wait for the server and the database as much as they compute: two at a time also where there are two cores.
  maxWorkers: Math.max(2, availableParallelism() - 1),
};
