import { isNode, placeOf, walk, type Node, type Source } from './sources.ts';

const LETTERS = /\p{L}/u;
const CYRILLIC = /\p{Script=Cyrillic}/u;
/** Two words or more, the first with a capital: a sentence in Latin letters. Classes, keys and addresses look otherwise. */
const SENTENCE = /^\p{Lu}\p{Ll}+[,:]?( [\p{L}\d’'«»“”,.:;!?%-]+)+$/u;

/** Attributes and properties whose text a person reads or hears. */
const READ_ALOUD =
  /^(title|alt|label|placeholder|text|heading|caption|description|hint|note|message|aria-(label|description|placeholder|roledescription|valuetext))$/;

/** Texts of a mark-up that mean the same in every language: a unit of the receipt, a sign of the keyboard. */
const SAME_IN_ALL = new Set(['Esc', 'Enter', 'OpticsERP', 'QR', 'PIN']);

const isShown = (text: string): boolean => LETTERS.test(text) && !SAME_IN_ALL.has(text.trim()) && !/^&\w+;$/.test(text.trim());

/** What an expression in the mark-up may come to: its own literals, those of a choice, of a sum, of a template. */
function* outcomes(expression: Node): Generator<Node> {
  switch (expression.type) {
    case 'Literal':
    case 'TemplateElement':
      yield expression;
      return;
    case 'ConditionalExpression':
      yield* ofEach(expression['consequent'], expression['alternate']);
      return;
    case 'LogicalExpression':
      yield* ofEach(expression['left'], expression['right']);
      return;
    case 'BinaryExpression':
      if (expression['operator'] === '+') yield* ofEach(expression['left'], expression['right']);
      return;
    case 'TemplateLiteral':
      yield* ofEach(...(expression['quasis'] as Node[]), ...(expression['expressions'] as Node[]));
      return;
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
      yield* ofEach(expression['expression']);
  }
}

function* ofEach(...parts: unknown[]): Generator<Node> {
  for (const part of parts) if (isNode(part)) yield* outcomes(part);
}

/** The text of a literal or of a piece of a template; `null` where it is none. */
export function textOfNode(node: Node): string | null {
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? node['value'] : null;
  if (node.type === 'TemplateElement') return (node['value'] as { cooked: string | null }).cooked;
  return null;
}

/** What is thrown or logged is for developers. */
const forDevelopers = (above: readonly Node[]): boolean =>
  above.some(
    (node) =>
      node.type === 'ThrowStatement' ||
      (node.type === 'NewExpression' && /Error$/.test(nameOf(node['callee'] as Node))) ||
      node.type === 'ImportDeclaration',
  );

/** Texts that a person would see and no language file holds: `file:line «text»`. */
export function hardCoded(source: Source): string[] {
  const found = new Map<number, string>();
  const add = (node: Node, text: string): void => {
    found.set(node.start, `${placeOf(source, node)} «${text.trim()}»`);
  };
  walk(source.tree, (node, above) => {
    const parent = above.at(-1);
    if (node.type === 'Text' && parent?.type === 'Fragment') {
      const text = String(node['data']);
      if (isShown(text)) add(node, text);
    } else if (node.type === 'ExpressionTag' && parent?.type === 'Fragment') {
      for (const outcome of outcomes(node['expression'] as Node)) {
        const text = textOfNode(outcome);
        if (text !== null && isShown(text)) add(outcome, text);
      }
    } else if (node.type === 'Attribute' && READ_ALOUD.test(String(node['name']))) {
      for (const value of [node['value']].flat()) {
        if (!isNode(value)) continue;
        const nodes = value.type === 'Text' ? [value] : [...outcomes((value['expression'] as Node | undefined) ?? value)];
        for (const one of nodes) {
          const text = one.type === 'Text' ? String(one['data']) : textOfNode(one);
          if (text !== null && isShown(text)) add(one, text);
        }
      }
    } else if (node.type === 'Property' && READ_ALOUD.test(nameOf(node['key'] as Node))) {
      for (const outcome of outcomes(node['value'] as Node)) {
        const text = textOfNode(outcome);
        // A key of a language file is a word without spaces; a drawing begins with its place.
        if (text !== null && /\s/.test(text.trim()) && /\p{L}{2}/u.test(text) && !/^M[\d. ]/.test(text) && isShown(text))
          add(outcome, text);
      }
    }
    const text = textOfNode(node);
    if (text === null || forDevelopers(above)) return;
    if (CYRILLIC.test(text) || SENTENCE.test(text.trim())) add(node, text);
  });
  return [...found.values()];
}

/** Of an identifier or a literal. */
function nameOf(key: Node): string {
  const name = key['name'] ?? key['value'];
  return typeof name === 'string' || typeof name === 'number' ? String(name) : '';
}

/**
 * Calls of `t` that a component makes once, when it starts: they do not follow the language. Right are templates, functions, `$derived`.
 */
export function frozenTexts(source: Source): string[] {
  const found: string[] = [];
  const script = source.tree['instance'] ?? null;
  const shared = source.tree['module'] ?? null;
  for (const part of [script, shared]) {
    if (!isNode(part)) continue;
    walk(part, (node, above) => {
      if (node.type !== 'CallExpression' || (node['callee'] as Node)['name'] !== 't') return;
      const lives = above.some(
        (one) =>
          /Function/.test(one.type) ||
          one.type === 'MethodDefinition' ||
          (one.type === 'CallExpression' &&
            /^\$derived/.test(source.text.slice(one.start - source.shift, one.start - source.shift + 8))),
      );
      if (!lives) found.push(placeOf(source, node));
    });
  }
  return found;
}
