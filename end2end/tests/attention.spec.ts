import type { Page } from '@playwright/test';
import {
  LOBBY, alive, composer, expect, expectAccessible, expectLog, log, message, rooms, say, test, tool, visit,
} from '../fixtures/test';

const phone = { viewport: { width: 390, height: 760 }, hasTouch: true, isMobile: true };

const offered = (page: Page) => page.getByRole('listbox', { name: 'People to mention' }).getByRole('option');

test('who is called sees it in brass, counted, in the title, and gathered', async ({ people, program, signedIn }) => {
  const bea = await people.add('Bea');
  const ada = await signedIn(await people.admin());
  const garden = await (await program(bea)).createRoom('garden');
  const page = await signedIn(bea);
  await visit(page, garden);
  await alive(ada);
  const lobby = rooms(page).getByRole('link', { name: /^lobby/ });
  const mentions = rooms(page).getByRole('link', { name: /^Mentions/ });

  await say(ada, 'good morning all');
  await expect(lobby).toHaveAccessibleName(/^lobby ?, 1 unread message$/);
  await expect(page).toHaveTitle('# garden · Parlour');
  await say(ada, 'and you, @Bea: look at `@Bea`');
  await expect(lobby).toHaveAccessibleName(/^lobby ?, 2 unread messages, 1 mention$/);
  await expect(lobby.locator('.pill')).toHaveText('1');
  await expect(page).toHaveTitle('(1) # garden · Parlour');
  await expect(page.locator('link[rel=icon]')).toHaveAttribute('href', '/favicon-waiting.svg');
  await expect(mentions).toHaveAccessibleName(/^Mentions ?, 1 unread message$/);
  // The writer sees the same words, called in another way.
  await expect(message(ada, 'and you').locator('.mention')).toHaveText('@Bea');
  await expect(message(ada, 'and you').locator('.mention.me')).toHaveCount(0);

  await mentions.click();
  const gathered = page.getByRole('list', { name: 'Messages that mention you, the newest first' });
  await expect(gathered.getByRole('listitem')).toHaveCount(1);
  await expect(gathered).toContainText('and you');
  await expectAccessible(page);
  await say(ada, '@room: lunch');
  await expect(gathered.getByRole('listitem')).toHaveCount(2);
  await gathered.getByRole('link', { name: /and you/ }).click();
  await alive(page);
  await expect(message(page, 'and you').locator('.mention.me')).toHaveText('@Bea');
  await expect(message(page, 'and you').getByRole('code')).toHaveText('@Bea');
  await expect(message(page, 'lunch').locator('.mention.me')).toHaveText('@room');
  await expect(lobby).toHaveAccessibleName('lobby');
  await expect(page).toHaveTitle('# lobby · Parlour');
  await expect(page.locator('link[rel=icon]')).toHaveAttribute('href', '/favicon.svg');
  await expectAccessible(page);

  // A call that is taken back waits no longer.
  await visit(page, garden);
  await say(ada, 'once more @Bea');
  await expect(page).toHaveTitle('(1) # garden · Parlour');
  await (await tool(message(ada, 'once more'), 'Edit')).click();
  await ada.getByRole('textbox', { name: 'Edit' }).fill('never mind');
  await ada.getByRole('textbox', { name: 'Edit' }).press('Enter');
  await expect(page).toHaveTitle('# garden · Parlour');
  await expect(lobby).toHaveAccessibleName(/^lobby ?, 1 unread message$/);
});

