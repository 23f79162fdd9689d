export { rentalEscrowAbi } from './rental-escrow.js';
export { escrowLensAbi } from './escrow-lens.js';
export { escrowParamsAbi } from './escrow-params.js';
export { erc2612DepositsAbi } from './erc2612-deposits.js';
export { erc3009DepositsAbi } from './erc3009-deposits.js';
export { permit2DepositsAbi } from './permit2-deposits.js';
export { usageRootsAbi } from './usage-roots.js';
export { demoDollarAbi } from './demo-dollar.js';
