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
