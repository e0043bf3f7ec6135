import {
  LOBBY, alive, composer, expect, expectLog, log, message, messages, rooms, say, test, tool, visit,
} from '../fixtures/test';

test('what one writes is on the other screen, without a reload', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  await alive(ada);
  await alive(bea);
  await say(ada, 'one');
  await expectLog(bea, 'one');
  await say(bea, 'two');
  await expectLog(ada, 'one', 'two');
  await expect(message(ada, 'two')).toContainText('Bea');
  await expect(log(ada).getByRole('heading', { name: 'Today' })).toBeVisible();
});

test('neighbours of one sender stand in one group', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  await alive(ada);
  await alive(bea);
  await say(ada, 'first');
  await say(ada, 'second');
  await expectLog(bea, 'first', 'second');
  await say(bea, 'third');
  await expectLog(ada, 'first', 'second', 'third');
  for (const page of [ada, bea]) {
    await expect(message(page, 'first')).toContainText('Ada');
    await expect(message(page, 'second')).not.toContainText('Ada');
    await expect(message(page, 'third')).toContainText('Bea');
  }
});

test('Markdown is shown alike to both, and raw HTML is text', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  await alive(ada);
  await alive(bea);
  await say(
    ada,
    'A **bold** and *slanted* word, `code`, [a link](https://example.com/) and <b id="x">no tag</b>\n\n' +
      '- one\n- two\n\n> a quote\n\n```rust\nfn main() {}\n```\n\n[bad](javascript:alert(1))',
  );
  for (const page of [ada, bea]) {
    const said = messages(page);
    await expect(said).toHaveCount(1);
    await expect(said.getByRole('strong')).toHaveText('bold');
    await expect(said.getByRole('emphasis')).toHaveText('slanted');
    await expect(said.getByRole('code').first()).toHaveText('code');
    await expect(said.getByRole('listitem')).toHaveText(['one', 'two']);
    await expect(said.getByRole('blockquote')).toHaveText('a quote');
    await expect(said.getByText('fn main() {}')).toBeVisible();
    await expect(said.getByText('<b id="x">no tag</b>')).toBeVisible();
    await expect(said.getByRole('link')).toHaveCount(1);
    await expect(said.getByRole('link', { name: 'a link' })).toHaveAttribute('href', 'https://example.com/');
  }
  expect(await message(bea, 'bold').locator('.text').innerHTML()).toBe(
    await message(ada, 'bold').locator('.text').innerHTML(),
  );
});

test('an edit by the button is seen by the other', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  await alive(ada);
  await alive(bea);
  await say(ada, 'Lunch at noom');
  await expectLog(bea, 'Lunch at noom');
  await (await tool(message(ada, 'Lunch'), 'Edit')).click();
  const editor = messages(ada).getByRole('textbox', { name: 'Edit' });
  await expect(editor).toBeFocused();
  await expect(editor).toHaveValue('Lunch at noom');
  await editor.fill('Lunch at noon');
  await messages(ada).getByRole('button', { name: 'Save' }).click();
  for (const page of [ada, bea]) await expectLog(page, /Lunch at noon\s*\(edited\)/);
  await expect(editor).toHaveCount(0);
  // Nobody edits what others said.
  await message(bea, 'Lunch').hover();
  await expect(messages(bea).getByRole('button', { name: /^Copy text/ })).toBeVisible();
  await expect(messages(bea).getByRole('button', { name: /^Edit/ })).toHaveCount(0);
});

test('↑ in the empty composer edits my last, Escape leaves it', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  await alive(ada);
  await alive(bea);
  await say(ada, 'older');
  await say(ada, 'newest');
  await say(bea, 'not mine');
  await expectLog(ada, 'older', 'newest', 'not mine');
  await composer(ada).press('ArrowUp');
  const editor = messages(ada).getByRole('textbox', { name: 'Edit' });
  await expect(editor).toHaveValue('newest');
  await editor.press('Escape');
  await expect(editor).toHaveCount(0);
  await expect(composer(ada)).toBeFocused();

  await composer(ada).press('ArrowUp');
  await editor.fill('changed');
  await editor.press('Enter');
  for (const page of [ada, bea]) await expectLog(page, 'older', /changed\s*\(edited\)/, 'not mine');
  await expect(composer(ada)).toBeFocused();

  // With something in the field the key moves the caret.
  await composer(ada).fill('half a thought');
  await composer(ada).press('ArrowUp');
  await expect(editor).toHaveCount(0);
});

test('a deleted message leaves a tombstone on both screens', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  await alive(ada);
  await alive(bea);
  await say(bea, 'a slip of the tongue');
  await expectLog(ada, 'a slip of the tongue');
  await (await tool(message(bea, 'a slip'), 'Delete')).click();
  await expect(messages(bea).getByText('Delete this message for everyone?')).toBeVisible();
  await messages(bea).getByRole('link', { name: 'Keep' }).click();
  await expectLog(bea, 'a slip of the tongue');
  await (await tool(message(bea, 'a slip'), 'Delete')).click();
  await messages(bea).getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(messages(bea).getByRole('button', { name: 'Undo' })).toBeFocused();
  for (const page of [ada, bea]) {
    await expectLog(page, 'This message was deleted.');
    await expect(page.getByText('a slip of the tongue')).toHaveCount(0);
  }
});

