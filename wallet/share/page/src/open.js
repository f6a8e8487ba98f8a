// From the address bar to the presentation: the counterpart of wallet/share/link_crypto.py and parcel.py. The key is
// read from the fragment and goes nowhere else; docs/links.md has the design.
import { fromBase64, fromBase64url, utf8 } from './bytes.js';
import { Finding } from './outcome.js';
import { isObject, parseStrictly } from './strict-json.js';

const VERSION = 1;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const LENGTH_BYTES = 4;
const MAX_MATERIALS = 200;
const LABEL = 'learner-wallet link v1';
const encoder = new TextEncoder();

/** Why there is nothing to show: `link-malformed`, `link-gone`, `link-unopened`, `host-failed`. */
export class LinkProblem extends Error {}

/** Take the page's own address apart: `{id, key, api}`. */
export function readLink(location) {
  const id = /\/p\/([A-Za-z0-9]{22})$/.exec(location.pathname)?.[1];
  let key;
  try {
    key = fromBase64url(location.hash.slice(1));
  } catch {
    key = null;
  }
  if (!id || key?.length !== KEY_BYTES) throw new LinkProblem('link-malformed');
  return { id, key, api: new URL(`../api/links/${id}`, location.href.split('#')[0]).href };
}

/** Download the sealed bytes. The fragment is not part of any request. */
export async function download(api) {
  let answer;
  try {
    answer = await fetch(api, { credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' });
  } catch {
    throw new LinkProblem('host-failed');
  }
  if (answer.status === 404 || answer.status === 410) throw new LinkProblem('link-gone');
  if (!answer.ok) throw new LinkProblem('host-failed');
  return new Uint8Array(await answer.arrayBuffer());
}

/** Decrypt and unpack: the parcel, or a LinkProblem when the key does not fit or the bytes were altered. */
export async function openSealed(sealed, key, id) {
  if (sealed[0] !== VERSION) throw new LinkProblem('link-unopened');
  const base = await crypto.subtle.importKey('raw', key, 'HKDF', false, ['deriveBits']);
  const cipherKey = await crypto.subtle.importKey(
    'raw', await derive(base, 'key', KEY_BYTES), 'AES-GCM', false, ['decrypt'],
  );
  const parameters = {
    name: 'AES-GCM', iv: await derive(base, 'nonce', NONCE_BYTES), additionalData: encoder.encode(`${LABEL}\0${id}`),
  };
  let framed;
  try {
    framed = new Uint8Array(await crypto.subtle.decrypt(parameters, cipherKey, sealed.subarray(1)));
  } catch {
    throw new LinkProblem('link-unopened');
  }
  const length = new DataView(framed.buffer).getUint32(0);
  if (length > framed.length - LENGTH_BYTES) throw new LinkProblem('link-unopened');
  return framed.subarray(LENGTH_BYTES, LENGTH_BYTES + length);
}

async function derive(base, label, length) {
  const info = encoder.encode(`${LABEL} ${label}`);
  const parameters = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info };
  return crypto.subtle.deriveBits(parameters, base, length * 8);
}

/** The parcel in the opened bytes: `{content, mediaType, expires, note, materials}`. */
export function readParcel(bytes) {
  try {
    const document = parseStrictly(utf8(bytes));
    const { schema, media_type: mediaType, content, note, expires } = document;
    const materials = document.materials ?? [];
    const sound = schema === 'wallet.parcel/1' && [mediaType, content, note].every((text) => typeof text === 'string');
    if (!sound || !Array.isArray(materials) || materials.length > MAX_MATERIALS) throw new LinkProblem('link-unopened');
    return { content: fromBase64(content), mediaType, expires, note, materials: materials.map(readMaterial) };
  } catch (error) {
    throw error instanceof Finding ? new LinkProblem('link-unopened') : error;
  }
}

function readMaterial(material) {
  if (!isObject(material) || typeof material.url !== 'string') throw new LinkProblem('link-unopened');
  return { url: material.url, content: fromBase64(material.content), retrievedAt: material.retrieved_at };
}
