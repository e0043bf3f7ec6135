import type { Page } from '@playwright/test';
import { alive, expect, expectAccessible, expectLog, message, say, test, tool } from '../fixtures/test';

const offered = (page: Page) => page.getByRole('listbox').getByRole('option');

const field = (page: Page) => page.getByRole('textbox', { name: 'Edit' });

test('names and emoji are offered while one edits, as while one writes', async ({ people, signedIn }) => {
  await people.add('Ben Ito');
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  await alive(ada);
  await alive(bea);
  await say(ada, 'for nobody');
  await (await tool(message(ada, 'for nobody'), 'Edit')).click();
  await expect(field(ada)).toBeFocused();
  await field(ada).fill('');
  await field(ada).pressSequentially('for @b');
  await expect(offered(ada)).toHaveText([/Bea/, /Ben Ito/]);
  await expect(field(ada)).toHaveAttribute('aria-controls', (await ada.getByRole('listbox').getAttribute('id'))!);
  await expectAccessible(ada);

  // Escape is for the list first, and for the editing then.
  await ada.keyboard.press('Escape');
  await expect(offered(ada)).toHaveCount(0);
  await expect(field(ada)).toBeFocused();
  await field(ada).pressSequentially(' @be');
  await ada.keyboard.press('ArrowDown');
  await ada.keyboard.press('ArrowUp');
  // Enter is for the list as well, and takes.
  await ada.keyboard.press('Enter');
  await expect(field(ada)).toHaveValue('for @b @Bea ');
  await ada.keyboard.type(':tada');
  await expect(offered(ada).first()).toContainText('🎉');
  await ada.keyboard.press('Tab');
  await expect(field(ada)).toHaveValue('for @b @Bea 🎉 ');
  await ada.keyboard.press('Enter');
  await expect(field(ada)).toHaveCount(0);
  await expectLog(ada, 'for @b @Bea 🎉');
  await expect(message(bea, 'for').locator('.mention.me')).toHaveText('@Bea');
});

test('what is offered is whole, wherever in the log one edits', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin(), { viewport: { width: 900, height: 640 } });
  await alive(ada);
  await say(ada, 'the question');
  await (await tool(message(ada, 'the question'), 'Reply in thread')).click();
  const thread = ada.getByRole('region', { name: /^Thread/ });
  await thread.getByRole('textbox', { name: 'Reply in thread' }).fill('the answer');
  await ada.keyboard.press('Enter');
  const whole = () =>
    ada.getByRole('listbox').evaluate((list) => {
      const { left, right, top, bottom } = list.getBoundingClientRect();
      // A little inside of its corners, which are round.
      const corners = [left + 9, right - 9].flatMap((x) => [top + 9, bottom - 9].map((y) => document.elementFromPoint(x, y)));
      return corners.every((corner) => list.contains(corner));
    });

  // A thread begins at the top, so the list stands below the field.
  await (await tool(thread.getByRole('article').filter({ hasText: 'the answer' }), 'Edit')).click();
  await field(ada).pressSequentially(' :smile');
  await expect(offered(ada)).toHaveCount(8);
  expect(await whole()).toBe(true);
  const top = async (of: 'listbox' | 'textbox') =>
    (await ada.getByRole(of, { name: of === 'textbox' ? 'Edit' : /./ }).boundingBox())!.y;
  expect(await top('listbox')).toBeGreaterThan(await top('textbox'));
  await ada.keyboard.press('Escape');
  await ada.keyboard.press('Escape');

  // And what was said last in a room is far below, and the list above it.
  await thread.getByRole('link', { name: 'Close the thread' }).click();
  await (await tool(message(ada, 'the question'), 'Edit')).click();
  await field(ada).pressSequentially(' :smile');
  await expect(offered(ada)).toHaveCount(8);
  expect(await whole()).toBe(true);
  expect(await top('listbox')).toBeLessThan(await top('textbox'));
});
