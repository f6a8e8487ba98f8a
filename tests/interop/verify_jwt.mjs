// What jose says of a presentation as JWT whose holder is a did:key with an Ed25519 key.
//
//   node verify_jwt.mjs FILE CHALLENGE AUDIENCE --now INSTANT
//
// Prints {"verified": bool, "errors": [...], "members": number}; exit code 0 whatever the verdict, 2 without FILE.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { decode } from 'base58-universal';
import { importJWK, jwtVerify } from 'jose';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { now: { type: 'string' } } });
const [file, challenge, audience] = positionals;

/** The key in a did:key: multicodec 0xed01 and 32 bytes. */
async function keyOf({ kid }) {
  const [did, fragment] = kid.split('#');
  const multikey = did.slice('did:key:'.length);
  const bytes = decode(multikey.slice(1));
  if (fragment !== multikey || bytes[0] !== 0xed || bytes[1] !== 0x01) throw new Error('not an Ed25519 did:key');
  return importJWK({ kty: 'OKP', crv: 'Ed25519', x: Buffer.from(bytes.slice(2)).toString('base64url') }, 'EdDSA');
}

async function verdict(token) {
  const { payload, protectedHeader } = await jwtVerify(token, keyOf, {
    algorithms: ['EdDSA'], typ: 'vp+jwt', audience, currentDate: new Date(values.now), clockTolerance: 60,
  });
  if (payload.nonce !== challenge) throw new Error('nonce');
  if (payload.holder !== protectedHeader.kid.split('#')[0] || payload.iss !== payload.holder) throw new Error('holder');
  return { verified: true, errors: [], members: payload.verifiableCredential.length };
}

let token;
try {
  token = (await readFile(file, 'utf8')).trim();
} catch (error) {
  console.error(String(error?.message ?? error));
  process.exit(2);
}
try {
  console.log(JSON.stringify(await verdict(token)));
} catch (error) {
  console.log(JSON.stringify({ verified: false, errors: [String(error?.message ?? error)], members: 0 }));
}
