// JSON.parse takes the last of two members with one name, other programs the first. A document that reads in two ways
// is refused; so is nesting deep enough to trouble a parser further on.
import { Finding } from './outcome.js';

const MAX_DEPTH = 64;
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/gs;

/** The value of a JSON text. Throws a Finding: `duplicate-key`, `too-deep` or `malformed`. */
export function parseStrictly(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Finding('malformed', { detail: 'JSON' });
  }
  refuseDuplicates(text);
  return value;
}

/** Walk the tokens of a text already known to be JSON; a string is a name when it follows `{` or `,` in an object. */
function refuseDuplicates(text) {
  const open = [];
  let mayBeName = false;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') {
      if (open.length >= MAX_DEPTH) throw new Finding('too-deep', { limit: String(MAX_DEPTH) });
      open.push(token === '{' ? new Set() : null);
      mayBeName = token === '{';
    } else if (token === '}' || token === ']') {
      open.pop();
      mayBeName = false;
    } else if (token === ',') {
      mayBeName = open.at(-1) !== null;
    } else if (token !== ':' && mayBeName) {
      const name = JSON.parse(token);
      const names = open.at(-1);
      if (names.has(name)) throw new Finding('duplicate-key', { key: name.slice(0, 40) });
      names.add(name);
      mayBeName = false;
    }
  }
}

/** The items of a member that may be absent, single or a list. */
export function items(value) {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** Whether the value is a JSON object. */
export function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The exact text of each item of the member `name` of the object a text holds, as long as all are objects or strings;
 * otherwise nothing. Parsing and writing again would change numbers that JavaScript cannot hold.
 */
export function itemTexts(text, name) {
  const tokens = [...text.matchAll(TOKEN)];
  const start = topMember(tokens, name);
  if (start < 0) return [];
  const found = [];
  let index = tokens[start][0] === '[' ? start + 1 : start;
  while (index < tokens.length) {
    const end = endOfValue(tokens, index);
    if (end < 0) return [];
    found.push(text.slice(tokens[index].index, tokens[end].index + tokens[end][0].length));
    if (tokens[start][0] !== '[' || tokens[end + 1]?.[0] !== ',') break;
    index = end + 2;
  }
  return found;
}

function topMember(tokens, name) {
  let depth = 0;
  for (const [position, [token]] of tokens.entries()) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (depth === 1 && token.startsWith('"') && tokens[position + 1]?.[0] === ':' && JSON.parse(token) === name) {
      return position + 2;
    }
  }
  return -1;
}

function endOfValue(tokens, start) {
  if (tokens[start]?.[0].startsWith('"')) return start;
  if (tokens[start]?.[0] !== '{') return -1;
  let depth = 0;
  for (let position = start; position < tokens.length; position += 1) {
    const [token] = tokens[position];
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    if (depth === 0) return position;
  }
  return -1;
}