test('an @ offers who spoke last, then the others, by keyboard', async ({ people, program, signedIn }) => {
  for (const name of ['Bea', 'Ben Ito', 'Zoë', 'Dan 小雨']) await people.add(name);
  const cas = await program(await people.add('Cas'));
  await cas.say(LOBBY, 'I spoke last');
  const ada = await signedIn(await people.admin());
  await alive(ada);
  await composer(ada).pressSequentially('hi @');
  await expect(offered(ada)).toHaveText([/Cas/, /Bea/, /Ben Ito/, /Dan 小雨/, /Zoë/, /room/, /here/]);
  await expect(composer(ada)).toHaveAttribute('aria-controls', (await ada.getByRole('listbox').getAttribute('id'))!);
  const chosen = ada.getByRole('option', { selected: true });
  await expect(chosen).toHaveText(/Cas/);
  await expect(composer(ada)).toHaveAttribute('aria-activedescendant', (await chosen.getAttribute('id'))!);
  await expectAccessible(ada);
  await ada.keyboard.press('ArrowDown');
  await expect(chosen).toHaveText(/Bea/);
  await ada.keyboard.press('ArrowUp');
  await ada.keyboard.press('ArrowUp');
  await expect(chosen).toHaveText(/here/);

  // Any part of the name, whatever its accents.
  await ada.keyboard.type('ito');
  await expect(offered(ada)).toHaveText([/Ben Ito/]);
  await ada.keyboard.press('Tab');
  await expect(composer(ada)).toHaveValue('hi @Ben Ito ');
  await expect(composer(ada)).toBeFocused();
  await ada.keyboard.type('@zoe');
  await expect(offered(ada)).toHaveText([/Zoë/]);
  await ada.keyboard.press('Enter');
  await expect(composer(ada)).toHaveValue('hi @Ben Ito @Zoë ');

  // Escape closes, and Enter sends what was typed.
  await ada.keyboard.type('@be');
  await expect(offered(ada)).toHaveCount(2);
  await ada.keyboard.press('Escape');
  await expect(offered(ada)).toHaveCount(0);
  await expect(composer(ada)).toBeFocused();
  await ada.keyboard.press('Enter');
  await expectLog(ada, 'I spoke last', 'hi @Ben Ito @Zoë @be');
  await expect(message(ada, 'hi').locator('.mention')).toHaveText(['@Ben Ito', '@Zoë']);
});

test('on a phone a name is taken by a tap, and nothing that is typed is covered', async ({ people, program, signedIn }) => {
  const bea = await program(await people.add('Bea'));
  await bea.say(LOBBY, 'hello');
  const ada = await signedIn(await people.admin(), phone);
  await alive(ada);
  await composer(ada).tap();
  await ada.keyboard.type('@b');
  await expect(offered(ada)).toHaveText([/Bea/]);
  const list = (await ada.getByRole('listbox').boundingBox())!;
  const field = (await composer(ada).boundingBox())!;
  expect(list.y + list.height).toBeLessThanOrEqual(field.y);
  expect((await offered(ada).first().boundingBox())!.height).toBeGreaterThanOrEqual(44);
  await offered(ada).first().tap();
  await expect(composer(ada)).toHaveValue('@Bea ');
  await expect(composer(ada)).toBeFocused();
});

test('what is made unread stays so until the reader comes again', async ({ people, program, signedIn }) => {
  const bea = await program(await people.add('Bea'));
  const person = await people.admin();
  const device = await program(person);
  const garden = await device.createRoom('garden');
  await bea.sayAll(LOBBY, ['one', 'two', 'three']);
  const ada = await signedIn(person);
  const elsewhere = await signedIn(person);
  await visit(elsewhere, garden);
  await visit(ada, LOBBY);
  const lobby = (page: Page) => rooms(page).getByRole('link', { name: /^lobby/ });
  await expect(lobby(elsewhere)).toHaveAccessibleName('lobby');

  await (await tool(message(ada, 'two'), 'Mark as unread from here')).click();
  await expect(lobby(ada)).toHaveAccessibleName(/^lobby ?, 2 unread messages$/);
  await expect(lobby(elsewhere)).toHaveAccessibleName(/^lobby ?, 2 unread messages$/);
  // The line stands where the reader went back to.
  await expect(log(ada).locator('h2.new + article')).toContainText('two');
  // More that comes in changes nothing of that, though the end is in view.
  await bea.say(LOBBY, 'four');
  await expect(message(ada, 'four')).toBeInViewport();
  await expect(lobby(ada)).toHaveAccessibleName(/^lobby ?, 3 unread messages$/);
  await expect(lobby(elsewhere)).toHaveAccessibleName(/^lobby ?, 3 unread messages$/);

  await rooms(ada).getByRole('link', { name: /^garden/ }).click();
  await expect(lobby(ada)).toHaveAccessibleName(/^lobby ?, 3 unread messages$/);
  await lobby(ada).click();
  await expect(log(ada).locator('h2.new + article')).toContainText('two');
  await expect(lobby(elsewhere)).toHaveAccessibleName('lobby');

  // Who writes has read.
  await (await tool(message(ada, 'three'), 'Mark as unread from here')).click();
  await expect(lobby(elsewhere)).toHaveAccessibleName(/^lobby ?, 2 unread messages$/);
  await say(ada, 'mine');
  await expect(lobby(elsewhere)).toHaveAccessibleName('lobby');
  await bea.say(LOBBY, 'five');
  await expect(message(ada, 'five')).toBeInViewport();
  await expect(lobby(ada)).toHaveAccessibleName('lobby');
});

