import type { Page } from '@playwright/test';
import { alive, expect, expectAccessible, message, rooms, say, signIn, test, tool } from '../fixtures/test';

test('a bookmark is on every device of its reader and on no other', async ({ people, signedIn }) => {
  const admin = await people.admin();
  const ada = await signedIn(admin);
  const phone = await signedIn(admin, { viewport: { width: 390, height: 844 } });
  const bea = await signedIn(await people.add('Bea'));
  for (const page of [ada, phone, bea]) await alive(page);
  await say(bea, 'The plan for **spring**');
  await (await tool(message(ada, 'spring'), 'Bookmark')).click();
  for (const page of [ada, phone]) await expect(message(page, 'spring')).toContainText('Bookmarked');
  await expect(message(bea, 'spring')).not.toContainText('Bookmarked');

  await rooms(ada).getByRole('link', { name: 'Bookmarks' }).click();
  const list = ada.getByRole('list', { name: 'Bookmarks' });
  await expect(list.getByRole('link', { name: /The plan for/ })).toBeVisible();
  await expectAccessible(ada);
  await list.getByRole('button', { name: /^Remove bookmark/ }).click();
  await expect(ada.getByText('You have no bookmarks')).toBeVisible();
  await expect(message(phone, 'spring')).not.toContainText('Bookmarked');

  // By its key, too; and it goes with the message.
  await message(phone, 'spring').focus();
  await phone.keyboard.press('b');
  await expect(message(phone, 'spring')).toContainText('Bookmarked');
  await expect(list.getByRole('link', { name: /The plan for/ })).toBeVisible();
  await (await tool(message(bea, 'spring'), 'Delete')).click();
  await bea.getByRole('button', { name: 'Delete', exact: true }).click();
  // It can be undone for a while.
  await expect(ada.getByText('You have no bookmarks')).toBeVisible({ timeout: 20_000 });
});

test('a bookmark shows at once, also offline, and is told when the line is back', async ({ people, signedIn, complaints }) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_FAILED/);
  const admin = await people.admin();
  const ada = await signedIn(admin);
  const phone = await signedIn(admin);
  for (const page of [ada, phone]) await alive(page);
  await say(ada, 'The plan');
  await expect(message(phone, 'The plan')).toBeVisible();
  const mark = (page: Page) => message(page, 'The plan').getByText('Bookmarked');
  await ada.context().setOffline(true);
  await (await tool(message(ada, 'The plan'), 'Bookmark')).click();
  await expect(mark(ada)).toHaveClass(/\bwaits\b/);
  await expect(mark(phone)).toHaveCount(0);
  await ada.context().setOffline(false);
  await expect(mark(phone)).toBeVisible({ timeout: 20_000 });
  await expect(mark(ada)).not.toHaveClass(/\bwaits\b/);
  // And away again, by its key.
  await ada.keyboard.press('b');
  await expect(mark(ada)).toHaveCount(0);
  await expect(mark(phone)).toHaveCount(0);
});

test('rooms stand in sections, in an order of one\u2019s own', async ({ people, signedIn, visitor }) => {
  const admin = await people.admin();
  const ada = await signedIn(admin);
  await alive(ada);
  for (const name of ['garden', 'kitchen']) {
    await ada.goto('/rooms/new');
    await ada.getByLabel('Name').fill(name);
    await ada.getByRole('button', { name: 'Make room' }).click();
    await expect(ada.getByRole('heading', { level: 1 })).toHaveText(`# ${name}`);
  }
  const links = rooms(ada).locator('a[href^="/rooms/"] .line-name');
  await expect(links).toHaveText([/garden/, /kitchen/, /lobby/]);
  for (const [room, name] of [[2, 'garden'], [3, 'kitchen']] as const) {
    await ada.goto(`/rooms/${room}/about`);
    await expect(ada.getByRole('heading', { level: 1 })).toHaveText(name);
    await ada.getByLabel('Section').fill('Home');
    await ada.getByRole('region', { name: 'In my list' }).getByRole('button', { name: 'Save' }).click();
    await expect(rooms(ada).getByRole('heading', { name: 'Home' })).toBeVisible();
  }
  await expect(links).toHaveText([/garden/, /kitchen/, /lobby/]);
  await ada.getByRole('button', { name: 'Move the room up' }).click();
  await expect(links).toHaveText([/kitchen/, /garden/, /lobby/]);
  await expectAccessible(ada);

  // Without JavaScript it stands and goes the same way.
  const plain = await (await visitor({ javaScriptEnabled: false })).newPage();
  await signIn(plain, admin);
  await plain.goto('/rooms/3/about');
  await plain.getByRole('button', { name: 'Move the room down' }).click();
  await expect(links).toHaveText([/garden/, /kitchen/, /lobby/]);
  await plain.goto('/rooms/3/about');
  await plain.getByLabel('Section').fill('');
  await plain.getByRole('region', { name: 'In my list' }).getByRole('button', { name: 'Save' }).click();
  await expect(links).toHaveText([/garden/, /kitchen/, /lobby/]);
  await expect(rooms(ada).getByRole('list').filter({ hasText: 'garden' })).not.toContainText('kitchen');
});