test('a room with news is bold until it is read', async ({ people, program, signedIn }) => {
  const ada = await signedIn(await people.admin());
  const bea = await people.add('Bea');
  const device = await program(bea);
  const garden = await device.createRoom('garden');
  const page = await signedIn(bea);
  await visit(page, garden);
  await alive(ada);
  await expect(page).toHaveTitle('# garden · Parlour');

  const lobby = rooms(page).getByRole('link', { name: /^lobby/ });
  await say(ada, 'one');
  await expect(lobby).toHaveAccessibleName(/^lobby ?, 1 unread message$/);
  await say(ada, 'two');
  await expect(lobby).toHaveAccessibleName(/^lobby ?, 2 unread messages$/);
  await expect(lobby.getByText('lobby', { exact: true })).toHaveCSS('font-weight', /^[67]\d\d$/);

  await lobby.click();
  await expectLog(page, 'one', 'two');
  await expect(log(page).getByRole('heading', { name: 'New' })).toBeVisible();
  await expect(lobby).toHaveAccessibleName('lobby');
  await expect(page).toHaveTitle('# lobby · Parlour');
});

test('the same people find the same direct talk', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  const cas = await signedIn(await people.add('Cas'));
  await alive(bea);
  await alive(cas);
  await ada.goto('/people');
  await ada.getByRole('checkbox', { name: 'Bea' }).check();
  await ada.getByRole('button', { name: 'Start talk' }).click();
  await expect(ada.getByRole('heading', { level: 1 })).toHaveText('Bea');
  await alive(ada);
  await say(ada, 'only for you');

  const talk = rooms(bea).getByRole('link', { name: /^Ada/ });
  await expect(talk).toHaveAccessibleName(/^Ada ?, here now ?, 1 unread message$/);
  await rooms(bea).getByRole('link', { name: 'Everybody' }).click();
  await bea.getByRole('checkbox', { name: 'Ada' }).check();
  await bea.getByRole('button', { name: 'Start talk' }).click();
  await expect(bea.getByRole('heading', { level: 1 })).toHaveText('Ada');
  await expectLog(bea, 'only for you');
  await expect(talk).toHaveCount(1);
  await say(bea, 'thank you');
  await expectLog(ada, 'only for you', 'thank you');

  await expect(rooms(cas).getByRole('link', { name: /^(Ada|Bea)/ })).toHaveCount(0);
});

test('a closed room is not seen by others, until they are asked in', async ({ people, signedIn, complaints }) => {
  // The page that says so has the status 404, which the browser tells.
  complaints.allow(/status of 404/);
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  await alive(bea);
  await ada.goto('/rooms/new');
  await ada.getByLabel('Name').fill('surprise party');
  await ada.getByRole('radio', { name: /^Closed/ }).check();
  await ada.getByRole('button', { name: 'Make room' }).click();
  await expect(ada.getByRole('heading', { level: 1 })).toHaveText('# surprise party');
  await alive(ada);
  await say(ada, 'She must not know');

  await bea.goto('/rooms');
  await expect(bea.getByRole('heading', { level: 1 })).toHaveText('All rooms');
  await expect(bea.getByText('surprise party')).toHaveCount(0);
  await bea.goto(new URL(ada.url()).pathname);
  await expect(bea.getByRole('heading', { name: 'This room is not open to you' })).toBeVisible();
  await expect(bea.getByText('She must not know')).toHaveCount(0);
  await expect(bea.getByText('surprise party')).toHaveCount(0);

  await ada.getByRole('link', { name: /^About this room/ }).click();
  await ada.getByLabel('Who?').selectOption('Bea');
  await ada.getByRole('button', { name: 'Ask in' }).click();
  // It comes by itself.
  await rooms(bea).getByRole('link', { name: /surprise party/ }).click();
  await expectLog(bea, 'She must not know');
});

test('Enter belongs to the input method while it composes', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  await alive(ada);
  const field = composer(ada);
  await field.click();
  const keyboard = await ada.context().newCDPSession(ada);
  await keyboard.send('Input.imeSetComposition', { text: 'nihao', selectionStart: 5, selectionEnd: 5 });
  await expect(field).toHaveValue('nihao');
  const enter = { key: 'Enter', code: 'Enter', nativeVirtualKeyCode: 229 };
  await keyboard.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', windowsVirtualKeyCode: 13, ...enter });
  await keyboard.send('Input.dispatchKeyEvent', { type: 'keyUp', windowsVirtualKeyCode: 13, ...enter });
  await expect(field).toHaveValue('nihao');
  await keyboard.send('Input.insertText', { text: '你好' });
  await expect(field).toHaveValue('你好');
  await expect(messages(ada)).toHaveCount(0);
  // Safari has ended the composition already when it tells of the key, and says so by 229 alone.
  await keyboard.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', windowsVirtualKeyCode: 229, ...enter });
  await expect(field).toHaveValue('你好');
  await expect(messages(ada)).toHaveCount(0);
  await field.press('Enter');
  await expectLog(ada, '你好');
});

test('Shift+Enter begins a new line', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  await alive(ada);
  await composer(ada).click();
  await ada.keyboard.type('above');
  await ada.keyboard.press('Shift+Enter');
  await ada.keyboard.type('below');
  await expect(composer(ada)).toHaveValue('above\nbelow');
  await expect(messages(ada)).toHaveCount(0);
  await ada.keyboard.press('Enter');
  await expectLog(ada, /above\s*below/);
  await visit(ada, LOBBY);
  await expectLog(ada, /above\s*below/);
});
