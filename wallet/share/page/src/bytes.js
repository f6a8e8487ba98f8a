// Text and bytes.
import { Finding } from './outcome.js';

/** Canonical base64url without padding; any other spelling of the same bytes is refused. */
export function fromBase64url(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) throw new Finding('malformed', { detail: 'base64url' });
  const bytes = fromBase64(text.replaceAll('-', '+').replaceAll('_', '/'));
  if (toBase64url(bytes) !== text) throw new Finding('malformed', { detail: 'base64url' });
  return bytes;
}

export function toBase64url(bytes) {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export function fromBase64(text) {
  let binary;
  try {
    binary = atob(text);
  } catch {
    throw new Finding('malformed', { detail: 'base64' });
  }
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

export function utf8(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Finding('malformed', { detail: 'UTF-8' });
  }
}

/** Undo gzip, giving up as soon as the result passes `limit` bytes. */
export async function gunzip(bytes, limit) {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const parts = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > limit) {
      await reader.cancel();
      throw new Finding('too-large', { limit: String(limit) });
    }
    parts.push(value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
