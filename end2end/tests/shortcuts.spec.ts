import {
  alive, composer, expect, expectAccessible, expectLog, message, messages, rooms, say, test, visit,
} from '../fixtures/test';

test('the keys do what the sheet says', async ({ people, program, signedIn }) => {
  const admin = await people.admin();
  const device = await program(admin);
  await device.createRoom('garden');
  const page = await signedIn(admin);
  await alive(page);
  await say(page, 'one');
  await say(page, 'two');
  await expectLog(page, 'one', 'two');

  // While one writes, letters are letters.
  await composer(page).pressSequentially('jke?/');
  await expect(composer(page)).toHaveValue('jke?/');
  await composer(page).fill('');

  const title = page.getByRole('heading', { level: 1 });
  await page.keyboard.press('Alt+ArrowUp');
  await expect(title).toHaveText('# garden');
  await page.keyboard.press('Alt+ArrowDown');
  await expect(title).toHaveText('# lobby');
  await alive(page);

  await composer(page).blur();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard' });
  await expect(sheet).toContainText('Go to a room or a person');
  await expectAccessible(page);
  // Under the sheet nothing else happens.
  await page.keyboard.press('j');
  await expect(messages(page).and(page.locator(':focus'))).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();

  await page.keyboard.press('k');
  await expect(message(page, 'two')).toBeFocused();
  await page.keyboard.press('k');
  await expect(message(page, 'one')).toBeFocused();
  await page.keyboard.press('j');
  await expect(message(page, 'two')).toBeFocused();
  await page.keyboard.press('e');
  const editor = messages(page).getByRole('textbox', { name: 'Edit' });
  await expect(editor).toBeFocused();
  await expect(editor).toHaveValue('two');
  await page.keyboard.press('Escape');
  await expect(message(page, 'two')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(composer(page)).toBeFocused();

  await composer(page).blur();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search messages' })).toBeVisible();
});

test('letters can be turned off, and this browser remembers it', async ({ people, signedIn }) => {
  const page = await signedIn(await people.admin());
  await alive(page);
  await say(page, 'one');
  await rooms(page).getByRole('link', { name: /Ada/ }).click();
  const letters = page.getByRole('checkbox', { name: 'Letters alone are keys' });
  await expect(letters).toBeChecked();
  await letters.uncheck();
  await page.getByRole('button', { name: 'Show all keys' }).click();
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible();
  await page.keyboard.press('Escape');
  await visit(page);
  await composer(page).blur();
  await page.keyboard.press('k');
  await page.keyboard.press('?');
  // Those with a key held down stay.
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Go to…' })).toBeFocused();
  await expect(page.getByRole('dialog', { name: 'Keyboard' })).toHaveCount(0);
  await expect(message(page, 'one')).not.toBeFocused();
});
