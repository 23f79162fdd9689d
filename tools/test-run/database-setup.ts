import { setUp } from './cleanup.ts';
import { startTestDatabase } from './test-database.ts';

export default () => setUp(startTestDatabase);
