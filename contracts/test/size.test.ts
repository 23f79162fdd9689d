import assert from 'node:assert/strict';
import { test } from 'node:test';

import { artifacts } from 'hardhat';
import { size } from 'viem';
import { z } from 'zod';

/** EIP-170: no chain keeps a contract of more bytes. */
const MAX_BYTES = 24_576;

const artifactSchema = z.object({ deployedBytecode: z.custom<`0x${string}`>() });

await test('the escrow fits on a chain', async (context) => {
  const artifact = artifactSchema.parse(await artifacts.readArtifact('RentalEscrow'));
  const bytes = size(artifact.deployedBytecode);
  context.diagnostic(`RentalEscrow: ${bytes} of ${MAX_BYTES} bytes`);
  assert.ok(bytes <= MAX_BYTES, `${bytes} bytes`);
});
