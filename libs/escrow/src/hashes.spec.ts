import type { Address, Hash } from '@gpuflow/domain';
import fc from 'fast-check';
import { startLocalMarket, type LocalMarket } from './fixture/local-market.js';
import { rentalEscrowAbi as abi } from './generated/index.js';
import { offerStruct, orderStruct } from './typed-data.js';

const uint = (bits: number) => fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n });
const small = (bits: number) => uint(bits).map(Number);
const hexOf = (bytes: number) =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((array): Hash => `0x${Buffer.from(array).toString('hex')}`);
const address: fc.Arbitrary<Address> = hexOf(20);

const anyOffer = fc.record({
  provider: address,
  token: address,
  pricePerHour: uint(96),
  storagePricePerHour: uint(96),
  class: fc.constantFrom('ON_DEMAND', 'INTERRUPTIBLE'),
  assetHash: hexOf(32),
  slaHash: hexOf(32),
  maxFeeBps: small(16),
  meter: address,
  arbiter: address,
  window: small(32),
  retroBudget: small(32),
  noticeSeconds: small(32),
  startWithin: small(32),
  minDuration: small(32),
  evictPenalty: uint(96),
  slaGrace: small(32),
  bond: uint(96),
  availableUntil: small(40),
  maxUses: small(32),
  validUntil: small(40),
  counter: uint(64),
  salt: hexOf(32),
});

const anyOrder = fc.record({
  renter: address,
  offer: anyOffer,
  pricePerHour: uint(96),
  deposit: uint(96),
  feeBps: small(16),
  starter: fc.constantFrom('RENTER', 'METER'),
  startDeadline: small(40),
  maxEnd: small(40),
  validUntil: small(40),
  counter: uint(64),
  salt: hexOf(32),
});

describe('digests', () => {
  let market: LocalMarket;
  beforeAll(async () => {
    market = await startLocalMarket();
  });
  afterAll(() => market.chain.stop());

  it('are the contract’s, for any terms at all', async () => {
    await fc.assert(
      fc.asyncProperty(anyOrder, async (order) => {
        const contract = { address: market.escrow, abi } as const;
        const [offerHash, orderHash] = await Promise.all([
          market.node.readContract({
            ...contract,
            functionName: 'hashOffer',
            args: [offerStruct(order.offer)],
          }),
          market.node.readContract({
            ...contract,
            functionName: 'hashOrder',
            args: [orderStruct(order)],
          }),
        ]);
        expect(market.terms.hashOffer(order.offer)).toBe(offerHash);
        expect(market.terms.hashOrder(order)).toBe(orderHash);
      }),
      { numRuns: 40, seed: 1 },
    );
  });
});
