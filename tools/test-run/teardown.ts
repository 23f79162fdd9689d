import { cleanUp } from './cleanup.ts';

export default cleanUp;
