import { parseAddress, type Address, type Hex } from '@gpuflow/domain';
import { hashMessage } from 'viem';
import { createSiweMessage, parseSiweMessage } from 'viem/siwe';
import { isSignedBy } from './signature.js';

const statement = 'Sign in to GPUFlow. This costs nothing and moves no money.';
const messageLengthMax = 1_000;

/** What a sign-in message says. */
export interface SignIn {
  address: Address;
  chainId: number;
  /** Host and port that asked for the sign-in. */
  domain: string;
  uri: string;
  /** At least 8 letters and digits, used once. */
  nonce: string;
  issuedAt: Date;
  expiresAt: Date;
}

/** The text a wallet signs with `personal_sign` to sign in (EIP-4361). Throws where a field is not of its form. */
export function signInMessage(signIn: SignIn): string {
  const { expiresAt, ...fields } = signIn;
  return createSiweMessage({ ...fields, statement, version: '1', expirationTime: expiresAt });
}

/**
 * Who signed in with this message. Undefined where the message is not, byte for byte, one that {@link signInMessage}
 * writes, or where the signature is not its address's. The caller judges nonce, domain, chain and time.
 */
export async function verifySignIn(message: string, signature: Hex) {
  const signIn = parseSignIn(message);
  if (signIn === undefined) return undefined;
  const signed = await isSignedBy(signIn.address, hashMessage(message), signature);
  return signed ? signIn : undefined;
}

function parseSignIn(message: string): SignIn | undefined {
  if (message.length > messageLengthMax) return undefined;
  const signIn = completeSignIn(parseSiweMessage(message));
  return signIn !== undefined && isWrittenByUs(signIn, message) ? signIn : undefined;
}

function completeSignIn(parsed: ReturnType<typeof parseSiweMessage>): SignIn | undefined {
  const { address, chainId, domain, uri, nonce, issuedAt, expirationTime } = parsed;
  if (address === undefined || chainId === undefined || domain === undefined) return undefined;
  if (uri === undefined || nonce === undefined) return undefined;
  if (issuedAt === undefined || expirationTime === undefined) return undefined;
  return {
    address: parseAddress(address, 'address'),
    chainId,
    domain,
    uri,
    nonce,
    issuedAt,
    expiresAt: expirationTime,
  };
}

/** viem's parser finds the fields but tolerates other text around them: the exact text is the one that says all of it. */
function isWrittenByUs(signIn: SignIn, message: string): boolean {
  try {
    return signInMessage(signIn) === message;
  } catch {
    // A field that parses but is not of EIP-4361's form, such as an impossible date.
    return false;
  }
}
