import { randomUUID } from 'node:crypto';

import { intents } from '@gpuflow/db';
import type { Rental, Stop } from '@gpuflow/domain';

import type { Party } from '../fixture/keys.js';
import { closed, follow, started, stopped } from '../fixture/chain-says.js';
import {
  chainId,
  chainStart,
  eachTestItsMarket,
  hashOf,
  otherRenter,
  renter,
  walletOf,
} from '../fixture/market.js';
import { heardDuring, recorded, wished } from '../fixture/observed.js';
import { addFunding } from '../fixture/rentals.js';
import { hashStop } from '../fixture/terms.js';
import { stopRental, type StopRental } from './stop-rental.js';

const market = eachTestItsMarket();

describe('stopRental', () => {
  let rental: Rental;
  beforeEach(async () => {
    rental = await addFunding(market);
  });

  function stopOf(changes: Partial<Stop> = {}, by: Party = renter): StopRental {
    const stop = { rentalId: rental.id, deadline: chainStart + 600, ...changes };
    const signature = by.sign(hashStop(stop));
    return { actor: walletOf(by), key: randomUUID(), chainId, stop, signature };
  }
  const expectRefused = async (command: StopRental, code: string, facts: object) => {
    await expect(stopRental(market, command)).rejects.toMatchObject({ code, facts });
    expect(await wished(market, rental)).toEqual(['open']);
  };

  describe('of a running rental', () => {
    beforeEach(() => follow(market, rental, started));

    it('asks the chain to stop it, and leaves the rental running until it has', async () => {
      const command = stopOf();
      const heard = await heardDuring(market, async () =>
        expect(await stopRental(market, command)).toMatchObject({ state: 'RUNNING', chainSeq: 2 }),
      );
      expect(heard).toEqual([`rental:${rental.id}`]);
      const key = `${chainId}:${rental.id}:stop-by-${chainStart + 600}`;
      expect(await intents.find(market.db, key)).toMatchObject({
        signerRole: 'KEEPER',
        state: 'QUEUED',
        call: {
          purpose: 'STOP',
          order: rental.order,
          stop: command.stop,
          stopSignature: command.signature,
        },
      });
    });

    it('asks once for the same key, when it has ended too', async () => {
      const command = stopOf();
      await Promise.all(Array.from({ length: 10 }, () => stopRental(market, command)));
      await follow(market, rental, stopped);
      expect(await stopRental(market, command)).toMatchObject({ state: 'ENDED' });
      expect(await wished(market, rental)).toHaveLength(2);
      const kinds = await recorded(market, `rental:${rental.id}`);
      expect(kinds.filter((kind) => kind === 'rental.stop_requested')).toHaveLength(1);
    });

    it('wishes for the same stop once, whatever the key', async () => {
      await stopRental(market, stopOf());
      await stopRental(market, stopOf());
      await stopRental(market, stopOf({ deadline: chainStart + 601 }));
      expect(await wished(market, rental)).toHaveLength(3);
    });

    it('takes a stop at its deadline', async () => {
      await stopRental(market, stopOf({ deadline: chainStart }));
      expect(await wished(market, rental)).toHaveLength(2);
    });

    it('refuses a stop a second later: OUTSIDE_TIME', async () => {
      market.clock.advanceSeconds(1);
      await expectRefused(stopOf({ deadline: chainStart }), 'OUTSIDE_TIME', {
        now: BigInt(chainStart + 1),
        bound: BigInt(chainStart),
      });
    });

    it('refuses another’s stop: NOT_OWNER', async () => {
      const facts = { actor: otherRenter.address, kind: 'rental', id: rental.id };
      await expectRefused(stopOf({}, otherRenter), 'NOT_OWNER', facts);
    });

    it('refuses what the renter did not sign: BAD_SIGNATURE', async () => {
      const command = stopOf();
      const facts = { signer: renter.address };
      const signature = otherRenter.sign(hashStop(command.stop));
      await expectRefused({ ...command, signature }, 'BAD_SIGNATURE', facts);
      const later = { ...command.stop, deadline: command.stop.deadline + 1 };
      await expectRefused({ ...command, stop: later }, 'BAD_SIGNATURE', facts);
    });

    it('refuses another chain: WRONG_CHAIN', () =>
      expectRefused({ ...stopOf(), chainId: 1 }, 'WRONG_CHAIN', { have: 1, want: chainId }));
  });

  it('refuses what does not run: BAD_STATE', async () => {
    await expectRefused(stopOf(), 'BAD_STATE', { have: 'FUNDING', want: 'RUNNING' });
    await follow(market, rental);
    await expectRefused(stopOf(), 'BAD_STATE', { have: 'RESERVED', want: 'RUNNING' });
    await follow(market, rental, stopped);
    await expectRefused(stopOf(), 'BAD_STATE', { have: 'ENDED', want: 'RUNNING' });
    await follow(market, rental, closed);
    await expectRefused(stopOf(), 'BAD_STATE', { have: 'CLOSED', want: 'RUNNING' });
  });

  it('refuses a rental that nobody knows: NOT_FOUND', async () => {
    const rentalId = hashOf('unknown');
    await expectRefused(stopOf({ rentalId }), 'NOT_FOUND', { kind: 'rental', id: rentalId });
  });
});
