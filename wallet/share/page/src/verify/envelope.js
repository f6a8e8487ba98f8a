// The `data:` URL of an EnvelopedVerifiableCredential (VCDM 2.0, section 4.13.1; RFC 2397).
import { fromBase64 } from '../bytes.js';
import { Finding } from '../outcome.js';

const DATA_URL = /^data:([A-Za-z0-9!#$&^_.+/-]{1,127})((?:;[^;,]*)*),/;

/** What an envelope holds, `{mediaType, content}`. Throws a Finding, `malformed`. */
export function openEnvelope({ id }) {
  const [prefix, mediaType, parameters] = typeof id === 'string' ? DATA_URL.exec(id) ?? [] : [];
  if (prefix === undefined) throw new Finding('malformed', { detail: 'data:' });
  const isBase64 = parameters.toLowerCase().split(';').at(-1).trim() === 'base64';
  const text = unescapePercent(id.slice(prefix.length));
  return { mediaType: mediaType.toLowerCase(), content: isBase64 ? fromBase64(text) : new TextEncoder().encode(text) };
}

function unescapePercent(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Finding('malformed', { detail: 'data:' });
  }
}
