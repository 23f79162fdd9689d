import { readFile } from 'node:fs/promises';

import { padHex, type Address, type Hex } from 'viem';
import { z } from 'zod';

import { audit } from '../audit.js';
import { encodePiece, type Evidence, type EvidencePiece } from '../evidence/evidence.js';
import { leafOf, parentOf } from '../evidence/merkle-proof.js';
import { accountOf, Market } from '../fixture/market.js';
import type { Finding } from '../finding.js';
import type { Order } from '../log/decode.js';
import { openNode } from '../node/node.js';

const artifact = z.object({ bytecode: z.custom<Hex>() });
const artifactPath = '../../../../contracts/artifacts/src/UsageRoots.sol/UsageRoots.json';
const seen = padHex('0x5ee', { size: 32 });
const hour = 3_600n;

describe('an audit of what meters and providers did', () => {
  let market: Market;
  let usageRoots: Address;

  beforeEach(async () => {
    market = await Market.open();
    const file = await readFile(new URL(artifactPath, import.meta.url), 'utf8');
    usageRoots = await market.deploy(artifact.parse(JSON.parse(file)).bytecode);
    await market.fund('renter', 50_000_000n);
    await market.fund('otherRenter', 50_000_000n);
  });
  afterEach(() => market.chain.stop());

  async function findings(evidence: Evidence = { pieces: [] }): Promise<Finding[]> {
    const node = openNode({ urls: [market.chain.url] });
    const { escrow, from } = market;
    const request = { node, escrow, from, to: 'latest', usageRoots, evidence } as const;
    return (await audit(request)).findings;
  }

  const codes = (found: Finding[]) => found.map(({ code, found: what }) => `${code}: ${what}`);

  it('finds a halt on no evidence at all', async () => {
    const order = await market.running();
    const startedAt = await market.now();
    await market.at(startedAt + 500n);
    await market.report(order, 1, { since: startedAt + 300n, turn: 1 });
    expect(codes(await findings())).toEqual(['HALT_WITHOUT_EVIDENCE: no evidence root']);
  });

  it('lets a provider halt its own machine', async () => {
    const order = await market.running();
    await market.act('provider', { functionName: 'halt', args: [order] });
    expect(await findings()).toEqual([]);
  });

  describe('of a machine that was down from the 300th second on', () => {
    let order: Order;
    let startedAt: bigint;
    let pieces: EvidencePiece[];

    beforeEach(async () => {
      order = await market.running();
      startedAt = await market.now();
      pieces = piecesOf(market.idOf(order), startedAt);
      const [up, down] = pieces.map((piece) => leafOf(encodePiece(piece)));
      const root = parentOf(up ?? '0x', down ?? '0x');
      await market.at(startedAt + 500n);
      const since = startedAt + 300n;
      await market.report(order, 1, { since, turn: 1, evidenceRoot: root });
    });

    function piecesOf(rentalId: Hex, start: bigint): EvidencePiece[] {
      const second = Number(start);
      const at = { rentalId, seen, hour: Number(start / hour) };
      const up = { ...at, from: second, until: second + 300, up: true };
      const down = { ...at, from: second + 300, until: second + 500, up: false };
      const [upLeaf, downLeaf] = [leafOf(encodePiece(up)), leafOf(encodePiece(down))];
      return [
        { ...up, proof: [downLeaf], haltProof: [downLeaf] },
        { ...down, proof: [upLeaf], haltProof: [upLeaf] },
      ];
    }

    async function publish(): Promise<void> {
      const [up, down] = pieces.map((piece) => leafOf(encodePiece(piece)));
      const published = Number(startedAt / hour);
      await market.at((BigInt(published) + 1n) * hour);
      const args = [published, parentOf(up ?? '0x', down ?? '0x'), 2];
      await market.act('meter', { functionName: 'publish', args }, usageRoots);
    }

    async function pass(seconds: bigint): Promise<void> {
      await market.at((await market.now()) + seconds);
      await market.chain.mine();
    }

    it('is content with evidence under both roots', async () => {
      await publish();
      await pass(3n * hour);
      expect(await findings({ pieces })).toEqual([]);
    });

    it('waits for the evidence of the newest hours', async () => {
      expect(await findings()).toEqual([]);
    });

    const lacks: [string, (piece: EvidencePiece) => EvidencePiece][] = [
      ['that says it was up', (piece) => ({ ...piece, up: true })],
      ['of other seconds', (piece) => ({ ...piece, from: piece.from + 1 })],
      ['with another path', (piece) => ({ ...piece, proof: [seen] })],
      ['that the halt does not name', (piece) => ({ ...piece, haltProof: [seen] })],
      ['of an hour not published', (piece) => ({ ...piece, hour: piece.hour + 1 })],
    ];
    it.each(lacks)('finds a halt that is backed by a piece %s', async (_name, bend) => {
      await publish();
      await pass(3n * hour);
      const [up, down] = pieces;
      if (up === undefined || down === undefined) throw new Error('there are two pieces');
      const [finding, ...others] = codes(await findings({ pieces: [up, bend(down)] }));
      expect(finding).toMatch(/^HALT_WITHOUT_EVIDENCE: nothing shown under 0x/);
      expect(others).toEqual([]);
    });

    it('finds seconds charged although the evidence says that it was down', async () => {
      await publish();
      const second = await market.now();
      await market.report(order, 2, { turn: 2 });
      const late = { from: Number(second) + 1, until: Number(second) + 101, up: false };
      const lost = { ...late, rentalId: market.idOf(order), seen, hour: Number(second / hour) };
      const leaf = leafOf(encodePiece(lost));
      await pass(2n * hour);
      await market.act(
        'meter',
        { functionName: 'publish', args: [lost.hour, leaf, 1] },
        usageRoots,
      );
      const [up, down] = pieces;
      if (up === undefined || down === undefined) throw new Error('there are two pieces');
      const found = await findings({ pieces: [up, down, { ...lost, proof: [] }] });
      expect(codes(found)).toEqual(['CHARGED_WHILE_DOWN: 100']);
    });
  });

  describe('of a halt that was mined so late that it stopped the clock at the 450th second only', () => {
    let pieces: EvidencePiece[];

    /** Down from the 300th to the 400th by what the halt names; what goes on from there was said later. */
    beforeEach(async () => {
      const order = await market.running();
      const startedAt = await market.now();
      const [second, published] = [Number(startedAt), Number(startedAt / hour)];
      const piece = (from: number, until: number, isUp: boolean) => ({
        ...{ rentalId: market.idOf(order), seen, hour: published, proof: [] },
        ...{ from: second + from, until: second + until, up: isUp },
      });
      const up = piece(0, 300, true);
      const down = piece(300, 400, false);
      const on = piece(400, 500, false);
      const leaf = (told: EvidencePiece) => leafOf(encodePiece(told));
      const named = parentOf(leaf(up), leaf(down));
      pieces = [
        { ...up, proof: [leaf(down), leaf(on)], haltProof: [leaf(down)] },
        { ...down, proof: [leaf(up), leaf(on)], haltProof: [leaf(up)] },
        { ...on, proof: [named] },
      ];
      await market.at(startedAt + 500n);
      await market.report(order, 1, { since: startedAt + 450n, turn: 1, evidenceRoot: named });
      await market.at((BigInt(published) + 1n) * hour);
      const args = [published, parentOf(named, leaf(on)), 3];
      await market.act('meter', { functionName: 'publish', args }, usageRoots);
      await market.at((await market.now()) + 3n * hour);
      await market.chain.mine();
    });

    it('is content where the machine was told down without a gap until then', async () => {
      expect(codes(await findings({ pieces }))).toEqual(['CHARGED_WHILE_DOWN: 150']);
    });

    it('finds a halt where there is a gap', async () => {
      const [finding, charged] = codes(await findings({ pieces: pieces.slice(0, 2) }));
      expect(finding).toMatch(/^HALT_WITHOUT_EVIDENCE: nothing shown under 0x/);
      expect(charged).toBe('CHARGED_WHILE_DOWN: 100');
    });
  });

  it('finds one GPU that two providers let in the same seconds', async () => {
    const assetHash = padHex('0xa55e7', { size: 32 });
    const first = await market.running({ assetHash });
    const from = await market.now();
    const provider = accountOf('otherProvider').address;
    const renter = accountOf('otherRenter').address;
    const second = await market.order(await market.offer({ assetHash, provider }), { renter });
    await market.openBySig(second, 'otherRenter', 'otherProvider');
    await market.at(from + 100n);
    await market.report(second, 0);
    await market.at(from + 250n);
    await market.act('renter', { functionName: 'stop', args: [first] });
    const rentals = `rental ${market.idOf(first)} and rental ${market.idOf(second)}`;
    expect(codes(await findings())).toEqual([
      `GPU_RENTED_TWICE: 150 from ${from + 100n}: ${rentals}`,
    ]);
  });

  it('finds nothing where one rental begins in the second in which the other ends', async () => {
    const offer = await market.offer();
    const first = await market.order(offer);
    await market.openBySig(first);
    await market.report(first, 0);
    const from = await market.now();
    await market.at(from + 100n);
    await market.act('renter', { functionName: 'stop', args: [first] });
    const next = await market.order(offer);
    await market.openBySig(next);
    await market.report(next, 0);
    expect(await findings()).toEqual([]);
  });

  it('finds a preemption by an order that nobody opened in time', async () => {
    const offer = await market.offer({ class: 1 });
    const order = await market.order(offer);
    await market.openBySig(order);
    await market.report(order, 0);
    const winner = await market.order({ ...offer, class: 0 });
    await market.act('provider', { functionName: 'preempt', args: [order, winner] });
    const noticeOver = (await market.now()) + 120n;
    await market.at(noticeOver + hour);
    await market.chain.mine();
    expect(await findings()).toEqual([]);
    await market.at(noticeOver + hour + 1n);
    await market.chain.mine();
    expect(codes(await findings())).toEqual(['PREEMPTED_BY_NOBODY: no opening']);
  });
});
