import { createApi } from '@gpuflow/api';
import { openDatabase } from '@gpuflow/db';
import { zeroAddress } from '@gpuflow/domain';
import { escrowTerms } from '@gpuflow/escrow';

import { apiSecret } from './api-secret.ts';
import type { SideStart } from './serve.ts';

/** The API as it is deployed, on the market of the benchmark. Answers its URL. */
export async function startApi({ databaseUrl, chainId }: SideStart): Promise<string> {
  const silent = () => undefined;
  const publicUrl = 'http://api.bench';
  const { url } = await createApi({
    market: {
      db: openDatabase(databaseUrl),
      clock: { now: () => new Date() },
      log: { info: silent, warn: silent, error: silent },
      terms: escrowTerms({ chainId, escrow: zeroAddress }),
      policy: {
        chainId,
        meter: zeroAddress,
        beat: { beatEverySeconds: 15, missedBeatsMax: 4 },
        disputeDays: 30,
        settleFromUnits: 0n,
        vettedProviders: [],
      },
    },
    host: '127.0.0.1',
    port: 0,
    publicUrl,
    tokens: { secret: apiSecret, issuer: publicUrl },
    escrow: zeroAddress,
    rpcUrl: 'http://127.0.0.1:1',
    corsOrigins: [],
    trustedProxies: [],
    development: false,
  });
  return url;
}
