import { audit, type AuditReport } from './audit.js';
import { Market } from './fixture/market.js';
import { marketDay } from './fixture/story.js';
import { owedOf } from './compare/totals.js';
import { openNode } from './node/node.js';

describe('an audit of a chain on which everything is as it should be', () => {
  let market: Market;
  let report: AuditReport;

  beforeAll(async () => {
    market = await Market.open();
    await marketDay(market);
    const node = openNode({ urls: [market.chain.url] });
    report = await audit({ node, escrow: market.escrow, from: market.from, to: 'latest' });
  });
  afterAll(() => market.chain.stop());

  it('finds no difference', () => {
    expect(report.findings).toEqual([]);
    expect(report).toMatchObject({ rentals: 9, accounts: 3 });
  });

  it('tells what the escrow owes, and that it holds as much', () => {
    const [token, ...others] = report.tokens;
    if (token === undefined) throw new Error('no token');
    expect(others).toEqual([]);
    expect(token.fees).toBe(0n);
    expect(token.held).toBeGreaterThan(0n);
    expect(token.balance).toBe(owedOf(token));
  });

  const again = () => {
    const node = openNode({ urls: [market.chain.url] });
    return audit({ node, escrow: market.escrow, from: market.from, to: 'latest' });
  };

  it('takes tokens that somebody sent past a deposit for what they are: nobody is owed them', async () => {
    await market.act('renter', { functionName: 'mint', args: [market.escrow, 1n] }, market.token);
    const { findings, tokens, digest } = await again();
    expect(findings).toEqual([]);
    expect(digest).toBe(report.digest);
    expect(tokens[0]?.balance).toBe((report.tokens[0]?.balance ?? 0n) + 1n);
  });
});
