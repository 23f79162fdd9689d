import type { CodegenConfig } from '@graphql-codegen/cli';

/** What the SDL says, in TypeScript: types for the API, operations with parsers for its clients. */
const config: CodegenConfig = {
  schema: '../../apps/api/src/**/*.graphql',
  documents: 'operations/*.graphql',
  config: { useTypeImports: true, enumsAsTypes: true, enumType: 'string-literal' },
  generates: {
    '../../apps/api/src/generated/schema.ts': {
      plugins: ['typescript'],
      config: {
        strictScalars: true,
        scalars: {
          Address: { input: 'string', output: '`0x${string}`' },
          Hash: { input: 'string', output: '`0x${string}`' },
          Hex: { input: 'string', output: '`0x${string}`' },
          Uint: { input: 'string', output: 'bigint | number' },
          DateTime: { input: 'string', output: 'Date' },
          JSON: 'unknown',
        },
      },
    },
    'src/generated/operations.ts': {
      plugins: ['typescript-operations', './codegen/parsed-operations.ts'],
      config: {
        skipTypename: true,
        strictScalars: true,
        scalars: {
          Address: '`0x${string}`',
          Hash: '`0x${string}`',
          Hex: '`0x${string}`',
          Uint: { input: 'bigint | number | string', output: 'bigint' },
          DateTime: 'Date',
          JSON: 'Record<string, unknown>',
        },
      },
    },
  },
};

export default config;
