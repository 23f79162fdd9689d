import { buildModule } from '@nomicfoundation/hardhat-ignition/modules';

/** A meter of several: any `threshold` of the accounts `signers`. Neither can change later. */
export const MeterQuorum = buildModule('MeterQuorum', (m) => {
  const quorum = m.contract('MeterQuorum', [
    m.getParameter('signers'),
    m.getParameter('threshold'),
  ]);
  return { quorum };
});

export default MeterQuorum;
