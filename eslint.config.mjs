import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/** What each layer of docs/architecture may import; Nx knows a project's layer by its tag. */
const layers = [
  { layer: 'domain', imports: [] },
  { layer: 'db', imports: ['domain', 'testing'] },
  { layer: 'escrow', imports: ['domain', 'testing'] },
  // Whoever audits the server shares no code with it.
  { layer: 'audit', imports: ['testing'] },
  { layer: 'api-client', imports: [] },
  { layer: 'process', imports: ['domain'] },
  { layer: 'marketplace', imports: ['db', 'domain', 'testing'] },
  {
    layer: 'app',
    imports: ['api-client', 'audit', 'db', 'domain', 'escrow', 'marketplace', 'process', 'testing'],
  },
  { layer: 'testing', imports: [] },
  { layer: 'contracts', imports: ['domain', 'escrow'] },
  { layer: 'tool', imports: ['*'] },
  { layer: 'stories', imports: ['*'] },
];

const nest = ['@nestjs/*', 'fastify', 'mercurius'];
const graphql = ['graphql', 'graphql-ws', '@graphql-codegen/*'];
const queues = ['bullmq', 'ioredis'];
const prisma = ['prisma', '@prisma/*'];
/** Packages that a layer must not know; only db knows Prisma. */
const foreign = {
  domain: [...nest, ...graphql, ...queues, ...prisma, 'viem', 'pg'],
  db: [...nest, ...graphql, ...queues, 'viem'],
  escrow: [...nest, ...graphql, ...queues, ...prisma, 'pg'],
  'api-client': [...nest, ...queues, ...prisma, 'pg', 'viem'],
  marketplace: [...nest, ...graphql, ...queues, ...prisma, 'pg', 'viem'],
  app: prisma,
  audit: [...nest, ...graphql, ...queues, ...prisma, 'pg'],
  process: [...nest, ...graphql, ...queues, ...prisma, 'pg', 'viem'],
  testing: [...nest, ...graphql, ...queues, ...prisma],
};

const depConstraints = layers.map(({ layer, imports }) => ({
  sourceTag: `layer:${layer}`,
  onlyDependOnLibsWithTags: imports.map((name) => (name === '*' ? '*' : `layer:${name}`)),
  ...(foreign[layer] && { bannedExternalImports: foreign[layer] }),
}));

/** Configurations of a package, which may reach for the workspace's own. */
const workspaceFiles = ['^.*/jest.preset.mjs$', '^.*/tools/test-run/presets.mjs$'];
/** Benchmarks and the fault harness bring up the tools' database and chain. */
const broughtUpByTests = ['^(\\.\\./)+tools/.*\\.ts$'];
/** The tools deploy the contracts with the contracts' own configuration. */
const deployedByTools = ['^.*/contracts/hardhat.config.ts$', '^.*/contracts/ignition/.*$'];

/** A file that breaks the rules on purpose; `tools/check-boundaries.mjs` lints it alone. */
const canaries = process.env.LINT_CANARY === '1' ? [] : ['**/*.canary.ts'];

export default tseslint.config(
  {
    ignores: [
      ...['**/dist', '**/generated', '**/node_modules', '.nx', '.data', '**/coverage'],
      ...['contracts/artifacts', 'contracts/cache', ...canaries],
    ],
  },
  {
    files: ['**/*.ts', '**/*.mjs'],
    plugins: { '@nx': nx },
    languageOptions: { parser: tseslint.parser },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { allow: [...workspaceFiles, ...deployedByTools], depConstraints },
      ],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { allow: [...workspaceFiles, ...broughtUpByTests], depConstraints },
      ],
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      // `as const` stays allowed; anything else needs a reason beside it.
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // Nest's modules are empty classes below their decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Narrow parameters keep a test's fakes small and an interface's promise asynchronous.
      '@typescript-eslint/require-await': 'off',
      // Taste, not safety.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      '@typescript-eslint/no-unnecessary-type-arguments': 'off',
    },
  },
  {
    files: ['libs/**/*.ts', 'apps/**/*.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['libs/**/*.ts', 'apps/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/*.fixture.ts', '**/fixture/**'],
    rules: {
      'no-restricted-imports': ['error', { paths: ['@gpuflow/testing', '@jest/globals'] }],
    },
  },
  {
    files: ['libs/domain/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*'], message: 'The domain does no input or output.' }] },
      ],
    },
  },
  {
    files: ['**/*.spec.ts'],
    rules: {
      '@typescript-eslint/unbound-method': 'off',
      // Jest's asymmetric matchers are typed `any`.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
);
