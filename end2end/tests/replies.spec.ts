import type { Locator, Page } from '@playwright/test';
import {
  LOBBY, alive, composer, expect, expectAccessible, expectConfirmed, expectLog, log, message, messages, say, signIn, test, tool,
} from '../fixtures/test';

/** The quote in a message. */
const quote = (of: Locator): Locator => of.getByRole('link', { name: /^In reply to/ });

/** The messages with these words of their own. */
const own = (page: Page, words: string): Locator => messages(page).filter({ has: page.locator('.text', { hasText: words }) });

test('an answer shows what it answers, to both, and follows it', async ({ people, signedIn }) => {
  test.slow();
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  await alive(ada);
  await alive(bea);
  await say(ada, 'Shall we **go**?');
  await (await tool(message(bea, 'Shall we'), 'Reply')).click();
  await expect(bea.getByText('Replying to Ada')).toBeVisible();
  await expect(composer(bea)).toBeFocused();
  await expectAccessible(bea);
  await say(bea, 'In a minute');
  await expect(bea.getByText('Replying to Ada')).toHaveCount(0);
  for (const page of [ada, bea]) {
    await expect(quote(own(page, 'In a minute'))).toHaveAccessibleName('In reply to Ada: Shall we go?');
  }
  await expectAccessible(ada);
  await (await tool(own(ada, 'Shall we'), 'Edit')).click();
  await messages(ada).getByRole('textbox', { name: 'Edit' }).fill('Shall we stay?');
  await messages(ada).getByRole('button', { name: 'Save' }).click();
  await expect(quote(own(bea, 'In a minute'))).toHaveText('Ada Shall we stay?');
  await (await tool(own(ada, 'Shall we'), 'Delete')).click();
  await messages(ada).getByRole('button', { name: 'Delete', exact: true }).click();
  for (const page of [ada, bea]) {
    // It can be taken back for a while before others are told.
    await expect(quote(own(page, 'In a minute'))).toHaveText('Ada This message was deleted.', { timeout: 15_000 });
    await expect(log(page)).not.toContainText('Shall we');
  }
});

test('R answers, Esc ends it, and a draft keeps what it answers', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  await alive(ada);
  await say(ada, 'one');
  await expectConfirmed(message(ada, 'one'));
  await log(ada).focus();
  await ada.keyboard.press('ArrowUp');
  await expect(message(ada, 'one')).toBeFocused();
  await ada.keyboard.press('r');
  await expect(ada.getByText('Replying to Ada')).toBeVisible();
  await expect(composer(ada)).toBeFocused();
  await expect(composer(ada)).toHaveValue('');
  await composer(ada).press('Escape');
  await expect(ada.getByText('Replying to Ada')).toHaveCount(0);

  await (await tool(message(ada, 'one'), 'Reply')).click();
  await composer(ada).fill('half a thought');
  await ada.reload();
  await alive(ada);
  await expect(composer(ada)).toHaveValue('half a thought');
  await expect(ada.getByText('Replying to Ada')).toBeVisible();
  await composer(ada).press('Enter');
  await expect(quote(own(ada, 'half a thought'))).toHaveAccessibleName('In reply to Ada: one');
});

test('a quote leads to its source, in the log and outside of it', async ({ people, program, signedIn }) => {
  const admin = await people.admin();
  const device = await program(admin);
  const far = await device.say(LOBBY, 'the beginning');
  await device.sayAll(LOBBY, Array.from({ length: 100 }, (_, n) => `line ${n + 1}.`));
  await device.say(LOBBY, 'back to the start', far);
  const page = await signedIn(admin);
  await alive(page);
  await expect(own(page, 'line 100.')).toBeVisible();
  await (await tool(own(page, 'line 90.'), 'Reply')).click();
  await say(page, 'about ninety');
  await expectConfirmed(own(page, 'about ninety'));
  await quote(own(page, 'about ninety')).click();
  await expect(own(page, 'line 90.')).toBeInViewport();
  await expect(own(page, 'line 90.')).toBeFocused();
  await expect(page).toHaveURL(/\/rooms\/1$/);

  await quote(own(page, 'back to the start')).click();
  await expect(page).toHaveURL(/at=/);
  await expect(own(page, 'the beginning')).toBeInViewport();
  await expect(page.getByText('You are reading older messages.')).toBeVisible();
});

