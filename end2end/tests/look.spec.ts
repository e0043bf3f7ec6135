import type { Page } from '@playwright/test';
import { alive, composer, expect, expectAccessible, messages, say, test } from '../fixtures/test';

/** Chooses how pages look, in the settings. */
async function choose(page: Page, ...labels: string[]): Promise<void> {
  await page.goto('/settings');
  for (const label of labels) await page.getByRole('radio', { name: label }).check();
  await page.getByRole('region', { name: 'Look' }).getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', /./);
}

const paper = (page: Page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

for (const javaScriptEnabled of [true, false]) {
  test(`a page is as light and as dense as its reader wants it, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({ people, program, signedIn }) => {
    const admin = await people.admin();
    const writer = await program(admin);
    await writer.sayAll(1, ['one', 'two', 'three']);
    const page = await signedIn(admin, { javaScriptEnabled, colorScheme: 'light' });
    await page.goto('/rooms/1');
    await expect(messages(page)).toHaveCount(3);
    const height = async () => (await messages(page).nth(1).boundingBox())!.height;
    const [light, roomy] = [await paper(page), await height()];
    await choose(page, 'Dark', 'Compact');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
    await expect(page.getByRole('radio', { name: 'Compact' })).toBeChecked();
    await page.goto('/rooms/1');
    await expect(messages(page)).toHaveCount(3);
    expect(await paper(page)).not.toBe(light);
    expect(await height()).toBeLessThan(roomy);
    // The pages that only the server renders look the same.
    await page.goto('/admin');
    await expect(page.locator('html')).toHaveAttribute('data-density', 'compact');
    const dark = await paper(page);
    await choose(page, 'As the device says', 'Comfortable');
    await page.goto('/rooms/1');
    expect(await paper(page)).toBe(light);
    expect(dark).not.toBe(light);
  });
}

test("the server's colour is its keeper's to choose, and each can be read", async ({ people, signedIn }) => {
  test.slow();
  const admin = await people.admin();
  const page = await signedIn(admin);
  await alive(page);
  await say(page, 'hello https://example.com/there');
  await page.goto('/admin/settings');
  await page.getByLabel('Colour').selectOption('Plum');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status')).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-accent', 'plum');
  const colours = await page.getByLabel('Colour').getByRole('option').evaluateAll((all) => all.map((one) => one.getAttribute('value')!));
  expect(colours).toHaveLength(7);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto('/rooms/1');
    await alive(page);
    await expect(page.locator('html')).toHaveAttribute('data-accent', 'plum');
    const links = new Set<string>();
    for (const colour of colours) {
      await page.evaluate((to) => document.documentElement.setAttribute('data-accent', to), colour);
      links.add(await messages(page).getByRole('link', { name: /there/ }).evaluate((link) => getComputedStyle(link).color));
      await expectAccessible(page, 'color-contrast');
    }
    expect(links.size).toBe(7);
  }
});

test('what concerns one is heard where one wants that, while one looks elsewhere', async ({ people, program, signedIn }) => {
  const admin = await people.admin();
  const bea = await program(await people.add('Bea'));
  const page = await signedIn(admin);
  await page.addInitScript(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    HTMLMediaElement.prototype.play = async function play() {
      heard.push(this.src);
    };
  });
  const heard = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard.length);
  const ada = await program(admin);
  await page.goto('/settings');
  await page.getByRole('checkbox', { name: /hear/ }).check();
  expect(await heard()).toBe(1);
  const answer = await page.request.get(await page.evaluate(() => (window as unknown as { heard: string[] }).heard[0]!));
  expect(answer.headers()['content-type']).toMatch(/^audio\//);

  // What one looks at is seen.
  await page.goto('/rooms/1');
  await alive(page);
  await composer(page).focus();
  const talk = await bea.talk(ada.id);
  await bea.say(talk, 'seen');
  await expect(page).toHaveTitle(/^\(1\)/);
  expect(await heard()).toBe(0);

  // Elsewhere: the page has lost the focus.
  await page.evaluate(() => {
    Object.defineProperty(document, 'hasFocus', { value: () => false });
    window.dispatchEvent(new Event('blur'));
  });
  await bea.say(1, 'to nobody');
  await bea.say(talk, 'heard');
  await expect(page).toHaveTitle(/^\(2\)/);
  expect(await heard()).toBe(1);
});
