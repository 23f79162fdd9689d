import type { Address, Hex, SignerRole } from '@gpuflow/domain';
import { addressVariable } from '@gpuflow/process';
import { privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';
import type { Signer } from '../chain.js';
import { remoteAccount, type RemoteKey } from './remote-signer.js';

const key = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/i)
  .transform((text): Hex => `0x${text.slice(2)}`)
  .optional();
const url = z.string().url().optional();
const address = addressVariable.optional();

/** Of each role either its key, or the address of its key and the service that keeps it. With a key, its address may be told. */
export const signerVariables = {
  METER_KEY: key,
  METER_SIGNER_URL: url,
  METER_ADDRESS: address,
  KEEPER_KEY: key,
  KEEPER_SIGNER_URL: url,
  KEEPER_ADDRESS: address,
  RELAYER_KEY: key,
  RELAYER_SIGNER_URL: url,
  RELAYER_ADDRESS: address,
};

type Variables = {
  readonly [Role in SignerRole as `${Role}_KEY`]?: Hex | undefined;
} & { readonly [Role in SignerRole as `${Role}_SIGNER_URL`]?: string | undefined } & {
  readonly [Role in SignerRole as `${Role}_ADDRESS`]?: Address | undefined;
};

/** Where a role's key is: here, or at a service that signs. */
export type KeyPlace = { key: Hex } | RemoteKey;
export type KeyPlaces = Readonly<Record<SignerRole, KeyPlace>>;

/** Where the keys are. An issue is added for each role of which that is not said, or said twice. */
export function keyPlacesIn(env: Variables, context: z.RefinementCtx): KeyPlaces {
  return {
    METER: placeOf(env, 'METER', context),
    KEEPER: placeOf(env, 'KEEPER', context),
    RELAYER: placeOf(env, 'RELAYER', context),
  };
}

function placeOf(env: Variables, role: SignerRole, context: z.RefinementCtx): KeyPlace {
  const ownKey = env[`${role}_KEY`];
  const remoteUrl = env[`${role}_SIGNER_URL`];
  const owner = env[`${role}_ADDRESS`];
  if (ownKey !== undefined && remoteUrl === undefined && isOf(ownKey, owner))
    return { key: ownKey };
  if (ownKey === undefined && remoteUrl !== undefined && owner !== undefined)
    return { url: remoteUrl, address: owner };
  const half = ownKey === undefined && (remoteUrl !== undefined || owner !== undefined);
  const missing = owner === undefined ? `${role}_ADDRESS` : `${role}_SIGNER_URL`;
  const path = [half ? missing : `${role}_KEY`];
  context.addIssue({ code: 'custom', message: 'a key, or a service and its address', path });
  return z.NEVER;
}

/** All processes are told the meter's address: beside its key it must be the key's own. */
function isOf(ownKey: Hex, owner: Address | undefined): boolean {
  return owner === undefined || privateKeyToAccount(ownKey).address.toLowerCase() === owner;
}

/** What signs for a role. Nothing is asked before the first transaction. */
export function openSigner(place: KeyPlace): Signer {
  return 'key' in place ? privateKeyToAccount(place.key) : remoteAccount(place);
}
