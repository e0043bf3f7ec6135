import {
  LOBBY, alive, composer, expect, expectConfirmed, expectLog, line, message, messages, rooms, say, signIn, test, visit,
} from '../fixtures/test';

test('a message that is too long says so beside its words, which stay', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  await alive(ada);
  const long = 'x'.repeat(10_001);
  await composer(ada).fill(long);
  await composer(ada).press('Enter');
  await expect(ada.getByRole('alert').filter({ hasText: /\S/ })).toHaveText(
    'This message has 10001 characters; 10000 fit. Shorten it or send it in parts.',
  );
  await expect(composer(ada)).toHaveValue(long);
  await expect(messages(ada)).toHaveCount(0);
  await composer(ada).press('End');
  await composer(ada).press('Backspace');
  await expect(ada.getByRole('alert').filter({ hasText: /\S/ })).toHaveCount(0);
  await composer(ada).press('Enter');
  await expectLog(ada, 'x'.repeat(10_000));
  await expectConfirmed(messages(ada));
});

test('an empty message is none', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  await alive(ada);
  await composer(ada).press('Enter');
  await composer(ada).fill('   ');
  await composer(ada).press('Enter');
  await ada.getByRole('button', { name: 'Send' }).click();
  await say(ada, 'the first');
  await expectLog(ada, 'the first');
});

test('a room archived meanwhile: what was refused says why, and can be tried again', async ({ people, program, signedIn, complaints }) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_FAILED|status of 4\d\d/);
  const admin = await people.admin();
  const mine = await program(admin);
  const bea = await people.add('Bea');
  const device = await program(bea);
  const garden = await mine.createRoom('garden');
  await device.join(garden);
  const page = await signedIn(bea);
  await visit(page, garden);
  await page.context().setOffline(true);
  await say(page, 'about roses');
  await mine.archive(garden);
  await page.context().setOffline(false);

  const refused = message(page, 'about roses');
  await expect(refused.getByRole('alert')).toHaveText(/^Not sent\. This room is archived/, { timeout: 15_000 });
  await expect(page.getByRole('main')).toContainText('This room is archived: it can be read');
  await expect(refused.getByRole('button')).toHaveText(['Try again', 'Edit', 'Discard']);
  await refused.getByRole('button', { name: 'Try again' }).click();
  await expect(refused.getByRole('alert')).toHaveText(/^Not sent/);

  // It waits over a reload, too.
  await page.reload();
  await alive(page);
  await expect(refused.getByRole('alert')).toHaveText(/^Not sent/);
  await mine.archive(garden, false);
  await expect(composer(page)).toBeVisible();
  await refused.getByRole('button', { name: 'Try again' }).click();
  await expectConfirmed(refused);
  await expect(refused.getByRole('alert')).toHaveCount(0);
  const ada = await signedIn(admin);
  await visit(ada, garden);
  await expectLog(ada, 'about roses');
});

test('a refused message is taken back to be written anew, or given up', async ({ people, program, signedIn, complaints }) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_FAILED|status of 4\d\d/);
  const mine = await program(await people.admin());
  const bea = await people.add('Bea');
  const device = await program(bea);
  const garden = await mine.createRoom('garden');
  await device.join(garden);
  const page = await signedIn(bea);
  await visit(page, garden);
  await page.context().setOffline(true);
  await say(page, 'about roses');
  await say(page, 'about tulips');
  await mine.archive(garden);
  await page.context().setOffline(false);
  await expect(message(page, 'about roses').getByRole('alert')).toHaveText(/^Not sent/, { timeout: 15_000 });
  await mine.archive(garden, false);
  await expect(composer(page)).toBeVisible();
  await message(page, 'about roses').getByRole('button', { name: 'Edit' }).click();
  await expect(composer(page)).toHaveValue('about roses');
  await expect(composer(page)).toBeFocused();
  await expect(message(page, 'about roses')).toHaveCount(0);
  // What waited behind it goes on.
  await expectConfirmed(message(page, 'about tulips'));

  await composer(page).fill('');
  await page.context().setOffline(true);
  await say(page, 'about weeds');
  await say(page, 'about grass');
  await mine.archive(garden);
  await page.context().setOffline(false);
  await expect(message(page, 'about weeds').getByRole('alert')).toHaveText(/^Not sent/, { timeout: 15_000 });
  await mine.archive(garden, false);
  await message(page, 'about weeds').getByRole('button', { name: 'Discard' }).click();
  await expect(composer(page)).toHaveValue('');
  await expectLog(page, 'about tulips', 'about grass');
  await expectConfirmed(message(page, 'about grass'));
});

