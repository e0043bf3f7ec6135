import type { Page } from '@playwright/test';
import { LOBBY, alive, composer, expect, message, messages, say, test, tool, visit } from '../fixtures/test';

/** What was copied: pasted into the composer. */
async function pasted(page: Page): Promise<string> {
  await composer(page).focus();
  await page.keyboard.press('Control+v');
  const text = await composer(page).inputValue();
  await composer(page).fill('');
  return text;
}

/** Expects a message lit, and well inside the log. */
async function expectLanded(page: Page, words: string): Promise<void> {
  await alive(page);
  await expect(message(page, words)).toHaveAttribute('data-lit', '');
  await expect(message(page, words)).toBeInViewport({ ratio: 1 });
}

test('text is copied as it was typed', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  await alive(ada);
  await say(ada, 'so **loud**, `so` \\*plain');
  await (await tool(message(ada, 'loud'), 'Copy text')).click();
  await expect(message(ada, 'loud').getByRole('status')).toHaveText('Copied');
  expect(await pasted(ada)).toBe('so **loud**, `so` \\*plain');
});

const MANY = Array.from({ length: 120 }, (_, n) => `line ${n + 1}.`);

test('a copied link leads another to the message, in the middle and lit', async ({ people, program, signedIn }) => {
  const admin = await people.admin();
  const device = await program(admin);
  const bea = await people.add('Bea');
  await device.sayAll(LOBBY, MANY);
  const ada = await signedIn(admin);
  await visit(ada);
  await (await tool(message(ada, 'line 100.'), 'Copy link')).click();
  await expect(message(ada, 'line 100.').getByRole('status')).toHaveText('Copied');
  const link = await pasted(ada);
  expect(link).toMatch(/\/rooms\/1\?at=\d+#m\d+$/);

  // In the newest messages: the room stands as it is, at its own address.
  const page = await signedIn(bea);
  await page.goto(link);
  await expectLanded(page, 'line 100.');
  await expect(page).toHaveURL(/\/rooms\/1$/);
  await expect(composer(page)).toBeVisible();

  // Far back: what was said around it.
  const old = link.replace(/\d+#m\d+$/, (found) => {
    const id = parseInt(found) - 95;
    return `${id}#m${id}`;
  });
  await page.goto(old);
  await expectLanded(page, 'line 5.');
  const plain = await signedIn(bea, { javaScriptEnabled: false });
  await plain.goto(old);
  await expect(message(plain, 'line 5.')).toBeInViewport();
});

test('a link in a message leads there without a new page, where that is loaded', async ({ people, program, signedIn }) => {
  const admin = await people.admin();
  const device = await program(admin);
  const ids = await device.sayAll(LOBBY, MANY);
  const page = await signedIn(admin);
  await alive(page);
  const origin = new URL(page.url()).origin;
  await say(page, `see ${origin}/rooms/1?at=${ids[79]} and ${origin}/rooms/1?at=${ids[4]}`);
  await page.evaluate(() => document.body.classList.add('same-page'));
  await messages(page).getByRole('link').first().click();
  await expectLanded(page, 'line 80.');
  await expect(page.locator('body')).toHaveClass(/same-page/);
  await page.getByRole('button', { name: /newest/ }).click();
  await messages(page).getByRole('link').last().click();
  await expect(message(page, 'line 5.')).toBeVisible();
  await expectLanded(page, 'line 5.');
});

test('a message that is gone, or never was, is said to be', async ({ people, program, signedIn, complaints }) => {
  complaints.allow(/status of 404/);
  const admin = await people.admin();
  const device = await program(admin);
  const gone = await device.say(LOBBY, 'a slip');
  await device.delete(gone);
  const closed = await device.createRoom('closed', 'closed');
  const secret = await device.say(closed, 'psst');
  const page = await signedIn(await people.add('Bea'));
  await page.goto(`/rooms/1?at=${gone}#m${gone}`);
  await expectLanded(page, 'This message was deleted.');
  for (const id of [999, secret]) {
    await page.goto(`/rooms/1?at=${id}#m${id}`);
    await alive(page);
    await expect(page.getByRole('alert').filter({ hasText: 'is not in this room, or is gone' })).toBeVisible();
    await expect(messages(page).getByText('psst')).toHaveCount(0);
  }
  await page.goto(`/rooms/${closed}?at=${secret}#m${secret}`);
  await expect(page.getByRole('heading', { name: 'This room is not open to you' })).toBeVisible();
});
