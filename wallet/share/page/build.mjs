// Builds the page into dist/: one script, one style sheet, index.html and manifest.json with the hash of each.
//
//   node build.mjs [CONTEXTS]     CONTEXTS: the folder of bundled JSON-LD contexts, by default the wallet's own
//
// The same sources, lock file and contexts give the same bytes.
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));
const contextsFolder = path.resolve(process.argv[2] ?? path.join(here, '../../materials/contexts'));
const dist = path.join(here, 'dist');

/** The contexts as a JavaScript module, each checked against the hash it is pinned by. */
const bundledContexts = {
  name: 'bundled-contexts',
  setup(build) {
    build.onResolve({ filter: /^wallet:contexts$/ }, ({ path: name }) => ({ path: name, namespace: 'wallet' }));
    build.onLoad({ filter: /.*/, namespace: 'wallet' }, async () => {
      const index = JSON.parse(await readFile(path.join(contextsFolder, 'index.json'), 'utf8'));
      const contexts = {};
      for (const { url, file, sha256 } of index) {
        const content = await readFile(path.join(contextsFolder, file));
        if (hash(content, 'sha256', 'hex') !== sha256) throw new Error(`${file} is not the document pinned for ${url}`);
        contexts[url] = JSON.parse(content.toString('utf8'));
      }
      return { contents: `export default ${JSON.stringify(contexts)};`, loader: 'js' };
    });
  },
};

function hash(content, algorithm, encoding) {
  return createHash(algorithm).update(content).digest(encoding);
}

async function bundle(entry, options = {}) {
  const result = await esbuild.build({
    entryPoints: [path.join(here, 'src', entry)],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: ['es2022'],
    // Its `exports` hide from esbuild what its `browser` says: without this the one for Node comes in, which wants Buffer.
    alias: { 'base64url-universal': path.join(here, 'node_modules/base64url-universal/lib/browser.js') },
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
    ...options,
  });
  const content = Buffer.from(result.outputFiles[0].contents);
  const { name, ext } = path.parse(entry);
  return { name: `${name}-${hash(content, 'sha256', 'hex').slice(0, 16)}${ext}`, content };
}

const script = await bundle('main.js', { plugins: [bundledContexts] });
const style = await bundle('style.css');
const integrity = ({ content }) => `sha384-${hash(content, 'sha384', 'base64')}`;
const html = (await readFile(path.join(here, 'src/index.html'), 'utf8'))
  .replace('@SCRIPT@', `../assets/${script.name}`)
  .replace('@SCRIPT-INTEGRITY@', integrity(script))
  .replace('@STYLE@', `../assets/${style.name}`)
  .replace('@STYLE-INTEGRITY@', integrity(style));

await rm(dist, { recursive: true, force: true });
await mkdir(dist);
const files = [script, style, { name: 'index.html', content: Buffer.from(html) }];
const sha256 = Object.fromEntries(files.map(({ name, content }) => [name, hash(content, 'sha256', 'hex')]));
for (const { name, content } of files) await writeFile(path.join(dist, name), content);
// The manifest comes last: a host takes a folder without one for a page that was never built.
await writeFile(path.join(dist, 'manifest.json'), JSON.stringify({ schema: 'wallet.page/1', sha256 }, null, 2) + '\n');
for (const { name, content } of files) console.log(`${name}  ${content.length}`);
