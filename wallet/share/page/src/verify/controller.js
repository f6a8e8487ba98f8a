// Who an identifier is and which keys may speak for it. Only identifiers that carry their own key are resolved here:
// a did:web document that travelled with the presentation could have been written by whoever presents it, and this
// page asks no other server.
import { fromBase64url, utf8 } from '../bytes.js';
import { Finding } from '../outcome.js';
import { isObject, parseStrictly } from '../strict-json.js';

const DID_CONTEXT = 'https://www.w3.org/ns/did/v1';
const MULTIKEY_CONTEXT = 'https://w3id.org/security/multikey/v1';
const MAX_DID_LENGTH = 4096;

/**
 * The document of the identifier in a DID URL, and the method the URL names: `{document, method}`.
 * Throws a Finding: `key-unresolvable` where this page cannot resolve, `proof-malformed` where nobody could.
 */
export function resolveMethod(didUrl) {
  if (typeof didUrl !== 'string' || didUrl.length > MAX_DID_LENGTH) throw new Finding('proof-malformed');
  const [identifier] = didUrl.split('#');
  const document = controllerDocument(identifier);
  const [method] = document.verificationMethod;
  if (method.id !== didUrl) throw new Finding('key-unresolvable', { identifier: didUrl });
  return { document, method };
}

/** The DID document of a did:key or did:jwk. */
export function controllerDocument(identifier) {
  if (identifier.startsWith('did:key:')) return didKey(identifier);
  if (identifier.startsWith('did:jwk:')) return didJwk(identifier);
  throw new Finding('key-unresolvable', { identifier });
}

function didKey(identifier) {
  const multibase = identifier.slice('did:key:'.length);
  const id = `${identifier}#${multibase}`;
  return asDocument(identifier, {
    '@context': MULTIKEY_CONTEXT, id, type: 'Multikey', controller: identifier, publicKeyMultibase: multibase,
  });
}

function didJwk(identifier) {
  const jwk = parseStrictly(utf8(fromBase64url(identifier.slice('did:jwk:'.length))));
  if (!isObject(jwk) || 'd' in jwk) throw new Finding('key-unresolvable', { identifier });
  return asDocument(identifier, {
    '@context': 'https://www.w3.org/ns/cid/v1', id: `${identifier}#0`, type: 'JsonWebKey', controller: identifier,
    publicKeyJwk: jwk,
  });
}

function asDocument(identifier, method) {
  return {
    '@context': [DID_CONTEXT],
    id: identifier,
    verificationMethod: [method],
    assertionMethod: [method.id],
    authentication: [method.id],
  };
}
