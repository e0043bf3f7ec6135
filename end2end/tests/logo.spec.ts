import type { Page } from '@playwright/test';
import { LOBBY, alive, expect, expectAccessible, rooms, test } from '../fixtures/test';

/** Puts this picture in the place of the program's mark. */
async function choose(page: Page, buffer: Buffer, name = 'logo.png'): Promise<void> {
  await page.goto('/admin/settings');
  await page.getByLabel('A picture').setInputFiles({ name, mimeType: 'image/png', buffer });
  await page.getByRole('button', { name: 'Use this logo' }).click();
}

const icon = (page: Page) => page.locator('link[rel=icon]');
/** What the mark beside the server's name shows, and how large it is. */
const mark = (page: Page) =>
  page.locator('.mark').first().evaluate((it) => {
    const { width, height } = it.getBoundingClientRect();
    return { picture: getComputedStyle(it).backgroundImage, drawn: getComputedStyle(it.firstElementChild!).display, width, height };
  });

test('an admin puts a logo in the place of the mark, and takes it away', async ({ people, program, signedIn, visitor }) => {
  const admin = await people.admin();
  const bea = await people.add('Bea');
  const panel = await signedIn(admin);
  const stranger = await (await visitor()).newPage();
  await stranger.goto('/sign-in');
  const plain = await mark(stranger);
  expect(plain.picture).toBe('none');

  await choose(panel, await panel.screenshot());
  await expect(panel.getByRole('status')).toBeVisible();
  await expect(panel.getByRole('img', { name: 'Logo' })).toHaveAttribute('src', /^\/logo\/[0-9a-f]{32}$/);
  await expectAccessible(panel);
  const page = await signedIn(bea);
  await alive(page);
  await stranger.reload();
  for (const shown of [panel, page, stranger]) {
    await expect(icon(shown)).toHaveAttribute('href', /^\/logo\/[0-9a-f]{32}$/);
    const now = await mark(shown);
    expect(now.picture).toMatch(/\/logo\/[0-9a-f]{32}"\)$/);
    expect(now.drawn).toBe('none');
  }
  // In the mark's place, as large as that.
  expect(await mark(stranger)).toMatchObject({ width: plain.width, height: plain.height });
  const manifest = await stranger.request.get((await stranger.locator('link[rel=manifest]').getAttribute('href'))!);
  expect((await manifest.json()).icons).toHaveLength(1);

  // The icon says that something waits, and that it does no longer.
  const quiet = await icon(page).getAttribute('href');
  await page.goto('/rooms');
  await (await program(admin)).say(LOBBY, '@Bea look');
  await expect(icon(page)).not.toHaveAttribute('href', quiet!);
  const waiting = await page.request.get((await icon(page).getAttribute('href'))!);
  expect(waiting.headers()['content-type']).toBe('image/png');
  await rooms(page).getByRole('link', { name: /^lobby/ }).click();
  await expect(icon(page)).toHaveAttribute('href', quiet!);

  await panel.getByRole('button', { name: 'Remove the logo' }).click();
  await expect(panel.getByRole('button', { name: 'Remove the logo' })).toHaveCount(0);
  await stranger.reload();
  await expect(icon(stranger)).toHaveAttribute('href', '/favicon.svg');
  expect(await mark(stranger)).toEqual(plain);
});

test('what is no picture is refused in words, without JavaScript', async ({ people, signedIn, complaints }) => {
  complaints.allow(/status of 415/);
  const page = await signedIn(await people.admin(), { javaScriptEnabled: false });
  await choose(page, Buffer.from('no picture'));
  await expect(page.getByRole('alert')).toContainText('This is no picture');
  await choose(page, await page.screenshot());
  await expect(page.getByRole('button', { name: 'Remove the logo' })).toBeVisible();
});
