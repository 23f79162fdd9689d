import path from 'node:path';

import { operations, stopInput } from '@gpuflow/api-client';
import { rentalEscrowAbi } from '@gpuflow/escrow';
import { getAbiItem, toFunctionSelector } from 'viem';
import { z } from 'zod';

import type { Progress } from '../start/progress.ts';
import { StateFile } from '../start/state-file.ts';
import type { Demo } from './demo.ts';
import { DevelopmentNode } from './development-node.ts';
import { readOutcome, type Outcome } from './outcome.ts';
import { persistently, waitFor } from './patience.ts';

/** The published example: an RTX 4090 at $0.59 per hour for 2 hours, out of a deposit of 5 dollars. */
const published = {
  machine: 'fra-rtx-4090-1',
  provider: 0,
  seconds: 7_200,
  depositUnits: 5_000_000n,
} as const;

const attemptsMax = 3;
const hash = z.custom<`0x${string}`>((value) => /^0x[0-9a-f]{64}$/.test(String(value)));
const stopSelector = toFunctionSelector(getAbiItem({ abi: rentalEscrowAbi, name: 'stopBySig' }));

/** A play of the example. It can be killed at any line and goes on in the next start, to the same figures. */
export class Example {
  readonly #demo: Demo;
  readonly #progress: Progress;
  readonly #node: DevelopmentNode;
  /** The rental that is being played, from before its order is sent until its money is withdrawn. */
  readonly #state: StateFile<{ rentalId: `0x${string}` | null }>;

  constructor(demo: Demo, progress: Progress, dataDir: string) {
    this.#demo = demo;
    this.#progress = progress;
    this.#node = new DevelopmentNode(demo.rpcUrl);
    const file = path.join(dataDir, 'example.json');
    this.#state = new StateFile(file, z.object({ rentalId: hash.nullable() }));
  }

  async play(): Promise<Outcome> {
    const progress = this.#progress;
    for (let attempt = 1; ; attempt += 1) {
      const rentalId = (await this.#underWay()) ?? (await this.#open());
      const isUp = await progress.step('  Machine boots, the meter starts the clock', () =>
        this.#waitUntilRunning(rentalId),
      );
      if (isUp) return this.#finish(rentalId);
      this.#state.write({ rentalId: null });
      if (attempt === attemptsMax) throw new Error(`${rentalId} did not start: see the logs.`);
      progress.say('  It was not opened or did not start in time, and cost nothing. Once more.');
    }
  }

  /** The rental of an earlier start that did not come to its end. */
  async #underWay(): Promise<`0x${string}` | undefined> {
    const rentalId = this.#state.read()?.rentalId ?? undefined;
    const rental = rentalId === undefined ? null : await this.#rental(rentalId);
    if (rental?.state !== 'RUNNING') await persistently(() => this.#node.automine(true));
    if (rental === null || rental.state === 'REFUSED') return undefined;
    this.#progress.say(`  Going on with rental ${rental.id}, ${rental.state}`);
    return rental.id;
  }

  async #open(): Promise<`0x${string}`> {
    const progress = this.#progress;
    const title = '  Provider’s RTX 4090 is listed at $0.59 per hour';
    const listing = await progress.step(title, () => this.#listing());
    await progress.step('  Renter deposits 5 dollars into the escrow', () => this.#deposit());
    return progress.step('  Renter takes a quote, signs it, opens the rental', () =>
      this.#signAndOpen(listing.id),
    );
  }

  #listing() {
    const demo = this.#demo;
    const owner = demo.provider(published.provider).wallet.address;
    const filter = { provider: owner, online: true };
    return waitFor(`${published.machine} to be listed and beating`, async () => {
      const { listings } = await demo.anonymous.query(operations.listings, { filter, first: 100 });
      return listings.edges
        .map(({ node }) => node)
        .find((node) => node.machine.name === published.machine && node.available);
    });
  }

  /** Makes the renter's free balance at least the deposit: mints what is missing, deposits what is missing. */
  async #deposit(): Promise<void> {
    const { wallet, api } = this.#demo.renter;
    await persistently(async () => {
      const missing = published.depositUnits - (await wallet.freeUnits());
      if (missing <= 0n) return;
      const lacking = missing - (await wallet.tokenBalance());
      if (lacking > 0n) await wallet.mintDemo(lacking);
      await wallet.approveAndDeposit(missing);
    });
    const account = { owner: wallet.address, token: this.#demo.deployment.token };
    await waitFor('the deposit to be seen', async () => {
      const { ledger } = await api.query(operations.ledger, { ...account, first: 1 });
      return ledger.free.units >= published.depositUnits ? true : undefined;
    });
  }

  async #signAndOpen(listingId: string): Promise<`0x${string}`> {
    const { renter, chainId } = this.#demo;
    const { seconds, depositUnits } = published;
    const request = { listingId, renter: renter.wallet.address, seconds, depositUnits };
    const { quoteRental: quote } = await persistently(() =>
      renter.api.query(operations.quoteRental, request),
    );
    const signature = await renter.wallet.signTypedData(quote.typedData, 'Order');
    this.#state.write({ rentalId: quote.rentalId });
    const { order, rentalId } = quote;
    const opening = { idempotencyKey: `example-${rentalId}`, chainId, listingId, order, signature };
    await persistently(() => renter.api.mutate(operations.openRental, opening));
    return rentalId;
  }

