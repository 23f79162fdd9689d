import { Fault, type Address } from '@gpuflow/domain';
import { concat, createTestClient, http, toHex } from 'viem';
import { startLocalMarket, type LocalMarket } from './fixture/local-market.js';
import { openChainClient } from './chain-client.js';
import { readEscrow } from './read-escrow.js';
import { tokenMetadata } from './token-metadata.js';

describe('readEscrow', () => {
  let market: LocalMarket;
  beforeAll(async () => {
    market = await startLocalMarket();
  });
  afterAll(() => market.chain.stop());

  it('answers hundreds of questions in their order', async () => {
    const { node, escrow, token } = market;
    const renter = market.walletOf('renter');
    await renter.mintDemo(3n);
    await renter.approveAndDeposit(3n);
    const { hash } = await node.getBlock();
    const keys = Array.from({ length: 450 }, (_, index) => ({
      token,
      owner: index === 321 ? renter.address : strangerOf(index),
    }));
    const slots = await readEscrow(node, escrow, hash).accounts(keys);
    expect(slots).toHaveLength(450);
    expect(slots[321]).toEqual({ freeUnits: 3n, seq: 1n });
    expect(slots.filter(({ seq }) => seq > 0n)).toHaveLength(1);
  });

  it('answers as of the block that was asked for', async () => {
    const { node, escrow, token } = market;
    const wallet = market.walletOf('otherRenter');
    const { hash: before } = await node.getBlock();
    await wallet.mintDemo(9n);
    await wallet.approveAndDeposit(9n);
    const key = { token, owner: wallet.address };
    expect(await readEscrow(node, escrow, before).accounts([key])).toEqual([
      { freeUnits: 0n, seq: 0n },
    ]);
  });

  it('is a Fault where the block is unknown or the node is away', async () => {
    const { node, escrow, token, chain } = market;
    const unknown = readEscrow(node, escrow, `0x${'ab'.repeat(32)}`);
    await expect(unknown.fees([token])).rejects.toBeInstanceOf(Fault);
    const away = openChainClient({ rpcUrl: 'http://127.0.0.1:9', chainId: chain.chainId });
    const { hash } = await node.getBlock();
    await expect(readEscrow(away, escrow, hash).fees([token])).rejects.toBeInstanceOf(Fault);
    await expect(tokenMetadata(away, token)).rejects.toBeInstanceOf(Fault);
  });

  it('reads what a token says of itself', async () => {
    expect(await tokenMetadata(market.node, market.token)).toEqual({ symbol: 'dUSD', decimals: 6 });
  });

  it('names a token without a legible symbol by its address', async () => {
    const token = strangerOf(2);
    await answerAlways(token, 18);
    expect(await tokenMetadata(market.node, token)).toEqual({ symbol: '0xcccccccc', decimals: 18 });
  });

  it('refuses what is no token, or has more decimals than the escrow takes', async () => {
    const { node, escrow } = market;
    const token = strangerOf(3);
    await answerAlways(token, 19);
    await expect(tokenMetadata(node, token)).rejects.toThrow('has no decimals');
    await expect(tokenMetadata(node, escrow)).rejects.toThrow('has no decimals');
    await expect(tokenMetadata(node, strangerOf(1))).rejects.toThrow('has no decimals');
  });

  /** Puts a contract there that answers every call with this one number. */
  async function answerAlways(address: Address, answer: number): Promise<void> {
    const bytecode = concat(['0x60', toHex(answer), '0x60005260206000f3']);
    const client = createTestClient({ mode: 'hardhat', transport: http(market.chain.url) });
    await client.setCode({ address, bytecode });
  }
});

function strangerOf(index: number): Address {
  return `0x${index.toString(16).padStart(40, 'c')}`;
}
