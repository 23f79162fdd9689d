import { parseAbi, type PublicClient } from 'viem';

import { blockRanges } from './block-ranges.ts';
import type { Address, Deployment } from './deployment.ts';
import { factsOf, setOf, type Fact } from './fact.ts';

const abi = parseAbi([
  'function authority() view returns (address)',
  'function feeBps() view returns (uint16)',
  'function feeRecipient() view returns (address)',
  'function eip712Domain() view returns (bytes1 fields, string name, string version, uint256 chainId, address verifyingContract, bytes32 salt, uint256[] extensions)',
  'event TokenListed(address indexed token)',
  'event TokenDelisted(address indexed token)',
]);

/** What EscrowParams decides about new rentals, and who decides about it. */
export async function paramFacts(
  client: PublicClient,
  { addresses, governance }: Deployment,
  fromBlock: bigint,
): Promise<Fact[]> {
  const params = { abi, address: addresses['Market#EscrowParams'] } as const;
  const authority = await client.readContract({ ...params, functionName: 'authority' });
  const feeBps = await client.readContract({ ...params, functionName: 'feeBps' });
  const feeRecipient = await client.readContract({ ...params, functionName: 'feeRecipient' });
  const tokens = await listedTokens(client, params.address, fromBlock);
  return factsOf('EscrowParams', [
    ['authority', addresses['Market#AccessManager'], authority],
    ['fee in basis points', governance.feeBps, feeBps],
    ['fee recipient', governance.feeRecipient, feeRecipient],
    ['listed tokens', governance.token, setOf(tokens)],
  ]);
}

async function listedTokens(client: PublicClient, address: Address, fromBlock: bigint) {
  const tokens = new Set<string>();
  for (const range of await blockRanges(client, fromBlock)) {
    const logs = await client.getContractEvents({ abi, address, strict: true, ...range });
    for (const { eventName, args } of logs) {
      if (eventName === 'TokenListed') tokens.add(args.token);
      else tokens.delete(args.token);
    }
  }
  return tokens;
}

/** The EIP-712 domain that wallets show and sign for. */
export async function domainFacts(
  client: PublicClient,
  { addresses }: Deployment,
): Promise<Fact[]> {
  const address = addresses['Market#RentalEscrow'];
  const domain = await client.readContract({ abi, address, functionName: 'eip712Domain' });
  const [, name, version, chainId, verifyingContract] = domain;
  const want = domainText('RentalEscrow', '1', await client.getChainId(), address);
  const have = domainText(name, version, chainId, verifyingContract);
  return factsOf('RentalEscrow', [['EIP-712 domain', want, have]]);
}

function domainText(name: string, version: string, chainId: bigint | number, contract: Address) {
  return `${name} version ${version} on chain ${chainId} at ${contract}`;
}
