import { setUp } from './cleanup.ts';
import { startTestChains } from './test-chains.ts';

export default () => setUp(startTestChains);
