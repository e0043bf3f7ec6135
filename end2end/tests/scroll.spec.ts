import type { Locator, Page } from '@playwright/test';
import { LOBBY, alive, expect, log, message, messages, rooms, say, test, visit } from '../fixtures/test';

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => `number ${from + n}.`);

/** Turns the wheel over the log, up where negative. */
async function wheel(page: Page, by: number): Promise<void> {
  await log(page).hover();
  await page.mouse.wheel(0, by);
}

async function top(of: Locator): Promise<number> {
  return (await of.boundingBox())!.y;
}

/** Where something stands once it no longer moves: what the wheel began goes on for a while. */
async function rest(of: Locator): Promise<number> {
  let last = Number.NaN;
  await expect
    .poll(async () => {
      const before = last;
      last = await top(of);
      return last - before;
    }, { intervals: [150] })
    .toBe(0);
  return last;
}

test('a room opens at its newest message, and older ones come without a jump', async ({ people, program, signedIn }) => {
  const admin = await people.admin();
  const mine = await program(admin);
  await mine.sayAll(LOBBY, numbers(1, 150));
  const ada = await signedIn(admin);
  await expect(message(ada, 'number 150.')).toBeInViewport();
  await alive(ada);
  await expect(message(ada, 'number 150.')).toBeInViewport();

  // Up to the beginning of what is here, while the older ones are on their way.
  let letGo = () => {};
  const held = new Promise<void>((go) => (letGo = go));
  await ada.route('**/do/messages/history', async (route) => {
    await held;
    await route.continue();
  });
  const loaded = await messages(ada).count();
  expect(loaded).toBeLessThan(150);
  const first = messages(ada).first();
  const words = (await first.locator('.text').innerText()).trim();
  await expect(async () => {
    await wheel(ada, -2_000);
    await expect(first).toBeInViewport({ timeout: 300 });
  }).toPass();
  const kept = message(ada, words);
  const before = await rest(kept);
  letGo();
  await expect.poll(() => messages(ada).count()).toBeGreaterThan(loaded);
  expect(Math.abs((await rest(kept)) - before)).toBeLessThanOrEqual(2);

  await expect(async () => {
    await wheel(ada, -4_000);
    await expect(message(ada, 'number 1.')).toBeInViewport({ timeout: 300 });
  }).toPass({ timeout: 15_000 });
  await expect(messages(ada)).toHaveCount(150);
  await expect(messages(ada).locator('.text')).toHaveText(numbers(1, 150));
  await ada.getByRole('button', { name: 'To the newest' }).click();
  await expect(message(ada, 'number 150.')).toBeInViewport();
});

test('a room with much that is new opens at the line above it', async ({ people, program, signedIn }) => {
  const admin = await people.admin();
  const mine = await program(admin);
  const bea = await program(await people.add('Bea'));
  await mine.sayAll(LOBBY, numbers(1, 20));
  await bea.sayAll(LOBBY, numbers(21, 55));
  const ada = await signedIn(admin);
  await alive(ada);
  const line = log(ada).getByRole('heading', { name: 'New' });
  await expect(line).toBeInViewport();
  await expect(message(ada, 'number 21.')).toBeInViewport();
  await expect(message(ada, 'number 55.')).not.toBeInViewport();
  expect(await top(line)).toBeLessThan(await top(message(ada, 'number 21.')));
  expect(await top(message(ada, 'number 20.'))).toBeLessThan(await top(line));
  const below = ada.getByRole('button', { name: '35 new' });
  await below.click();
  await expect(message(ada, 'number 55.')).toBeInViewport();
  await expect(below).toHaveCount(0);
  await expect(rooms(ada).getByRole('link', { name: /^lobby/ })).toHaveAccessibleName('lobby');
});

test('while one reads above, what comes in waits below and moves nothing', async ({ people, program, signedIn }) => {
  const admin = await people.admin();
  const mine = await program(admin);
  const bea = await program(await people.add('Bea'));
  await mine.sayAll(LOBBY, numbers(1, 60));
  const ada = await signedIn(admin);
  await alive(ada);
  const place = message(ada, 'number 30.');
  await expect(async () => {
    await wheel(ada, -400);
    await expect(place).toBeInViewport({ timeout: 300 });
  }).toPass();
  const before = await rest(place);
  await bea.sayAll(LOBBY, ['new one', 'new two', 'a longer new one\n\nwith\n\nmore\n\nlines']);
  const button = ada.getByRole('button', { name: '3 new' });
  await expect(button).toBeVisible();
  expect(Math.abs((await rest(place)) - before)).toBeLessThanOrEqual(2);
  await expect(message(ada, 'new one').first()).not.toBeInViewport();
  await button.click();
  await expect(message(ada, 'a longer new one')).toBeInViewport();
  await expect(button).toHaveCount(0);

  // At the end it follows by itself.
  await bea.say(LOBBY, 'and on it goes');
  await expect(message(ada, 'and on it goes')).toBeInViewport();
});

test('one’s own message leads down to it', async ({ people, program, signedIn }) => {
  const admin = await people.admin();
  await (await program(admin)).sayAll(LOBBY, numbers(1, 60));
  const ada = await signedIn(admin);
  await alive(ada);
  await expect(async () => {
    await wheel(ada, -800);
    await expect(message(ada, 'number 60.')).not.toBeInViewport({ timeout: 300 });
  }).toPass();
  await say(ada, 'here I am');
  await expect(message(ada, 'here I am')).toBeInViewport();
  await expect(ada.getByRole('button', { name: 'To the newest' })).toHaveCount(0);
});

test('the place is kept when the window changes its size', async ({ people, program, signedIn }) => {
  const admin = await people.admin();
  await (await program(admin)).sayAll(LOBBY, numbers(1, 60).map((words) => `${words} ${'and so on '.repeat(40)}`));
  const ada = await signedIn(admin);
  await visit(ada);
  await expect(message(ada, 'number 60.')).toBeInViewport();
  await ada.setViewportSize({ width: 700, height: 500 });
  await expect(message(ada, 'number 60.')).toBeInViewport();
  await expect(async () => {
    await wheel(ada, -600);
    await expect(message(ada, 'number 45.')).toBeInViewport({ timeout: 300 });
  }).toPass();
  await ada.setViewportSize({ width: 1_200, height: 700 });
  await expect(ada.getByRole('button', { name: 'To the newest' })).toBeVisible();
  await expect(message(ada, 'number 60.')).not.toBeInViewport();
});
