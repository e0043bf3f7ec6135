import type { Page } from '@playwright/test';
import {
  LOBBY, alive, composer, expect, expectLog, log, message, messages, rooms, signIn, test,
} from '../fixtures/test';

const plain = { javaScriptEnabled: false };

async function send(page: Page, words: string): Promise<void> {
  await composer(page).fill(words);
  await page.getByRole('button', { name: 'Send' }).click();
}

test('without JavaScript one signs in, talks, edits, deletes and leaves', async ({ people, signedIn, visitor }) => {
  const admin = await people.admin();
  const bea = await signedIn(await people.add('Bea'));
  await alive(bea);
  const page = await (await visitor(plain)).newPage();
  await page.goto('/');
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel('Email').fill(admin.email);
  await page.getByLabel('Password').fill('not the one');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toHaveText('Email address or password is not right.');
  await page.getByLabel('Email').fill(admin.email);
  await page.getByLabel('Password').fill(admin.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('# lobby');

  await send(page, 'plain **words**');
  await expectLog(page, 'plain words');
  await expect(composer(page)).toHaveValue('');
  await expectLog(bea, 'plain words');

  await message(page, 'plain words').hover();
  await message(page, 'plain words').getByRole('link', { name: /^Edit/ }).click();
  const editor = messages(page).getByRole('textbox', { name: 'Edit' });
  await expect(editor).toHaveValue('plain **words**');
  await editor.fill('plainer **words**');
  await messages(page).getByRole('button', { name: 'Save' }).click();
  await expectLog(page, /plainer words\s*\(edited\)/);
  await expectLog(bea, /plainer words\s*\(edited\)/);
  await expect(editor).toHaveCount(0);

  await message(page, 'plainer').getByRole('link', { name: /^Delete/ }).click();
  await messages(page).getByRole('link', { name: 'Keep' }).click();
  await message(page, 'plainer').getByRole('link', { name: /^Delete/ }).click();
  await messages(page).getByRole('button', { name: 'Delete', exact: true }).click();
  await expectLog(page, 'This message was deleted.');
  await expectLog(bea, 'This message was deleted.');
  await expect(messages(page).getByRole('button')).toHaveCount(0);

  await rooms(page).getByRole('link', { name: /Ada/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto('/rooms/1');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('without JavaScript one makes rooms, joins, talks to somebody and leaves', async ({ people, program, visitor }) => {
  const admin = await people.admin();
  const bea = await program(await people.add('Bea'));
  const attic = await bea.createRoom('attic');
  await bea.say(attic, 'dusty in here');
  const page = await (await visitor(plain)).newPage();
  await signIn(page, admin);
  await rooms(page).getByRole('link', { name: 'New room' }).click();
  await page.getByLabel('Name').fill('garden');
  await page.getByLabel('Description').fill('roses and such');
  await page.getByRole('button', { name: 'Make room' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('# garden');
  await expect(page.getByText('roses and such')).toBeVisible();
  await send(page, 'first in the garden');
  await expectLog(page, 'first in the garden');

  // A name that is taken: the page says so.
  await page.goto('/rooms/new');
  await page.getByLabel('Name').fill('garden');
  await page.getByRole('button', { name: 'Make room' }).click();
  await expect(page.getByRole('alert')).toContainText('There is a room of this name already');

  await rooms(page).getByRole('link', { name: 'All rooms' }).click();
  await page.getByRole('button', { name: 'Join: attic' }).click();
  await rooms(page).getByRole('link', { name: /^attic/ }).click();
  await expectLog(page, 'dusty in here');
  await page.getByRole('link', { name: /^About this room/ }).click();
  await page.getByText('Leave room', { exact: true }).first().click();
  await page.getByRole('button', { name: 'Leave room' }).click();
  await expect(rooms(page).getByRole('link', { name: /^attic/ })).toHaveCount(0);

  await rooms(page).getByRole('link', { name: 'Everybody' }).click();
  await page.getByRole('checkbox', { name: 'Bea' }).check();
  await page.getByRole('button', { name: 'Start talk' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bea');
});

test('without JavaScript one pages back through what was said', async ({ people, program, visitor }) => {
  const admin = await people.admin();
  const bea = await program(await people.add('Bea'));
  await bea.sayAll(LOBBY, Array.from({ length: 120 }, (_, n) => `number ${n + 1}.`));
  const page = await (await visitor(plain)).newPage();
  await signIn(page, admin);
  await expect(message(page, 'number 120.')).toBeVisible();
  const seen = new Set<string>();
  const read = async () => {
    for (const words of await messages(page).locator('.text').allInnerTexts()) seen.add(words);
  };
  await read();
  const older = log(page).getByRole('link', { name: 'Older messages' });
  for (let pages = 0; (await older.count()) > 0 && pages < 5; pages += 1) {
    const first = await messages(page).first().innerText();
    await older.click();
    await expect(messages(page).first()).not.toHaveText(first);
    await read();
  }
  expect(seen.size).toBe(120);
  await expect(message(page, 'number 1.')).toBeVisible();
  await expect(page.getByText('You are reading older messages.')).toBeVisible();
  await page.getByRole('link', { name: 'To the newest' }).click();
  await expect(message(page, 'number 120.')).toBeVisible();
  await expect(composer(page)).toBeVisible();
});

test('without JavaScript the longest message arrives, with all its lines', async ({ people, visitor }) => {
  const page = await (await visitor(plain)).newPage();
  await signIn(page, await people.admin());
  // A line break is one character to the field's limit and two in a form: what the field takes must arrive.
  await send(page, `${'x'.repeat(99)}\n`.repeat(99) + 'x'.repeat(100));
  await expect(messages(page)).toHaveCount(1);
  await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toHaveCount(0);
});
