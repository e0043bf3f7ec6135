import type { Locator, Page } from '@playwright/test';
import { alive, expect, expectAccessible, expectLog, message, rooms, say, test } from '../fixtures/test';

/** Chooses a file on the settings page, and sends it. */
async function choose(page: Page, buffer: Buffer, name = 'me.png'): Promise<void> {
  await page.goto('/settings');
  await page.getByLabel('A picture').setInputFiles({ name, mimeType: 'image/png', buffer });
  await page.getByRole('button', { name: 'Use this picture' }).click();
}

/** Expects that a picture has come, from this server. */
async function expectLoaded(image: Locator): Promise<void> {
  await expect(image).toHaveCount(1);
  await expect(image).toHaveAttribute('src', /^\/media\/[0-9a-f]{32}\/original$/);
  await expect.poll(() => image.evaluate((it: HTMLImageElement) => it.complete && it.naturalWidth)).toBe(256);
}

test('a new picture is on every open page, without a reload', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  await alive(ada);
  await alive(bea);
  await say(ada, 'hello');
  await expectLog(bea, 'hello');
  const line = message(bea, 'hello');
  const face = line.locator('.face');
  await expect(face).toHaveText('A');
  await expect(face.locator('img')).toHaveCount(0);
  const before = await line.boundingBox();
  await bea.evaluate(() => ((globalThis as { stayed?: boolean }).stayed = true));

  const settings = await ada.context().newPage();
  await choose(settings, await ada.screenshot());
  await expect(settings).toHaveURL(/\/settings$/);
  await expectLoaded(settings.locator('.square .face img'));
  for (const page of [ada, bea]) await expectLoaded(message(page, 'hello').locator('.face img'));
  // My own square below the list.
  await expectLoaded(rooms(ada).getByRole('link', { name: /Ada/ }).locator('.face img'));
  // Nothing has moved, nobody is told of it twice, and the page is the same.
  expect(await line.boundingBox()).toEqual(before);
  await expectAccessible(bea);
  const first = await face.locator('img').getAttribute('src');

  // Another one takes its place.
  await choose(settings, await settings.screenshot());
  await expect(face.locator('img')).not.toHaveAttribute('src', first ?? '');
  await expectLoaded(face.locator('img'));
  await expectAccessible(settings);

  await settings.getByRole('button', { name: 'Remove the picture' }).click();
  for (const page of [ada, bea]) await expect(message(page, 'hello').locator('.face img')).toHaveCount(0);
  await expect(face).toHaveText('A');
  await expect(settings.getByRole('button', { name: 'Remove the picture' })).toHaveCount(0);
  expect(await bea.evaluate(() => (globalThis as { stayed?: boolean }).stayed)).toBe(true);
});

test('a picture is chosen without JavaScript, and what is none is refused in words', async ({ people, signedIn }) => {
  const admin = await people.admin();
  const page = await signedIn(admin, { javaScriptEnabled: false });
  await choose(page, Buffer.from('no picture'));
  await expect(page.getByRole('alert')).toHaveText('This is no picture. PNG, JPEG, GIF and WebP can be used.');
  await choose(page, await page.screenshot());
  await expect(page).toHaveURL(/\/settings$/);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expectLoaded(page.locator('.square .face img'));
  await page.getByRole('button', { name: 'Remove the picture' }).click();
  await expect(page.locator('.face img')).toHaveCount(0);
});
