import { Fault } from '@gpuflow/domain';

interface Waiting<Item, Answer> {
  item: Item;
  answer: (answer: Answer) => void;
  fail: (error: unknown) => void;
}

export interface GroupCommit<Item, Answer> {
  /** Writes all of these durably, and answers each in its place. What it throws is said to all of them. */
  commit: (items: readonly Item[]) => Promise<readonly Answer[]>;
  /** Items of one key are never in one commit: the second waits for the next. */
  keyOf: (item: Item) => string;
  /** So many items at most in one commit. */
  itemsMax: number;
  /** So many may wait; more are a `Fault`, which is sooner known than a late answer. */
  waitingMax: number;
}

/**
 * Commits in common what is asked for at the same time: while one commit is under way, what comes gathers for the next.
 * So each answer is given after its commit, and a commit costs as little for each as many share it. (Group commit:
 * DeWitt et al., Implementation Techniques for Main Memory Database Systems, 1984.)
 */
export function groupCommit<Item, Answer>(
  options: GroupCommit<Item, Answer>,
): (item: Item) => Promise<Answer> {
  let waiting: Waiting<Item, Answer>[] = [];
  let underWay = false;

  const run = async () => {
    const [group, others] = split(waiting, options);
    waiting = others;
    await commit(group, options);
    if (waiting.length > 0) setImmediate(() => void run());
    else underWay = false;
  };
  return (item) =>
    new Promise<Answer>((answer, fail) => {
      if (waiting.length >= options.waitingMax)
        return fail(new Fault('beats', new Error(`${options.waitingMax} wait already`)));
      waiting.push({ item, answer, fail });
      if (underWay) return undefined;
      underWay = true;
      // What else has arrived by now goes with it.
      setImmediate(() => void run());
      return undefined;
    });
}

function split<Item, Answer>(
  waiting: readonly Waiting<Item, Answer>[],
  { keyOf, itemsMax }: GroupCommit<Item, Answer>,
): [group: Waiting<Item, Answer>[], others: Waiting<Item, Answer>[]] {
  const group = new Map<string, Waiting<Item, Answer>>();
  const others: Waiting<Item, Answer>[] = [];
  for (const one of waiting) {
    const key = keyOf(one.item);
    if (group.size < itemsMax && !group.has(key)) group.set(key, one);
    else others.push(one);
  }
  return [[...group.values()], others];
}

async function commit<Item, Answer>(
  group: readonly Waiting<Item, Answer>[],
  options: GroupCommit<Item, Answer>,
): Promise<void> {
  try {
    const answers = await options.commit(group.map(({ item }) => item));
    for (const [place, { answer, fail }] of group.entries()) {
      const given = answers[place];
      if (given === undefined) fail(new Error('a commit that answers less than it was asked'));
      else answer(given);
    }
  } catch (error) {
    for (const { fail } of group) fail(error);
  }
}
