import { subscribe } from 'node:diagnostics_channel';
import { chainTransactions, intents, type ChainTransaction } from '@gpuflow/db';
import { parseHash, type Hash } from '@gpuflow/domain';
import { inTraceOf, milestoneChannel, type Milestones } from '@gpuflow/marketplace';
import { trace, type Link } from '@opentelemetry/api';
import { z } from 'zod';
import type { Chain } from './chain.js';

const tracer = trace.getTracer('gpuflow');

const hash = (field: string) => z.string().transform((text) => parseHash(text, field));
const settledForm = z.object({ hash: hash('hash'), intents: z.array(z.string()) });
const handedOverForm = z.object({ rentalId: hash('rentalId') });

/**
 * Records every transaction as a span from its signing to its block, and what the market makes of a rental's logs as
 * another, in the trace of the request that wished for them. Of a batch the first wish's trace holds the span, and the
 * others are linked.
 */
export function traceTransactions(chain: Chain): void {
  listen('transaction.settled', settledForm, (settled) => recordTransaction(chain, settled));
  listen('rental.handed-over', handedOverForm, (handed) => recordLogs(chain, handed));
}

/** A trace is never worth a failure: what cannot be recorded is not. */
function listen<Facts>(
  name: keyof Milestones,
  form: z.ZodType<Facts, z.ZodTypeDef, unknown>,
  record: (facts: Facts) => Promise<void>,
): void {
  subscribe(milestoneChannel(name), (message) => {
    void record(form.parse(message)).catch(() => undefined);
  });
}

async function recordTransaction(
  { market }: Chain,
  settled: z.output<typeof settledForm>,
): Promise<void> {
  const transaction = await chainTransactions.byHash(market.db, settled.hash);
  if (transaction === undefined) return;
  const wishes = await Promise.all(settled.intents.map((key) => intents.find(market.db, key)));
  const [first, ...others] = wishes.map((wish) => wish?.traceParent);
  const links = others.flatMap(linkTo);
  inTraceOf(first, () => {
    const span = tracer.startSpan('transaction', { startTime: transaction.signedAt, links });
    span.setAttributes(attributesOf(transaction)).end(transaction.minedAt);
  });
}

function attributesOf({ hash: txHash, nonce, state, inclusion }: ChainTransaction) {
  const block = inclusion === undefined ? {} : { 'gpuflow.block': Number(inclusion.blockNumber) };
  return { 'gpuflow.tx': txHash, 'gpuflow.nonce': nonce, 'gpuflow.state': state, ...block };
}

function linkTo(traceParent: string | undefined): Link[] {
  const context = inTraceOf(traceParent, () => trace.getActiveSpan()?.spanContext());
  return context === undefined ? [] : [{ context }];
}

async function recordLogs({ market }: Chain, { rentalId }: { rentalId: Hash }): Promise<void> {
  const wishes = await intents.listOfRental(market.db, rentalId);
  const latest = wishes.findLast(({ traceParent }) => traceParent !== undefined);
  inTraceOf(latest?.traceParent, () => {
    tracer.startSpan('logs handed over', { attributes: { 'gpuflow.rental': rentalId } }).end();
  });
}