test('offline an answer waits with its quote, and survives a reload', async ({ people, signedIn, complaints }) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_FAILED|status of 50/);
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  await alive(ada);
  await alive(bea);
  await say(bea, 'Coming?');
  await expectLog(ada, 'Coming?');
  await ada.context().setOffline(true);
  await (await tool(message(ada, 'Coming?'), 'Reply')).click();
  await say(ada, 'Yes');
  await expect(quote(own(ada, 'Yes'))).toHaveAccessibleName('In reply to Bea: Coming?');
  // What waits has nobody else's words in it: they may be deleted meanwhile.
  const kept = await ada.evaluate(() => JSON.stringify(localStorage));
  expect(kept).toContain('Yes');
  expect(kept).not.toContain('Coming');
  await ada.context().setOffline(false);
  await expect(quote(own(bea, 'Yes'))).toHaveAccessibleName('In reply to Bea: Coming?', { timeout: 20_000 });
});

test('an answer to what is gone says so, and can be sent without', async ({ people, program, signedIn, complaints }) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_FAILED|status of 409/);
  const bea = await program(await people.add('Bea'));
  const gone = await bea.say(LOBBY, 'Coming?');
  const ada = await signedIn(await people.admin());
  await alive(ada);
  await ada.context().setOffline(true);
  await (await tool(message(ada, 'Coming?'), 'Reply')).click();
  await say(ada, 'Yes');
  await bea.delete(gone);
  await ada.context().setOffline(false);
  await expect(messages(ada).getByRole('alert')).toContainText('was deleted in the meantime', { timeout: 20_000 });
  await messages(ada).getByRole('button', { name: 'Edit', exact: true }).click();
  await expect(composer(ada)).toHaveValue('Yes');
  await expect(ada.getByText('Replying to Bea')).toHaveCount(0);
  await composer(ada).press('Enter');
  await expectConfirmed(own(ada, 'Yes'));
});

test('without JavaScript one answers by a link', async ({ people, program, visitor }) => {
  const bea = await program(await people.add('Bea'));
  await bea.say(LOBBY, 'Coming?');
  const page = await (await visitor({ javaScriptEnabled: false })).newPage();
  await signIn(page, await people.admin());
  await message(page, 'Coming?').hover();
  await message(page, 'Coming?').getByRole('link', { name: /^Reply/ }).click();
  await expect(page.getByText('Replying to Bea')).toBeVisible();
  await composer(page).fill('Yes');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByText('Replying to Bea')).toHaveCount(0);
  await expect(quote(own(page, 'Yes'))).toHaveAccessibleName('In reply to Bea: Coming?');
});

/** Selects what is within an element, as a pointer would. */
async function select(within: Locator): Promise<void> {
  await within.evaluate((element) => window.getSelection()!.selectAllChildren(element));
}

test('what is selected of a message stands in the answer to it', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  await alive(ada);
  await alive(bea);
  await say(ada, 'Shall we **go** now?\n\nOr stay?');
  await say(ada, 'something else');
  await select(own(bea, 'Shall we').locator('strong'));
  await (await tool(message(bea, 'Shall we'), 'Reply')).click();
  await expect(bea.getByText('Replying to Ada')).toBeVisible();
  await expect(composer(bea)).toHaveValue('> go\n');
  await expect(composer(bea)).toBeFocused();
  await bea.keyboard.type('Go!');
  await composer(bea).press('Enter');
  for (const page of [ada, bea]) {
    await expect(own(page, 'Go!').locator('blockquote')).toHaveText('go');
    await expect(quote(own(page, 'Go!'))).toHaveText('Ada Shall we go now? Or stay?');
  }

  // By its key, with all of the message, below what was begun; a line that is triple clicked goes on to what is behind it.
  await composer(bea).fill('Well');
  await own(bea, 'Or stay?').getByText('Or stay?').click({ clickCount: 3 });
  await own(bea, 'Or stay?').hover();
  await bea.keyboard.press('r');
  await expect(composer(bea)).toHaveValue('Well\n> Or stay?\n');

  // What is selected elsewhere, or beyond it, is none of its words.
  await composer(bea).fill('');
  await select(own(bea, 'something else').locator('.text'));
  await (await tool(own(bea, 'Shall we'), 'Reply')).click();
  await expect(composer(bea)).toBeFocused();
  await expect(composer(bea)).toHaveValue('');
  await select(log(bea));
  await (await tool(own(bea, 'Shall we'), 'Reply')).click();
  await expect(composer(bea)).toHaveValue('');
});