  /** Whether the rental runs or has run; false where it was refused, or everything went back. */
  #waitUntilRunning(rentalId: `0x${string}`): Promise<boolean> {
    return waitFor('the machine to boot', async () => {
      const rental = await this.#rental(rentalId);
      if (rental === null || rental.state === 'REFUSED') return false;
      if (rental.state === 'FUNDING' || rental.state === 'RESERVED') return undefined;
      return rental.startedAt !== null;
    });
  }

  async #finish(rentalId: `0x${string}`): Promise<Outcome> {
    const progress = this.#progress;
    await progress.step('  Two hours pass, the renter stops', () => this.#stop(rentalId));
    await progress.step('  An hour later everything is settled and closed', () =>
      this.#close(rentalId),
    );
    await progress.step('  Provider and renter withdraw', () => this.#withdraw());
    this.#state.write({ rentalId: null });
    return persistently(() => readOutcome(this.#demo, rentalId));
  }

  /**
   * Has the stop mined exactly two hours after the start. A minute before, it is signed and sent, held back where the
   * node keeps what waits for a block, and mined at that second.
   */
  async #stop(rentalId: `0x${string}`): Promise<void> {
    const rental = await this.#rental(rentalId);
    if (rental?.state !== 'RUNNING' || rental.startedAt === null) return;
    const end = secondsOf(rental.startedAt) + BigInt(published.seconds);
    await this.#passTimeTo(end - 60n);
    await this.#waitForClock(end - 60n);
    await persistently(() => this.#node.automine(false));
    await this.#sendStop(rentalId);
    const { escrow } = this.#demo.deployment;
    await waitFor('the stop to be sent', async () =>
      (await this.#node.isWaiting(escrow, stopSelector)) ? true : undefined,
    );
    await this.#passTimeTo(end);
    await persistently(() => this.#node.automine(true));
    await this.#waitForState(rentalId, ['ENDED', 'CLOSED']);
  }

  async #sendStop(rentalId: `0x${string}`): Promise<void> {
    const { renter, chainId } = this.#demo;
    const { stopTypedData } = await persistently(() =>
      renter.api.query(operations.stopTypedData, { rentalId }),
    );
    const signature = await renter.wallet.signTypedData(stopTypedData, 'Stop');
    const stop = stopInput(stopTypedData);
    const idempotencyKey = `example-${rentalId}-${stop.deadline}`;
    const stopping = { idempotencyKey, chainId, stop, signature };
    await persistently(() => renter.api.mutate(operations.stopRental, stopping));
  }

  async #close(rentalId: `0x${string}`): Promise<void> {
    const rental = await this.#rental(rentalId);
    if (rental === null || rental.endedAt === null) throw new Error(`${rentalId} has not ended`);
    await this.#passTimeTo(secondsOf(rental.endedAt) + BigInt(rental.order.offer.window));
    await this.#waitForState(rentalId, ['CLOSED']);
  }

  async #withdraw(): Promise<void> {
    const demo = this.#demo;
    for (const { wallet } of [demo.provider(published.provider), demo.renter]) {
      await persistently(async () => {
        const units = await wallet.freeUnits();
        if (units > 0n) await wallet.withdraw(units);
      });
    }
  }

  /** Moves the chain's clock, unless it is past that second already. */
  async #passTimeTo(second: bigint): Promise<void> {
    await persistently(async () => {
      const { timestamp } = await this.#node.head();
      if (BigInt(timestamp) < second) await this.#node.mineAt(second);
    });
  }

  async #waitForClock(second: bigint): Promise<void> {
    await waitFor('the market to see the chain’s clock', async () => {
      const { settlement } = await this.#demo.anonymous.query(operations.settlement, {});
      return secondsOf(settlement.now) >= second ? true : undefined;
    });
  }

  async #waitForState(rentalId: `0x${string}`, states: readonly string[]): Promise<void> {
    await waitFor(`rental to be ${states.join(' or ')}`, async () => {
      const rental = await this.#rental(rentalId);
      return rental !== null && states.includes(rental.state) ? rental : undefined;
    });
  }

  #rental(id: `0x${string}`) {
    const { api } = this.#demo.renter;
    return persistently(async () => (await api.query(operations.rental, { id })).rental);
  }
}

function secondsOf(moment: Date): bigint {
  return BigInt(Math.floor(moment.getTime() / 1000));
}
