// An offline document loader: the wallet's bundled contexts and did:key, nothing else.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';

const folder = new URL('../../wallet/materials/contexts/', import.meta.url);

/** A loader for Digital Bazaar's libraries; throws for anything it does not hold. */
export async function offlineLoader() {
  const index = JSON.parse(await readFile(new URL('index.json', folder), 'utf8'));
  const files = new Map(index.map((entry) => [entry.url, entry]));
  return async (url) => {
    const entry = files.get(url);
    const document = entry ? await pinned(entry) : await didKey(url);
    return { contextUrl: null, documentUrl: url, document };
  };
}

async function pinned({ file, sha256 }) {
  const content = await readFile(fileURLToPath(new URL(file, folder)));
  if (createHash('sha256').update(content).digest('hex') !== sha256) throw new Error(`${file} is not what is pinned`);
  return JSON.parse(content.toString('utf8'));
}

async function didKey(url) {
  const [did, fragment] = url.split('#');
  const publicKeyMultibase = did.slice('did:key:'.length);
  if (/^did:key:z(?:Dn|UC7)/.test(did)) return otherKey(did, fragment, publicKeyMultibase);
  if (!did.startsWith('did:key:z6Mk')) throw new Error(`not available offline: ${url}`);
  const key = await Ed25519Multikey.from({ id: `${did}#${publicKeyMultibase}`, controller: did, publicKeyMultibase });
  const method = await key.export({ publicKey: true });
  if (fragment) return method;
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did, verificationMethod: [method], assertionMethod: [method.id], authentication: [method.id],
  };
}

/** P-256 and BLS12-381 keys, with which issuers sign for selective disclosure. */
function otherKey(did, fragment, publicKeyMultibase) {
  const method = {
    '@context': 'https://w3id.org/security/multikey/v1',
    id: `${did}#${publicKeyMultibase}`, type: 'Multikey', controller: did, publicKeyMultibase,
  };
  if (fragment) return method;
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did, verificationMethod: [method], assertionMethod: [method.id],
  };
}
