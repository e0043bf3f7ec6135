// What a first visit downloads: the page's program and style, as brotli sends them.

import { readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

const folder = 'target/site/pkg';
// What it weighs today, and a little. The aim is 300,000: see docs/plan.md, and lower this with every step there.
const budget = 556_000;

const all = readdirSync(folder).filter((name) => /\.(wasm|js|css)$/.test(name));
// What wasm-split took out is fetched when somebody goes there; what links the two parts comes with the first.
const later = all.filter((name) => /^split_.*\.wasm$/.test(name));
const names = all.filter((name) => !later.includes(name));
for (const [kind, expected] of Object.entries({ wasm: 1, js: 2, css: 1 })) {
  const count = names.filter((name) => name.endsWith(`.${kind}`)).length;
  if (count !== expected) throw new Error(`${folder} must hold ${expected} files of ${kind}, not ${count}`);
}
if (later.length !== 1) throw new Error(`${folder} must hold one part that is fetched later, not ${later.length}`);

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
line('first visit', raw, sent);
for (const name of later) {
  const content = readFileSync(`${folder}/${name}`);
  line(`later: ${name}`, content.length, brotliCompressSync(content).length);
}

if (sent > budget) {
  console.error(`The page may weigh ${kilobytes(budget).trim()}: it is ${kilobytes(sent - budget).trim()} too heavy.`);
  process.exit(1);
}
