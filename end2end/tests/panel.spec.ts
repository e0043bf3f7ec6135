import type { BrowserContext, BrowserContextOptions, Locator, Page } from '@playwright/test';
import { enter, type Person } from '../fixtures/people';
import { alive, composer, expect, expectAccessible, expectLog, message, say, test } from '../fixtures/test';

const list = (page: Page): Locator => page.getByRole('table');
const done = (page: Page): Locator => page.getByRole('status');
const menu = (page: Page): Locator => page.getByRole('navigation', { name: 'Administration' });

type Visitor = (options?: BrowserContextOptions) => Promise<BrowserContext>;

/** A page of the panel, for somebody who is signed in and has not been in the chat. */
async function desk(visitor: Visitor, person: Person, path = '/admin', options?: BrowserContextOptions): Promise<Page> {
  const context = await visitor(options);
  await enter(context, person);
  const page = await context.newPage();
  await page.goto(path);
  return page;
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? 'with JavaScript' : 'without JavaScript';

  test(`${how} a room is made, refused, changed and deleted by forms`, async ({ complaints, people, signedIn, visitor }) => {
    complaints.allow(/status of (400|409)/);
    const bea = await signedIn(await people.add('Bea'));
    await alive(bea);
    const page = await desk(visitor, await people.admin(), '/admin', { javaScriptEnabled });
    await menu(page).getByRole('link', { name: 'Rooms' }).click();
    await page.getByRole('link', { name: 'New' }).click();
    await page.getByLabel('Name').fill('Lobby');
    await page.getByLabel('Topic').fill('Plants');
    await page.getByRole('button', { name: 'Create' }).click();
    // It stands at its field, and nothing that was typed is lost.
    await expect(page.getByLabel('Name')).toHaveAccessibleDescription(/There is a room of this name already/);
    await expect(page.getByLabel('Topic')).toHaveValue('Plants');
    await page.getByLabel('Name').fill('Garden');
    await page.getByLabel('Kind').selectOption('open');
    await page.getByRole('button', { name: 'Create' }).click();
    await expect(done(page)).toHaveText('Saved.');
    // It is on the other page at once.
    await bea.getByRole('link', { name: 'All rooms' }).click();
    await expect(bea.getByRole('main')).toContainText('Garden');

    await page.getByLabel('Name').fill('Park');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(done(page)).toHaveText('Saved.');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Park');
    await expect(bea.getByRole('main')).toContainText('Park');

    await page.getByText('Delete', { exact: true }).click();
    await page.getByRole('button', { name: 'Delete for ever' }).click();
    await expect(list(page)).not.toContainText('Park');
    await expect(bea.getByRole('main')).not.toContainText('Park');
  });

  test(`${how} nobody overwrites what they have not seen`, async ({ complaints, people, visitor }) => {
    complaints.allow(/status of 409/);
    const admin = await people.admin();
    const open = () => desk(visitor, admin, '/admin/collections/rooms/1', { javaScriptEnabled });
    const [one, other] = [await open(), await open()];
    await one.getByLabel('Topic').fill('Hers');
    await one.getByRole('button', { name: 'Save' }).click();
    await expect(done(one)).toHaveText('Saved.');
    await other.getByLabel('Topic').fill('Mine');
    await other.getByRole('button', { name: 'Save' }).click();
    await expect(other.getByRole('alert')).toContainText('Somebody else changed this meanwhile.');
    await expect(other.getByLabel('Topic')).toHaveValue('Mine');
    await expect(other.getByLabel('Topic')).toHaveAccessibleDescription(/Theirs: Hers/);
    await other.getByRole('button', { name: 'Save' }).click();
    await expect(done(other)).toHaveText('Saved.');
    await one.reload();
    await expect(one.getByLabel('Topic')).toHaveValue('Mine');
  });

  test(`${how} a picture is uploaded, described and seen`, async ({ people, visitor }) => {
    const page = await desk(visitor, await people.admin(), '/admin/collections/media', { javaScriptEnabled });
    const picture = { name: 'plan.png', mimeType: 'image/png', buffer: await page.screenshot() };
    await page.getByRole('link', { name: 'New' }).click();
    await page.getByLabel('File').setInputFiles(picture);
    await page.getByLabel('Alt').fill('The plan of the garden');
    await page.getByRole('button', { name: 'Create' }).click();
    await expect(done(page)).toHaveText('Saved.');
    await expect(page.locator('img.preview')).toHaveAttribute('src', /^\/media\/[0-9a-f]{32}\/thumbnail$/);
    await expect(page.getByRole('link', { name: /^\/media\// })).toBeVisible();
    await page.getByLabel('Alt').fill('The plan of the park');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(done(page)).toHaveText('Saved.');
    await menu(page).getByRole('link', { name: 'Media' }).click();
    await expect(list(page)).toContainText('The plan of the park');
    await expect(list(page)).toContainText('plan.png');
    await expect(list(page).locator('img.preview')).toHaveCount(1);
  });
}

test('an admin finds the panel, and for others there is nothing', async ({ people, signedIn }) => {
  const page = await signedIn(await people.admin());
  await alive(page);
  await say(page, 'hello');
  await page.goto('/people');
  await page.getByRole('link', { name: 'Administration' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');
  for (const name of ['Messages by day', 'Storage', 'Server', 'Mail', 'Warnings and errors']) {
    await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
  }
  await expect(page.getByRole('img', { name: /1 in all/ })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('No mail is configured.');
  const bea = await signedIn(await people.add('Bea'));
  expect((await bea.request.get('/admin')).status()).toBe(404);
  await bea.goto('/people');
  await expect(bea.getByRole('link', { name: 'Administration' })).toHaveCount(0);
});

const dark = { colorScheme: 'dark', viewport: { width: 390, height: 844 } } as const;

for (const [where, options] of [['on a desk', {}], ['on a phone in the dark', dark]] as const) {
  test(`every page of the panel is accessible ${where}`, async ({ people, program, visitor }) => {
    test.slow();
    const admin = await people.admin();
    await people.add('Bea');
    await people.addBot('Bridge');
    await (await program(admin)).say(1, 'hello');
    const page = await desk(visitor, admin, '/admin', options);
    const paths = ['', '/people', '/people/2', '/people/3', '/settings', '/log'];
    const lists = ['/collections/users', '/collections/messages', '/collections/media'];
    const forms = ['/collections/users/new', '/collections/media/new', '/collections/rooms/1', '/collections/messages/1'];
    for (const path of [...paths, ...lists, ...forms]) {
      await page.goto(`/admin${path}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectAccessible(page);
    }
  });
}

test('several documents are chosen, changed and deleted at once', async ({ people, signedIn }) => {
  const page = await signedIn(await people.admin());
  await alive(page);
  const bea = await signedIn(await people.add('Bea'));
  await alive(bea);
  for (const words of ['one', 'two', 'three']) await say(page, words);
  await expectLog(bea, 'one', 'two', 'three');
  await page.goto('/admin/collections/messages?sort=number');
  for (const words of ['one', 'two']) await page.getByRole('checkbox', { name: `Choose ${words}` }).check();
  await page.getByRole('button', { name: 'Edit chosen' }).click();
  await page.getByLabel('Change: Content').check();
  await page.getByRole('textbox', { name: 'Content', exact: true }).fill('other words');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(done(page)).toHaveText('2 changed.');
  await expect(message(bea, 'other words')).toHaveCount(2);

  await page.goto('/admin/collections/messages?sort=number');
  for (const box of await page.getByRole('checkbox', { name: 'Choose other words' }).all()) await box.check();
  await page.getByRole('button', { name: 'Delete chosen' }).click();
  await expect(page.getByRole('main')).toContainText('Delete these 2?');
  await page.getByRole('button', { name: 'Delete for ever' }).click();
  await expect(done(page)).toHaveText('2 deleted.');
  await expect(message(bea, 'This message was deleted')).toHaveCount(2);
});

test('a list is searched, filtered and sorted by its address alone', async ({ people, visitor }) => {
  const page = await desk(visitor, await people.admin());
  for (const name of ['Bea', 'Cai']) await people.add(name);
  await page.goto('/admin/collections/users');
  await page.getByLabel('Search').fill('be');
  await page.getByRole('button', { name: 'Find' }).click();
  await expect(list(page).getByRole('row')).toHaveCount(2);
  await page.goto('/admin/collections/users');
  await page.getByText('Filter', { exact: true }).click();
  await page.getByLabel('Field').selectOption('role');
  await page.getByRole('button', { name: 'Choose condition' }).click();
  // Only what fits the field is offered.
  await expect(page.getByLabel('Condition').getByRole('option')).toHaveText(['Role is', 'Role is not']);
  await expectAccessible(page);
  await page.getByLabel('Value').selectOption('member');
  await page.getByRole('button', { name: 'Add' }).click();
  await expect(list(page).getByRole('row')).toHaveCount(3);
  await list(page).getByRole('link', { name: 'Name' }).click();
  await list(page).getByRole('link', { name: 'Name' }).click();
  await expect(list(page).getByRole('row').nth(1)).toContainText('Cai');
  await page.getByRole('link', { name: 'Remove filter: Role is member' }).click();
  await expect(list(page).getByRole('row')).toHaveCount(4);
});

test('people are cared for: rights, a way back in, a ban, and the end of an account', async ({
  people, signedIn, visitor, complaints,
}) => {
  // Her other page tries to come back, and is told that it is signed out.
  complaints.allow(/status of 401.*messages\/sse/);
  const person = await people.add('Bea');
  const page = await desk(visitor, await people.admin(), '/admin/people');
  const bea = await signedIn(person);
  await alive(bea);
  await say(bea, 'hello');
  await page.getByRole('main').getByRole('link', { name: 'Bea' }).click();

  await page.getByRole('button', { name: 'Make guest' }).click();
  await expect(page.getByRole('main')).toContainText('Guest');
  // Her page hears of it, and loads itself afresh.
  await expect(bea.getByRole('link', { name: 'New room' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Make member' }).click();
  await expect(bea.getByRole('link', { name: 'New room' })).toHaveCount(1);

  await page.getByRole('button', { name: 'Make reset link' }).click();
  const link = await page.getByRole('textbox', { name: 'The reset link' }).inputValue();
  const fresh = await (await visitor()).newPage();
  await fresh.goto(link);
  await fresh.getByLabel('Password').fill('another long secret of hers');
  await fresh.getByRole('button', { name: 'Set password' }).click();
  await expect(composer(fresh)).toBeVisible();

  await page.getByRole('button', { name: 'Ban' }).click();
  await expect(page.getByRole('main')).toContainText('Banned');
  await fresh.goto('/');
  await expect(fresh).toHaveURL(/\/sign-in/);

  await page.getByText('Delete account', { exact: true }).last().click();
  await page.getByRole('button', { name: 'Delete for ever' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('People');
  await expect(page.getByRole('main').getByRole('link', { name: 'Bea' })).toHaveCount(0);
  await page.goto('/');
  await expect(message(page, 'hello')).toContainText('Deleted account');
  await page.goto('/admin/log');
  for (const deed of ['Made a guest of', 'Made a reset link for', 'Banned', 'Deleted the account of']) {
    await expect(page.getByRole('main')).toContainText(deed);
  }
});

test('a bot that may write in others’ names says so on every page', async ({ people, server, signedIn, visitor }) => {
  const page = await desk(visitor, await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  await alive(bea);
  const key = await people.addBot('Bridge');
  const write = () =>
    fetch(`${server.url}/api/messages`, {
      method: 'POST',
      headers: { authorization: `users API-Key ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ sender: 2, room: 1, content: 'from afar' }),
    });
  expect((await write()).status).toBe(403);
  await page.goto('/admin/people/3');
  await page.getByRole('button', { name: 'Let write in others’ names' }).click();
  await expect(page.getByRole('button', { name: 'No longer in others’ names' })).toBeVisible();
  expect((await write()).status).toBe(201);
  await expect(message(bea, 'from afar')).toContainText('via Bridge');
  await expectAccessible(bea);
});

test('a bot and its key are made and ended in the panel alone', async ({ people, server, visitor }) => {
  const page = await desk(visitor, await people.admin(), '/admin/people');
  await page.getByRole('link', { name: 'New bot' }).click();
  await expectAccessible(page);
  await page.getByLabel('Email').fill('weather@example.com');
  await page.getByLabel('Name').fill('Weather');
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Weather');
  await page.getByLabel('Name of the key').fill('cron');
  await page.getByRole('button', { name: 'Make key' }).click();
  const key = await page.getByRole('textbox', { name: 'The new key' }).inputValue();
  await expectAccessible(page);
  const ask = () => fetch(`${server.url}/api/rooms`, { headers: { authorization: `users API-Key ${key}` } });
  expect((await ask()).status).toBe(200);
  await page.goto('/admin/people');
  await page.getByRole('main').getByRole('link', { name: 'Weather' }).click();
  await expect(page.getByRole('textbox', { name: 'The new key' })).toHaveCount(0);
  await page.getByRole('button', { name: 'End key: cron' }).click();
  await expect(page.getByRole('main')).toContainText('None.');
  expect((await ask()).status).toBe(403);
  await page.goto('/admin/log');
  for (const deed of ['Made the account of', 'Made a key for', 'Ended a key of']) {
    await expect(page.getByRole('main')).toContainText(deed);
  }
});

test('settings are decided, and hold at once', async ({ complaints, people, visitor }) => {
  complaints.allow(/status of 400/);
  const page = await desk(visitor, await people.admin(), '/admin/settings');
  await page.getByLabel('Name of the server').fill('The Shed');
  await page.getByLabel('Anybody may make an account').check();
  await page.getByLabel('Largest upload').fill('lots');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toContainText('Give sizes as');
  await page.getByLabel('Largest upload').fill('5MB');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(done(page)).toHaveText('Saved.');
  const stranger = await (await visitor()).newPage();
  await stranger.goto('/sign-in');
  await expect(stranger.getByRole('banner')).toContainText('The Shed');
  await expect(stranger.getByRole('link', { name: 'Make an account' })).toBeVisible();
});

test('who forgot their password is told whom to ask', async ({ people, visitor }) => {
  await people.admin();
  const page = await (await visitor()).newPage();
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Forgot your password?');
  await expect(page.getByRole('main')).toContainText('Ask one of its admins for a link');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Back to the sign-in' }).click();
  await expect(page.getByLabel('Password')).toBeEditable();
});
