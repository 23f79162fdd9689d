import { Fault, parseAddress, type Order } from '@gpuflow/domain';
import { privateKeyToAccount } from 'viem/accounts';
import { keyOf, startLocalMarket, type LocalMarket } from './fixture/local-market.js';
import {
  enrolmentTypedData,
  offerTypedData,
  orderTypedData,
  stopTypedData,
  type TypedDataJson,
} from './typed-data-json.js';
import { escrowDomain, marketDomain } from './typed-data.js';
import { createWallet, type Wallet } from './wallet.js';

describe('createWallet', () => {
  let market: LocalMarket;
  let renter: Wallet;
  let provider: Wallet;

  beforeAll(async () => {
    market = await startLocalMarket();
    renter = market.walletOf('renter');
    provider = market.walletOf('provider');
  });
  afterAll(() => market.chain.stop());

  describe('moving money', () => {
    it('mints, deposits and withdraws to the unit', async () => {
      const wallet = market.walletOf('otherRenter');
      await wallet.mintDemo(7_000_000n);
      await wallet.approveAndDeposit(5_000_001n);
      expect([await wallet.freeUnits(), await wallet.tokenBalance()]).toEqual([
        5_000_001n,
        1_999_999n,
      ]);
      await wallet.withdraw(5_000_000n);
      expect([await wallet.freeUnits(), await wallet.tokenBalance()]).toEqual([1n, 6_999_999n]);
    });

    it('refuses what the balance does not cover, with the numbers', async () => {
      await expect(renter.withdraw(1n)).rejects.toMatchObject({
        code: 'INSUFFICIENT_BALANCE',
        facts: { have: 0n, want: 1n },
      });
      await expect(renter.approveAndDeposit(5n)).rejects.toMatchObject({
        code: 'INSUFFICIENT_BALANCE',
        facts: { have: 0n, want: 5n },
      });
    });

    it('refuses to move nothing, and to mint beyond the demonstration’s bound', async () => {
      await expect(renter.withdraw(0n)).rejects.toMatchObject({
        code: 'MALFORMED_INPUT',
        facts: { field: 'amount' },
      });
      await expect(renter.mintDemo(1_000_000_000_001n)).rejects.toMatchObject({
        code: 'TERMS_OUT_OF_BOUNDS',
        facts: { term: 'amount', bound: 1_000_000_000_000n },
      });
    });

    it('is a Fault where the node is of another chain', async () => {
      const { escrow, token } = market;
      const elsewhere = createWallet({
        rpcUrl: market.chain.url,
        chainId: 1,
        privateKey: keyOf('renter'),
        deployment: { escrow, token },
      });
      await expect(elsewhere.mintDemo(1n)).rejects.toBeInstanceOf(Fault);
    });
  });

  describe('signing what the market made', () => {
    let order: Order;
    let json: TypedDataJson;
    beforeAll(async () => {
      order = await market.order(market.offer());
      json = orderTypedData(market.domain, order);
    });

    it('signs each kind so that it verifies', async () => {
      const { domain, terms } = market;
      const stop = { rentalId: terms.hashOrder(order), deadline: order.maxEnd };
      const stopSignature = await renter.signTypedData(stopTypedData(domain, stop), 'Stop');
      expect(await terms.verifyStop(renter.address, stop, stopSignature)).toBe(true);
      const enrolment = {
        provider: provider.address,
        agentKey: order.salt,
        assetHash: order.offer.assetHash,
        validUntil: order.maxEnd,
      };
      const enrolling = enrolmentTypedData(marketDomain(domain.chainId), enrolment);
      const enrolmentSignature = await provider.signTypedData(enrolling, 'Enrolment');
      expect(await terms.verifyEnrolment(enrolment, enrolmentSignature)).toBe(true);
      const offerSignature = await provider.signTypedData(
        offerTypedData(domain, order.offer),
        'Offer',
      );
      expect(await terms.verifyOffer(order.offer, offerSignature)).toBe(true);
    });

    it('signs what came over the wire as JSON text', async () => {
      const received: unknown = JSON.parse(JSON.stringify(json));
      const signature = await renter.signTypedData(received, 'Order');
      expect(await market.terms.verifyOrder(order, signature)).toBe(true);
    });

    it('refuses another chain', async () => {
      const foreign = orderTypedData(escrowDomain(1, market.escrow), order);
      await expect(renter.signTypedData(foreign, 'Order')).rejects.toMatchObject({
        code: 'WRONG_CHAIN',
        facts: { have: 1, want: market.chain.chainId },
      });
    });

    it('refuses terms of somebody else', async () => {
      await expect(provider.signTypedData(json, 'Order')).rejects.toMatchObject({
        code: 'NOT_OWNER',
        facts: { actor: provider.address, id: renter.address },
      });
    });

    it.each<[string, (good: TypedDataJson) => unknown]>([
      [
        'another contract',
        () => orderTypedData({ ...market.domain, verifyingContract: order.offer.token }, order),
      ],
      ['another kind', (good) => ({ ...good, primaryType: 'Offer' })],
      ['a field too many', (good) => ({ ...good, message: { ...good.message, tip: '1' } })],
      ['a field too few', (good) => ({ ...good, message: { ...good.message, salt: undefined } })],
      [
        'types under other names',
        (good) => ({
          ...good,
          types: { ...good.types, Order: [...(good.types.Order ?? [])].reverse() },
        }),
      ],
      [
        'a number outside its type',
        (good) => ({ ...good, message: { ...good.message, feeBps: 65_536 } }),
      ],
      [
        'a price that no field holds',
        (good) => ({ ...good, message: { ...good.message, deposit: (1n << 96n).toString() } }),
      ],
      [
        'a number that means another one',
        (good) => ({ ...good, message: { ...good.message, deposit: '05000000' } }),
      ],
      ['an unknown starter', (good) => ({ ...good, message: { ...good.message, starter: 7 } })],
      ['no typed data', () => 'sign me'],
      ['nothing', () => null],
    ])('refuses %s', async (_, altered) => {
      await expect(renter.signTypedData(altered(json), 'Order')).rejects.toMatchObject({
        code: 'MALFORMED_INPUT',
      });
    });

    it('signs texts as personal_sign does', async () => {
      const account = privateKeyToAccount(keyOf('renter'));
      expect(renter.address).toBe(parseAddress(account.address, 'renter'));
      expect(await renter.signMessage('hello')).toBe(
        await account.signMessage({ message: 'hello' }),
      );
    });
  });
});