test('words are not lost when one takes them back in a room that is archived', async ({ people, program, signedIn, complaints }) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_FAILED|status of 4\d\d/);
  const mine = await program(await people.admin());
  const bea = await people.add('Bea');
  const garden = await mine.createRoom('garden');
  await (await program(bea)).join(garden);
  const page = await signedIn(bea);
  await visit(page, garden);
  await page.context().setOffline(true);
  await say(page, 'about roses');
  await mine.archive(garden);
  await page.context().setOffline(false);
  const refused = message(page, 'about roses');
  await expect(refused.getByRole('alert')).toHaveText(/^Not sent/, { timeout: 15_000 });
  if ((await refused.getByRole('button', { name: 'Edit' }).count()) > 0) {
    await refused.getByRole('button', { name: 'Edit' }).click();
  }
  await page.reload();
  await mine.archive(garden, false);
  await expect(composer(page)).toBeVisible();
  // Still waiting in the log, or in the composer: but somewhere.
  await expect
    .poll(async () => (await refused.count()) > 0 || (await composer(page).inputValue()) === 'about roses')
    .toBe(true);
});

test('what is being written when the room is archived is there when it is back', async ({
  people, program, signedIn, complaints,
}) => {
  // That one is writing may be told when nobody may any more.
  complaints.allow(/status of 409.*rooms\/typing/);
  const mine = await program(await people.admin());
  const bea = await people.add('Bea');
  const garden = await mine.createRoom('garden');
  await (await program(bea)).join(garden);
  const page = await signedIn(bea);
  await visit(page, garden);
  await composer(page).fill('half a thought');
  await mine.archive(garden);
  await expect(composer(page)).toHaveCount(0);
  await expect(page.getByRole('main')).toContainText('This room is archived');
  await mine.archive(garden, false);
  await expect(composer(page)).toHaveValue('half a thought');
});

test('who is taken out of a closed room has it no longer on the screen', async ({ people, program, signedIn, complaints }) => {
  // How far was read is told a moment later, and by then it is nobody's to tell.
  complaints.allow(/status of 404.*rooms\/read/);
  const mine = await program(await people.admin());
  const bea = await people.add('Bea');
  const device = await program(bea);
  const secret = await mine.createRoom('secret', 'closed');
  await mine.invite(secret, device);
  await mine.say(secret, 'nobody must know');
  const page = await signedIn(bea);
  await visit(page, secret);
  await expectLog(page, 'nobody must know');
  await mine.remove(secret, device);
  await expect(page.getByText('nobody must know')).toHaveCount(0);
  await expect(page.getByText('secret')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'This room is not open to you' })).toBeVisible();
  await expect(page).not.toHaveTitle(/secret/);
  await rooms(page).getByRole('link', { name: /^lobby/ }).click();
  await expect(composer(page)).toHaveAccessibleName('Write to # lobby');
});

test('who is taken out of an open room can join it again', async ({ people, program, signedIn, complaints }) => {
  complaints.allow(/status of 403.*rooms\/read/);
  const mine = await program(await people.admin());
  const bea = await people.add('Bea');
  const device = await program(bea);
  const garden = await mine.createRoom('garden');
  await device.join(garden);
  await mine.say(garden, 'roses');
  const page = await signedIn(bea);
  await visit(page, garden);
  await mine.remove(garden, device);
  await expect(page.getByText('You are not in this room. Join to read and write here.')).toBeVisible();
  await expect(page.getByText('roses')).toHaveCount(0);
  await page.getByRole('button', { name: 'Join' }).click();
  await expectLog(page, 'roses');
  await say(page, 'back again');
  await expectLog(page, 'roses', 'back again');
});

test('a session that is ended elsewhere: the page says so, and keeps what is being written', async ({ people, signedIn, program, visitor, complaints }) => {
  complaints.allow(/status of 401/);
  const bea = await people.add('Bea');
  const page = await signedIn(bea);
  await alive(page);
  await composer(page).fill('half a thought');
  const other = await (await visitor()).newPage();
  await signIn(other, bea);
  await other.goto('/settings');
  await other.getByRole('button', { name: /^End: / }).first().click();
  await expect(other.getByText('This one')).toBeVisible();
  await expect(line(page)).toContainText('You were signed out.');
  await expect(composer(page)).toHaveValue('half a thought');
  // What others say is not for this page any more.
  await (await program(await people.admin())).say(LOBBY, 'not for the signed out');
  await page.getByRole('link', { name: 'Sign in again' }).click();
  await page.getByLabel('Email').fill(bea.email);
  await page.getByLabel('Password').fill(bea.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await alive(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('# lobby');
  await expect(composer(page)).toHaveValue('half a thought');
  await expectLog(page, 'not for the signed out');
});

test('signing out takes the drafts along', async ({ people, signedIn }) => {
  const ada = await people.admin();
  const page = await signedIn(ada);
  await alive(page);
  await composer(page).fill('a secret thought');
  await rooms(page).getByRole('link', { name: /Ada/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await signIn(page, ada);
  await alive(page);
  await expect(composer(page)).toHaveValue('');
});
