import pg from 'pg';
import { createPublicClient, http } from 'viem';

import { deploymentBlock, escrow, params } from './recorded-chain.ts';
import { serveRuns } from './side.ts';

/**
 * What one writes who needs the logs and nothing else: viem's `getLogs` page by page, each page inserted in one
 * statement. No decoding, no headers, no projection, no way back.
 */
const blocksPerPage = 500n;
const columns = ['block_number', 'block_hash', 'log_index', 'tx_hash', 'address', 'topics', 'data'];
const types = ['bigint', 'text', 'int', 'text', 'text', 'text', 'text'];

serveRuns(async ({ databaseUrl, nodeUrl, head }) => {
  const client = createPublicClient({ transport: http(nodeUrl) });
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  await database.query(`create table bare_logs (
    block_number bigint not null, block_hash text not null, log_index int not null, tx_hash text not null,
    address text not null, topics text not null, data text not null, primary key (block_hash, log_index))`);
  const last = BigInt(head);
  for (let from = deploymentBlock; from <= last; from += blocksPerPage) {
    const end = from + blocksPerPage - 1n;
    const logs = await client.getLogs({
      address: [escrow, params],
      fromBlock: from,
      toBlock: end < last ? end : last,
    });
    await insert(database, logs);
  }
  await database.end();
});

type Logs = Awaited<ReturnType<ReturnType<typeof createPublicClient>['getLogs']>>;

/** One statement and one array a column: several times faster than a placeholder a value. */
async function insert(database: pg.Client, logs: Logs): Promise<void> {
  if (logs.length === 0) return;
  const arrays = types.map((type, i) => `$${i + 1}::${type}[]`);
  await database.query(
    `insert into bare_logs (${columns.join()}) select * from unnest(${arrays.join()})`,
    [
      logs.map(({ blockNumber }) => blockNumber),
      logs.map(({ blockHash }) => blockHash),
      logs.map(({ logIndex }) => logIndex),
      logs.map(({ transactionHash }) => transactionHash),
      logs.map(({ address }) => address),
      logs.map(({ topics }) => topics.join()),
      logs.map(({ data }) => data),
    ],
  );
}
