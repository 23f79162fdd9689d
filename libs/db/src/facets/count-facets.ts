import type { ListingFilter } from '../reads/listing-filter.js';
import type { Facet, Facets } from '../reads/listing-facets.js';
import { priceOf, type ColumnStore } from './column-store.js';
import { conditionsOn, selectPlaces, type Moment } from './select-places.js';

/** {@link Facets} of a snapshot. */
export function countFacets(store: ColumnStore, filter: ListingFilter, moment: Moment): Facets {
  const places = selectPlaces(store, conditionsOn(store, filter, moment));
  const models = new Counts(store, 'gpuModels', filter.gpuModels);
  const countries = new Counts(store, 'countries', filter.countries);
  const tiers = new Counts(store, 'tier', filter.tier && [filter.tier]);
  let total = 0;
  for (const place of places) {
    const ofModel = models.wants(place);
    const ofCountry = countries.wants(place);
    const ofTier = tiers.wants(place);
    if (ofCountry & ofTier) models.add(place);
    if (ofModel & ofTier) countries.add(place);
    if (ofModel & ofCountry) tiers.add(place);
    total += ofModel & ofCountry & ofTier;
  }
  return { total, models: models.facets(), countries: countries.facets(), tiers: tiers.facets() };
}

/** Counts and price ranges by one column's codes. */
class Counts {
  readonly #codes: Uint32Array;
  readonly #wanted: Uint8Array;
  readonly #counts: Float64Array;
  readonly #least: Float64Array;
  readonly #most: Float64Array;

  constructor(
    private readonly store: ColumnStore,
    private readonly name: string,
    wanted: readonly string[] | undefined,
  ) {
    const dictionary = store.dictionary(name);
    this.#codes = store.codes(name);
    this.#wanted = dictionary.mask(
      (text) => wanted === undefined || (text !== null && wanted.includes(text)),
    );
    this.#counts = new Float64Array(dictionary.texts.length);
    this.#least = new Float64Array(dictionary.texts.length);
    this.#most = new Float64Array(dictionary.texts.length);
  }

  /** 1 where the filter wants it. */
  wants(place: number): number {
    return this.#wanted[this.#codes[place] ?? 0] ?? 0;
  }

  /** The cheapest and the dearest are kept as places: their prices are compared in two parts. */
  add(place: number): void {
    const code = this.#codes[place] ?? 0;
    const first = this.#counts[code] === 0;
    this.#counts[code] = (this.#counts[code] ?? 0) + 1;
    if (first || this.#isBelow(place, this.#least[code] ?? 0)) this.#least[code] = place;
    if (first || this.#isBelow(this.#most[code] ?? 0, place)) this.#most[code] = place;
  }

  /** By value, those that were counted. */
  facets(): Facet[] {
    const { texts } = this.store.dictionary(this.name);
    const facets = texts.map((text, code) => ({
      value: text ?? '',
      count: this.#counts[code] ?? 0,
      minPricePerHourUnits: this.#priceAt(this.#least[code] ?? 0),
      maxPricePerHourUnits: this.#priceAt(this.#most[code] ?? 0),
    }));
    return facets.filter(({ count }) => count > 0).sort((a, b) => (a.value < b.value ? -1 : 1));
  }

  #isBelow(place: number, other: number): boolean {
    const { priceHigh, priceLow } = this.store;
    const high = (priceHigh[place] ?? 0) - (priceHigh[other] ?? 0);
    return high < 0 || (high === 0 && (priceLow[place] ?? 0) < (priceLow[other] ?? 0));
  }

  #priceAt(place: number): bigint {
    return priceOf(this.store.priceHigh[place] ?? 0, this.store.priceLow[place] ?? 0);
  }
}
