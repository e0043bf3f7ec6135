import type { Page } from '@playwright/test';
import { LOBBY, alive, composer, expect, expectAccessible, log, message, messages, say, signIn, test, tool } from '../fixtures/test';

/** What is coloured as something, in the order of the page. */
async function coloured(page: Page, kind: string): Promise<string[]> {
  return page.evaluate((kind) => {
    const ranges = [...((CSS.highlights.get(`code-${kind}`) ?? []) as Iterable<AbstractRange>)];
    const here = ranges.filter((range) => range.startContainer.isConnected);
    if (here.length < ranges.length) throw new Error(`${kind}: what is gone is still coloured`);
    return here.map((range) => range.startContainer.textContent!.slice(range.startOffset, range.endOffset));
  }, kind);
}

const expectColoured = (page: Page, kind: string, ...words: string[]): Promise<void> =>
  expect.poll(() => coloured(page, kind), { timeout: 15_000 }).toEqual(words);

const RUST = '```rust\nfn 面积() -> u8 { 7 } // 🎉 so\n```';

test('code has the colours of its language: what was there, what comes, and what is edited', async ({ people, program, signedIn }) => {
  test.slow();
  const admin = await people.admin();
  const device = await program(admin);
  await device.say(LOBBY, RUST);
  const ada = await signedIn(admin);
  const bea = await signedIn(await people.add('Bea'));
  for (const page of [ada, bea]) {
    await alive(page);
    await expectColoured(page, 'keyword', 'fn', 'u8');
    await expectColoured(page, 'name', '面积');
    await expectColoured(page, 'number', '7');
    await expectColoured(page, 'comment', '// 🎉 so');
  }
  // The row is what it was.
  await expect(message(ada, 'fn').locator('code')).toHaveText('fn 面积() -> u8 { 7 } // 🎉 so');

  // One that comes, and one in a language that nobody knows.
  await say(ada, '```json\n{"a": [1, null]}\n```\n```klingon\nif 1\n```');
  await expectColoured(bea, 'keyword', 'fn', 'u8', 'null');
  await expectColoured(bea, 'number', '7', '1');

  // The same size, other words: both have its colours, and nothing of the old ones.
  await (await tool(message(ada, '面积'), 'Edit')).click();
  await messages(ada).getByRole('textbox', { name: 'Edit' }).fill(RUST.replace('fn', 'if').replace('7', '8'));
  await messages(ada).getByRole('button', { name: 'Save' }).click();
  for (const page of [ada, bea]) await expectColoured(page, 'number', '1', '8');

  // And after another room, and back.
  await bea.getByRole('link', { name: 'All rooms' }).click();
  await expect(log(bea)).toHaveCount(0);
  await expectColoured(bea, 'number');
  await bea.goBack();
  await expectColoured(bea, 'keyword', 'if', 'u8', 'null');
});

test('code in older messages is coloured when these are loaded', async ({ people, program, signedIn }) => {
  const admin = await people.admin();
  const device = await program(admin);
  await device.say(LOBBY, RUST);
  await device.sayAll(LOBBY, Array.from({ length: 60 }, (_, n) => `line ${n}.`));
  const ada = await signedIn(admin);
  await alive(ada);
  await expect(messages(ada)).toHaveCount(50);
  await ada.getByRole('link', { name: 'Older messages' }).click();
  await expectColoured(ada, 'keyword', 'fn', 'u8');
});

test('what colours code can be read, in the light and in the dark', async ({ people, program, signedIn }) => {
  const admin = await people.admin();
  const device = await program(admin);
  await device.say(LOBBY, RUST);
  const ada = await signedIn(admin);
  await alive(ada);
  await expectColoured(ada, 'number', '7');
  for (const colorScheme of ['light', 'dark'] as const) {
    await ada.emulateMedia({ colorScheme });
    // Once as it stands there, and once as the message that is meant.
    for (const place of [composer(ada), message(ada, 'fn')]) {
      await place.hover();
      const least = await ada.evaluate(() => {
        const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
        const luminance = (...colours: string[]) => {
          for (const colour of colours) {
            canvas.fillStyle = colour;
            canvas.fillRect(0, 0, 1, 1);
          }
          const linear = [...canvas.getImageData(0, 0, 1, 1).data]
            .map((value) => value / 255)
            .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
          return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
        };
        const code = document.querySelector('pre > code')!;
        const below = luminance(getComputedStyle(code.parentElement!).backgroundColor);
        const names = [...CSS.highlights.keys()];
        if (names.length !== 7) throw new Error(names.join());
        const plain = getComputedStyle(code).color;
        return Math.min(...names.map((name) => {
          const colour = getComputedStyle(code, `::highlight(${name})`).color;
          if (colour === plain) throw new Error(`${name} has no colour`);
          const [low, high] = [below, luminance(colour)].sort((one, other) => one - other);
          return (high! + 0.05) / (low! + 0.05);
        }));
      });
      expect(least).toBeGreaterThanOrEqual(4.5);
    }
  }
});

test('a button copies code as it is, also by keyboard', async ({ people, program, signedIn }) => {
  const admin = await people.admin();
  const code = 'if <a> & "b":\n\tprint(`c`)\n\n  # d ';
  await (await program(admin)).say(LOBBY, `Try this:\n\n~~~python\n${code}\n~~~\nand \`that\``);
  const ada = await signedIn(admin);
  await alive(ada);
  const button = message(ada, 'Try this').getByRole('button', { name: 'Copy code' });
  await message(ada, 'Try this').locator('pre').hover();
  await button.click();
  await expect(message(ada, 'Try this').getByText('Copied')).toBeVisible();
  await expect(message(ada, 'Try this').getByText('Copied')).toHaveRole('status');
  await composer(ada).press('Control+v');
  await expect(composer(ada)).toHaveValue(code);
  await composer(ada).fill('');
  await expect(message(ada, 'Try this').getByText('Copied')).toHaveCount(0);

  await button.focus();
  await expect(button).toBeVisible();
  await expectAccessible(ada);
  await ada.keyboard.press('Enter');
  await expect(message(ada, 'Try this').getByText('Copied')).toBeVisible();
  await expect(button).toBeFocused();
  await composer(ada).press('Control+v');
  await expect(composer(ada)).toHaveValue(code);
});

test('the button speaks Chinese, and without JavaScript there is none', async ({ people, program, signedIn, visitor }) => {
  const admin = await people.admin();
  await (await program(admin)).say(LOBBY, RUST);
  const chinese = await signedIn(admin, { locale: 'zh-CN' });
  await alive(chinese);
  await expect(messages(chinese).getByRole('button', { name: '复制代码' })).toHaveCount(1);
  const page = await (await visitor({ javaScriptEnabled: false })).newPage();
  await signIn(page, admin);
  await page.goto('/rooms/1');
  await expect(message(page, 'fn')).toBeVisible();
  await expect(messages(page).getByRole('button', { name: 'Copy code' })).toHaveCount(0);
});
