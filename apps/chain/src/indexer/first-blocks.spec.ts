import { firstBlocks } from './first-blocks.js';

it.each([
  ['all where they are few', [300, 0, 700], 3],
  ['those before the one that is too much', [300, 700, 1, 5], 2],
  ['one that is too much by itself', [1_001, 1], 1],
  ['none of none', [], 0],
])('takes %s', (_name, counts, taken) => {
  const blocks = counts.map((count) => ({ logs: Array.from({ length: count }, () => 'a log') }));
  expect(firstBlocks(blocks)).toEqual(blocks.slice(0, taken));
});
