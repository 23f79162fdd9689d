import { hash } from 'node:crypto';
import { codeNames, numberNames, type FacetRow } from './facet-columns.js';
import { Dictionary } from './dictionary.js';

const capacityMin = 1_024;
/** Prices are of 96 bits, in two numbers of 48, each exact. */
const priceShift = 48n;
const priceMask = (1n << priceShift) - 1n;

/** Listings whose ids begin with the same byte are a slice: so many at a time are read and checked. */
export const sliceCount = 256;

function sliceOf(id: string): number {
  return Number.parseInt(id.slice(0, 2), 16);
}

/** The parts of a price, the higher first: they compare as the price does. */
export function priceParts(units: bigint): [high: number, low: number] {
  return [Number(units >> priceShift), Number(units & priceMask)];
}

export function priceOf(high: number, low: number): bigint {
  return (BigInt(high) << priceShift) | BigInt(low);
}

/**
 * Listings by column: each column is one typed array, a listing is a place in all of them, and places are dense, so that
 * a condition is a loop over one array (C-Store, Stonebraker et al. 2005).
 */
export class ColumnStore {
  #capacity = 0;
  readonly #ids: string[] = [];
  /** By slice, so that one is found without looking at all. */
  readonly #places = Array.from({ length: sliceCount }, () => new Map<string, number>());
  readonly #numbers = new Map(numberNames.map((name) => [name, new Float64Array()]));
  readonly #codes = new Map(codeNames.map((name) => [name, new Uint32Array()]));
  readonly #dictionaries = new Map(codeNames.map((name) => [name, new Dictionary()]));
  priceHigh = new Float64Array();
  priceLow = new Float64Array();

  get size(): number {
    return this.#ids.length;
  }

  /** Unknown is below every number. */
  numbers(name: string): Float64Array {
    return known(this.#numbers.get(name), name);
  }

  codes(name: string): Uint32Array {
    return known(this.#codes.get(name), name);
  }

  dictionary(name: string): Dictionary {
    return known(this.#dictionaries.get(name), name);
  }

  set(row: FacetRow): void {
    const place = this.#placesBeside(row.id).get(row.id) ?? this.#append(row.id);
    [this.priceHigh[place], this.priceLow[place]] = priceParts(BigInt(row.price));
    for (const [index, name] of numberNames.entries())
      this.numbers(name)[place] = Number(row.numbers[index] ?? -Infinity);
    for (const [index, name] of codeNames.entries())
      this.codes(name)[place] = this.dictionary(name).code(row.codes[index] ?? null);
  }

  /** The last listing takes its place. */
  remove(id: string): void {
    const places = this.#placesBeside(id);
    const place = places.get(id);
    if (place === undefined) return;
    const last = this.size - 1;
    for (const column of this.#columns()) column[place] = column[last] ?? 0;
    const moved = this.#ids[last] ?? id;
    this.#ids[place] = moved;
    this.#placesBeside(moved).set(moved, place);
    this.#ids.pop();
    places.delete(id);
  }

  /** The ids of a slice. */
  ids(slice: number): string[] {
    return [...(this.#places[slice]?.keys() ?? [])];
  }

  /** The listing as its row said it. */
  row(id: string): FacetRow | undefined {
    const place = this.#placesBeside(id).get(id);
    if (place === undefined) return undefined;
    const price = priceOf(this.priceHigh[place] ?? 0, this.priceLow[place] ?? 0).toString();
    const numbers = numberNames.map((name) => numberText(this.numbers(name)[place] ?? NaN));
    const codes = codeNames.map(
      (name) => this.dictionary(name).texts[this.codes(name)[place] ?? -1] ?? null,
    );
    return { id, price, numbers, codes };
  }

  /** Of the slice that the id is of. */
  #placesBeside(id: string): Map<string, number> {
    const places = this.#places[sliceOf(id)];
    if (places === undefined) throw new Error(`not a UUID: ${id}`);
    return places;
  }

  #append(id: string): number {
    const place = this.#ids.push(id) - 1;
    this.#placesBeside(id).set(id, place);
    if (place === this.#capacity) this.#grow(Math.max(capacityMin, this.#capacity * 2));
    return place;
  }

  #grow(capacity: number): void {
    const grown = <Column extends Float64Array | Uint32Array>(column: Column, larger: Column) => {
      larger.set(column);
      return larger;
    };
    for (const [name, column] of this.#numbers)
      this.#numbers.set(name, grown(column, new Float64Array(capacity)));
    for (const [name, column] of this.#codes)
      this.#codes.set(name, grown(column, new Uint32Array(capacity)));
    this.priceHigh = grown(this.priceHigh, new Float64Array(capacity));
    this.priceLow = grown(this.priceLow, new Float64Array(capacity));
    this.#capacity = capacity;
  }

  *#columns(): Iterable<Float64Array | Uint32Array> {
    yield* this.#numbers.values();
    yield* this.#codes.values();
    yield this.priceHigh;
    yield this.priceLow;
  }
}

/** The part of a row's digest that checksums sum: `facetChecksum` does the same in SQL. */
export function digestOf({ id, price, numbers, codes }: FacetRow): bigint {
  const text = [id, price, ...numbers, ...codes].map((value) => value ?? '').join('|');
  return BigInt(`0x${hash('md5', text).slice(0, 12)}`);
}

/** As PostgreSQL writes it: with an exponent, of two digits, below 0.0001. */
function numberText(value: number): string | null {
  if (value === -Infinity) return null;
  if (value === 0 || value >= 1e-4) return String(value);
  return value.toExponential().replace(/e-(\d)$/, 'e-0$1');
}

function known<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`the snapshot has no column ${name}`);
  return value;
}
