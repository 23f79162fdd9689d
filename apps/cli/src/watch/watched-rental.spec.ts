import { Fault } from '@gpuflow/domain';

import { answersOf, firstOf } from './watched-rental.js';

const fault = new Fault('rpc', new Error('away'));

/** Endpoints that answer their own name, but for those that are away or wrong. */
const ask = (url: string) => {
  if (url.startsWith('away')) return Promise.reject(fault);
  return url.startsWith('wrong') ? Promise.reject(new Error(url)) : Promise.resolve(url);
};

describe('several endpoints', () => {
  it('are asked one after the other, until one answers', async () => {
    expect(await firstOf(['away', 'b', 'c'], ask)).toBe('b');
    await expect(firstOf(['away', 'away'], ask)).rejects.toBe(fault);
  });

  it('are not asked for another answer where one has refused', async () => {
    await expect(firstOf(['wrong', 'b'], ask)).rejects.toThrow('wrong');
  });

  it('say what they say, but for those that do not answer', async () => {
    expect(await answersOf(['a', 'away', 'c'], ask)).toEqual(['a', 'c']);
    await expect(answersOf(['away', 'away'], ask)).rejects.toBe(fault);
  });
});
