import { intents } from '@gpuflow/db';
import type { Rental } from '@gpuflow/domain';

import { follow, started } from '../fixture/chain-says.js';
import {
  chainId,
  chainStart,
  eachTestItsMarket,
  otherRenter,
  provider,
  renter,
  walletOf,
} from '../fixture/market.js';
import { wished } from '../fixture/observed.js';
import { addFunding } from '../fixture/rentals.js';
import { amendOf } from '../fixture/words.js';
import { amendRental, type AmendRental } from './amend-rental.js';

const market = eachTestItsMarket();

describe('amendRental', () => {
  let rental: Rental;
  beforeEach(async () => {
    rental = await addFunding(market);
    await follow(market, rental, started);
  });

  const expectRefused = async (command: AmendRental, code: string, facts: object) => {
    await expect(amendRental(market, command)).rejects.toMatchObject({ code, facts });
    expect(await wished(market, rental)).toEqual(['open']);
  };

  it.each([
    ['renter', renter],
    ['provider', provider],
  ])('relays what both have signed, for the %s', async (_, party) => {
    const command = { ...amendOf(rental), actor: walletOf(party) };
    expect(await amendRental(market, command)).toMatchObject({ state: 'RUNNING' });
    const { maxEnd } = rental.order;
    const suffix = `amend-at-1-to-400000-0-${maxEnd}-by-${chainStart + 600}`;
    expect(await intents.find(market.db, `${chainId}:${rental.id}:${suffix}`)).toMatchObject({
      signerRole: 'RELAYER',
      call: { purpose: 'AMEND', amend: command.amend },
    });
  });

  it('refuses anybody else, and what one of them did not sign', async () => {
    const facts = { actor: otherRenter.address, kind: 'rental', id: rental.id };
    const command = amendOf(rental);
    await expectRefused({ ...command, actor: walletOf(otherRenter) }, 'NOT_OWNER', facts);
    const { renterSignature, providerSignature } = command;
    const unasked = { ...command, providerSignature: renterSignature };
    await expectRefused(unasked, 'BAD_SIGNATURE', { signer: provider.address });
    const forged = { ...command, renterSignature: providerSignature };
    await expectRefused(forged, 'BAD_SIGNATURE', { signer: renter.address });
  });

  it('refuses what the contract would not take', async () => {
    const refuse = (changes: Parameters<typeof amendOf>[1], code: string, facts: object) =>
      expectRefused(amendOf(rental, changes), code, facts);
    const zero = { term: 'pricePerHour', have: 0n, bound: 1n };
    await refuse({ pricePerHour: 0n }, 'TERMS_OUT_OF_BOUNDS', zero);
    const storage = { term: 'storagePricePerHour', have: 400_001n, bound: 400_000n };
    await refuse({ storagePricePerHour: 400_001n }, 'TERMS_OUT_OF_BOUNDS', storage);
    const past = { term: 'maxEnd', have: BigInt(chainStart), bound: BigInt(chainStart + 1) };
    await refuse({ maxEnd: chainStart }, 'TERMS_OUT_OF_BOUNDS', past);
    await refuse({ turn: 2 }, 'TURN_PASSED', { have: 2, turn: 1 });
  });
});
