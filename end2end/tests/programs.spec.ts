import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { environment } from '../fixtures/server';
import { expect, test, type Server } from '../fixtures/test';

const top = resolve(import.meta.dirname, '../..');
const LOBBY = 1;

/** The program of the README, as somebody would copy it. */
async function bot(folder: string): Promise<string> {
  const readme = await readFile(join(top, 'README.md'), 'utf8');
  const [, text] = /```js\n(.*?)```/s.exec(readme) ?? [];
  if (!text) throw new Error('no bot in README.md');
  const file = join(folder, 'bot.mjs');
  await writeFile(file, text);
  return file;
}

/** The answers to a `ping` in the lobby, in order. */
async function answers(server: Server, token: string): Promise<string[]> {
  const answer = await fetch(`${server.url}/api/messages?sort=id&limit=0&where[content][like]=pong`, {
    headers: { authorization: `JWT ${token}` },
  });
  const { docs } = (await answer.json()) as { docs: { content: string; sender: { name: string } }[] };
  return docs.map(({ content, sender }) => `${sender.name}: ${content}`);
}

const programs: [string, (folder: string) => Promise<string[]>, string][] = [
  ['in Rust', async () => [join(top, 'target/debug/examples/answer')], 'pong, Ada'],
  ['in TypeScript', async () => ['node', join(top, 'examples/typescript/dist/answer.js')], 'pong, Ada'],
  ['of the README', async (folder) => ['node', await bot(folder)], 'pong'],
];

for (const [which, command, expected] of programs) {
  test(`the program ${which} answers, also after the server was away`, async ({ server, people, program }) => {
    const ada = await people.admin();
    const key = await people.addBot('Pong');
    const folder = await mkdtemp(join(tmpdir(), 'parlour-bot-'));
    const [file = '', ...words] = await command(folder);
    const child = spawn(file, words, {
      env: { ...environment(), PARLOUR_URL: server.url, PARLOUR_KEY: key },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    const closed = once(child, 'close');
    try {
      const writer = await program(ada);
      const said = () => answers(server, writer.token);
      // It hears what is said from when it listens on, and nothing announces that.
      await expect(async () => {
        await writer.say(LOBBY, 'ping');
        expect((await said()).length, output).toBeGreaterThan(0);
      }).toPass();
      const before = (await said()).length;
      await server.restart();
      await writer.say(LOBBY, 'ping');
      await expect.poll(async () => (await said()).length, { message: output }).toBeGreaterThan(before);
      expect(new Set(await said())).toEqual(new Set([`Pong: ${expected}`]));
    } finally {
      child.kill();
      await closed;
      await rm(folder, { recursive: true, force: true });
    }
  });
}
