import type { Page } from '@playwright/test';
import { LOBBY, alive, composer, expect, expectAccessible, expectLog, rooms, say, test, visit } from '../fixtures/test';

const field = (page: Page) => page.getByRole('combobox', { name: 'Go to…' });
const found = (page: Page) => page.getByRole('listbox', { name: 'Go to…' }).getByRole('option');

test('Ctrl+K leads to any room, the last ones first', async ({ people, program, signedIn }) => {
  const admin = await people.admin();
  const device = await program(admin);
  const garden = await device.createRoom('garden party');
  await device.createRoom('kitchen');
  const page = await signedIn(admin);
  await visit(page, garden);
  await rooms(page).getByRole('link', { name: /^lobby/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('# lobby');
  await page.keyboard.press('Control+k');
  await expect(field(page)).toBeFocused();
  // Where I was before; and not where I am.
  await expect(found(page).first()).toHaveText('garden party');
  await expect(found(page).filter({ hasText: 'lobby' })).toHaveCount(0);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(field(page)).toHaveCount(0);

  await page.keyboard.press('Control+k');
  await page.keyboard.type('par gar');
  await expect(found(page)).toHaveText(['garden party', 'Search messages for “par gar”']);
  await expect(found(page).first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('# garden party');
  await expect(field(page)).toHaveCount(0);
});

test('a person without a talk gets one, and what is not found is searched for', async ({ people, signedIn }) => {
  await people.add('Bea');
  const ada = await signedIn(await people.admin());
  await alive(ada);
  await ada.keyboard.press('Control+k');
  await ada.keyboard.type('bea');
  await expect(found(ada).first()).toHaveText(/Bea\s*New talk/);
  await ada.keyboard.press('Enter');
  await expect(ada.getByRole('heading', { level: 1 })).toHaveText('Bea');
  await alive(ada);
  await say(ada, 'hello from the switcher');
  await expectLog(ada, 'hello from the switcher');
  // Now there is one, and it is not offered twice.
  await visit(ada, LOBBY);
  await ada.keyboard.press('Control+k');
  await ada.keyboard.type('switcher');
  await expect(found(ada)).toHaveText(['Search messages for “switcher”']);
  await ada.keyboard.press('Enter');
  await expect(ada).toHaveURL(/\/search\?q=switcher/);
  await expect(ada.getByRole('list', { name: 'What was found, the newest first' })).toContainText('hello from the');
  await ada.keyboard.press('Control+k');
  await ada.keyboard.type('bea');
  await expect(found(ada)).toHaveText(['Bea', 'Search messages for “bea”']);
});

test('a finger opens it from the sidebar, and without JavaScript the same place leads to all rooms', async ({ people, signedIn }) => {
  const admin = await people.admin();
  const phone = await signedIn(admin, { viewport: { width: 390, height: 760 }, hasTouch: true, isMobile: true });
  await alive(phone);
  await phone.getByRole('link', { name: 'Back to rooms' }).tap();
  await rooms(phone).getByRole('link', { name: 'Go to…' }).tap();
  await field(phone).fill('lob');
  await found(phone).first().tap();
  await expect(composer(phone)).toBeVisible();

  const plain = await signedIn(admin, { javaScriptEnabled: false });
  await rooms(plain).getByRole('link', { name: 'Go to…' }).click();
  await expect(plain.getByRole('heading', { level: 1 })).toHaveText('All rooms');
});
