import {
  parseAddress,
  type Address,
  type Hash,
  type Hex,
  type IntentCall,
  type Offer,
  type Order,
} from '@gpuflow/domain';
import { startChain } from '@gpuflow/testing';
import { bytesToHex, createWalletClient, http } from 'viem';
import { mnemonicToAccount, privateKeyToAccount } from 'viem/accounts';
import {
  createWallet,
  encodeCall,
  escrowDomain,
  escrowTerms,
  offerTypedData,
  openChainClient,
  orderTypedData,
  stopTypedData,
} from '../src/index.js';
import { offerOf, orderOf } from './terms-of-a-market.js';

/** The local chain's accounts by their roles. */
export const accounts = { admin: 0, meter: 1, keeper: 2, renter: 5, otherRenter: 6, provider: 7 };
export type Role = keyof typeof accounts;

const mnemonic = 'test test test test test test test test test test test junk';

const parent = mnemonicToAccount(mnemonic, { path: `m/44'/60'/0'/0` }).getHdKey();

/** The private key of a role. */
export function keyOf(role: Role): Hex {
  const { privateKey } = parent.deriveChild(accounts[role]);
  if (!privateKey) throw new Error('The account has no key.');
  return bytesToHex(privateKey);
}

export type LocalMarket = Awaited<ReturnType<typeof startLocalMarket>>;

/** A chain of its own with the contracts, and what a test does with them. */
export async function startLocalMarket() {
  const chain = await startChain();
  const { chainId, url: rpcUrl } = chain;
  const escrow = parseAddress(chain.deployment.escrow, 'escrow');
  const params = parseAddress(chain.deployment.params, 'params');
  const token = parseAddress(chain.deployment.token, 'token');
  const node = openChainClient({ rpcUrl, chainId });
  const domain = escrowDomain(chainId, escrow);
  const walletOf = (role: Role) =>
    createWallet({ rpcUrl, chainId, privateKey: keyOf(role), deployment: { escrow, token } });

  async function send(role: Role, to: Address, data: Hex): Promise<Hash> {
    const account = privateKeyToAccount(keyOf(role));
    const client = createWalletClient({ account, transport: http(rpcUrl) });
    const hash = await client.sendTransaction({ to, data, gas: 1_000_000n, chain: null });
    await node.waitForTransactionReceipt({ hash, pollingInterval: 20 });
    return hash;
  }

  return {
    chain,
    node,
    escrow,
    params,
    token,
    domain,
    terms: escrowTerms({ chainId, escrow }),
    walletOf,
    send,
    /** The last block's time, in seconds. */
    now: async () => Number((await node.getBlock()).timestamp),
    /** Moves the chain's clock: the next block is `seconds` after the last one. */
    async pass(seconds: number) {
      const { timestamp } = await node.getBlock();
      await chain.setNextBlockTimestamp(Number(timestamp) + seconds);
      await chain.mine();
    },
    offer: (change: Partial<Offer> = {}) =>
      offerOf({
        provider: walletOf('provider').address,
        token,
        meter: walletOf('meter').address,
        ...change,
      }),
    /** An Order of the renter's for that offer, at the chain's time. */
    order: async (offer: Offer, change: Partial<Order> = {}) => {
      const { timestamp } = await node.getBlock();
      return orderOf(offer, { renter: walletOf('renter').address, ...change }, Number(timestamp));
    },
    /** The opening of an order, signed by both sides. */
    async opening(order: Order, renter: Role = 'renter'): Promise<IntentCall> {
      const offerJson = offerTypedData(domain, order.offer);
      return {
        purpose: 'OPEN',
        order,
        orderSignature: await walletOf(renter).signTypedData(
          orderTypedData(domain, order),
          'Order',
        ),
        offerSignature: await walletOf('provider').signTypedData(offerJson, 'Offer'),
      };
    },
    /** The renter's signed stop of an order. */
    async stopping(order: Order, rentalId: Hash, deadline: number): Promise<IntentCall> {
      const stop = { rentalId, deadline };
      const signed = await walletOf('renter').signTypedData(stopTypedData(domain, stop), 'Stop');
      return { purpose: 'STOP', order, stop, stopSignature: signed };
    },
    /** Sends an intent's call, by default from the keeper. */
    act: (call: IntentCall, role: Role = 'keeper') => send(role, escrow, encodeCall(call)),
    /** The same, in a block of exactly that time. */
    async actAt(seconds: number, call: IntentCall, role: Role = 'keeper') {
      await chain.setNextBlockTimestamp(seconds);
      return send(role, escrow, encodeCall(call));
    },
    /** What a node says when a call is only tried. */
    async tried(call: IntentCall, role: Role = 'keeper'): Promise<unknown> {
      return node
        .call({ account: walletOf(role).address, to: escrow, data: encodeCall(call) })
        .then(
          () => undefined,
          (error: unknown) => error,
        );
    },
  };
}
