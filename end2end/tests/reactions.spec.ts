import type { Locator, Page } from '@playwright/test';
import {
  LOBBY, alive, composer, expect, expectAccessible, expectLog, message, messages, say, signIn, test, tool, visit,
} from '../fixtures/test';

/** The reactions of a message, by what they are called. */
const reaction = (of: Locator, name: string | RegExp): Locator => of.getByRole('group', { name: 'Reactions' }).getByRole('button', { name });

/** All emoji, to choose from. */
const palette = (page: Page): Locator => page.getByRole('dialog', { name: 'Emoji' });

/** Reacts with one of those that are offered at once. */
async function react(of: Locator, emoji: string): Promise<void> {
  await (await tool(of, 'React')).click();
  await of.getByRole('button', { name: `React: ${emoji}` }).click();
}

test('one tap reacts, the other sees who, and one tap takes it back', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  await alive(ada);
  await alive(bea);
  await say(ada, 'It is out');
  const [hers, mine] = [message(bea, 'It is out'), message(ada, 'It is out')];
  await expect(hers).toBeVisible();
  await react(hers, '🎉');
  await expect(reaction(hers, '🎉 Bea, 1 person')).toHaveAttribute('aria-pressed', 'true');
  await expect(hers).toBeFocused();
  const seen = reaction(mine, '🎉 Bea, 1 person');
  await expect(seen).toHaveAttribute('aria-pressed', 'false');
  await expect(seen).toHaveAttribute('title', 'Bea');
  await seen.click();
  const both = /^🎉 Bea, Ada, 2 people/;
  await expect(reaction(mine, both)).toHaveAttribute('aria-pressed', 'true');
  // The keyboard stays where it is, whatever the others do.
  await expect(reaction(mine, both)).toBeFocused();
  await expect(reaction(hers, both)).toHaveText(/2$/);
  await reaction(hers, both).click();
  await expect(reaction(hers, '🎉 Ada, 1 person')).toBeVisible();
  await expect(reaction(mine, '🎉 Ada, 1 person')).toBeFocused();
  await ada.keyboard.press('Enter');
  await expect(mine.getByRole('group', { name: 'Reactions' })).toHaveCount(0);
  await expect(hers.getByRole('group', { name: 'Reactions' })).toHaveCount(0);
  await expect(mine).not.toContainText('(edited)');
});

test('any emoji can be searched for, by keyboard, and is offered at once from then on', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  await alive(ada);
  await alive(bea);
  await say(ada, 'Cake in the kitchen');
  const said = message(ada, 'Cake');
  await (await tool(said, 'React')).click();
  await expect(said.getByRole('button', { name: 'React: 👍' })).toBeFocused();
  await said.getByRole('button', { name: 'More emoji' }).click();
  const search = palette(ada).getByRole('searchbox', { name: 'Search emoji' });
  await expect(search).toBeFocused();
  await expect(palette(ada).getByRole('button', { name: 'grinning face', exact: true })).toBeVisible();
  await search.fill('no such emoji');
  await expect(palette(ada).getByRole('status')).toHaveText(/No emoji was found/);
  await search.fill('shortcake');
  await search.press('ArrowDown');
  const cake = palette(ada).getByRole('button', { name: 'shortcake' });
  await expect(cake).toBeFocused();
  await expectAccessible(ada);
  await ada.keyboard.press('ArrowUp');
  await expect(search).toBeFocused();
  await search.press('Enter');
  await expect(palette(ada)).toBeHidden();
  await expect(reaction(said, '🍰 Ada, 1 person')).toBeVisible();
  await expect(reaction(message(bea, 'Cake'), '🍰 Ada, 1 person')).toBeVisible();

  await ada.reload();
  await alive(ada);
  await (await tool(said, 'React')).click();
  await expect(said.getByRole('button', { name: /^React: / }).first()).toHaveAccessibleName('React: 🍰');
  await ada.keyboard.press('Escape');
  await expect(said).toBeFocused();
  await expect(said.getByRole('button', { name: 'More emoji' })).toHaveCount(0);
});

test('a tone of skin is chosen once, for all emoji that take one', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  await alive(ada);
  await alive(bea);
  const open = () => ada.getByRole('button', { name: 'Emoji', exact: true }).click();
  const tone = (name: string) => palette(ada).getByRole('radio', { name, exact: true });
  const emoji = (name: string) => palette(ada).getByRole('button', { name, exact: true }).first();
  await open();
  await expect(tone('Default')).toBeChecked();
  await expect(emoji('thumbs up')).toHaveText('👍');
  await tone('Medium').check();
  await expect(emoji('thumbs up')).toHaveText('👍🏽');
  await expect(emoji('woman detective')).toHaveText('🕵🏽‍♀️');
  await expect(emoji('party popper')).toHaveText('🎉');
  // With a few of them: all are two thousand buttons of one kind, which take half a minute to look at.
  await palette(ada).getByRole('searchbox', { name: 'Search emoji' }).fill('thumbs');
  await expect(emoji('party popper')).toHaveCount(0);
  await expectAccessible(ada);
  await emoji('thumbs up').click();
  await expect(composer(ada)).toHaveValue('👍🏽');
  await composer(ada).pressSequentially(' and :wave');
  await ada.keyboard.press('Tab');
  await expect(composer(ada)).toHaveValue('👍🏽 and 👋🏽 ');
  await ada.keyboard.press('Enter');

  const said = message(ada, 'and');
  await react(said, '👍🏽');
  await expect(reaction(said, '👍🏽 Ada, 1 person')).toBeVisible();
  const seen = reaction(message(bea, 'and'), '👍🏽 Ada, 1 person');
  await expect(seen).toBeVisible();

  // It stays on this device, and on no other; what was used lately keeps the tone that it was used in.
  await ada.reload();
  await alive(ada);
  await open();
  await expect(tone('Medium')).toBeChecked();
  await tone('Medium').focus();
  await ada.keyboard.press('ArrowRight');
  await expect(tone('Medium-dark')).toBeChecked();
  await expect(palette(ada).getByRole('button', { name: 'thumbs up', exact: true })).toHaveText(['👍🏽', '👍🏾']);
  await bea.getByRole('button', { name: 'Emoji', exact: true }).click();
  await expect(palette(bea).getByRole('radio', { name: 'Default' })).toBeChecked();
});

