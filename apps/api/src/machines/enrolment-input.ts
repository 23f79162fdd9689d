import { parseAddress, parseHash, type Enrolment } from '@gpuflow/domain';

import type { EnrolmentInput } from '../generated/schema.js';
import { chainSeconds } from '../graphql/arguments.js';

/** The Enrolment that a client sent. Refuses `MALFORMED_INPUT`. */
export function parseEnrolment(input: EnrolmentInput, field: string): Enrolment {
  return {
    provider: parseAddress(input.provider, `${field}.provider`),
    agentKey: parseHash(input.agentKey, `${field}.agentKey`),
    assetHash: parseHash(input.assetHash, `${field}.assetHash`),
    validUntil: chainSeconds(input.validUntil, `${field}.validUntil`),
  };
}
