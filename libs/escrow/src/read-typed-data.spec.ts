import type { Hash } from '@gpuflow/domain';
import { hashTypedData } from 'viem';
import { offerOf, orderOf } from './fixture/terms-of-a-market.js';
import { readTypedData } from './read-typed-data.js';
import {
  amendTypedData,
  delegationTypedData,
  pauseTypedData,
  reportTypedData,
  resumeTypedData,
  statementTypedData,
  withdrawTypedData,
  type PrimaryType,
  type TypedDataJson,
} from './typed-data-json.js';
import {
  amendDefinition,
  delegationDefinition,
  escrowDomain,
  marketDomain,
  pauseDefinition,
  reportDefinition,
  resumeDefinition,
  statementDefinition,
  withdrawDefinition,
} from './typed-data.js';

const escrow = escrowDomain(31_337, '0x5fbdb2315678afecb367f032d93f642f64180aa3');
const domains = { escrow, market: marketDomain(31_337) };
const { renter, salt: rentalId, offer } = orderOf(offerOf());
const deadline = 1_800_000_000;
const turn = 3;

const wish = { rentalId, turn, deadline };
const amend = { ...wish, pricePerHour: 7n, storagePricePerHour: 2n, maxEnd: deadline };
const statement = { ...wish, gross: 1_180_000n, endedAt: deadline };
const report = { ...wish, kind: 'HALT', since: 9, evidenceRoot: rentalId } as const;
const owned = { owner: renter, token: offer.token, nonce: 1n, deadline };
const withdraw = { ...owned, to: renter, amount: 5n, relayer: offer.meter, relayFeeMax: 1n };
const delegation = { ...owned, delegate: offer.meter, scopes: 5, cap: 9n, expiry: deadline };

const signed: [PrimaryType, TypedDataJson, Hash, string | undefined][] = [
  ['Pause', pauseTypedData(escrow, wish), hashTypedData(pauseDefinition(escrow, wish)), undefined],
  [
    'Resume',
    resumeTypedData(escrow, wish),
    hashTypedData(resumeDefinition(escrow, wish)),
    undefined,
  ],
  [
    'Amend',
    amendTypedData(escrow, amend),
    hashTypedData(amendDefinition(escrow, amend)),
    undefined,
  ],
  [
    'Statement',
    statementTypedData(escrow, statement),
    hashTypedData(statementDefinition(escrow, statement)),
    undefined,
  ],
  [
    'MeterReport',
    reportTypedData(escrow, report),
    hashTypedData(reportDefinition(escrow, report)),
    undefined,
  ],
  [
    'Withdraw',
    withdrawTypedData(escrow, withdraw),
    hashTypedData(withdrawDefinition(escrow, withdraw)),
    renter,
  ],
  [
    'Delegation',
    delegationTypedData(escrow, delegation),
    hashTypedData(delegationDefinition(escrow, delegation)),
    renter,
  ],
];

describe.each(signed)('a %s that somebody else made', (primaryType, json, digest, signer) => {
  it('is read as what a wallet will sign', () => {
    expect(readTypedData(JSON.parse(JSON.stringify(json)), primaryType, domains)).toEqual({
      digest,
      signer,
    });
  });

  it.each(Object.keys(json.message))('is not signed with a bent %s', (field) => {
    const bent = { ...json, message: { ...json.message, [field]: 'bent' } };
    expect(() => readTypedData(bent, primaryType, domains)).toThrow('MALFORMED_INPUT');
  });

  it('is not signed as something else', () => {
    expect(() => readTypedData(json, 'Offer', domains)).toThrow('MALFORMED_INPUT');
  });
});
