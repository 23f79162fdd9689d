import type { Hex } from 'viem';

import { accountOf, Market } from '../fixture/market.js';
import { marketDay } from '../fixture/story.js';
import { openNode, type AuditNode } from '../node/node.js';
import { notAmong, notOnChain } from './anchor.js';
import { buildProof } from './build-proof.js';
import type { BundledBlock, ProofBundle } from './bundle.js';
import { readHeader } from './header.js';
import { verifyProof } from './verify-proof.js';

describe('a proof of a settlement', () => {
  let market: Market;
  let node: AuditNode;
  let plain: Hex;
  let agreed: Hex;
  let bundle: ProofBundle;

  beforeAll(async () => {
    market = await Market.open();
    const day = await marketDay(market);
    plain = market.idOf(day.plain);
    agreed = market.idOf(day.paused);
    node = openNode({ urls: [market.chain.url] });
    bundle = await prove(plain);
  });
  afterAll(() => market.chain.stop());

  function prove(rentalId: Hex, seq?: number): Promise<ProofBundle> {
    const { escrow, from } = market;
    return buildProof({ node, escrow, rentalId, from, ...(seq !== undefined && { seq }) });
  }

  it('holds offline, to the unit, with both signatures', async () => {
    const proven = await verifyProof(JSON.parse(JSON.stringify(bundle)));
    expect(proven).toMatchObject({
      rentalId: plain,
      order: { renter: accountOf('renter').address, pricePerHour: 590_000n },
      claimed: 1_180_000n,
      before: { state: 'ENDED', fees: 49_166n, refunded: 3_820_000n },
      after: {
        state: 'ENDED',
        claimed: 1_180_000n,
        fees: 118_000n,
        toProvider: 1_062_000n,
        held: 0n,
      },
      offerConsent: 'SIGNED',
      orderConsent: 'SIGNED',
    });
    expect(proven.toProvider + proven.fee + 491_666n).toBe(1_180_000n);
  });

  it('can be of an earlier settlement, and of one that the parties agreed on', async () => {
    expect(await verifyProof(await prove(plain, 3))).toMatchObject({ claimed: 491_666n });
    expect(await verifyProof(await prove(agreed))).toMatchObject({
      claimed: 500_000n,
      after: { state: 'ENDED' },
    });
  });

  it('is anchored by whoever knows the chain', async () => {
    const proven = await verifyProof(bundle);
    expect(proven.blocks).toHaveLength(5);
    expect(await notOnChain(node, proven)).toEqual([]);
    const hashes = proven.blocks.map(({ hash }) => hash);
    expect(notAmong(hashes, proven)).toEqual([]);
    expect(notAmong(hashes.slice(1), proven)).toEqual([proven.blocks[0]]);
  });

  it('has no settlement to prove where there was none', async () => {
    await expect(prove(plain, 2)).rejects.toThrow('no such settlement');
    await expect(prove(`0x${'ab'.repeat(32)}`)).rejects.toThrow('no such settlement');
  });

  const flipped = (hex: Hex): Hex => `0x${hex.slice(2, -2)}${hex.endsWith('00') ? '01' : '00'}`;
  const blockOf = ({ blocks: [block] }: ProofBundle) => {
    if (block === undefined) throw new Error('a bundle without blocks');
    return block;
  };
  const touched = ({ header, ...block }: BundledBlock): BundledBlock => {
    const { receiptsRoot } = readHeader(header);
    const other: Hex = `0x${header.slice(2).replace(receiptsRoot.slice(2), flipped(receiptsRoot).slice(2))}`;
    return { header: other, ...block };
  };
  const bent: [string, (of: ProofBundle) => unknown, string][] = [
    ['something else', () => ({ hello: 'world' }), 'not a settlement proof'],
    ['another format', (of) => ({ ...of, format: 'proof-2' }), 'not a settlement proof'],
    ['another escrow', (of) => ({ ...of, escrow: market.token }), 'not of the escrow'],
    ['another rental', (of) => ({ ...of, rentalId: agreed }), 'no settlement'],
    ['another number', (of) => ({ ...of, seq: 2 }), 'no settlement 2'],
    ['another chain', (of) => ({ ...of, chainId: 1 }), 'WRONG_VALUE, rentalId'],
    [
      'a log left out',
      (of) => ({ ...of, blocks: of.blocks.filter((_, index) => index !== 2) }),
      'MISSING_LOG',
    ],
    ['the opening left out', (of) => ({ ...of, blocks: of.blocks.slice(1) }), 'no settlement'],
    [
      'blocks in another order',
      (of) => ({ ...of, blocks: [...of.blocks].reverse() }),
      'no settlement',
    ],
    ['a log twice', (of) => ({ ...of, blocks: [blockOf(of), ...of.blocks] }), 'WRONG_STATE'],
    [
      'a header of another tree of receipts',
      (of) => ({ ...of, blocks: [touched(blockOf(of)), ...of.blocks.slice(1)] }),
      'is proven in block',
    ],
    [
      'a path that was touched',
      (of) => {
        const [one, ...rest] = of.blocks;
        const receipts = one?.receipts.map((receipt) => ({
          ...receipt,
          proof: receipt.proof.map(flipped),
        }));
        return { ...of, blocks: [{ ...one, receipts }, ...rest] };
      },
      'is proven in block',
    ],
    [
      'a log that a receipt has not',
      (of) => {
        const [one, ...rest] = of.blocks;
        const receipts = one?.receipts.map((receipt) => ({ ...receipt, logs: [99] }));
        return { ...of, blocks: [{ ...one, receipts }, ...rest] };
      },
      'has no log 99',
    ],
    [
      'a header that is none',
      (of) => ({ ...of, blocks: [{ ...blockOf(of), header: '0x1234' }] }),
      'a header is none',
    ],
  ];
  it.each(bent)('does not hold with %s', async (_name, bend, words) => {
    await expect(verifyProof(bend(bundle))).rejects.toThrow(words);
  });

  it('does not take a stranger for a party', async () => {
    const order = await accountOf('otherRenter').sign({ hash: plain });
    const proven = await verifyProof({ ...bundle, signatures: { ...bundle.signatures, order } });
    expect(proven).toMatchObject({ offerConsent: 'SIGNED', orderConsent: 'BY_CONTRACT' });
  });
});
