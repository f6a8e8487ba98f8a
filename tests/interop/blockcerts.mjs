// The hash of a Blockcert as Blockcerts' own verifiers compute it, and its proof value taken apart by other libraries.
//
//   node blockcerts.mjs FILE      FILE holds {"unsecured": {...}, "proofValue": "z..."}
//
// Prints {"hash": SHA-256 of the canonical N-Quads in hexadecimal, "unmapped": [terms that fell into the vocabulary of
// last resort], "proof": [[number, value], ...] with byte strings, decoded once more, as hexadecimal}.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { decode as base58 } from 'base58-universal';
import { decode as cbor } from 'cborg';
import jsonld from 'jsonld';
import { offlineLoader } from './loader.mjs';

const FALLBACK = 'http://fallback.org/';
const { unsecured, proofValue } = JSON.parse(await readFile(process.argv[2], 'utf8'));
const load = await offlineLoader();
const text = await jsonld.canonize(
  { ...unsecured, '@context': [...unsecured['@context'], { '@vocab': FALLBACK }] },
  {
    algorithm: 'RDFC-1.0', format: 'application/n-quads', safe: false,
    documentLoader: async (url) => ({ ...(await load(url)), tag: 'static' }),
  },
);
const unmapped = [...text.matchAll(/<http:\/\/fallback\.org\/([^>]*)>/g)].map((match) => match[1]);

function plain(value) {
  if (value instanceof Uint8Array) return Buffer.from(cbor(value)).toString('hex');
  return Array.isArray(value) ? value.map(plain) : value;
}

console.log(JSON.stringify({
  hash: createHash('sha256').update(text).digest('hex'),
  unmapped,
  proof: plain(cbor(base58(proofValue.slice(1)))),
}));
