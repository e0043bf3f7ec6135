import type { Locator, Page } from '@playwright/test';
import {
  LOBBY, alive, expect, expectAccessible, message, messages, rooms, say, signIn, test, tool,
} from '../fixtures/test';

/** A thread that is open. */
const thread = (page: Page): Locator => page.getByRole('region', { name: /^Thread/ });

/** Answers in a thread that is open. */
async function answer(page: Page, words: string): Promise<void> {
  const field = thread(page).getByRole('textbox', { name: 'Reply in thread' });
  await field.fill(words);
  await field.press('Enter');
  await expect(thread(page).getByRole('article').filter({ hasText: words })).toBeVisible();
}

test('two people answer beside the room, and who only looked is left in peace', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  const cleo = await signedIn(await people.add('Cleo'));
  for (const page of [ada, bea, cleo]) await alive(page);
  await say(ada, 'Lunch at **noon**?');
  await say(ada, 'And something else');
  await (await tool(message(bea, 'Lunch'), 'Reply in thread')).click();
  await expect(thread(bea)).toContainText('Lunch at noon?');
  await expect(thread(bea)).toContainText('Nobody has answered yet.');
  // What is written next goes there.
  await expect(thread(bea).getByRole('textbox')).toBeFocused();
  // Beside the room, which is there still.
  await expect(bea.getByRole('region', { name: '# lobby' })).toContainText('And something else');
  await answer(bea, 'Soup would be fine');

  // It is not in the room, but the room says that it is there.
  const way = message(ada, 'Lunch').getByRole('link', { name: /1 reply/ });
  await expect(way).toBeVisible();
  await expect(messages(ada)).toHaveCount(2);
  // Who wrote the message is told, below the room.
  const below = rooms(ada).getByRole('link', { name: /^Thread: Lunch at noon\?.*1 unread/ });
  await expect(below).toBeVisible();
  await expect(rooms(cleo).getByRole('link', { name: /^Thread:/ })).toHaveCount(0);
  await expectAccessible(ada);
  await below.click();
  await expect(thread(ada)).toContainText('Soup would be fine');
  await answer(ada, 'Soup it is');
  await expect(thread(bea)).toContainText('Soup it is');
  await expectAccessible(bea);

  // Somebody else looks in, and is told of nothing.
  await message(cleo, 'Lunch').getByRole('link', { name: /2 replies/ }).click();
  await expect(thread(cleo)).toContainText('Soup it is');
  await thread(cleo).getByRole('link', { name: 'Close the thread' }).click();
  await expect(thread(cleo)).toHaveCount(0);
  await answer(bea, 'At the corner');
  await expect(message(cleo, 'Lunch').getByRole('link', { name: /3 replies/ })).toBeVisible();
  await expect(rooms(cleo).getByRole('link', { name: /^Thread:/ })).toHaveCount(0);
  // Until they are called: then what came meanwhile counts, too.
  await answer(bea, '@Cleo, you too?');
  await expect(rooms(cleo).getByRole('link', { name: /^Thread: Lunch.*2 unread/ })).toBeVisible();

  await rooms(cleo).getByRole('link', { name: 'Threads' }).click();
  const list = cleo.getByRole('main').getByRole('list');
  await expect(list.getByRole('listitem')).toHaveText(/Lunch at noon\?in # lobby2 unread messages/);
  await expectAccessible(cleo);
  await list.getByRole('link', { name: 'Lunch at noon?' }).click();
  await expect(thread(cleo)).toContainText('@Cleo, you too?');
  await expect(rooms(cleo).getByRole('link', { name: /unread/ })).toHaveCount(0);
});

test('an answer is also shown in the room, and leads to its thread', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  await alive(ada);
  await alive(bea);
  await say(ada, 'Lunch?');
  await (await tool(message(bea, 'Lunch?'), 'Reply in thread')).click();
  const also = thread(bea).getByRole('checkbox', { name: 'Also show it in the room' });
  await also.check();
  await answer(bea, 'Soup for everybody');
  await expect(also).not.toBeChecked();
  const shown = messages(ada).last();
  await expect(shown).toContainText('Soup for everybody');
  await expect(messages(ada)).toHaveCount(2);
  await expectAccessible(ada);
  await shown.getByRole('link', { name: 'Bea in a thread: Soup for everybody' }).click();
  await expect(thread(ada)).toContainText('Soup for everybody');
});

test('a thread keeps its own draft, and what it began from stays true', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  await alive(ada);
  await alive(bea);
  await say(ada, 'first plan');
  await (await tool(message(bea, 'first plan'), 'Reply in thread')).click();
  await answer(bea, 'good');
  await thread(bea).getByRole('textbox').fill('half a thought');
  await bea.getByRole('region', { name: '# lobby' }).getByRole('textbox').fill('another');
  await thread(bea).getByRole('link', { name: 'Close the thread' }).click();
  await expect(bea.getByRole('textbox')).toHaveValue('another');
  await message(bea, 'first plan').getByRole('link', { name: /1 reply/ }).click();
  await expect(thread(bea).getByRole('textbox')).toHaveValue('half a thought');

  await (await tool(message(ada, 'first plan'), 'Edit')).click();
  await messages(ada).getByRole('textbox', { name: 'Edit' }).fill('second plan');
  await messages(ada).getByRole('button', { name: 'Save' }).click();
  await expect(thread(bea)).toContainText('second plan');
  await expect(thread(bea)).not.toContainText('first plan');
  // After a load of its own, too, with the room beside it.
  await bea.reload();
  await expect(thread(bea)).toContainText('second plan');
  await expect(bea.getByRole('region', { name: '# lobby' })).toContainText('second plan');
  await expect(thread(bea).getByRole('textbox')).toHaveValue('half a thought');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('a thread has the screen, and the way back leads to the room', async ({ people, signedIn, program }) => {
    const admin = await people.admin();
    const writer = await program(admin);
    const root = await writer.say(LOBBY, 'Lunch?');
    const bea = await signedIn(await people.add('Bea'), { viewport: { width: 390, height: 844 } });
    await alive(bea);
    await (await tool(message(bea, 'Lunch?'), 'Reply in thread')).click();
    await answer(bea, 'Soup');
    await expect(bea.getByRole('region', { name: '# lobby' })).toHaveCount(0);
    await expectAccessible(bea);
    await bea.getByRole('link', { name: 'Back' }).click();
    await expect(message(bea, 'Lunch?')).toContainText('1 reply');
    expect(root).toBeGreaterThan(0);
  });
});

test('without JavaScript one answers in a thread', async ({ people, program, visitor }) => {
  const admin = await people.admin();
  const writer = await program(admin);
  await writer.say(LOBBY, 'Lunch?');
  const bea = await people.add('Bea');
  const page = await (await visitor({ javaScriptEnabled: false })).newPage();
  await signIn(page, bea);
  await page.goto(`/rooms/${LOBBY}`);
  await message(page, 'Lunch?').hover();
  await message(page, 'Lunch?').getByRole('link', { name: /^Reply/ }).click();
  await page.getByRole('button', { name: 'Reply in thread' }).click();
  await expect(thread(page)).toContainText('Lunch?');
  await page.getByRole('textbox', { name: 'Reply in thread' }).fill('Soup');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(thread(page)).toContainText('Soup');
  await page.getByRole('link', { name: 'Close the thread' }).click();
  await expect(message(page, 'Lunch?').getByRole('link', { name: /1 reply/ })).toBeVisible();
});