test('from one unread room to the next, and everything read at once', async ({ people, program, signedIn }) => {
  const bea = await program(await people.add('Bea'));
  const person = await people.admin();
  const device = await program(person);
  const places = new Map<string, number>();
  for (const name of ['attic', 'barn', 'cellar', 'den']) {
    const room = await device.createRoom(name);
    places.set(name, room);
    await device.invite(room, bea);
  }
  const ada = await signedIn(person);
  await visit(ada, LOBBY);
  for (const name of ['attic', 'cellar', 'den']) await bea.say(places.get(name)!, 'news');
  const here = ada.getByRole('heading', { level: 1 });
  const unread = rooms(ada).getByRole('link', { name: /unread message/ });
  await expect(unread).toHaveCount(3);
  await expectAccessible(ada);
  await ada.keyboard.press('Alt+Shift+ArrowDown');
  await expect(here).toHaveText('# attic');
  await expect(unread).toHaveCount(2);
  await ada.keyboard.press('Alt+Shift+ArrowUp');
  await expect(here).toHaveText('# den');
  await expect(unread).toHaveCount(1);
  await rooms(ada).getByRole('link', { name: 'Next unread room' }).click();
  await expect(here).toHaveText('# cellar');
  await expect(unread).toHaveCount(0);
  await expect(rooms(ada).getByRole('link', { name: 'Next unread room' })).toHaveCount(0);

  for (const name of ['attic', 'barn', 'den']) await bea.say(places.get(name)!, 'more');
  await expect(unread).toHaveCount(3);
  await rooms(ada).getByRole('button', { name: 'Mark all as read' }).click();
  await expect(unread).toHaveCount(0);
  await expect(here).toHaveText('# cellar');
});

test('without JavaScript everything can be read, a room made quiet, and mentions gathered', async ({ people, program, signedIn }) => {
  const bea = await program(await people.add('Bea'));
  await bea.sayAll(LOBBY, ['one', '@Ada two']);
  const person = await people.admin();
  const ada = await signedIn(person, { javaScriptEnabled: false });
  const lobby = rooms(ada).getByRole('link', { name: /^lobby/ });
  await expect(lobby).toHaveAccessibleName(/^lobby ?, 2 unread messages, 1 mention$/);
  await expect(ada).toHaveTitle('(1) # lobby · Parlour');
  await expect(message(ada, 'two').locator('.mention.me')).toHaveText('@Ada');
  await rooms(ada).getByRole('link', { name: /^Mentions/ }).click();
  await expect(ada.getByRole('list', { name: /^Messages that mention you/ }).getByRole('listitem')).toHaveCount(1);
  await rooms(ada).getByRole('button', { name: 'Mark all as read' }).click();
  await expect(lobby).toHaveAccessibleName('lobby');
  await expect(ada.getByRole('heading', { level: 1 })).toHaveText('Mentions');

  await ada.goto(`/rooms/${LOBBY}/about`);
  await expect(ada.getByRole('radio', { name: /^Mentions/ })).toBeChecked();
  await ada.getByRole('radio', { name: /^Nothing/ }).check();
  await ada.getByRole('button', { name: 'Save' }).first().click();
  await expect(ada.getByRole('radio', { name: /^Nothing/ })).toBeChecked();
  await bea.say(LOBBY, '@Ada three');
  await ada.goto('/rooms');
  await expect(lobby).toHaveAccessibleName('lobby');
  await expect(ada).toHaveTitle(/^All rooms/);
});

test('what counts is chosen for oneself, on all of one’s pages', async ({ people, program, signedIn }) => {
  const bea = await program(await people.add('Bea'));
  const person = await people.admin();
  const garden = await (await program(person)).createRoom('garden');
  const ada = await signedIn(person);
  const elsewhere = await signedIn(person);
  await visit(elsewhere, garden);
  await visit(ada, LOBBY);
  await ada.getByRole('link', { name: /^About this room/ }).click();
  await ada.getByRole('radio', { name: /^Everything/ }).check();
  await ada.getByRole('region', { name: 'What counts for you' }).getByRole('button', { name: 'Save' }).click();
  await expect(ada.getByText('Saved')).toBeVisible();
  await expectAccessible(ada);
  await bea.say(LOBBY, 'one');
  await expect(elsewhere).toHaveTitle('(1) # garden · Parlour');
  await ada.getByRole('radio', { name: /^Nothing/ }).check();
  await ada.getByRole('region', { name: 'What counts for you' }).getByRole('button', { name: 'Save' }).click();
  await expect(elsewhere).toHaveTitle('# garden · Parlour');
  await expect(rooms(elsewhere).getByRole('link', { name: /^lobby/ })).toHaveAccessibleName('lobby');
});
