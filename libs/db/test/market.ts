import { cloneDatabase } from '@gpuflow/testing';
import {
  instances,
  listings,
  machines,
  openDatabase,
  rentals,
  type Database,
} from '../src/index.js';
import { instanceOf, listingOf, machineOf, rentalOf } from './samples.js';

/** A database of its own for every test of the file. */
export function eachTestItsDatabase(): { readonly db: Database; readonly url: string } {
  const current: { db?: Database; url?: string; drop?: () => Promise<void> } = {};
  beforeEach(async () => {
    const { url, drop } = await cloneDatabase();
    Object.assign(current, { db: openDatabase(url), url, drop });
  });
  afterEach(async () => {
    await current.db?.close();
    await current.drop?.();
  });
  return {
    get db() {
      if (current.db === undefined) throw new Error('outside of a test');
      return current.db;
    },
    get url() {
      if (current.url === undefined) throw new Error('outside of a test');
      return current.url;
    },
  };
}

/** Machine `n` with its listing. */
export async function list(db: Database, n: number, changes: Parameters<typeof listingOf>[1] = {}) {
  await machines.insert(db, machineOf(n));
  await listings.insert(db, listingOf(n, changes));
}

/** Machine `n` with its listing and its rental. */
export async function rent(db: Database, n: number, changes: Parameters<typeof rentalOf>[1] = {}) {
  await list(db, n);
  await rentals.insert(db, rentalOf(n, changes));
}

/** Machine `n` with its listing, its rental and its instance. */
export async function run(db: Database, n: number, changes: Parameters<typeof instanceOf>[1] = {}) {
  await rent(db, n, { state: 'RUNNING' });
  await instances.insert(db, instanceOf(n, changes));
}
