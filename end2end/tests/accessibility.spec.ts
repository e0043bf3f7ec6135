import type { Locator, Page } from '@playwright/test';
import {
  LOBBY, alive, composer, expect, expectAccessible, expectConfirmed, expectLog, log, message, messages, rooms, test, tool, visit,
} from '../fixtures/test';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the pages before the sign-in are accessible in the ${colorScheme}`, async ({ people, server, visitor, complaints }) => {
    complaints.allow(/status of (404|410)/);
    const page = await (await visitor({ colorScheme })).newPage();
    const setup = await server.setupAddress();
    for (const path of ['/sign-in', setup.pathname]) {
      await page.goto(path);
      await expectAccessible(page);
    }
    await people.admin();
    for (const path of ['/sign-in', '/sign-up', '/join/no-such-link', '/setup/no-such-link', '/nothing']) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectAccessible(page);
    }
    await page.goto('/sign-in');
    await page.getByLabel('Email').fill('nobody@example.com');
    await page.getByLabel('Password').fill('not the one');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert')).not.toBeEmpty();
    await expectAccessible(page);
  });

  test(`the pages inside are accessible in the ${colorScheme}`, async ({ people, program, signedIn, complaints }) => {
    test.slow();
    complaints.allow(/status of (404|410)/);
    const admin = await people.admin();
    const bea = await program(await people.add('Bea'));
    const mine = await program(admin);
    await bea.archive(await bea.createRoom('old things'));
    await bea.createRoom('garden');
    const closed = await mine.createRoom('surprise', 'closed');
    await bea.sayAll(LOBBY, ['hello **there**', '> a quote\n\n- one\n- two', '```\ncode\n```\nand `more`', 'https://example.com/']);
    await bea.delete(await bea.say(LOBBY, 'gone'));
    await mine.edit(await mine.say(LOBBY, 'mine'), 'mine, edited');
    const page = await signedIn(admin, { colorScheme });
    await alive(page);
    await expect(messages(page)).toHaveCount(6);
    await expectAccessible(page);
    await expect(await tool(message(page, 'mine, edited'), 'Edit')).toBeVisible();
    await expectAccessible(page);
    await (await tool(message(page, 'mine, edited'), 'Edit')).click();
    await expectAccessible(page);
    await messages(page).getByRole('textbox').press('Escape');
    await (await tool(message(page, 'mine, edited'), 'Delete')).click();
    await expectAccessible(page);
    await page.keyboard.press('Escape');
    await bea.say(closed + 0, 'x').catch(() => {});
    for (const path of [`/rooms/${closed}`, '/rooms/3', '/rooms/1/about', '/rooms', '/rooms/new', '/people', '/search', '/settings', '/rooms/404', '/nothing']) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectAccessible(page);
    }
    await page.goto('/people');
    await page.getByRole('button', { name: 'Make invite link' }).click();
    await expect(page.getByRole('textbox', { name: 'Your invite link' })).toBeVisible();
    await page.getByText('Who may come in').click();
    await expectAccessible(page);
  });
}

/** Goes by Tab to something, as far as that takes. */
async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await expect(target).toBeAttached();
  for (let steps = 0; steps < 60; steps += 1) {
    if (await target.evaluate((element) => element === document.activeElement).catch(() => false)) return;
    await page.keyboard.press(key);
  }
  await expect(target, 'reached by the keyboard').toBeFocused();
}

test('all that one does can be done by the keyboard alone', async ({ people, program, visitor }) => {
  const admin = await people.admin();
  const device = await program(admin);
  await device.createRoom('garden');
  const page = await (await visitor()).newPage();
  await page.goto('/sign-in');
  await tabTo(page, page.getByLabel('Email'));
  await page.keyboard.type(admin.email);
  await page.keyboard.press('Tab');
  await expect(page.getByLabel('Password')).toBeFocused();
  await page.keyboard.type(admin.password);
  await page.keyboard.press('Enter');
  await alive(page);

  // To a room, in which one can write at once.
  await tabTo(page, rooms(page).getByRole('link', { name: /^garden/ }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('# garden');
  await expect(composer(page)).toBeFocused();
  await page.keyboard.type('one');
  await page.keyboard.press('Enter');
  await page.keyboard.type('two');
  await page.keyboard.press('Enter');
  await expectLog(page, 'one', 'two');
  await expectConfirmed(message(page, 'two'));

  // Edit the last from the composer.
  await page.keyboard.press('ArrowUp');
  await page.keyboard.type(' and a half');
  await page.keyboard.press('Enter');
  await expectLog(page, 'one', /two and a half\s*\(edited\)/);
  await expect(composer(page)).toBeFocused();

  // Into the log, to the first message, and delete it.
  await tabTo(page, log(page), 'Shift+Tab');
  await page.keyboard.press('ArrowUp');
  await expect(message(page, 'two and a half')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(message(page, 'one')).toBeFocused();
  await tabTo(page, messages(page).getByRole('button', { name: /^Delete/ }));
  await page.keyboard.press('Enter');
  await expect(messages(page).getByRole('button', { name: 'Delete', exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await expectLog(page, 'This message was deleted.', /two and a half/);

  // And out.
  await tabTo(page, rooms(page).getByRole('link', { name: /Ada/ }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
  await tabTo(page, page.getByRole('button', { name: 'Sign out' }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('a screen reader hears what others say, and not what one says oneself', async ({ people, program, signedIn }) => {
  const bea = await program(await people.add('Bea'));
  await bea.sayAll(LOBBY, ['old', 'older']);
  const ada = await signedIn(await people.admin());
  await alive(ada);
  await visit(ada);
  const said = ada.getByRole('main').locator('[aria-live=polite]').filter({ hasText: /\S/ });
  await expect(said).toHaveCount(0);
  await composer(ada).fill('my own words');
  await composer(ada).press('Enter');
  await bea.say(LOBBY, 'hello **you**');
  await expect(said).toHaveText('Bea: hello you');
  await bea.sayAll(LOBBY, ['a', 'b', 'c', 'd', 'e']);
  await expect(said).toHaveText(/new messages|Bea: /);
  await expect(said).not.toContainText('my own words');
});

test('one skips to the content', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  await ada.goto('/people');
  await ada.keyboard.press('Tab');
  const skip = ada.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await ada.keyboard.press('Enter');
  await ada.keyboard.press('Tab');
  await expect(rooms(ada).locator(':focus')).toHaveCount(0);
});
