import { buildModule } from '@nomicfoundation/hardhat-ignition/modules';

import { GUARDIAN_ROLE, Market } from './market.ts';

const ADMIN_ROLE = 0n;

/**
 * A market for real money: lists `token`, hands the guardian's role to `guardian`, the admin's to `admin`, who acts
 * `adminDelay` seconds after saying so, and leaves the deployer no role. `admin` must not be the deployer, or nobody is
 * left.
 */
export const PublicMarket = buildModule('PublicMarket', (m) => {
  const market = m.useModule(Market);
  const { manager, params } = market;
  const listing = m.call(params, 'listToken', [m.getParameter('token')]);
  const guardian = m.call(manager, 'grantRole', [GUARDIAN_ROLE, m.getParameter('guardian'), 0], {
    id: 'appointGuardian',
  });
  const admin = m.call(
    manager,
    'grantRole',
    [ADMIN_ROLE, m.getParameter('admin'), m.getParameter('adminDelay')],
    { id: 'appointAdmin' },
  );
  m.call(manager, 'renounceRole', [ADMIN_ROLE, m.getAccount(0)], {
    after: [listing, guardian, admin],
  });
  return market;
});

export default PublicMarket;
