import { FixedClock } from './fixed-clock.js';

describe('FixedClock', () => {
  it('stands still until it is moved', () => {
    const clock = new FixedClock(new Date('2026-03-01T12:00:00Z'));
    const first = clock.now();
    clock.advanceSeconds(90);
    expect(first).toEqual(new Date('2026-03-01T12:00:00Z'));
    expect(clock.now()).toEqual(new Date('2026-03-01T12:01:30Z'));
    clock.set(new Date('2026-02-01T00:00:00Z'));
    expect(clock.now()).toEqual(new Date('2026-02-01T00:00:00Z'));
  });
});
