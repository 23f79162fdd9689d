/**
 * Sums what Jest and Hardhat said in a log about their tests, and prints `N passed, N failed`. Fails when a
 * test failed, and when there is none.
 * Argument: the log.
 */
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

const log = stripVTControlCharacters(readFileSync(process.argv[2], 'utf8'));
/** `Tests: 1 failed, 18 passed, 19 total` of Jest; `132 passing` and `1 failing` of Hardhat; `ℹ pass 3` of Node. */
const jest = log.match(/^Tests: .* total$/gm) ?? [];
const passed = [...jest.flatMap(countOf('passed')), ...hardhat('passing'), ...node('pass')];
const failed = [...jest.flatMap(countOf('failed')), ...hardhat('failing'), ...node('fail')];
console.log(`${sum(passed)} passed, ${sum(failed)} failed`);
if (sum(passed) === 0 || sum(failed) > 0) process.exitCode = 1;

function countOf(word) {
  return (line) => line.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? [];
}

function hardhat(word) {
  return [...log.matchAll(new RegExp(`^ *(\\d+) ${word}\\b`, 'gm'))].map(([, count]) => count);
}

function node(word) {
  return [...log.matchAll(new RegExp(`^ℹ ${word} (\\d+)`, 'gm'))].map(([, count]) => count);
}

function sum(counts) {
  return counts.reduce((total, count) => total + Number(count), 0);
}
