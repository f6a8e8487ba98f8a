// What jsonld.js in safe mode and rdf-canonize make of many documents, one JSON document per line.
//
//   node canonize.mjs FILE
//
// Prints {"digests": ["SHA-256 of the canonical N-Quads" | "refused: why", ...]} in the same order.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import jsonld from 'jsonld';
import { offlineLoader } from './loader.mjs';

const load = await offlineLoader();
const loaded = new Map();

async function documentLoader(url) {
  if (!loaded.has(url)) loaded.set(url, { ...(await load(url)), tag: 'static' });
  return loaded.get(url);
}

async function digest(line) {
  try {
    const text = await jsonld.canonize(JSON.parse(line), {
      algorithm: 'RDFC-1.0', format: 'application/n-quads', safe: true, base: null, documentLoader,
    });
    return createHash('sha256').update(text).digest('hex');
  } catch (error) {
    return `refused: ${String(error?.details?.event?.code ?? error?.message ?? error).slice(0, 80)}`;
  }
}

const digests = [];
for (const line of (await readFile(process.argv[2], 'utf8')).split('\n').filter(Boolean)) digests.push(await digest(line));
console.log(JSON.stringify({ digests }));
