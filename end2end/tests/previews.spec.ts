import type { Locator } from '@playwright/test';
import { putCard } from '../fixtures/card';
import { LOBBY, alive, expect, expectAccessible, log, message, messages, signIn, test } from '../fixtures/test';

const url = 'https://woods.example/oak';
const oak = { url, title: 'The oak by the river', description: 'It was there before the town. '.repeat(20), site: 'Woods' };

const card = (of: Locator): Locator => of.getByRole('link', { name: oak.title });
const remove = (of: Locator): Locator => of.getByRole('button', { name: `Remove preview: ${oak.title}` });

test('a card comes to both while they look, and its author takes it away for good', async ({ server, people, program, signedIn }) => {
  await people.admin();
  const bea = await people.add('Bea');
  const mine = await program(bea);
  const hers = await signedIn(bea);
  const other = await signedIn(await people.add('Cleo'));
  for (const page of [hers, other]) await alive(page);
  const id = await mine.say(LOBBY, `Look: ${url}`);
  await expect(message(hers, 'Look:')).toBeVisible();
  await putCard(server, id, oak);
  for (const page of [hers, other]) {
    const said = message(page, 'Look:');
    await expect(card(said)).toHaveAttribute('href', url);
    await expect(said).toContainText('Woods · woods.example');
    await expect(said).not.toContainText('(edited)');
  }
  await expect(remove(message(hers, 'Look:'))).toBeVisible();
  await expect(remove(message(other, 'Look:'))).toHaveCount(0);
  await expectAccessible(hers);
  await hers.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(hers);

  await remove(message(hers, 'Look:')).focus();
  await hers.keyboard.press('Enter');
  for (const page of [hers, other]) await expect(card(message(page, 'Look:'))).toHaveCount(0);
  // The keyboard goes on from the message.
  await expect(message(hers, 'Look:')).toBeFocused();
  await putCard(server, id, oak);
  const next = await mine.say(LOBBY, `Once more: ${url}`);
  await putCard(server, next, oak);
  await expect(card(message(other, 'Once more:'))).toBeVisible();
  await expect(card(log(other))).toHaveCount(1);
});

/** How far down the page something stands. */
async function place(of: Locator): Promise<number> {
  return (await of.boundingBox())!.y;
}

test('who reads keeps their place when a card comes', async ({ server, people, program, signedIn }) => {
  const admin = await people.admin();
  const mine = await program(admin);
  const first = await mine.say(LOBBY, `Above: ${url}`);
  await mine.sayAll(LOBBY, Array.from({ length: 40 }, (_, n) => `number ${n}.`));
  const last = await mine.say(LOBBY, `Below: ${url}`);
  const page = await signedIn(admin);
  await alive(page);
  // At the end, the newest stays whole as it grows.
  await expect(message(page, 'Below:')).toBeInViewport({ ratio: 1 });
  await putCard(server, last, oak);
  await expect(card(message(page, 'Below:'))).toBeInViewport({ ratio: 1 });

  const read = message(page, 'number 20.');
  await read.evaluate((row) => row.scrollIntoView({ block: 'center' }));
  await expect(read).toBeInViewport();
  const before = await place(read);
  // It is held there as the page is painted.
  const moved = async () => Math.abs((await place(read)) - before);
  await putCard(server, first, oak);
  await expect(card(message(page, 'Above:'))).toHaveCount(1);
  await expect.poll(moved).toBeLessThanOrEqual(2);
  await mine.edit(last, 'Below, without');
  await expect(card(log(page))).toHaveCount(1);
  await expect.poll(moved).toBeLessThanOrEqual(2);
});

test('without JavaScript a button takes a card away', async ({ server, people, program, visitor }) => {
  const admin = await people.admin();
  const id = await (await program(admin)).say(LOBBY, url);
  await putCard(server, id, oak);
  const page = await (await visitor({ javaScriptEnabled: false })).newPage();
  await signIn(page, admin);
  await expect(card(messages(page))).toBeVisible();
  await remove(messages(page)).click();
  await expect(messages(page)).toHaveCount(1);
  await expect(card(messages(page))).toHaveCount(0);
});

test('a card has the picture of its page, from this server and in its size from the first', async ({ server, people, program, signedIn }, info) => {
  const admin = await people.admin();
  const mine = await program(admin);
  const page = await signedIn(admin);
  await alive(page);
  const picture = info.outputPath('oak.png');
  await page.screenshot({ path: picture });
  const id = await mine.say(LOBBY, `Look: ${url}`);
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/media/**', async (route) => {
    await held;
    await route.continue();
  });
  await putCard(server, id, { ...oak, picture });
  const said = message(page, 'Look:');
  const image = said.locator('.preview img');
  await expect(image).toHaveAttribute('src', /^\/media\/[0-9a-f]{32}\/original\?480x270$/);
  await expect(image).toHaveAttribute('alt', '');
  const before = await image.boundingBox();
  expect(before!.height).toBeGreaterThan(100);
  release();
  await expect.poll(() => image.evaluate((it: HTMLImageElement) => it.complete && it.naturalWidth)).toBeGreaterThan(100);
  expect(await image.boundingBox()).toEqual(before);
  // It leads where the title does, and adds nothing to what is read out.
  await expect(said.getByRole('link', { name: oak.title, exact: true }).locator('img')).toHaveCount(1);
  await expectAccessible(page);

  await remove(said).click();
  await expect(image).toHaveCount(0);
  const address = await page.request.get(`/api/messages/${id}`);
  expect((await address.json()).previews).toEqual([]);
});

test('on a phone a picture is no wider than its card', async ({ server, people, program, signedIn }, info) => {
  const admin = await people.admin();
  const mine = await program(admin);
  const page = await signedIn(admin, { viewport: { width: 360, height: 740 } });
  await alive(page);
  const picture = info.outputPath('oak.png');
  await page.screenshot({ path: picture, clip: { x: 0, y: 0, width: 360, height: 200 } });
  const id = await mine.say(LOBBY, `Look: ${url}`);
  await putCard(server, id, { ...oak, picture });
  await page.goto(`/rooms/${LOBBY}`);
  const box = async (what: Locator) => (await what.boundingBox())!;
  const image = message(page, 'Look:').locator('.preview img');
  const [inner, outer] = [await box(image), await box(message(page, 'Look:').locator('.preview'))];
  expect(inner.x + inner.width).toBeLessThanOrEqual(outer.x + outer.width);
  expect(inner.width / inner.height).toBeCloseTo(360 / 200, 1);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
});
