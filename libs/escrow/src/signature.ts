import type { Address, Hash, Hex } from '@gpuflow/domain';
import { recoverAddress } from 'viem';

const signatureForm = /^0x[0-9a-f]{128}(1b|1c)$/i;
const halfOfCurveOrder = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

/**
 * Whether `signature` is `signer`'s over `digest`: 65 bytes (r, s, v) of canonical ECDSA, with s in the lower half of
 * the curve's order and v 27 or 28, exactly what the contract accepts from a key (EIP-2). False for anything else,
 * however malformed. It is a promise because contract wallets (ERC-1271) will have to be asked on their chain.
 */
export async function isSignedBy(signer: Address, digest: Hash, signature: Hex): Promise<boolean> {
  if (!isCanonical(signature)) return false;
  try {
    const recovered = await recoverAddress({ hash: digest, signature });
    return recovered.toLowerCase() === signer.toLowerCase();
  } catch {
    // r is not the x of any point, or recovers the point at infinity: nobody's signature.
    return false;
  }
}

function isCanonical(signature: Hex): boolean {
  if (!signatureForm.test(signature)) return false;
  return BigInt(`0x${signature.slice(66, 130)}`) <= halfOfCurveOrder;
}
