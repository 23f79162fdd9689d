import { z } from 'zod';

import { assertNodeVersion } from './node-version.js';
import { addressVariable, readEnvironment } from './read-environment.js';

it.each(['24.9.0', '24.21.0', '25.0.0', '26.10.0'])('runs on Node %s', (version) => {
  expect(() => assertNodeVersion(version)).not.toThrow();
});

it.each(['20.20.2', '22.23.3', '24.8.9', ''])('does not run on Node %p', (version) => {
  expect(() => assertNodeVersion(version)).toThrow('Node 24.9 or later');
});

it('reads what is there', () => {
  const form = z.object({ ESCROW_ADDRESS: addressVariable });
  expect(readEnvironment(form, { ESCROW_ADDRESS: `0x${'AB'.repeat(20)}` })).toEqual({
    ESCROW_ADDRESS: `0x${'ab'.repeat(20)}`,
  });
});

it('names what is missing or malformed, and never says a value', () => {
  const form = z.object({ KEY: z.string().length(64), PORT: z.coerce.number(), URL: z.string() });
  const read = () => readEnvironment(form, { KEY: 'secret', PORT: '4000' });
  expect(read).toThrow(/^Missing or malformed in the environment: KEY, URL$/);
});
