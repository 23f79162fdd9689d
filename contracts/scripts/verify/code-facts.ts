import {
  bytesToHex,
  concat,
  domainSeparator,
  hexToBytes,
  keccak256,
  numberToHex,
  pad,
  toHex,
  type Hex,
  type PublicClient,
} from 'viem';

import { readArtifacts, type Artifact } from './artifacts.ts';
import type { Addresses } from './deployment.ts';
import { factsOf, setOf, type Fact } from './fact.ts';

/**
 * The code of each contract against what these sources compile to: its hash with the immutables' places zeroed, and
 * the words in those places.
 */
export async function codeFacts(client: PublicClient, addresses: Addresses): Promise<Fact[]> {
  const immutables = wantedImmutables(addresses, await client.getChainId());
  const facts: Fact[] = [];
  for (const { id, artifact } of await readArtifacts()) {
    const address = addresses[id];
    const code = address && (await client.getCode({ address }));
    facts.push(
      ...factsOf(artifact.contractName, [
        ['code', maskedHash(artifact.deployedBytecode, artifact), maskedHash(code, artifact)],
        ['immutables', setOf(wordsOf(immutables[id] ?? [])), setOf(immutablesIn(code, artifact))],
      ]),
    );
  }
  return facts;
}

function wantedImmutables(
  addresses: Addresses,
  chainId: number,
): Partial<Record<keyof Addresses, Hex[]>> {
  const params = pad(addresses['Market#EscrowParams']);
  const verifyingContract = addresses['Market#RentalEscrow'];
  const escrow = pad(verifyingContract);
  return {
    'Market#RentalEscrow': [params, ...domainImmutables(chainId, verifyingContract)],
    'Market#EscrowLens': [escrow],
    'Market#Erc2612Deposits': [escrow],
    'Market#Erc3009Deposits': [escrow],
    'Market#Permit2Deposits': [escrow],
  };
}

/** What OpenZeppelin's EIP712 keeps of the domain that every signature is bound to. */
function domainImmutables(chainId: number, verifyingContract: Hex): Hex[] {
  const [name, version] = ['RentalEscrow', '1'];
  return [
    shortString(name),
    shortString(version),
    keccak256(toHex(name)),
    keccak256(toHex(version)),
    numberToHex(chainId, { size: 32 }),
    pad(verifyingContract),
    domainSeparator({ domain: { name, version, chainId, verifyingContract } }),
  ];
}

/** A string as OpenZeppelin's ShortStrings puts it into a word: its bytes first, its length last. */
function shortString(text: string): Hex {
  return concat([toHex(text, { size: 31 }), numberToHex(text.length, { size: 1 })]);
}

function maskedHash(code: Hex | undefined, artifact: Artifact): string {
  if (code === undefined) return 'no code';
  const bytes = hexToBytes(code);
  for (const { start, length } of placesOf(artifact)) bytes.fill(0, start, start + length);
  return keccak256(bytes);
}

function immutablesIn(code: Hex = '0x', artifact: Artifact): Set<Hex> {
  const bytes = hexToBytes(code);
  const wordAt = ({ start, length }: { start: number; length: number }) =>
    bytesToHex(bytes.subarray(start, start + length));
  return new Set(placesOf(artifact).map(wordAt));
}

/** In one spelling: addresses come with a checksum in their letters. */
function wordsOf(words: Hex[]): Set<string> {
  return new Set(words.map((word) => word.toLowerCase()));
}

function placesOf({ immutableReferences }: Artifact) {
  return Object.values(immutableReferences).flat();
}
