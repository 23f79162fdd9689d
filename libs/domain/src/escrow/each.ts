import { Refusal } from '../refusal.js';
import { copyOf } from './books.js';
import { requireWithin, write, type Draft } from './draft.js';

const itemsMax = 64n;

/**
 * Does many things, each for itself: what one refuses changes nothing but for the note that it failed, and the others go
 * on. Refuses `TERMS_OUT_OF_BOUNDS` for more than 64.
 */
export function doEach<Item>(
  draft: Draft,
  items: readonly Item[],
  doOne: (attempt: Draft, item: Item) => void,
): void {
  requireWithin('items', BigInt(items.length), { max: itemsMax });
  items.forEach((item, index) => {
    const attempt: Draft = { ...draft, books: copyOf(draft.books), logs: [] };
    try {
      doOne(attempt, item);
      for (const log of attempt.logs) write(draft, log);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      write(draft, { kind: 'BATCH_ITEM_FAILED', index: BigInt(index) });
    }
  });
}
