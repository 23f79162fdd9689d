import { setUp } from './cleanup.ts';
import { startTestChains } from './test-chains.ts';
import { startTestDatabase } from './test-database.ts';

export default () => setUp(startTestDatabase, startTestChains);
