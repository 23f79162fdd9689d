import { randomUUID } from 'node:crypto';

import {
  delegationInput,
  operations,
  stopInput,
  turnInput,
  type OpenRentalMutationVariables,
  type QuoteRentalQueryVariables,
} from '@gpuflow/api-client';

import { bend } from './bend.js';
import type { TestMachine } from './test-machine.js';
import type { Party, World } from './world.js';

/** The published example: two hours, out of a deposit of 5 dollars. */
const twoHours = 7_200;
export const fiveDollars = 5_000_000n;

/** A renter with verbs. Each makes the real signature and goes through the public API. */
export class Renter {
  readonly party: Party;
  readonly #world: World;

  constructor(world: World, party: Party) {
    this.#world = world;
    this.party = party;
  }

  /** Play money into the wallet, and from there into the escrow, as far as the market has read. */
  async deposit(units: bigint): Promise<void> {
    await this.party.wallet.mintDemo(units);
    await this.party.wallet.approveAndDeposit(units);
    await this.#world.settle();
  }

  /** What the example costs, or whatever else is asked for. */
  async quote(listingId: string, asked: Partial<QuoteRentalQueryVariables> = {}) {
    const { api, wallet } = this.party;
    const example = { renter: wallet.address, seconds: twoHours, depositUnits: fiveDollars };
    return (await api.query(operations.quoteRental, { listingId, ...example, ...asked }))
      .quoteRental;
  }

  /** The variables with which `openRental` takes a quote, signed. */
  async signed(
    quote: Awaited<ReturnType<Renter['quote']>>,
    listingId: string,
    usage?: OpenRentalMutationVariables['usage'],
  ) {
    return {
      idempotencyKey: randomUUID(),
      chainId: this.#world.node.chainId,
      listingId,
      order: quote.order,
      signature: await this.party.wallet.signTypedData(quote.typedData, 'Order'),
      usage,
    };
  }

  /** The renter's true signature over an order that the market did not quote. */
  signOrder(order: { pricePerHour: bigint }, quoted: unknown): Promise<`0x${string}`> {
    const bent = bend(quoted, { pricePerHour: order.pricePerHour.toString() });
    return this.party.wallet.signTypedData(bent, 'Order');
  }

  /** Takes a quote, signs it, opens the rental, and waits for the chain. */
  async open(
    listingId: string,
    asked: Partial<QuoteRentalQueryVariables> = {},
  ): Promise<`0x${string}`> {
    const variables = await this.signed(await this.quote(listingId, asked), listingId);
    const { openRental } = await this.party.api.mutate(operations.openRental, variables);
    await this.#world.settle();
    return openRental.id;
  }

  async rental(id: `0x${string}`) {
    const { rental } = await this.party.api.query(operations.rental, { id });
    if (rental === null) throw new Error(`no rental ${id}`);
    return rental;
  }

  async statement(rentalId: `0x${string}`) {
    return (await this.party.api.query(operations.statement, { rentalId })).statement;
  }

  /** The variables with which `stopRental` ends a rental, signed. */
  async signedStop(rentalId: `0x${string}`) {
    const { api, wallet } = this.party;
    const { stopTypedData } = await api.query(operations.stopTypedData, { rentalId });
    return {
      idempotencyKey: randomUUID(),
      chainId: this.#world.node.chainId,
      stop: stopInput(stopTypedData),
      signature: await wallet.signTypedData(stopTypedData, 'Stop'),
    };
  }

  /** Ends a rental at exactly this second of the chain's clock. */
  stopAt(rentalId: `0x${string}`, chainSecond: bigint): Promise<void> {
    return this.minedAt(chainSecond, async () => {
      await this.party.api.mutate(operations.stopRental, await this.signedStop(rentalId));
    });
  }

  /** Gives up what has not started, by the wallet's own transaction. */
  async cancel(rentalId: `0x${string}`): Promise<void> {
    const { api, wallet } = this.party;
    const { cancelCall } = await api.query(operations.cancelCall, { rentalId });
    await wallet.sendCall(cancelCall);
    await this.#world.settle();
  }

  /** Pauses a rental at exactly this second. */
  pauseAt(rentalId: `0x${string}`, chainSecond: bigint): Promise<void> {
    const { api, wallet } = this.party;
    return this.minedAt(chainSecond, async () => {
      const { pauseTypedData } = await api.query(operations.pauseTypedData, { rentalId });
      await api.mutate(operations.pauseRental, {
        ...this.#wish(),
        pause: turnInput(pauseTypedData),
        signature: await wallet.signTypedData(pauseTypedData, 'Pause'),
      });
    });
  }

  /** Resumes a rental: its machine boots, and the word is mined at exactly this second. */
  resumeAt(rentalId: `0x${string}`, chainSecond: bigint, machine: TestMachine): Promise<void> {
    const { api, wallet } = this.party;
    return this.minedAt(chainSecond, async () => {
      const { resumeTypedData } = await api.query(operations.resumeTypedData, { rentalId });
      await api.mutate(operations.resumeRental, {
        ...this.#wish(),
        resume: turnInput(resumeTypedData),
        signature: await wallet.signTypedData(resumeTypedData, 'Resume'),
      });
      await machine.boot();
    });
  }

  /** Has what is asked for mined at exactly this second: whatever the keeper does on the way has a minute for its blocks. */
  async minedAt(chainSecond: bigint, ask: () => Promise<void>): Promise<void> {
    const world = this.#world;
    await world.passTo(chainSecond - 60n);
    await ask();
    await world.node.setNextBlockTimestamp(Number(chainSecond));
    await world.settle();
  }

  /** Lets another key stop the renter's rentals, and nothing else, until this second of the chain's clock. */
  async letStop(delegate: `0x${string}`, expiry: bigint): Promise<void> {
    const { api, wallet } = this.party;
    const asked = { delegate, token: this.#world.token, scopes: ['STOP' as const], capUnits: 0n };
    const { delegationTypedData } = await api.query(operations.delegationTypedData, {
      ...asked,
      expiry,
    });
    await api.mutate(operations.setDelegate, {
      ...this.#wish(),
      delegation: delegationInput(delegationTypedData),
      signature: await wallet.signTypedData(delegationTypedData, 'Delegation'),
    });
    await this.#world.settle();
  }

  #wish() {
    return { idempotencyKey: randomUUID(), chainId: this.#world.node.chainId };
  }
}
