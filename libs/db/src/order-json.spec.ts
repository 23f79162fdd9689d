import type { IntentCall } from '@gpuflow/domain';
import { hashOf, offerOf, orderOf, unitsMax } from './fixture/samples.js';
import { toJson } from './columns.js';
import { intentCallFromJson, offerFromJson, orderFromJson } from './order-json.js';

const offer = offerOf({ pricePerHour: 2n ** 96n - 1n, bond: unitsMax, counter: 2n ** 64n - 1n });
const order = orderOf({ offer, deposit: unitsMax, counter: 2n ** 64n - 1n });
/** What a JSON column gives back. */
const stored = (value: unknown): unknown => JSON.parse(JSON.stringify(toJson(value)));

describe('order JSON', () => {
  it('brings an offer and an order back as they were', () => {
    expect(offerFromJson(stored(offer))).toEqual(offer);
    expect(orderFromJson(stored(order))).toEqual(order);
  });

  const stop = { rentalId: hashOf(9), deadline: 1_800_000_000 };
  const signed = { rentalId: hashOf(9), turn: 3, deadline: 1_800_000_000 };
  const prices = { pricePerHour: unitsMax, storagePricePerHour: 0n };
  const amend = { ...signed, ...prices, maxEnd: 1_800_090_000 };
  const delegation = {
    owner: order.renter,
    delegate: offer.provider,
    token: offer.token,
    scopes: 7,
    cap: unitsMax,
    expiry: 1_800_090_000,
    nonce: 2n ** 256n - 1n,
    deadline: 1_800_000_000,
  };
  it.each<IntentCall>([
    { purpose: 'OPEN', order, orderSignature: '0x01', offerSignature: '0x02' },
    { purpose: 'START', order },
    { purpose: 'PREEMPT', order, byNew: order, byNewId: hashOf(8), turn: 1 },
    { purpose: 'STOP', order, stop, stopSignature: '0x03' },
    { purpose: 'STOP', order, stop: undefined, stopSignature: undefined },
    { purpose: 'PAUSE', order, signed, signature: '0x04' },
    { purpose: 'RESUME_BY_RENTER', order, signed, signature: '0x05' },
    { purpose: 'AMEND', order, amend, renterSignature: '0x06', providerSignature: '0x07' },
    { purpose: 'SET_DELEGATE', delegation, signature: '0x08' },
    { purpose: 'EXPIRE', order },
    { purpose: 'SETTLE', order, claimedUnits: unitsMax },
    { purpose: 'CLOSE', order },
  ])('brings a call back as it was: $purpose', (call) => {
    expect(intentCallFromJson(stored(call))).toStrictEqual(call);
  });

  it.each([
    ['a price that is a number', { pricePerHour: 590000 }],
    ['a negative price', { pricePerHour: '-1' }],
    ['a price with a leading zero', { pricePerHour: '01' }],
    ['a price of 79 digits', { pricePerHour: '9'.repeat(79) }],
    ['a fraction of a second', { window: 0.5 }],
    ['an upper-case address', { provider: offer.provider.toUpperCase() }],
    ['a short hash', { salt: '0x01' }],
    ['an unknown class', { class: 'SPOT' }],
    ['a field too many', { colour: 'red' }],
    ['a field too few', { salt: undefined }],
  ])('takes no offer with %s', (_, changes) => {
    expect(() => offerFromJson({ ...Object(stored(offer)), ...changes })).toThrow();
  });
});
