// A presentation made entirely by @digitalbazaar/vc, to see whether the wallet and its page accept a stranger's work.
//
//   node sign.mjs SUITE        eddsa-rdfc-2022, eddsa-jcs-2022 or Ed25519Signature2020
//
// Keys come from fixed seeds; the time is fixed; the presentation goes to standard output.
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as vc from '@digitalbazaar/vc';
import { offlineLoader } from './loader.mjs';
import { signingSuite } from './suites.mjs';

const date = '2026-11-01T00:00:00Z';
const [suiteName = 'eddsa-rdfc-2022'] = process.argv.slice(2);

async function actor(seed) {
  const key = await Ed25519Multikey.generate({ seed: new Uint8Array(32).fill(seed) });
  const id = `did:key:${key.publicKeyMultibase}`;
  key.controller = id;
  key.id = `${id}#${key.publicKeyMultibase}`;
  return { id, signer: key.signer() };
}

const [issuer, holder] = [await actor(11), await actor(12)];
const documentLoader = await offlineLoader();
const extra = suiteName === 'Ed25519Signature2020' ? ['https://w3id.org/security/suites/ed25519-2020/v1'] : [];
const credential = {
  '@context': [
    'https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json', ...extra,
  ],
  id: 'urn:uuid:6f0b2b1e-7f1c-4a57-9c53-2f8a2d6c0011',
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  issuer: { id: issuer.id, type: ['Profile'], name: 'Another Implementation' },
  validFrom: '2026-01-10T00:00:00Z',
  name: 'Interoperability',
  credentialSubject: {
    id: holder.id,
    type: ['AchievementSubject'],
    achievement: {
      id: 'urn:uuid:6f0b2b1e-7f1c-4a57-9c53-2f8a2d6c0012',
      type: ['Achievement'],
      name: 'Interoperability',
      description: 'Made elsewhere, read here.',
      criteria: { narrative: 'Sign it.' },
    },
  },
};
const signed = await vc.issue({
  credential, suite: signingSuite(suiteName, issuer.signer, date), documentLoader, now: new Date(date),
});
const presentation = vc.createPresentation({
  verifiableCredential: signed, holder: holder.id, version: 2.0, now: new Date(date),
});
if (extra.length > 0) presentation['@context'].push(...extra);
const finished = await vc.signPresentation({
  presentation, suite: signingSuite(suiteName, holder.signer, date), documentLoader,
  challenge: 'c-123', domain: 'https://employer.example',
});
console.log(JSON.stringify(finished));
