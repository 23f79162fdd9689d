import { retryAt } from './retry-at.js';

const createdAt = new Date('2026-01-01T00:00:00Z');
const after = (seconds: number) => new Date(createdAt.getTime() + seconds * 1000);

describe('retryAt', () => {
  it.each([
    ['at once', 0, 1],
    ['in its first seconds', 1, 2],
    ['after half of its age', 20, 30],
    ['a minute later at most', 120, 180],
    ['a minute later, however old', 86_400, 86_460],
  ])('tries a new intent again %s', (_, age, again) => {
    expect(retryAt(createdAt, after(age))).toEqual(after(again));
  });

  it('waits a second even where the clock ran back', () => {
    expect(retryAt(createdAt, after(-30))).toEqual(after(-29));
  });
});
