import { direct, type Database } from '../database.js';
import { rowsOf } from '../rows-of.js';

/** Carries what a snapshot must read again: the triggers `…_told` of the database send it with each change. */
export const facetChannel = 'facets';

/** Subjects of changes that were heard and not read yet, by kind: `listing`, `machine`, `provider`, `offer`. */
export class HeardChanges {
  readonly #keys = new Map<string, Set<string>>();
  /** When the first of them was heard, in `performance.now()`. Undefined: there is none. */
  since: number | undefined;

  add(subject: string, now: number): void {
    const [kind = '', key = ''] = subject.split(':');
    this.#keys.set(kind, (this.#keys.get(kind) ?? new Set()).add(key));
    this.since ??= now;
  }

  of(kind: string): string[] {
    return [...(this.#keys.get(kind) ?? [])];
  }
}

/** The ids of all listings that changes are about: also of those that are active no more, or no more at all. */
export async function listingsIn(db: Database, changes: HeardChanges): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    db,
    `select unnest($1::uuid[]) as id
     union select l.id from unnest($2::uuid[]) as machine(id) join listings l on l.machine_id = machine.id
     union select l.id from unnest($3::text[]) as offer(hash) join listings l on l.offer_hash = offer.hash
     union select l.id from unnest($4::text[]) as provider(address) join listings l
       on l.provider = provider.address and l.state = 'ACTIVE'`,
    [changes.of('listing'), changes.of('machine'), changes.of('offer'), changes.of('provider')],
  );
  return rows.map(({ id }) => id);
}

/** Has the channel carry a word of ours, after all that was committed before. */
export async function sendWord(db: Database, word: string): Promise<void> {
  await db[direct]((client) => client.query('select pg_notify($1, $2)', [facetChannel, word]));
}
