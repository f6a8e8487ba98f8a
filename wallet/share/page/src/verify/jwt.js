// Credentials secured as a compact JWS (VC-JOSE-COSE), verified by jose.
import { compactVerify, importJWK } from 'jose';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import { fromBase64url, toBase64url, utf8 } from '../bytes.js';
import { Finding } from '../outcome.js';
import { isObject, items, parseStrictly } from '../strict-json.js';
import { controllerDocument, resolveMethod } from './controller.js';
import { requireInForce } from './instant.js';

const COMPACT = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/;
const ALGORITHMS = ['EdDSA', 'Ed25519', 'ES256', 'ES384', 'ES512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];
const TYPES = [undefined, 'jwt', 'vc+jwt', 'vc+ld+json+jwt', 'vc+ld+jwt'];
const PRESENTATION_TYPES = [undefined, 'jwt', 'vp+jwt', 'vp+ld+json+jwt', 'vp+ld+jwt'];
const MAX_HEADER = 64 * 1024;

export function looksCompact(text) {
  return COMPACT.test(text.trim());
}

/** A JWS taken apart, before anything is believed: `{token, header, claims, credential}`. */
export function readJwt(text) {
  const token = text.trim();
  const [first, second] = token.split('.');
  if (!COMPACT.test(token) || first.length > MAX_HEADER) throw new Finding('malformed', { detail: 'JWT' });
  const [header, claims] = [first, second].map((part) => parseStrictly(utf8(fromBase64url(part))));
  if (!isObject(header) || !isObject(claims)) throw new Finding('malformed', { detail: 'JWT' });
  return { token, header, claims, credential: asCredential(claims) };
}

/** A VCDM 1.1 token has the credential under `vc`, and its issuer may be in `iss` only; since 2.0 the claims are it. */
function asCredential(claims) {
  if (!isObject(claims.vc)) return claims;
  const issuer = claims.vc.issuer ?? claims.iss;
  return { ...claims.vc, issuer: isObject(issuer) && !issuer.id ? { ...issuer, id: claims.iss } : issuer };
}

/** Verify that the issuer's key signed the credential: `{signers, suites, signedAt}`. Throws a Finding. */
export async function verifyJwt(jwt, issuer, now) {
  const verified = await verifySigned(jwt, issuer, TYPES, now);
  if (items(jwt.credential.type).includes('VerifiablePresentation')) throw new Finding('not-a-credential');
  return verified;
}

/** The presentation in a JWS: `vp` (VCDM 1.1) or the claims themselves (VC-JOSE-COSE); null when it holds none. */
export function presentationIn({ header, claims }) {
  const document = isObject(claims.vp) ? { ...claims.vp } : claims;
  const typed = items(document.type).includes('VerifiablePresentation');
  if (!typed || claims.vc !== undefined || !PRESENTATION_TYPES.includes(header.typ?.toLowerCase?.())) return null;
  return { ...document, holder: document.holder ?? claims.iss };
}

/** Verify that the holder's key signed the presentation: as `verifyJwt`. */
export async function verifyPresentationJwt(jwt, holder, now) {
  if (!holder) throw new Finding('malformed', { detail: 'holder' });
  return verifySigned(jwt, holder, PRESENTATION_TYPES, now);
}

async function verifySigned({ token, header, claims }, signer, types, now) {
  requireUsableHeader(header, types);
  if (claims.iss !== undefined && claims.iss !== signer) {
    throw new Finding('controller-mismatch', { signer: String(claims.iss), issuer: signer });
  }
  const method = methodOf(header, signer);
  await requireSignature(token, header, method?.jwk ?? header.jwk);
  if (!method) throw new Finding('issuer-key-unbound', { issuer: signer });
  if (method.signer !== signer) throw new Finding('controller-mismatch', { signer: method.signer, issuer: signer });
  requireInForce(asInstant(claims.nbf), asInstant(claims.exp), now);
  return { signers: [method.signer], suites: [header.alg], signedAt: asInstant(claims.iat) };
}

function requireUsableHeader({ alg, crit, typ }, types) {
  if (String(alg).toLowerCase() === 'none') throw new Finding('unsigned');
  if (!ALGORITHMS.includes(alg)) throw new Finding('suite-unsupported', { suite: String(alg) });
  if (crit !== undefined) throw new Finding('suite-unsupported', { suite: 'crit' });
  // RFC 8725 section 3.11: a token made for another use is not a credential.
  if (!types.includes(typ?.toLowerCase?.())) throw new Finding('not-a-credential', { type: String(typ) });
}

/** The key the token names, when it is the issuer's: by `kid`, or because the issuer's identifier is its own key. */
function methodOf(header, issuer) {
  const { kid } = header;
  if (typeof kid === 'string' && (kid.startsWith('did:') || kid.startsWith('#'))) {
    const { document, method } = resolveMethod(kid.startsWith('#') ? `${issuer}${kid}` : kid);
    return { signer: document.id, jwk: jwkOf(method) };
  }
  if (issuer.startsWith('did:')) {
    const document = controllerDocument(issuer);
    return { signer: document.id, jwk: jwkOf(document.verificationMethod[0]) };
  }
  if (isObject(header.jwk)) return null;
  throw new Finding('key-unresolvable', { identifier: issuer });
}

async function jwkOf(method) {
  if (method.publicKeyJwk) return method.publicKeyJwk;
  const isEcdsa = /^z(?:Dn|82|2J9)/.test(method.publicKeyMultibase);
  try {
    if (isEcdsa) return await EcdsaMultikey.toJwk({ keyPair: await EcdsaMultikey.from(method) });
    const { publicKey } = await (await Ed25519Multikey.from(method)).export({ publicKey: true, raw: true });
    return { kty: 'OKP', crv: 'Ed25519', x: toBase64url(publicKey) };
  } catch {
    throw new Finding('suite-unsupported', { suite: method.id });
  }
}

async function requireSignature(token, header, pendingJwk) {
  const jwk = await pendingJwk;
  let key;
  try {
    key = await importJWK(jwk, header.alg);
  } catch {
    // A browser without this algorithm, or a key of another kind.
    throw new Finding('suite-unsupported', { suite: header.alg });
  }
  try {
    await compactVerify(token, key, { algorithms: [header.alg] });
  } catch (error) {
    if (error?.code === 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED') throw new Finding('signature-mismatch');
    throw new Finding('proof-malformed', { detail: String(error?.code ?? error?.name) });
  }
}

function asInstant(seconds) {
  if (seconds === undefined) return undefined;
  const at = typeof seconds === 'number' ? new Date(seconds * 1000) : new Date(NaN);
  if (Number.isNaN(at.getTime())) throw new Finding('date-unreadable', { date: String(seconds).slice(0, 40) });
  return at.toISOString();
}
