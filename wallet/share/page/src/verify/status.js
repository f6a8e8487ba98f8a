// Bitstring Status List 1.0, from lists that travelled with the presentation. A list is signed by the issuer, so the
// one who presents cannot alter it, but may hold back a newer one: it counts as of the date its issuer signed.
import { fromBase64url, gunzip, utf8 } from '../bytes.js';
import { Finding, NOT_APPLICABLE } from '../outcome.js';
import { isObject, items, parseStrictly } from '../strict-json.js';
import { readInstant } from './instant.js';
import { looksCompact, readJwt, verifyJwt } from './jwt.js';
import { verifyProofs } from './proof.js';

const MAX_LIST_BYTES = 8 * 1024 * 1024;
const MAX_AGE_DAYS = 30;
const DAY = 24 * 60 * 60 * 1000;
const TAKEN_BACK = { revocation: 'revoked', suspension: 'suspended' };
const INFORMATIVE = ['refresh', 'message'];

/**
 * Judge every status entry of a credential: `{asOf, signedAt}` of the oldest list when all say it is in force.
 * Throws the worst Finding.
 */
export async function checkStatus(credential, issuer, { materials, now }) {
  const entries = items(credential.credentialStatus);
  if (entries.length === 0) return NOT_APPLICABLE;
  const findings = [];
  const lists = [];
  for (const entry of entries) {
    try {
      lists.push(await checkEntry(entry, issuer, materials, now));
    } catch (error) {
      if (!(error instanceof Finding)) throw error;
      findings.push(error);
    }
  }
  if (findings.length > 0) throw findings.find(({ outcome }) => outcome === 'failed') ?? findings[0];
  return lists.reduce((oldest, list) => (list.asOf < oldest.asOf ? list : oldest));
}

async function checkEntry(entry, issuer, materials, now) {
  if (!isObject(entry) || entry.type !== 'BitstringStatusListEntry') {
    throw new Finding('status-unsupported', { type: String(entry?.type) });
  }
  const { statusPurpose: purpose, statusListCredential: url, statusSize: size = 1 } = entry;
  const index = /^\d{1,10}$/.test(String(entry.statusListIndex)) ? Number(entry.statusListIndex) : null;
  if (typeof url !== 'string' || index === null || size !== 1) throw new Finding('status-malformed');
  if (!Object.hasOwn(TAKEN_BACK, purpose) && !INFORMATIVE.includes(purpose)) {
    throw new Finding('status-unsupported', { type: `${entry.type} (${purpose})` });
  }
  const material = materials.find((candidate) => candidate.url === url);
  if (!material) throw new Finding('status-unreachable', { url });
  const list = await readList(material, url, now);
  const isSet = await readBit(list.credential, purpose, index, url);
  if (isSet && Object.hasOwn(TAKEN_BACK, purpose)) {
    throw new Finding(TAKEN_BACK[purpose], { url, as_of: asText(datesOf(list).asOf) });
  }
  if (list.issuer !== issuer) throw new Finding('status-untrusted', { url });
  return requireFresh(list, url, now);
}

async function readList(material, url, now) {
  try {
    const text = utf8(material.content);
    const jwt = looksCompact(text) ? readJwt(text) : null;
    const credential = jwt ? jwt.credential : parseStrictly(text);
    const issuer = idOf(credential?.issuer);
    const isList = items(credential?.type).includes('BitstringStatusListCredential');
    if (!isList || !issuer) throw new Finding('status-malformed');
    const { signers, signedAt } = jwt
      ? await verifyJwt(jwt, issuer, now)
      : await verifyProofs(credential, 'assertionMethod', now);
    if (signers.some((signer) => signer !== issuer)) throw new Finding('controller-mismatch', { issuer });
    return { credential, issuer, signedAt };
  } catch (error) {
    if (!(error instanceof Finding)) throw error;
    throw new Finding('status-untrusted', { url, detail: error.reason });
  }
}

async function readBit(credential, purpose, index, url) {
  const subject = credential.credentialSubject;
  const encoded = subject?.encodedList;
  const usable = subject?.type === 'BitstringStatusList' && items(subject.statusPurpose).includes(purpose)
    && typeof encoded === 'string' && encoded.startsWith('u');
  if (!usable) throw new Finding('status-malformed', { url });
  let bits;
  try {
    bits = await gunzip(fromBase64url(encoded.slice(1)), MAX_LIST_BYTES);
  } catch {
    throw new Finding('status-malformed', { url });
  }
  if (index >= bits.length * 8) throw new Finding('status-malformed', { url });
  return (bits[index >> 3] & (0x80 >> (index & 7))) !== 0;
}

/** The dates of a list in force, or a Finding when it is too old, over, or not begun. */
function requireFresh(list, url, now) {
  const from = readInstant(list.credential.validFrom);
  const until = readInstant(list.credential.validUntil);
  const { asOf, signedAt } = datesOf(list);
  const tooOld = asOf === null || now - asOf > MAX_AGE_DAYS * DAY;
  if (tooOld || (until && until <= now) || (from && from > now)) {
    throw new Finding('status-stale', { url, as_of: asText(asOf) });
  }
  return { asOf: asText(asOf), signedAt: asText(signedAt) };
}

/** When the issuer signed the list, and the instant it speaks of: the later of that and its own beginning. */
function datesOf({ credential, signedAt }) {
  const signed = readInstant(signedAt);
  const dates = [signed, readInstant(credential.validFrom)].filter((date) => date !== null);
  return { asOf: dates.length > 0 ? new Date(Math.max(...dates)) : null, signedAt: signed };
}

function asText(date) {
  return date === null ? '' : date.toISOString();
}

/** The identifier of a member that is either one or an object with one. */
export function idOf(value) {
  const id = isObject(value) ? value.id : value;
  return typeof id === 'string' && id !== '' ? id : null;
}
