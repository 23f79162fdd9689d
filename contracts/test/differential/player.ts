/** One of the processes that play-many.ts starts: plays the share in its environment, and sends what it counted. */
import { playShare, shareSchema } from './share.ts';

await playShare(shareSchema.parse(process.env), ({ counts }) => process.send?.(counts));
process.disconnect();
