import type { Locator, Page } from '@playwright/test';
import { alive, expect, expectAccessible, message, say, signIn, test, tool } from '../fixtures/test';

/** What is pinned, on its page. */
const pins = (page: Page): Locator => page.getByRole('list', { name: 'Pinned' });

test('a message is pinned for everybody, found beside the room, and let go again', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  await alive(ada);
  await alive(bea);
  await say(ada, 'The door code is **4711**');
  const [mine, hers] = [message(ada, 'door code'), message(bea, 'door code')];
  await (await tool(hers, 'Pin')).click();
  await expect(hers).toContainText('Pinned by Bea');
  await expect(mine).toContainText('Pinned by Bea');
  await expect(mine).not.toContainText('(edited)');

  // And anybody may let it go.
  await ada.goto('/rooms/1/pins');
  await expect(pins(ada).getByRole('link')).toHaveCount(1);
  await expectAccessible(ada);
  await pins(ada).getByRole('link', { name: /door code/ }).click();
  await alive(ada);
  await (await tool(mine, 'Unpin')).click();
  await expect(mine).not.toContainText('Pinned by');
  await expect(hers).not.toContainText('Pinned by');
  await ada.goto('/rooms/1/pins');
  await expect(ada.getByText('Nothing is pinned here')).toBeVisible();
  await expectAccessible(ada);
});

test('what is pinned is there without JavaScript', async ({ people, program, visitor }) => {
  const admin = await people.admin();
  const writer = await program(admin);
  const id = await writer.say(1, 'the rules of the house');
  await writer.pin(id);
  const page = await (await visitor({ javaScriptEnabled: false })).newPage();
  await signIn(page, admin);
  await page.goto('/rooms/1');
  await expect(message(page, 'the rules')).toContainText('Pinned by');
  await page.goto('/rooms/1/pins');
  await expect(pins(page).getByRole('link', { name: /the rules/ })).toBeVisible();
});

test('without JavaScript one pins, and lets go at the message and in the list', async ({ people, program, visitor }) => {
  const writer = await program(await people.add('Bea'));
  await writer.sayAll(1, ['the rules of the house', 'the door code']);
  const page = await (await visitor({ javaScriptEnabled: false })).newPage();
  await signIn(page, await people.admin());
  for (const words of ['the rules', 'the door']) {
    await message(page, words).hover();
    await message(page, words).getByRole('button', { name: /^Pin:/ }).click();
    await expect(message(page, words)).toContainText('Pinned by Ada');
  }
  await message(page, 'the rules').hover();
  await message(page, 'the rules').getByRole('button', { name: /^Unpin:/ }).click();
  await expect(message(page, 'the rules')).not.toContainText('Pinned by');
  await page.goto('/rooms/1/pins');
  await expect(pins(page).getByRole('link')).toHaveText([/the door code/]);
  await pins(page).getByRole('button', { name: 'Unpin: Bea' }).click();
  await expect(page).toHaveURL(/\/rooms\/1\/pins\b/);
  await expect(page.getByText('Nothing is pinned here')).toBeVisible();
});

test('the page of pins follows what others pin, edit, let go and delete', async ({ people, program, signedIn }) => {
  const writer = await program(await people.add('Bea'));
  // So many that the first ones are in no window of the room.
  const ids = await writer.sayAll(1, ['the rules of the house', 'the door code', ...Array.from({ length: 60 }, (_, n) => `line ${n}`)]);
  const [rules, door] = [ids[0]!, ids[1]!];
  await writer.pin(rules);
  const ada = await signedIn(await people.admin());
  await alive(ada);
  await ada.goto('/rooms/1/pins');
  const links = pins(ada).getByRole('link');
  await expect(links).toHaveText([/the rules of the house/]);
  // From here on nothing is loaded anew.
  await ada.evaluate(() => document.body.setAttribute('data-same', ''));
  await writer.pin(door);
  await expect(links).toHaveText([/the door code/, /the rules of the house/]);
  await writer.edit(door, 'the door has another code');
  await expect(links).toHaveText([/the door has another code/, /the rules of the house/]);
  await writer.pin(rules, false);
  await expect(links).toHaveText([/the door has another code/]);
  await writer.delete(door);
  await expect(ada.getByText('Nothing is pinned here')).toBeVisible();
  await writer.pin(rules);
  await expect(links).toHaveText([/the rules of the house/]);
  await expectAccessible(ada);

  // One's own way to let go is in the list, too.
  await pins(ada).getByRole('button', { name: 'Unpin: Bea' }).click();
  await expect(ada.getByText('Nothing is pinned here')).toBeVisible();
  await writer.pin(rules);
  await expect(links).toHaveText([/the rules of the house/]);
  await expect(ada.locator('body[data-same]')).toHaveCount(1);
});
