// What a first visit downloads: the page's program and style, as brotli sends them.

import { readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

const folder = 'target/site/pkg';
// What it weighs today, and a little. The aim is 300,000: see docs/plan.md, and lower this with every step there.
const budget = 695_000;

// With --split, what is loaded later has other names. With hashes, a name is parlour.<hash>.wasm.
const names = readdirSync(folder).filter((name) => /^parlour\b.*\.(wasm|js|css)$/.test(name));
for (const kind of ['wasm', 'js', 'css']) {
  const count = names.filter((name) => name.endsWith(`.${kind}`)).length;
  if (count !== 1) throw new Error(`${folder} must hold one parlour.${kind}, not ${count}`);
}

const line = (name, raw, sent) =>
  console.log(`${name.padEnd(40)}${kilobytes(raw)} raw ${kilobytes(sent)} brotli`);
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`.padStart(10);

let raw = 0;
let sent = 0;
for (const name of names) {
  const content = readFileSync(`${folder}/${name}`);
  const compressed = brotliCompressSync(content).length;
  line(name, content.length, compressed);
  raw += content.length;
  sent += compressed;
}
line('all', raw, sent);

if (sent > budget) {
  console.error(`The page may weigh ${kilobytes(budget).trim()}: it is ${kilobytes(sent - budget).trim()} too heavy.`);
  process.exit(1);
}
