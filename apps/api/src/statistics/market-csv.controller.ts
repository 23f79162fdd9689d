import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { chainTokens, marketHistory, type HistoryQuery } from '@gpuflow/db';
import { canonicalGpuModel, parseAddress, Refusal, type RollupPeriod } from '@gpuflow/domain';
import { found, type Market } from '@gpuflow/marketplace';

import { moment, optional, textWithin } from '../graphql/arguments.js';
import { MARKET } from '../tokens.js';
import { csvOf } from './csv.js';
import { historySpan } from './history-span.js';
import { rollupColumns, rollupLine } from './rollup-line.js';

/** Rows of one answer. Where there are more, `Link` names the next. */
const rowsMax = 5_000;
const defaultDays = 30;
const dayMs = 86_400_000;

/** What a client asks for, as it stands in the URL. */
type Sent = Partial<Record<'token' | 'model' | 'period' | 'from' | 'to' | 'after', unknown>>;

/** The history of prices for spreadsheets: RFC 4180. Public, and the same for everybody. */
@Controller()
export class MarketCsvController {
  constructor(@Inject(MARKET) private readonly market: Market) {}

  @Get('market.csv')
  async marketCsv(@Query() sent: Sent, @Res({ passthrough: true }) reply: Replying) {
    const { db, policy, clock } = this.market;
    const query = parseHistory(sent, clock.now());
    const tokens = await chainTokens.list(db, policy.chainId);
    const token = found(
      tokens.find(({ address }) => address === query.token),
      'token',
      query.token,
    );
    const { rollups, hasNextPage } = await marketHistory(db, policy.chainId, query);
    const last = rollups.at(-1)?.cursor;
    reply.headers(csvHeaders);
    if (hasNextPage && last !== undefined) reply.header('link', nextPage(sent, last));
    return csvOf(
      rollupColumns,
      rollups.map(({ rollup }) => rollupLine(rollup, token)),
    );
  }
}

/** Of Fastify's reply, all that is needed. */
interface Replying {
  header(name: string, value: string): unknown;
  headers(values: Record<string, string>): unknown;
}

/** An answer is the same for everybody, and a late correction of it can wait five minutes. */
const csvHeaders = {
  'content-type': 'text/csv; charset=utf-8; header=present',
  'content-disposition': 'inline; filename="market.csv"',
  'cache-control': 'public, max-age=300',
};

/** Refuses `MALFORMED_INPUT`, naming the parameter. */
function parseHistory(sent: Sent, now: Date): HistoryQuery {
  const text = (name: keyof Sent) => textOf(sent[name], name);
  const to = optional(moment)(text('to'), 'to') ?? now;
  const from =
    optional(moment)(text('from'), 'from') ?? new Date(to.getTime() - defaultDays * dayMs);
  const model = optional(textWithin(1, 64))(text('model'), 'model');
  return {
    token: parseAddress(text('token') ?? '', 'token'),
    gpuModel: model === undefined ? undefined : canonicalGpuModel(model),
    tier: undefined,
    class: undefined,
    period: periodOf(text('period') ?? 'day'),
    ...historySpan(from, to),
    first: rowsMax,
    after: optional(textWithin(1, 200))(text('after'), 'after'),
  };
}

/** A parameter that comes twice is a list. */
function textOf(value: unknown, field: string): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw new Refusal('MALFORMED_INPUT', { field, reason: 'given more than once' });
}

function periodOf(text: string): RollupPeriod {
  if (text === 'hour') return 'HOUR';
  if (text === 'day') return 'DAY';
  throw new Refusal('MALFORMED_INPUT', { field: 'period', reason: 'neither hour nor day' });
}

/** RFC 8288. */
function nextPage(sent: Sent, after: string): string {
  const given = Object.entries(sent).filter(([name]) => name !== 'after');
  const query = new URLSearchParams([...given.map(pairOf), ['after', after]]);
  return `</market.csv?${query.toString()}>; rel="next"`;
}

function pairOf([name, value]: [string, unknown]): [string, string] {
  return [name, String(value)];
}
