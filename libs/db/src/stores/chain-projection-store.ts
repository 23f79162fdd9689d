import type { Tx } from '../database.js';
import { rowsOf } from '../rows-of.js';

/** Each table of the projection, and the fold key of its rows' logs. A row is called `p`. */
const tables = [
  { table: 'chain_rentals', key: `'rental:' || p.rental_id` },
  { table: 'chain_accounts', key: `'account:' || p.token || ':' || p.owner` },
  { table: 'ledger_entries', key: `'account:' || p.token || ':' || p.owner` },
  { table: 'chain_tokens', key: `'token:' || p.address` },
  { table: 'chain_params', key: `'params'` },
  { table: 'chain_cancelled_offers', key: `'offer:' || p.offer_hash` },
  { table: 'chain_cancelled_orders', key: `'order:' || p.rental_id` },
  { table: 'chain_counters', key: `'counter:' || p.owner` },
  {
    table: 'chain_delegations',
    key: `'delegation:' || p.owner || ':' || p.delegate || ':' || p.token`,
  },
  { table: 'chain_nonces', key: `'nonce:' || p.owner` },
];

/** Removes rows of which no stored log tells, and says how many there were. */
export async function removeUntold(tx: Tx, chainId: number): Promise<number> {
  let removed = 0;
  for (const { table, key } of tables) {
    const gone = await rowsOf(
      tx,
      `delete from ${table} p where p.chain_id = $1 and not exists (
         select from chain_logs l where l.chain_id = p.chain_id and l.fold_key = ${key})
       returning 1`,
      [chainId],
    );
    removed += gone.length;
  }
  return removed;
}
