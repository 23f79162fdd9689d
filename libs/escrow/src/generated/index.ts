export { rentalEscrowAbi } from './rental-escrow.js';
export { escrowParamsAbi } from './escrow-params.js';
export { demoDollarAbi } from './demo-dollar.js';
