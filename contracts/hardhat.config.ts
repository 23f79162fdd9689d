import { globSync } from 'node:fs';
import { createRequire } from 'node:module';

import hardhatIgnitionViem from '@nomicfoundation/hardhat-ignition-viem';
import hardhatViem from '@nomicfoundation/hardhat-viem';
import { configVariable, defineConfig } from 'hardhat/config';
import type { HardhatPlugin } from 'hardhat/types/plugins';
import { toHex } from 'viem';
import { z } from 'zod';

/** The compiler out of npm: nothing is downloaded at build time. */
const soljson = createRequire(import.meta.url).resolve('solc/soljson.js');

/**
 * The compiler's usual sequence without its function specializer (F), which makes a copy of a function
 * for every constant it is called with: one seventh of the escrow's size, whose limit is 24,576 bytes.
 */
const optimizerSteps =
  'dhfoDgvulfnTUtnIf[xa[r]EscLMcCTUtTOntnfDIulLculVcul[j]Tpeulxa[rul]xa[r]cLgvifCTUca[r]LSsTOtfDnca[r]Iulc]jmul[jul]VcTOculjmul:fDnTOcmu';

/** Libraries warn by the hundred about themselves; what is left to read are our own warnings. */
const ownWarningsOnly: HardhatPlugin = {
  id: 'own-warnings-only',
  hookHandlers: {
    solidity: async () => ({
      default: async () => ({
        invokeSolc: async (context, compiler, input, config, next) => {
          const output = await next(context, compiler, input, config);
          const errors = (output.errors ?? []).filter(
            ({ severity, formattedMessage }) =>
              severity === 'error' || formattedMessage?.includes('--> project/'),
          );
          return { ...output, errors };
        },
      }),
    }),
  },
};

/** The token of the gas measurements costs what an optimized token costs. */
const measured = ['test/tokens/UsdcLike.sol', 'test/tokens/UsdcProxy.sol'];

/**
 * Tests are compiled without optimizing, which takes a tenth of the time: what they test, the fixture loads as it was
 * built to be deployed. All share one object, because Hardhat compiles together only what has the same settings.
 */
const testsCompileFast: HardhatPlugin = {
  id: 'tests-compile-fast',
  hookHandlers: {
    config: async () => ({
      default: async () => ({
        resolveUserConfig: async (userConfig, resolveVariable, next) => {
          const config = await next(userConfig, resolveVariable);
          for (const profile of Object.values(config.solidity.profiles)) {
            const [deployed] = profile.compilers;
            if (deployed === undefined) continue;
            const settings = z.record(z.unknown()).parse(deployed.settings);
            const quick = { optimizer: { enabled: false }, viaIR: false };
            const fast = { ...deployed, settings: { ...settings, ...quick } };
            const files = globSync('test/**/*.sol', {
              cwd: import.meta.dirname,
              exclude: measured,
            });
            profile.overrides = Object.fromEntries(files.map((file) => [file, fast]));
          }
          return config;
        },
      }),
    }),
  },
};

/** How far the invariants walk: every day, and for `npm run contracts:deep`. */
export const walks = { short: { runs: 10, depth: 60 }, deep: { runs: 24, depth: 200 } };
const walk = process.env['INVARIANTS'] === 'deep' ? walks.deep : walks.short;

/** A chain behind RPC_URL, where the key in DEPLOYER_KEY deploys; both are asked for only when it is used. */
function publicChain(chainId: number) {
  const accounts = [configVariable('DEPLOYER_KEY')];
  return { type: 'http', chainId, url: configVariable('RPC_URL'), accounts } as const;
}

export default defineConfig({
  plugins: [hardhatViem, hardhatIgnitionViem, ownWarningsOnly, testsCompileFast],
  paths: { sources: './src', tests: './test' },
  solidity: {
    npmFilesToBuild: ['@openzeppelin/contracts/access/manager/AccessManager.sol'],
    profiles: {
      default: {
        version: '0.8.37',
        path: soljson,
        settings: {
          optimizer: {
            enabled: true,
            runs: 200,
            details: { yul: true, yulDetails: { stackAllocation: true, optimizerSteps } },
          },
          viaIR: true,
          evmVersion: 'cancun',
        },
      },
    },
  },
  test: {
    solidity: { fuzz: { runs: 256 }, invariant: { ...walk, failOnRevert: true } },
  },
  networks: {
    local: { type: 'http', url: process.env['RPC_URL'] ?? 'http://127.0.0.1:8545' },
    'base-sepolia': publicChain(84_532),
    base: publicChain(8_453),
    'arbitrum-one': publicChain(42_161),
  },
  // Part of every address: a changed salt is another market.
  ignition: { strategyConfig: { create2: { salt: toHex('gpuflow market 1', { size: 32 }) } } },
});
