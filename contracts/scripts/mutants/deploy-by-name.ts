/**
 * Rewrites `new Name(arguments)` of the named contracts into a deployment of the compiled artifact. A test contract
 * otherwise embeds what it creates, and every change of the contract compiles all tests anew.
 */
export function deployByName(source: string, contracts: readonly string[]): string {
  const creation = new RegExp(`\\bnew (${contracts.join('|')})\\(`);
  for (let text = source; ;) {
    const found = creation.exec(text);
    const name = found?.[1];
    if (found === null || name === undefined) return text;
    const open = found.index + found[0].length;
    const close = closingParenthesis(text, open);
    const args = text.slice(open, close);
    const deployed = `${name}(deployCode("${name}.sol:${name}", abi.encode(${args})))`;
    text = text.slice(0, found.index) + deployed + text.slice(close + 1);
  }
}

function closingParenthesis(text: string, from: number): number {
  for (let at = from, depth = 1; at < text.length; at++) {
    if (text[at] === '(') depth++;
    if (text[at] === ')') depth--;
    if (depth === 0) return at;
  }
  throw new Error('a creation without its closing parenthesis');
}
