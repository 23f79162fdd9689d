import { intentFor, Refusal, type Amend, type Hex, type Rental } from '@gpuflow/domain';

import type { Market } from '../market.js';
import { rehearse } from './rehearse.js';
import { assertSigned, rentalOn, runForRental, type RentalCommand } from './rental-command.js';

export interface AmendRental extends RentalCommand {
  amend: Amend;
  renterSignature: Hex;
  providerSignature: Hex;
}

/**
 * Relays an Amend that renter and provider have both signed: other prices and another end from the second on in which it
 * is mined. For either of them. Refuses `WRONG_CHAIN`, `NOT_FOUND`, `NOT_OWNER`, `BAD_SIGNATURE`, `BAD_STATE`,
 * `RENTAL_LAPSED`, `TURN_PASSED`, `OUTSIDE_TIME`, `TERMS_OUT_OF_BOUNDS`.
 */
export async function amendRental(market: Market, command: AmendRental): Promise<Rental> {
  const { actor, key, chainId, amend, renterSignature, providerSignature } = command;
  const { id, renter, provider } = await rentalOn(market, chainId, amend.rentalId);
  assertParty(actor, { id, renter, provider });
  await assertSigned(renter, market.terms.verifyAmend(renter, amend, renterSignature));
  await assertSigned(provider, market.terms.verifyAmend(provider, amend, providerSignature));
  const signed = { amend, renterSignature, providerSignature };
  const keyed = { name: 'amendRental', actor, key, input: { chainId, ...signed } };
  return runForRental(market, keyed, id, async (tx, { order }) => {
    const signers = { renterSignature: renter, providerSignature: provider };
    await rehearse(tx, market, { kind: 'AMEND', order, amend, ...signers });
    const { pricePerHour, storagePricePerHour, maxEnd, turn, deadline } = amend;
    const facts = { pricePerHour, storagePricePerHour, maxEnd, turn, deadline };
    return {
      output: id,
      records: [{ kind: 'rental.amend_requested', subject: `rental:${id}`, facts }],
      intents: [intentFor(chainId, id, { purpose: 'AMEND', order, ...signed })],
    };
  });
}

function assertParty(
  actor: RentalCommand['actor'],
  { id, renter, provider }: Pick<Rental, 'id' | 'renter' | 'provider'>,
): void {
  if (actor.kind === 'WALLET' && [renter, provider].includes(actor.address)) return;
  const asking = actor.kind === 'WALLET' ? actor.address : actor.kind;
  throw new Refusal('NOT_OWNER', { actor: asking, kind: 'rental', id });
}
