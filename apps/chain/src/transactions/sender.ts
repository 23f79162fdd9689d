import type { Address, SignerRole } from '@gpuflow/domain';
import type { Log } from '@gpuflow/marketplace';
import type { Chain, Signer } from '../chain.js';

/** Who sends a role's transactions, and on which chain. */
export interface Sender {
  chain: Chain;
  role: SignerRole;
  signer: Signer;
  /** The signer's address as rows have it. */
  address: Address;
  alarms: Alarms;
}

/** What needs somebody's look: said once when it begins, and once when it is over. */
export interface Alarms {
  raise(alarm: string, facts: object): void;
  clear(alarm: string): void;
}

export function senderOf(chain: Chain, role: SignerRole): Sender {
  const signer = chain.signers[role];
  const address = addressOf(signer);
  return { chain, role, signer, address, alarms: openAlarms(chain.market.log, { role, address }) };
}

/** A signer's address as rows have it. */
export function addressOf({ address }: Pick<Signer, 'address'>): Address {
  return `0x${address.slice(2).toLowerCase()}`;
}

/** The signer on its chain, as rows name it. */
export function ofSigner({ chain, address }: Sender) {
  return { chainId: chain.market.policy.chainId, signer: address };
}

function openAlarms(log: Log, whose: object): Alarms {
  const raised = new Set<string>();
  return {
    raise(alarm, facts) {
      if (!raised.has(alarm)) log.error({ ...whose, ...facts }, alarm);
      raised.add(alarm);
    },
    clear(alarm) {
      if (raised.delete(alarm)) log.info(whose, `over: ${alarm}`);
    },
  };
}
