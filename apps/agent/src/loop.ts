const pauseMsMin = 250;
const pauseMsMax = 15_000;

/** A step that is done over and over. */
export interface Loop {
  /** Does the next step at once, or right after the one under way. */
  wake(): void;
  /** Aborts the step under way and resolves when nothing runs any more. */
  stop(): Promise<void>;
}

/**
 * Does `step` until stopped; it answers after how many milliseconds it wants to be done again. A step that throws is
 * told to `onFault` and done again after a pause that doubles from 0.25 s to 15 s.
 */
export function startLoop(
  step: (signal: AbortSignal) => Promise<number>,
  onFault: (fault: unknown, pauseMs: number) => void,
): Loop {
  const stopping = new AbortController();
  const alarm = createAlarm();
  let faults = 0;

  const attempt = async () => {
    try {
      const pauseMs = await step(stopping.signal);
      faults = 0;
      return pauseMs;
    } catch (fault) {
      const pauseMs = backoffMs(faults);
      faults += 1;
      if (!stopping.signal.aborted) onFault(fault, pauseMs);
      return pauseMs;
    }
  };
  const run = async () => {
    while (!stopping.signal.aborted) await alarm.pause(await attempt());
  };
  const done = run();
  return {
    wake: () => alarm.ring(),
    stop: () => {
      stopping.abort();
      alarm.ring();
      return done;
    },
  };
}

/** How long to wait after so many faults in a row: doubled each time, within bounds. */
export function backoffMs(faults: number): number {
  return Math.min(pauseMsMin * 2 ** faults, pauseMsMax);
}

/** A pause that can be cut short. A ring while nobody pauses cuts the next one. */
function createAlarm() {
  let rung = false;
  let end: (() => void) | undefined;
  return {
    ring: () => {
      rung = true;
      end?.();
    },
    pause: async (ms: number) => {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          end = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      end = undefined;
      rung = false;
    },
  };
}
