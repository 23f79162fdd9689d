import { GraphQLError, type ASTVisitor, type ValidationContext } from 'graphql';

/** How deep a selection may go. Nothing in the SDL goes in circles; the deepest thing to ask is the schema itself. */
export const queryDepthMax = 16;
/** How many words and signs a document may have. */
export const tokensMax = 2_000;
/** How many bytes a request may have. Mercurius gives a WebSocket message a mebibyte, which nobody can change. */
export const bodyBytesMax = 256 * 1024;
/** How many subscriptions one connection may have at a time. */
export const subscriptionsMax = 100;
/** A connection that has not said `connection_init` by then is closed. */
export const connectionInitMs = 10_000;

const aliasesMax = 20;
const directivesMax = 20;

/** A validation rule that counts what makes one request cost as much as many. */
export function countLimit(context: ValidationContext): ASTVisitor {
  const count = { aliases: 0, directives: 0 };
  return {
    Field(node) {
      if (node.alias !== undefined) count.aliases += 1;
      if (count.aliases === aliasesMax + 1) refuse(context, `more than ${aliasesMax} aliases`);
    },
    Directive() {
      count.directives += 1;
      if (count.directives === directivesMax + 1)
        refuse(context, `more than ${directivesMax} directives`);
    },
  };
}

function refuse(context: ValidationContext, reason: string): void {
  context.reportError(new GraphQLError(`Too much for one request: ${reason}.`));
}
