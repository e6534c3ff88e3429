/**
 * Which room may import which, and which room knows which package. Files directly in lib/ are shared by all rooms and
 * import none. Node's own modules are free. `npm run directions` checks it; `npm run rooms` draws it into
 * docs/rooms.md.
 */
const rooms = {
  'lib/access-tokens': { imports: ['lib/users'], packages: ['jose'] },
  'lib/database': {
    imports: [],
    packages: ['@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb', '@smithy/core'],
  },
  'lib/observability': { imports: [], packages: [] },
  'lib/passwords': { imports: ['lib/users'], packages: ['bcryptjs'] },
  'lib/rate-limit': {
    imports: ['lib/database', 'lib/observability', 'lib/users'],
    packages: ['@aws-sdk/lib-dynamodb'],
  },
  'lib/secrets': { imports: [], packages: ['@aws-sdk/client-secrets-manager'] },
  'lib/sessions': { imports: ['lib/database', 'lib/users'], packages: ['@aws-sdk/lib-dynamodb'] },
  'lib/settings': { imports: ['lib/passwords', 'lib/secrets'], packages: ['valibot'] },
  'lib/use-cases': {
    imports: [
      'lib/access-tokens',
      'lib/database',
      'lib/observability',
      'lib/passwords',
      'lib/rate-limit',
      'lib/sessions',
      'lib/users',
    ],
    packages: [],
  },
  'lib/users': { imports: ['lib/database'], packages: ['@aws-sdk/lib-dynamodb'] },
  handlers: {
    imports: ['lib'],
    packages: ['aws-lambda', 'valibot', '@aws-sdk/credential-provider-env', '@smithy/core'],
  },
  'handlers/http': { imports: ['lib'], packages: ['aws-lambda', 'valibot'] },
  deploy: { imports: ['lib', 'cli', 'dev'], packages: null },
  dev: { imports: ['lib'], packages: null },
  cli: { imports: ['lib', 'dev'], packages: null },
  examples: { imports: [], packages: [] },
};

const inside = names => `^(${names.join('|')})/`;
const packagePath = name => `(^|node_modules/)(@types/)?${name}(/|$)`;

const directions = Object.entries(rooms).map(([room, { imports }]) => ({
  name: `directions of ${room}`,
  comment: `${room} may import ${[...imports, 'files directly in lib/'].join(', ')} and nothing else of this project.`,
  severity: 'error',
  from: { path: inside([room]) },
  to: { pathNot: [inside([room, ...imports]), '^lib/[^/]+$', 'node_modules'], dependencyTypes: ['local'] },
}));

const knownPackages = Object.entries(rooms)
  .filter(([, { packages }]) => packages !== null)
  .map(([room, { packages }]) => ({
    name: `packages of ${room}`,
    comment: `${room} may import ${packages.length === 0 ? 'no package' : packages.join(', ')}.`,
    severity: 'error',
    from: { path: inside([room]) },
    to: {
      pathNot: packages.map(packagePath),
      dependencyTypesNot: ['core', 'local'],
    },
  }));

export default {
  forbidden: [
    ...directions,
    ...knownPackages,
    {
      name: 'each room has an entry',
      comment: 'A new folder of lib/ says above what it may import.',
      severity: 'error',
      from: { path: '^lib/[^/]+/', pathNot: inside(Object.keys(rooms)) },
      to: {},
    },
    {
      name: 'examples stand alone',
      comment: 'Examples are copied into other projects, so they import nothing of this one.',
      severity: 'error',
      from: { path: '^examples/' },
      to: { pathNot: '^examples/', dependencyTypes: ['local'] },
    },
    {
      name: 'top of lib',
      comment:
        'A file directly in lib/ is shared by all rooms, so it imports none of them, and no package but the one of the SDK.',
      severity: 'error',
      from: { path: '^lib/[^/]+$' },
      to: { pathNot: ['^lib/[^/]+$', packagePath('@smithy/core')], dependencyTypesNot: ['core'] },
    },
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    // TypeScript 7 has no API to parse with: `typescript` in package.json is 6, for its API alone, and `tsc` is 7.
    parser: 'tsc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.json'] },
  },
};
