import {
  LOBBY, alive, composer, expect, expectAccessible, message, messages, rooms, test,
} from '../fixtures/test';

for (const javaScriptEnabled of [true, false]) {
  test(`what was said is found and shown in its place, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({ people, program, signedIn }) => {
    const admin = await people.admin();
    const device = await program(admin);
    await device.sayAll(LOBBY, ['我明天去上海出差', ...Array.from({ length: 100 }, (_, n) => `line ${n + 1}`)]);
    const page = await signedIn(admin, { javaScriptEnabled });
    if (javaScriptEnabled) await alive(page);
    await rooms(page).getByRole('link', { name: 'Search' }).click();
    const field = page.getByRole('searchbox', { name: 'Search messages' });
    await field.fill('上海');
    await field.press('Enter');
    const results = page.getByRole('list', { name: 'What was found, the newest first' });
    await expect(results.getByRole('listitem')).toHaveCount(1);
    await expect(results.locator('mark')).toHaveText('上海');
    await expect(page).toHaveURL(/\/search\?q=/);
    // It looks at a page by a script of its own.
    if (javaScriptEnabled) await expectAccessible(page);

    await results.getByRole('link').click();
    await expect(message(page, '上海')).toBeInViewport();
    // The newest are elsewhere, and so is the composer.
    await expect(messages(page).getByText('line 100', { exact: true })).toHaveCount(0);
    if (javaScriptEnabled) {
      await alive(page);
      await device.say(LOBBY, 'said meanwhile');
      await expect(message(page, '上海')).toBeInViewport();
    }
    await page.getByRole('link', { name: /newest/ }).click();
    await expect(messages(page).getByText('line 100', { exact: true })).toBeInViewport();
    await expect(composer(page)).toBeVisible();
    if (javaScriptEnabled) await expect(message(page, 'said meanwhile')).toBeInViewport();
  });
}

test('a search that finds nothing says so, and what can be typed', async ({ people, signedIn }) => {
  const page = await signedIn(await people.admin());
  await page.goto('/search?q=%22%20OR%20*%20from%3Anobody');
  await expect(page.getByRole('heading', { name: 'Nothing was found' })).toBeVisible();
  await expect(page.getByText('from:me')).toBeVisible();
  await expectAccessible(page);
});
