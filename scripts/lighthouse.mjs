// What Lighthouse says of the page of a room. It fails where accessibility or best practices are not whole; the performance is
// said, and not judged: it goes by the machine's clock.

import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium as installed } from '../end2end/browser.mjs';

// Each from where it is installed.
const from = (folder) => createRequire(resolve(folder, 'x.js'));
const { default: lighthouse } = await import(pathToFileURL(from('.tools/lighthouse').resolve('lighthouse')).href);
const { chromium } = from('end2end')('playwright-core');

const person = { email: 'ada@example.org', password: 'green lamp on the stairs' };
const program = resolve(process.argv[2]);
const folder = await mkdtemp(join(tmpdir(), 'parlour-lighthouse-'));
const data = join(folder, 'data');
const debugging = 9_223;
let failed = false;

const server = spawn(program, ['serve', '--addr', '127.0.0.1:0', '--data', data, '--no-previews'], {
  stdio: ['ignore', 'pipe', 'ignore'],
});
try {
  const url = await new Promise((found, lost) => {
    let said = '';
    server.stdout.on('data', (bytes) => {
      said += bytes;
      const line = /Parlour is at (\S+)/.exec(said);
      if (line) found(line[1]);
    });
    server.on('exit', () => lost(new Error('the server ended')));
  });
  await run(program, ['user', 'add', '--data', data, '--email', person.email, '--name', 'Ada', '--admin'], person.password);
  await talk(url);
  const context = await chromium.launchPersistentContext(join(folder, 'browser'), {
    executablePath: installed(),
    // Lighthouse has its own.
    viewport: null,
    args: [`--remote-debugging-port=${debugging}`, '--no-sandbox'],
  });
  try {
    const page = await context.newPage();
    await page.goto(`${url}/sign-in`);
    await page.getByLabel('Email').fill(person.email);
    await page.getByLabel('Password').fill(person.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(/\/$|\/rooms\//);
    await page.close();
    const options = {
      port: debugging,
      onlyCategories: ['performance', 'accessibility', 'best-practices'],
      disableStorageReset: true,
      logLevel: 'error',
    };
    const { lhr } = await lighthouse(`${url}/rooms/1`, options);
    if (lhr.finalDisplayedUrl !== `${url}/rooms/1`) throw new Error(`it went to ${lhr.finalDisplayedUrl}`);
    for (const [name, category] of Object.entries(lhr.categories)) {
      console.log(`${name.padEnd(16)} ${Math.round(category.score * 100)}`);
      const faults = category.auditRefs
        .filter(({ weight }) => weight > 0)
        .map(({ id }) => lhr.audits[id])
        .filter(({ score }) => score !== null && score < 1);
      for (const { id, score, displayValue, details } of faults) {
        console.log(`    ${id} ${score} ${displayValue ?? ''}`);
        for (const { node } of details?.items ?? []) if (node) console.log(`        ${node.snippet}`);
      }
      failed ||= name !== 'performance' && category.score < 1;
    }
  } finally {
    await context.close();
  }
} finally {
  server.kill();
  await rm(folder, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

/** Says enough that there is something to see. */
async function talk(url) {
  const post = async (path, token, body) => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
  };
  const { token } = await post('/api/users/login', undefined, person);
  for (let n = 1; n <= 40; n += 1) {
    const content = `Message ${n} with **some** words, \`code\`, and a [link](https://example.org)`;
    const { doc } = await post('/api/messages', token, { room: 1, content });
    if (n === 30) await post('/api/messages', token, { root: doc.id, content: 'In its thread' });
    if (n === 35) await post('/api/reactions', token, { message: doc.id, emoji: '👍' });
  }
}

/** Runs a program to its end, with a line of input. */
async function run(program, args, input) {
  const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'inherit'] });
  child.stdin.end(`${input}\n`);
  const code = await new Promise((ended) => child.on('exit', ended));
  if (code !== 0) throw new Error(`${args.join(' ')}: ${code}`);
}
