import { createApiClient, walletToken, type ApiClient } from '@gpuflow/api-client';
import { parseAddress } from '@gpuflow/domain';
import { createWallet, type Wallet, type WalletDeployment } from '@gpuflow/escrow';

import { providerAccount, roleAccount, type TestAccount } from '../start/accounts.ts';
import type { Platform } from '../start/platform.ts';
import type { Provider } from './provider.ts';

/** The people of the demonstration, and where they meet. */
export interface Demo {
  apiUrl: string;
  rpcUrl: string;
  chainId: number;
  deployment: WalletDeployment;
  anonymous: ApiClient;
  provider(index: number): Provider;
  renter: { wallet: Wallet; api: ApiClient };
}

/** Wallets on the development chain's test accounts, each with the API in its name. */
export function createDemo(place: Pick<Platform, 'apiUrl' | 'rpcUrl' | 'deployment'>): Demo {
  const { apiUrl, rpcUrl, deployment: placed } = place;
  const { chainId } = placed;
  const deployment = {
    escrow: parseAddress(placed.escrow, 'escrow'),
    token: parseAddress(placed.token, 'token'),
  };
  const url = `${apiUrl}/graphql`;
  const anonymous = createApiClient({ url });
  const party = ({ privateKey }: TestAccount) => {
    const wallet = createWallet({ rpcUrl, chainId, privateKey, deployment });
    return { wallet, api: createApiClient({ url, token: walletToken(anonymous, wallet) }) };
  };
  const provider = (index: number) => party(providerAccount(index));
  const renter = party(roleAccount('renter'));
  return { apiUrl, rpcUrl, chainId, deployment, anonymous, provider, renter };
}
