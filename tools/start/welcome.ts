import { providerAccount, roleAccount, testMnemonic } from './accounts.ts';
import type { Platform } from './platform.ts';

/** Where everything is, for a person who wants to play on. */
export function welcome({ apiUrl, rpcUrl, deployment, logDir }: Platform): string {
  const people = [
    ['renter', roleAccount('renter')],
    ['another renter', roleAccount('secondRenter')],
    ['provider', providerAccount(0)],
  ] as const;
  return `
  Serving until Ctrl-C:
    API        ${apiUrl}/graphql
    GraphiQL   ${apiUrl}/graphiql
    chain      ${rpcUrl}   (chain id ${deployment.chainId})
    escrow     ${deployment.escrow}
    dUSD       ${deployment.token}
    logs       ${logDir}

  Audit its money yourself, from the chain's logs alone:
    node apps/cli/dist/main.js audit --rpc ${rpcUrl} --escrow ${deployment.escrow} --from-block 0

  Accounts to play with, of the test mnemonic "${testMnemonic}":
${people.map(([role, { address, privateKey }]) => `    ${role.padEnd(15)} ${address}  key ${privateKey}`).join('\n')}
`;
}
