import fc from 'fast-check';

// One seed for every property, so that a run can be repeated: SEED=… npm test.
const seed = Number(process.env.SEED ?? 20_260_212);
fc.configureGlobal({ seed });
process.stdout.write(`fast-check seed ${seed}\n`);
