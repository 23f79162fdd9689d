import { Refusal } from '../refusal.js';
import { gpuCatalogue } from './catalogue.js';
import { editDistance } from './edit-distance.js';
import type { GpuModel } from './gpu-model.js';

/** Longer than any name of a GPU. */
const textMax = 64;
/** So many names are worth reading when one was not known. */
const nearestCount = 3;

/** Makers and brands: they stand in front of a name and tell nothing apart. */
const brands = /nvidia|geforce|tesla|amd|radeon|instinct|graphics/g;

const byKey = new Map(
  gpuCatalogue.flatMap((gpu) =>
    [gpu.name, ...gpu.aliases].flatMap((name) => keysOf(name).map((key) => [key, gpu] as const)),
  ),
);
const byName = new Map(gpuCatalogue.map((gpu) => [gpu.name, gpu]));

/**
 * The name of a GPU in the catalogue, however `nvidia-smi`, a shop or a hurried hand writes it: `NVIDIA GeForce RTX 4090`,
 * `rtx4090` and `4090` are `RTX 4090`. Refuses `UNKNOWN_GPU_MODEL`, with the nearest names by edit distance.
 */
export function canonicalGpuModel(text: string): string {
  const have = text.slice(0, textMax);
  const gpu = byKey.get(keyOf(have));
  if (gpu === undefined) throw new Refusal('UNKNOWN_GPU_MODEL', { have, nearest: nearest(have) });
  return gpu.name;
}

/** The catalogue's entry of a canonical name. Undefined for a name from before there was a catalogue. */
export function gpuNamed(name: string): GpuModel | undefined {
  return byName.get(name);
}

/** Letters and digits alone, without brands. */
function keyOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(brands, '');
}

/** A GeForce is known by its number too. */
function keysOf(name: string): string[] {
  const key = keyOf(name);
  return /^rtx\d{4}/.test(key) && !key.endsWith('ada') ? [key, key.slice('rtx'.length)] : [key];
}

function nearest(text: string): string[] {
  const have = keyOf(text);
  const distances = new Map<string, number>();
  for (const [key, { name }] of byKey)
    distances.set(name, Math.min(distance(have, key), distances.get(name) ?? Infinity));
  const near = [...distances].sort(([a, one], [b, other]) => one - other || (a < b ? -1 : 1));
  return near.slice(0, nearestCount).map(([name]) => name);
}

/** What only begins a name is nearer to it than any misspelling. */
function distance(have: string, key: string): number {
  return have !== '' && key.startsWith(have) ? 0 : editDistance(have, key);
}
