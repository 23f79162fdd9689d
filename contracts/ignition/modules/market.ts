import { buildModule } from '@nomicfoundation/hardhat-ignition/modules';

/**
 * The contracts of a market. `admin` decides through the AccessManager about `feeBps` and `feeRecipient` and the
 * token list, all of it for future rentals only; nobody decides about the escrow.
 */
export const Market = buildModule('Market', (m) => {
  const manager = m.contract('AccessManager', [m.getParameter('admin')]);
  const params = m.contract('EscrowParams', [
    manager,
    m.getParameter('feeBps'),
    m.getParameter('feeRecipient'),
  ]);
  const escrow = m.contract('RentalEscrow', [params]);
  return { manager, params, escrow };
});

/** A market for demonstrations: the deployer, who must be its admin, lists play money. */
export const LocalMarket = buildModule('LocalMarket', (m) => {
  const { manager, params, escrow } = m.useModule(Market);
  const dollar = m.contract('DemoDollar');
  m.call(params, 'listToken', [dollar]);
  return { manager, params, escrow, dollar };
});

export default LocalMarket;
