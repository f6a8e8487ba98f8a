// What an original that this page cannot verify says of itself: shown as a claim, never as fact.
import { utf8 } from '../bytes.js';
import { Finding } from '../outcome.js';
import { isObject, items, parseStrictly } from '../strict-json.js';
import { openEnvelope } from './envelope.js';
import { readJwt } from './jwt.js';

/** The claims of an enveloped original in the shape of a credential, or null. */
export function attachedClaims(member) {
  if (!isObject(member) || !items(member.type).includes('EnvelopedVerifiableCredential')) return null;
  try {
    const { mediaType, content } = openEnvelope(member);
    if (mediaType.startsWith('image/')) return null;
    const text = utf8(content).trim();
    const isObjectText = text.startsWith('{');
    const document = isObjectText ? parseStrictly(text) : readJwt(text.split('~')[0]).credential;
    return isObject(document.badge) ? openBadge2(document) : document;
  } catch (error) {
    if (!(error instanceof Finding)) throw error;
    return null;
  }
}

/** Open Badges 2.0: the assertion names the badge class, and that the issuer; either may be there in full. */
function openBadge2({ badge, issuedOn, expires }) {
  const { name, description, criteria, image, issuer, alignment } = badge;
  const achievement = { name, description, criteria: isObject(criteria) ? criteria : undefined, image, alignment };
  return { name, issuer, validFrom: issuedOn, validUntil: expires, credentialSubject: { achievement } };
}
