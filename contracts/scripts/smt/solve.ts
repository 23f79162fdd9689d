import { readFileSync } from 'node:fs';

import { init } from 'z3-solver';

/** Answers the one SMT-LIB query on its standard input. A process of its own, since Z3 answers asynchronously. */
const { Z3 } = await init();
const context = Z3.mk_context(Z3.mk_config());
const answer = await Z3.eval_smtlib2_string(context, readFileSync(0, 'utf8'));
process.stdout.write(answer, () => process.exit());
