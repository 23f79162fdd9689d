import { audit, type AuditReport } from './audit.js';
import { Market } from './fixture/market.js';
import { marketDay } from './fixture/story.js';
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
});