test('emoji are put where the caret is, and up to three alone are large', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  await alive(ada);
  await composer(ada).fill('before after');
  await composer(ada).press('Home');
  for (let n = 0; n < 'before '.length; n++) await composer(ada).press('ArrowRight');
  await ada.getByRole('button', { name: 'Emoji', exact: true }).click();
  await palette(ada).getByRole('searchbox').fill('tada');
  await palette(ada).getByRole('button').filter({ hasText: '🎉' }).click();
  await expect(composer(ada)).toHaveValue('before 🎉after');
  await expect(composer(ada)).toBeFocused();
  await composer(ada).press('Enter');
  await say(ada, '🎉 ❤️');
  await expectLog(ada, 'before 🎉after', '🎉 ❤️');
  const size = (said: Locator) => said.locator('.text').evaluate((text) => Number.parseFloat(getComputedStyle(text).fontSize));
  expect(await size(messages(ada).last())).toBeGreaterThan(2 * (await size(messages(ada).first())));
});

test('offline a reaction is seen to wait, and is told when the line is back', async ({ people, signedIn, complaints }) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_FAILED/);
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  await alive(ada);
  await alive(bea);
  await say(ada, 'Well?');
  await expectLog(bea, 'Well?');
  await bea.context().setOffline(true);
  const hers = message(bea, 'Well?');
  await react(hers, '👍');
  await expect(reaction(hers, /^👍 Bea/)).toHaveClass(/\bwaits\b/);
  await expect(message(ada, 'Well?').getByRole('group', { name: 'Reactions' })).toHaveCount(0);
  await bea.context().setOffline(false);
  await expect(reaction(message(ada, 'Well?'), '👍 Bea, 1 person')).toBeVisible({ timeout: 20_000 });
  await expect(reaction(hers, /^👍 Bea/)).not.toHaveClass(/\bwaits\b/);
});

test('who reacted is told by keyboard, and as it is now', async ({ people, program, signedIn }) => {
  const bea = await program(await people.add('Bea'));
  const cleo = await program(await people.add('Cleo'));
  const ada = await signedIn(await people.admin());
  await alive(ada);
  const id = await bea.say(LOBBY, 'It is out');
  const said = message(ada, 'It is out');
  await said.focus();
  const way = said.getByRole('button', { name: /^Who reacted/ });
  await expect(said.getByRole('button', { name: /^Copy text/ })).toBeVisible();
  await expect(way).toHaveCount(0);
  for (const [who, emoji] of [[bea, '🎉'], [cleo, '🎉'], [cleo, '👍']] as const) await who.react(id, emoji);
  await way.press('Enter');
  const dialog = ada.getByRole('dialog', { name: 'Who reacted' });
  await expect(dialog.getByRole('heading', { level: 3 })).toHaveText(['🎉 2 people', '👍 1 person']);
  await expect(dialog.getByRole('listitem')).toHaveText([/Bea$/, /Cleo$/, /Cleo$/]);
  await expectAccessible(ada);
  await bea.react(id, '🎉', false);
  await expect(dialog.getByRole('heading', { level: 3 })).toHaveText(['🎉 1 person', '👍 1 person']);
  for (const emoji of ['🎉', '👍']) await cleo.react(id, emoji, false);
  await expect(dialog).toContainText('Nobody has reacted.');
  await ada.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(way).toHaveCount(0);
});

test('without JavaScript one reacts by links and buttons', async ({ people, program, visitor }) => {
  const bea = await program(await people.add('Bea'));
  await bea.say(LOBBY, 'It is out');
  const page = await (await visitor({ javaScriptEnabled: false })).newPage();
  await signIn(page, await people.admin());
  const said = message(page, 'It is out');
  await said.hover();
  await said.getByRole('link', { name: /^React/ }).click();
  await said.getByRole('button', { name: 'React: 🎉' }).click();
  await expect(reaction(said, '🎉 Ada, 1 person')).toBeVisible();
  await reaction(said, '🎉 Ada, 1 person').click();
  await expect(said.getByRole('group', { name: 'Reactions' })).toHaveCount(0);
});

test('who may not write sees reactions and has no way to add any', async ({ people, program, signedIn }) => {
  const bea = await program(await people.add('Bea'));
  const room = await bea.createRoom('attic');
  const ada = await signedIn(await people.admin());
  await bea.say(room, 'dust');
  await visit(ada, room);
  await ada.getByRole('button', { name: 'Join' }).click();
  await expect(composer(ada)).toBeVisible();
  await react(message(ada, 'dust'), '👀');
  await expect(reaction(message(ada, 'dust'), '👀 Ada, 1 person')).toBeEnabled();
  await bea.archive(room);
  await expect(reaction(message(ada, 'dust'), '👀 Ada, 1 person')).toBeDisabled();
  await message(ada, 'dust').hover();
  await expect(message(ada, 'dust').getByRole('button', { name: /^Copy text/ })).toBeVisible();
  await expect(message(ada, 'dust').getByRole('button', { name: /^React/ })).toHaveCount(0);
});
