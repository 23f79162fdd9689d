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

/** An open database that nobody else knows. */
interface OwnDatabase {
  readonly db: Database;
  readonly url: string;
  drop(): Promise<void>;
}

async function ownDatabase(): Promise<OwnDatabase> {
  const { url, drop } = await cloneDatabase();
  const db = openDatabase(url);
  return { db, url, drop: () => db.close().then(drop) };
}

/** A database of its own for every test of the file. */
export function eachTestItsDatabase(): Pick<OwnDatabase, 'db' | 'url'> {
  let current: OwnDatabase | undefined;
  beforeEach(async () => {
    current = await ownDatabase();
  });
  afterEach(() => current?.drop());
  return {
    get db() {
      return during(current).db;
    },
    get url() {
      return during(current).url;
    },
  };
}

/** One database for tests that only read what `fill` wrote. */
export function oneDatabase(fill: (db: Database) => Promise<void>): Pick<OwnDatabase, 'db'> {
  let current: OwnDatabase | undefined;
  beforeAll(async () => {
    current = await ownDatabase();
    await fill(current.db);
  });
  afterAll(() => current?.drop());
  return {
    get db() {
      return during(current).db;
    },
  };
}

function during(current: OwnDatabase | undefined): OwnDatabase {
  if (current === undefined) throw new Error('There is a database only during a test.');
  return current;
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
