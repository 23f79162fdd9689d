import { parseArgs } from 'node:util';

/** What the caller of `npm run faults` wants. */
export interface Options {
  /** Names of faults; all where none is named. */
  faults: readonly string[];
  /** So many for each; undefined: as many as are usual for it. */
  seeds: number | undefined;
  firstSeed: number;
  /** A fault that cannot be played here counts as one that did not hold. */
  strict: boolean;
}

export const usage = `npm run faults [-- [--fault NAME]... [--seeds N] [--seed S] [--strict]]

  --fault NAME  only this fault; may be given more than once
  --seeds N     so many seeds each (50; 1 for what is played only by name)
  --seed S      the first seed (1)
  --strict      a fault that cannot be played on this machine is a failure
`;

/** Throws where the arguments make no sense. */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      fault: { type: 'string', multiple: true, default: [] },
      seeds: { type: 'string' },
      seed: { type: 'string', default: '1' },
      strict: { type: 'boolean', default: false },
    },
  });
  return {
    faults: values.fault,
    seeds: values.seeds === undefined ? undefined : wholeNumber('seeds', values.seeds),
    firstSeed: wholeNumber('seed', values.seed),
    strict: values.strict,
  };
}

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new Error(`--${name} is no whole number from 1 on`);
  return Number(text);
}
