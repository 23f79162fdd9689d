import type { Address } from '@gpuflow/domain';

import { endpointFor, type RentedInstance } from './instance-endpoint.js';

const renter: Address = `0x${'b2'.repeat(20)}`;
const stranger: Address = `0x${'c3'.repeat(20)}`;

const instance: RentedInstance = {
  rentalId: `0x${'1'.repeat(64)}`,
  machineId: '00000000-0000-4000-8000-000000000001',
  desired: 'RUN',
  state: 'RUNNING',
  probeToken: 'secret',
  port: 8080,
  failure: undefined,
  provedAt: undefined,
  givenAt: undefined,
  bootFailedAt: undefined,
  updatedAt: new Date(0),
  renter,
  endpointHost: 'gpu.example',
};

describe("an instance's endpoint", () => {
  const cases: [string, Address | undefined, Partial<RentedInstance>, string | undefined][] = [
    ['for its renter', renter, {}, 'http://gpu.example:8080'],
    ['at an IPv6 address', renter, { endpointHost: '2001:db8::1' }, 'http://[2001:db8::1]:8080'],
    ['for a stranger', stranger, {}, undefined],
    ['for nobody', undefined, {}, undefined],
    ['for nobody, of nobody', undefined, { renter: undefined }, undefined],
    ['before it runs', renter, { state: 'STARTING' }, undefined],
    ['without a port', renter, { port: undefined }, undefined],
  ];
  it.each(cases)('%s', (_name, viewer, changes, endpoint) => {
    expect(endpointFor(viewer, { ...instance, ...changes })).toBe(endpoint);
  });
});
