import { chainAccounts } from '@gpuflow/db';
import { z } from 'zod';

import {
  addListing,
  addProvider,
  agentAuthorization,
  fieldOf,
  publish,
} from '../fixture/provider.js';
import { logPosition, startTestApi, testWallet, token, type TestApi } from '../fixture/test-api.js';

describe('a provider', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  const announce = `mutation ($machineId: ID!, $startsAt: DateTime!, $endsAt: DateTime!) {
    announceMaintenance(idempotencyKey: "m", machineId: $machineId, startsAt: $startsAt, endsAt: $endsAt) { id }
  }`;

  it('sees machines, what they lack, and what can be paid out', async () => {
    const provider = await addProvider(api, { gpuCount: 2 });
    const { address } = provider.wallet;
    const last = logPosition(5n);
    await chainAccounts.save(api.market.db, 31_337, [
      { token, owner: address, freeUnits: 1_062_000n, seq: 1n, last },
    ]);
    const query = `{ myMachines(days: 7) {
      machines { machine { name } listings { id } rentedGpuSeconds occupancy earnings { day }
        uptime { share silences } improvements { kind facts gpuIndices } }
      payout { amount symbol }
    } }`;
    const answer = await api.ask(query, {}, provider.authorization);
    const sizes = ['gpuCount', 'vramGb', 'cpuCores', 'ramGb', 'diskGb', 'downMbps', 'upMbps'];
    expect(fieldOf(answer, 'myMachines')).toEqual({
      machines: [
        {
          machine: { name: 'rack-1' },
          listings: [],
          rentedGpuSeconds: '0',
          occupancy: 0,
          earnings: [],
          uptime: { share: null, silences: 0 },
          improvements: [
            { kind: 'MEASURE', facts: ['gpuModel', ...sizes], gpuIndices: null },
            { kind: 'LIST_IDLE_GPUS', facts: null, gpuIndices: [0, 1] },
          ],
        },
      ],
      payout: [{ amount: '1.062', symbol: 'dUSD' }],
    });
  });

  it('announces maintenance, which the listing shows', async () => {
    const provider = await addProvider(api);
    fieldOf(await publish(api, provider, 590_000n), 'publishListing');
    const { machineId } = provider.agent;
    const at = (hours: number) =>
      new Date(api.market.clock.now().getTime() + hours * 3_600_000).toISOString();
    const times = { machineId, startsAt: at(2), endsAt: at(3) };
    fieldOf(await api.ask(announce, times, provider.authorization), 'announceMaintenance');
    const shown = await api.ask(
      `query ($provider: Address!) { listings(filter: { provider: $provider }) {
        edges { node { maintenance { startsAt endsAt } machine { maintenance { startsAt } } } }
      } }`,
      { provider: provider.wallet.address },
    );
    expect(fieldOf(shown, 'listings')).toEqual({
      edges: [
        {
          node: {
            maintenance: [{ startsAt: at(2), endsAt: at(3) }],
            machine: { maintenance: [{ startsAt: at(2) }] },
          },
        },
      ],
    });
  });

  it('has its agent measure what renters have its word for', async () => {
    const { agent } = await addProvider(api);
    const measured = await api.ask(
      'mutation { recordMeasurements(found: { downMbps: 812, mig: true, nvlink: false }) { downMbps nvlink mig gpuUuids trust { fact class } } }',
      {},
      await agentAuthorization(api, agent),
    );
    const machine = z
      .object({ trust: z.array(z.object({ fact: z.string(), class: z.string() })) })
      .passthrough()
      .parse(fieldOf(measured, 'recordMeasurements'));
    expect(machine).toMatchObject({ downMbps: 812, nvlink: false, mig: true, gpuUuids: null });
    expect(machine.trust.filter((fact) => fact.class === 'MEASURED')).toEqual([
      { fact: 'downMbps', class: 'MEASURED' },
      { fact: 'nvlink', class: 'MEASURED' },
      { fact: 'mig', class: 'MEASURED' },
    ]);
  });
});

it('a dry run shows what comes back of the published example', async () => {
  const api = await startTestApi();
  const listingId = await addListing(api, 590_000n);
  const answer = await api.ask(
    `query ($listingId: ID!, $renter: Address!) {
      dryRunRental(listingId: $listingId, renter: $renter, usage: { seconds: 7200 }) {
        quote { allIn { amount } }
        outcomes { end paid { amount } refund { amount } path { state } }
      }
    }`,
    { listingId, renter: testWallet().address },
  );
  await api.close();
  const path = (...states: string[]) => states.map((state) => ({ state }));
  const ended = path('RESERVED', 'RUNNING', 'ENDED', 'CLOSED');
  expect(fieldOf(answer, 'dryRunRental')).toEqual({
    quote: { allIn: { amount: '1.18' } },
    outcomes: [
      {
        end: 'NEVER_STARTED',
        paid: { amount: '0.00' },
        refund: { amount: '1.18' },
        path: path('RESERVED', 'CLOSED'),
      },
      { end: 'STOPPED', paid: { amount: '0.59' }, refund: { amount: '0.59' }, path: ended },
      {
        end: 'HALTED',
        paid: { amount: '0.59' },
        refund: { amount: '0.59' },
        path: path('RESERVED', 'RUNNING', 'HALTED', 'ENDED', 'CLOSED'),
      },
      { end: 'RAN_OUT', paid: { amount: '1.18' }, refund: { amount: '0.00' }, path: ended },
    ],
  });
});
