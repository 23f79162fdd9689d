import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { createProcessRuntime, openIdentity, type Identity, type Runtime } from '@gpuflow/agent';
import {
  createApiClient,
  enrolmentInput,
  offerInput,
  operations,
  postBeat,
  type ApiClient,
  type OfferTypedDataQueryVariables,
  type BeatKey,
} from '@gpuflow/api-client';
import { least } from '@gpuflow/domain';
import { settlementNow } from '@gpuflow/marketplace';

import { bend } from './bend.js';
import type { Party, World } from './world.js';

const usualFacts = {
  name: 'rack-1',
  gpuModel: 'RTX 4090',
  gpuCount: 1,
  vramGb: 24,
  cpuCores: 16,
  ramGb: 64,
  diskGb: 500,
  downMbps: 500,
  upMbps: 400,
  country: 'DE',
  endpointHost: '127.0.0.1',
};

/** 0.59 dollars per hour, in a token of 6 decimals. */
export const pricePerHourUnits = 590_000n;

/** What is listed, and how: by default all of the machine, on demand, with everything in the price. */
interface Listed extends Partial<
  Pick<OfferTypedDataQueryVariables, 'pricePerHourUnits' | 'class' | 'slice' | 'terms'>
> {
  /** Terms of the Offer that are not the market's usual ones. */
  unusual?: Record<string, string>;
}

/** A provider's machine whose agent does what the test says, when it says so. */
export class TestMachine {
  readonly id: string;
  readonly api: ApiClient;
  readonly #world: World;
  readonly #provider: Party;
  readonly #runtime: Runtime;
  readonly #home: string;
  readonly #bootId = randomUUID();
  #seq = 0;
  #session: BeatKey | undefined;

  private constructor(world: World, provider: Party, identity: Identity, home: string, id: string) {
    this.#world = world;
    this.#provider = provider;
    this.#home = home;
    this.#runtime = createProcessRuntime({ demo: true, host: '127.0.0.1' });
    this.id = id;
    this.api = createApiClient({
      url: world.apiUrl,
      token: () => identity.accessToken(id, world.clock.now()),
    });
  }

  /** A machine that its provider has enrolled, and that has not beaten yet. */
  static async enrol(
    world: World,
    provider: Party,
    special: Partial<typeof usualFacts> = {},
  ): Promise<TestMachine> {
    const facts = { ...usualFacts, ...special };
    const home = await mkdtemp(path.join(os.tmpdir(), 'gpuflow-machine-'));
    const identity = await openIdentity(home);
    const { enrolmentTypedData } = await provider.api.query(operations.enrolmentTypedData, {
      provider: provider.wallet.address,
      agentKey: identity.publicKey,
      facts,
    });
    const { enrolMachine } = await provider.api.mutate(operations.enrolMachine, {
      facts,
      enrolment: enrolmentInput(enrolmentTypedData),
      signature: await provider.wallet.signTypedData(enrolmentTypedData, 'Enrolment'),
    });
    return new TestMachine(world, provider, identity, home, enrolMachine.id);
  }

  async beat(): Promise<void> {
    const sentAt = this.#world.clock.now();
    const bootId = this.#bootId;
    this.#session ??= (
      await this.api.mutate(operations.openBeatSession, { bootId })
    ).openBeatSession;
    this.#seq += 1;
    const beat = { machineId: this.id, bootId, seq: this.#seq, sentAt };
    await postBeat({ url: this.#world.apiUrl }, this.#session, beat);
  }

  /** Beats every minute up to this second of the chain's clock, its last beat. */
  async beatUntil(chainSecond: bigint): Promise<void> {
    const { chainNow } = await settlementNow(this.#world.market, this.#world.market.db);
    for (let at = chainNow; at < chainSecond;) {
      at = least(at + 60n, chainSecond);
      await this.#world.clocksTo(at);
      await this.beat();
    }
  }

  /** Lists it, at 0.59 dollars per hour unless another price is said, and answers the listing's id. */
  async list({ slice, terms, unusual = {}, ...offered }: Listed = {}): Promise<string> {
    const { api, wallet } = this.#provider;
    const { offerTypedData } = await api.query(operations.offerTypedData, {
      machineId: this.id,
      token: this.#world.token,
      pricePerHourUnits,
      slice,
      terms,
      ...offered,
    });
    const offer = bend(offerTypedData, unusual);
    const { publishListing } = await api.mutate(operations.publishListing, {
      idempotencyKey: randomUUID(),
      chainId: this.#world.node.chainId,
      machineId: this.id,
      tier: 'COMMUNITY',
      offer: offerInput(offer),
      signature: await wallet.signTypedData(offer, 'Offer'),
      slice,
      terms,
    });
    return publishListing.id;
  }

  /** What the machine should make true now, by rental. */
  async assignments() {
    const listening = new AbortController();
    for await (const { assignments } of this.api.subscribe(
      operations.assignments,
      {},
      listening.signal,
    )) {
      listening.abort();
      return assignments;
    }
    throw new Error('the API ended the subscription');
  }

  /** Makes true what is assigned and reports it: real instances, that answer probes. */
  async boot(): Promise<void> {
    for (const { rentalId, desired, probeToken } of await this.assignments()) {
      if (desired !== 'RUN') {
        await this.#runtime.stop(rentalId);
        await this.api.mutate(operations.reportInstance, { rentalId, state: 'STOPPED' });
        continue;
      }
      const { port } = await this.#runtime.start({ rentalId, probeToken });
      await this.api.mutate(operations.reportInstance, { rentalId, state: 'RUNNING', port });
    }
  }

  async close(): Promise<void> {
    await this.#runtime.close();
    await rm(this.#home, { recursive: true });
  }
}
