import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../database.js';
import type { Listener } from '../listen.js';
import type { Facets } from '../reads/listing-facets.js';
import type { ListingFilter } from '../reads/listing-filter.js';
import { ColumnStore, sliceCount } from './column-store.js';
import type { Moment } from './select-places.js';
import { countFacets } from './count-facets.js';
import { facetChannel, HeardChanges, listingsIn, sendWord } from './facet-feed.js';
import {
  heldChecksum,
  readEverything,
  readListings,
  readSlice,
  storedChecksum,
} from './facet-reads.js';

export interface LiveFacetsOptions {
  /** A snapshot that has not read a change for so long does not answer. */
  lagMsMax: number;
  /** Told of ids when the snapshot has read them again. */
  onRead?: (ids: readonly string[]) => void;
}

/** Changes that come within this time are read together. */
const gatherMs = 5;
const retryMs = 1_000;
/** A slice that changes while it is compared is compared again. */
const comparisonsMax = 5;

/**
 * The market's facets out of a snapshot in memory that follows the database: a change tells of itself when its transaction
 * commits, and what it is about is read again. SQL stays the truth: the snapshot says nothing where it is behind, and
 * checksums show that it holds what the database holds.
 */
export class LiveFacets {
  /** So many parts are compared by themselves. */
  static readonly slices = sliceCount;

  #store = new ColumnStore();
  #heard = new HeardChanges();
  /** When the changes were heard that are being read. */
  #readingSince: number | undefined;
  #whole = false;
  /** Nobody knows what has changed. */
  #unread = true;
  readonly #stopping = new AbortController();
  #working: Promise<void> | undefined;
  #listener: Listener | undefined;
  /** Who waits for a word of ours to come back, and has all read that came before it. */
  readonly #waiting = new Map<string, () => void>();
  #words: string[] = [];

  private constructor(
    private readonly db: Database,
    private readonly chainId: number,
    private readonly options: LiveFacetsOptions,
  ) {}

  /** Begins to follow. The snapshot is read in the background: until it is whole, it answers nothing. */
  static async follow(
    db: Database,
    chainId: number,
    options: LiveFacetsOptions = { lagMsMax: 250 },
  ): Promise<LiveFacets> {
    const live = new LiveFacets(db, chainId, options);
    live.#listener = await db.listen(
      facetChannel,
      (subject) => live.#hear(subject),
      () => live.#readAll(),
    );
    live.#work();
    return live;
  }

  /**
   * The facets of a filter. Undefined where SQL must answer: the snapshot is behind, or the filter
   * asks for what it does not hold.
   */
  facets(filter: ListingFilter, moment: Moment): Facets | undefined {
    if (filter.uptime !== undefined || this.#isBehind()) return undefined;
    return countFacets(this.#store, filter, moment);
  }

  /** How many listings it holds. */
  get size(): number {
    return this.#store.size;
  }

  /** Fulfilled when all that was committed before has been read, or when it follows no more. */
  async caughtUp(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    const word = randomUUID();
    const read = new Promise<void>((resolve) => this.#waiting.set(word, resolve));
    await sendWord(this.db, `word:${word}`);
    await read;
  }

  /**
   * Whether a slice of the listings is the same in the snapshot and in the database, by checksum. Where it is not, it is
   * read again.
   */
  async verify(slice: number): Promise<boolean> {
    for (let comparisons = 0; comparisons < comparisonsMax; comparisons += 1) {
      await this.caughtUp();
      const before = heldChecksum(this.#store, slice);
      const stored = await storedChecksum(this.db, this.chainId, slice);
      if (stored === before) return true;
      await this.caughtUp();
      if (stored === heldChecksum(this.#store, slice) || this.#stopping.signal.aborted) return true;
    }
    await readSlice(this.db, this.chainId, this.#store, slice);
    return false;
  }

  /** How many slices were not the same. */
  async differences(): Promise<number> {
    let different = 0;
    for (let slice = 0; slice < sliceCount; slice += 1)
      if (!(await this.verify(slice))) different += 1;
    return different;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#listener?.stop();
    await this.#working;
    this.#answer([...this.#waiting.keys()]);
  }

  #isBehind(): boolean {
    const since = this.#readingSince ?? this.#heard.since;
    const late = since !== undefined && performance.now() - since > this.options.lagMsMax;
    return !this.#whole || late;
  }

  #hear(subject: string): void {
    if (subject === 'all') return this.#readAll();
    if (subject.startsWith('word:')) this.#words.push(subject.slice('word:'.length));
    else this.#heard.add(subject, performance.now());
    this.#work();
  }

  /** Everything is read anew, and what is heard meanwhile after it. */
  #readAll(): void {
    this.#whole = false;
    this.#unread = true;
    this.#work();
  }

  #work(): void {
    this.#working ??= this.#readUntilDone().finally(() => (this.#working = undefined));
  }

  async #readUntilDone(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted && (this.#unread || this.#heard.since !== undefined || this.#words[0])) {
      // A reading of everything is after all that was waited for when it began, words that were lost too.
      const words = this.#unread ? [...this.#waiting.keys()] : this.#words;
      this.#words = [];
      try {
        await (this.#unread ? this.#readWhole() : this.#readHeard());
        this.#answer(words);
      } catch {
        // A change may be lost: everything is read when it can be.
        this.#readAll();
        await delay(retryMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #readWhole(): Promise<void> {
    const store = new ColumnStore();
    this.#unread = false;
    await readEverything(this.db, this.chainId, store, this.#stopping.signal);
    this.#store = store;
    this.#whole = !this.#unread;
  }

  async #readHeard(): Promise<void> {
    this.#readingSince = this.#heard.since;
    await delay(gatherMs);
    const changes = this.#heard;
    this.#heard = new HeardChanges();
    const ids = await listingsIn(this.db, changes);
    if (ids.length > 0) await readListings(this.db, this.chainId, this.#store, ids);
    this.#readingSince = undefined;
    this.options.onRead?.(ids);
  }

  #answer(words: readonly string[]): void {
    for (const word of words) {
      this.#waiting.get(word)?.();
      this.#waiting.delete(word);
    }
  }
}
