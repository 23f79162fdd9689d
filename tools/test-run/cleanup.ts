type Step = () => Promise<void>;

const steps: Step[] = [];

/** Remembers how to undo a part of the setup. */
export function atEnd(step: Step): void {
  steps.push(step);
}

/** Undoes the setup, the last part first. */
export async function cleanUp(): Promise<void> {
  for (let step = steps.pop(); step; step = steps.pop()) await step();
}

/** Starts the parts side by side; where one fails, undoes all of them, since Jest then runs no teardown. */
export async function setUp(...parts: Step[]): Promise<void> {
  const results = await Promise.allSettled(parts.map((part) => part()));
  const failed = results.find((result) => result.status === 'rejected');
  if (!failed) return;
  await cleanUp();
  throw failed.reason;
}
