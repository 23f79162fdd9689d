/**
 * `exp` and `log` out of `+ - * /` alone, which IEEE 754 rounds in one way: ECMAScript leaves the last bits of `Math.exp` and
 * `Math.log` to the engine, and a score has to come out the same wherever it is recomputed. Right to about 1e-15.
 */
const ln2High = 0.69314718036912381649;
const ln2Low = 1.90821492927058770002e-10;
const sqrtHalf = 0.7071067811865476;

const powersOfTwo = new Float64Array(2046).fill(1);
for (let power = 1; power < 1024; power += 1) {
  powersOfTwo[1022 + power] = (powersOfTwo[1021 + power] ?? 0) * 2;
  if (power < 1023) powersOfTwo[1022 - power] = (powersOfTwo[1023 - power] ?? 0) / 2;
}

export function exp(x: number): number {
  if (x < -700) return 0;
  if (x > 700) return Infinity;
  const twos = Math.floor(x / ln2High + 0.5);
  const rest = x - twos * ln2High - twos * ln2Low;
  let sum = 1;
  for (let term = 14; term > 0; term -= 1) sum = 1 + (rest / term) * sum;
  return sum * powerOfTwo(twos);
}

/** For positive, finite `x`. */
export function log(x: number): number {
  let mantissa = x;
  let twos = 0;
  for (let step = 512; step > 0; step = Math.floor(step / 2)) {
    const factor = powerOfTwo(step);
    if (mantissa >= factor) {
      mantissa /= factor;
      twos += step;
    } else if (mantissa * factor < 2) {
      mantissa *= factor;
      twos -= step;
    }
  }
  if (mantissa * sqrtHalf > 1) {
    mantissa /= 2;
    twos += 1;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  let sum = 0;
  for (let odd = 23; odd > 0; odd -= 2) sum = 1 / odd + s * s * sum;
  return twos * ln2High + (twos * ln2Low + 2 * s * sum);
}

/** 2 to a whole power from -1022 to 1023, by doubling and halving, which are exact. */
function powerOfTwo(exponent: number): number {
  return powersOfTwo[exponent + 1022] ?? (exponent < 0 ? 0 : Infinity);
}

/** The probability whose log-odds are `z`. */
export function logistic(z: number): number {
  return 1 / (1 + exp(-z));
}

/** The log-odds of outliving a cumulative hazard: of `exp(-hazard)`. The hazard is taken as 1e-9 to 30. */
export function survivalLogit(hazard: number): number {
  const bounded = Math.min(30, Math.max(1e-9, hazard));
  return -bounded - log(1 - exp(-bounded));
}
