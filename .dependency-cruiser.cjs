// The order of the features (ARCHITECTURE.md): each may import only from those before it, through their door.
const features = [
  'platform',
  'identity',
  'workforce',
  'labels',
  'projects',
  'batches',
  'tasks',
  'consensus',
  'quality',
  'workflow',
  'audits',
  'releases',
  'connectors',
  'webhooks',
  'metrics',
  'simulation',
];

const rightward = features.map((name, index) => ({
  name: `${name}-imports-only-leftward`,
  severity: 'error',
  comment: 'News travels rightward as events, not as imports.',
  from: { path: `^src/${name}/` },
  to: { path: `^src/(${features.slice(index + 1).join('|') || 'nothing'})/` },
}));

module.exports = {
  forbidden: [
    ...rightward,
    {
      name: 'through-the-door',
      severity: 'error',
      comment:
        'A feature is imported through its index.ts; the indexes of formats and parts are doors of their own (pure).',
      from: { path: '^src/([a-z]+)/' },
      to: {
        path: '^src/(?!platform/)([a-z]+)/',
        pathNot: ['^src/$1/', '^src/[a-z]+/index\\.ts$', '^src/[a-z]+/(formats|parts)/index\\.ts$'],
      },
    },
    {
      name: 'rules-are-pure',
      severity: 'error',
      comment: 'No framework, no I/O, no clock in *.rules.ts.',
      from: { path: '\\.rules\\.ts$' },
      to: {
        path: '@nestjs|typeorm|^pg$|bullmq|node:(fs|http|net|child_process)|\\.(store|service|entity|resolver|jobs)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'services-do-not-know-the-edge',
      severity: 'error',
      from: { path: '\\.(service|store)\\.ts$' },
      to: { path: '\\.(resolver|controller|jobs)\\.ts$' },
    },
    {
      name: 'edges-do-not-query',
      severity: 'error',
      from: { path: '\\.(resolver|controller)\\.ts$' },
      to: { path: '\\.store\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-console-uses-the-public-api',
      severity: 'error',
      comment: 'web/ knows the server by schema.graphql only, and the server does not know web/.',
      from: { path: '^web/' },
      to: { path: '^(src|migrations|test)/' },
    },
    {
      name: 'the-server-does-not-know-the-console',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^web/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.spec\\.ts$|^src/(main|cli|server|app\\.module)' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: 'specify',
  },
};
