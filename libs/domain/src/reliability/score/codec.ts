import { Refusal } from '../../refusal.js';
import { halfLivesHours, SCORE_VERSION, type Recent, type ScoreState } from './state.js';

const bytesOfNumber = 8;
const numbersOf = ({ until, upRunMs, upMs, failures, recent }: ScoreState) => [
  ...[until, upRunMs, upMs, failures],
  ...recent.flatMap((life) => [life.failures, life.upHours, life.downHours]),
];
const numberCount = 4 + 3 * halfLivesHours.length;

/** Bytes of an encoded state, whatever the machine's history: version, whether it is out, and its numbers. */
export const scoreStateBytes = 2 + bytesOfNumber * numberCount;

/** The state in `scoreStateBytes` bytes, numbers as big-endian IEEE 754 doubles, so that none of its bits is lost. */
export function encodeScoreState(state: ScoreState): Uint8Array {
  const bytes = new Uint8Array(scoreStateBytes);
  const view = new DataView(bytes.buffer);
  bytes.set([SCORE_VERSION, state.out ? 1 : 0]);
  for (const [place, number] of numbersOf(state).entries())
    view.setFloat64(2 + place * bytesOfNumber, number);
  return bytes;
}

/** The state in these bytes. Refuses `MALFORMED_INPUT` for another length, version or a number that no fold makes. */
export function decodeScoreState(bytes: Uint8Array): ScoreState {
  if (bytes.length !== scoreStateBytes) throw malformed(`${bytes.length} bytes long`);
  if (bytes[0] !== SCORE_VERSION) throw malformed(`of version ${bytes[0] ?? 0}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const numbers = Array.from({ length: numberCount }, (_, place) =>
    view.getFloat64(2 + place * bytesOfNumber),
  );
  if (!numbers.every((number) => number >= 0 && number < Infinity))
    throw malformed('with a negative or endless number in it');
  const [until = 0, upRunMs = 0, upMs = 0, failures = 0, ...rest] = numbers;
  const recent = halfLivesHours.map((_, place) => recentOf(rest.slice(3 * place)));
  return { until, out: bytes[1] === 1, upRunMs, upMs, failures, recent };
}

function recentOf([failures = 0, upHours = 0, downHours = 0]: number[]): Recent {
  return { failures, upHours, downHours };
}

function malformed(reason: string) {
  return new Refusal('MALFORMED_INPUT', { field: 'scoreState', reason });
}
