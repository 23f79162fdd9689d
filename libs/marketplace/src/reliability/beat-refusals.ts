import { beatRefusals, type BeatRefusals as Counted } from '@gpuflow/db';

import type { Market } from '../market.js';

const hourMs = 3_600_000;

/** Counts refused beats by hour and code: in memory, so that whoever sends nonsense has us write nothing, and then in sums. */
export class BeatRefusals {
  #counts = new Map<string, Counted>();

  constructor(private readonly market: Pick<Market, 'db' | 'clock'>) {}

  count(code: string): void {
    const hour = new Date(Math.floor(this.market.clock.now().getTime() / hourMs) * hourMs);
    const key = `${hour.getTime()} ${code}`;
    const counted = this.#counts.get(key) ?? { hour, code, beats: 0 };
    this.#counts.set(key, { ...counted, beats: counted.beats + 1 });
  }

  /** Writes what was counted since the last time. What cannot be written is counted on. */
  async write(): Promise<void> {
    const counts = this.#counts;
    if (counts.size === 0) return;
    this.#counts = new Map();
    try {
      await beatRefusals.add(this.market.db, [...counts.values()]);
    } catch (error) {
      this.#takeBack(counts);
      throw error;
    }
  }

  #takeBack(counts: ReadonlyMap<string, Counted>): void {
    for (const [key, counted] of counts) {
      const since = this.#counts.get(key)?.beats ?? 0;
      this.#counts.set(key, { ...counted, beats: counted.beats + since });
    }
  }
}
