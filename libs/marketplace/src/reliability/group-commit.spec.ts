import { groupCommit } from './group-commit.js';

/** Commits that the test lets through one by one. */
function gated() {
  const groups: number[][] = [];
  const gates: PromiseWithResolvers<undefined>[] = [];
  const commit = async (items: readonly number[]) => {
    groups.push([...items]);
    const gate = Promise.withResolvers<undefined>();
    gates.push(gate);
    await gate.promise;
    return items.map((item) => item * 2);
  };
  return { groups, gates, commit };
}

const limits = { keyOf: (item: number) => String(item % 10), itemsMax: 3, waitingMax: 6 };
const soon = () => new Promise((resolve) => setImmediate(resolve));
const turns = async () => {
  for (let turn = 0; turn < 3; turn += 1) await soon();
};

describe('group commit', () => {
  it('gathers what comes meanwhile, and answers nobody before the commit', async () => {
    const { groups, gates, commit } = gated();
    const write = groupCommit({ commit, ...limits });
    const answered: number[] = [];
    const writing = [1, 2, 3, 4].map((item) => write(item).then((n) => answered.push(n)));
    await turns();
    expect([groups, answered]).toEqual([[[1, 2, 3]], []]);
    writing.push(write(5).then((n) => answered.push(n)));
    gates[0]?.resolve(undefined);
    await turns();
    expect([groups[1], answered]).toEqual([
      [4, 5],
      [2, 4, 6],
    ]);
    gates[1]?.resolve(undefined);
    await Promise.all(writing);
    expect(answered).toEqual([2, 4, 6, 8, 10]);
  });

  it('never has two of one key in a commit', async () => {
    const { groups, gates, commit } = gated();
    const write = groupCommit({ commit, ...limits });
    const writing = [1, 11, 2].map((item) => write(item));
    await turns();
    gates[0]?.resolve(undefined);
    await turns();
    gates[1]?.resolve(undefined);
    expect(await Promise.all(writing)).toEqual([2, 22, 4]);
    expect(groups).toEqual([[1, 2], [11]]);
  });

  it('fails all of a failed commit, and goes on', async () => {
    let broken = true;
    const commit = async (items: readonly number[]) => {
      if (broken) throw new Error('gone');
      return items;
    };
    const write = groupCommit({ commit, ...limits });
    const failed = await Promise.allSettled([1, 2, 3].map(write));
    expect(failed.map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
    broken = false;
    expect(await write(4)).toBe(4);
  });

  it('takes no more than may wait', async () => {
    const { gates, commit } = gated();
    const write = groupCommit({ commit, ...limits });
    const writing = Array.from({ length: 6 }, (_, item) => write(item));
    await expect(write(7)).rejects.toMatchObject({ name: 'Fault', source: 'beats' });
    for (let round = 0; round < 2; round += 1) {
      await turns();
      gates[round]?.resolve(undefined);
    }
    expect(await Promise.all(writing)).toHaveLength(6);
  });
});
