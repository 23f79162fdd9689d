import { buildModule } from '@nomicfoundation/hardhat-ignition/modules';
import { toFunctionSelector } from 'viem';

/** The AccessManager's role that closes the entry and revokes meters; role 0 is the admin's. */
export const GUARDIAN_ROLE = 1n;

const guardianSelectors = ['pauseEntry()', 'unpauseEntry()', 'revokeMeter(address)'].map((each) =>
  toFunctionSelector(each),
);

/**
 * The contracts of a market. The constructors' arguments are the deployer and one another, so that under CREATE2 the
 * addresses are the same on every chain; what differs between chains is set by calls. The fee is zero and the deployer
 * its recipient until `feeBps` and `feeRecipient` are set. The deployer is the admin, without delay, and the guardian's
 * functions have their role, without members: the modules that use this one fill the roles.
 */
export const Market = buildModule('Market', (m) => {
  const deployer = m.getAccount(0);
  const manager = m.contract('AccessManager', [deployer]);
  const params = m.contract('EscrowParams', [manager, 0, deployer]);
  const escrow = m.contract('RentalEscrow', [params]);
  const lens = m.contract('EscrowLens', [escrow]);
  const erc2612Deposits = m.contract('Erc2612Deposits', [escrow]);
  const erc3009Deposits = m.contract('Erc3009Deposits', [escrow]);
  const permit2Deposits = m.contract('Permit2Deposits', [escrow]);
  const usageRoots = m.contract('UsageRoots');
  m.call(params, 'setFee', [m.getParameter('feeBps')]);
  m.call(params, 'setFeeRecipient', [m.getParameter('feeRecipient')]);
  m.call(manager, 'labelRole', [GUARDIAN_ROLE, 'GUARDIAN']);
  m.call(manager, 'setTargetFunctionRole', [params, guardianSelectors, GUARDIAN_ROLE]);
  const deposits = { erc2612Deposits, erc3009Deposits, permit2Deposits };
  return { manager, params, escrow, lens, ...deposits, usageRoots };
});

/** A market for demonstrations: the deployer stays admin and guardian, and lists play money. */
export const LocalMarket = buildModule('LocalMarket', (m) => {
  const market = m.useModule(Market);
  const dollar = m.contract('DemoDollar');
  m.call(market.manager, 'grantRole', [GUARDIAN_ROLE, m.getAccount(0), 0]);
  m.call(market.params, 'listToken', [dollar]);
  return { ...market, dollar };
});

export default LocalMarket;
