import type { Page } from '@playwright/test';
import {
  LOBBY, alive, expect, expectAccessible, message, test, visit, type Person,
} from '../fixtures/test';

// What a browser would say of itself: a point of P-256, and 16 bytes. No push service can be reached from here.
const subscription = {
  endpoint: 'https://push.invalid/1',
  keys: {
    p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  },
};

/** Somebody's settings in a browser that shows notifications. */
async function settings(page: Page) {
  await page.context().grantPermissions(['notifications']);
  await page.addInitScript((subscription) => {
    PushManager.prototype.subscribe = async () => subscription as unknown as PushSubscription;
  }, subscription);
  await page.goto('/settings');
}

const section = (page: Page) => page.getByRole('region', { name: 'Notifications' });

async function turnOn(page: Page) {
  await settings(page);
  await section(page).getByRole('button', { name: 'Notify me here' }).click();
  await expect(section(page)).toContainText('On in this browser.');
}

/** What the system shows. */
const shown = (page: Page) =>
  page.evaluate(async () => {
    const worker = await navigator.serviceWorker.ready;
    return (await worker.getNotifications()).map(({ title, body, tag }) => ({ title, body, tag }));
  });

/** Has the page believe that its reader looks elsewhere, or is back. */
async function look(page: Page, here: boolean) {
  await page.evaluate((here) => {
    Object.defineProperty(document, 'hasFocus', { configurable: true, value: () => here });
    const visibility = here ? 'visible' : 'hidden';
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: visibility });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, here);
}

test('notifications are switched on, tried, made silent about their content, and switched off', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  await settings(ada);
  await expect(section(ada)).toContainText('Off in this browser.');
  await expect(section(ada)).toContainText('None.');
  await section(ada).getByRole('button', { name: 'Notify me here' }).click();
  await expect(section(ada)).toContainText('On in this browser.');
  const browsers = section(ada).getByRole('list', { name: 'Browsers that are notified' }).getByRole('listitem');
  await expect(browsers).toHaveText([/Chrome.*This one/s]);
  await expectAccessible(ada);

  const hide = section(ada).getByRole('checkbox', { name: 'Hide what was said, and who said it' });
  const saved = ada.waitForResponse('**/do/notifications/bare');
  await hide.check();
  expect((await saved).status()).toBe(200);
  await section(ada).getByRole('button', { name: 'Send a test' }).click();
  await expect(section(ada).getByRole('status')).toContainText('Sent.');
  await ada.reload();
  await expect(hide).toBeChecked();

  await section(ada).getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(section(ada)).toContainText('Off in this browser.');
  await expect(section(ada)).toContainText('None.');
});

test('a browser is stopped from another one', async ({ people, signedIn }) => {
  const person = await people.admin();
  const here = await signedIn(person);
  await turnOn(here);
  const phone = await signedIn(person);
  await phone.goto('/settings');
  await section(phone).getByRole('button', { name: /^Stop.*Chrome/ }).click();
  await expect(section(phone)).toContainText('None.');
  await here.reload();
  await expect(section(here)).toContainText('Off in this browser.');
});

test('who has blocked them is told how to allow them', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  await ada.addInitScript(() => {
    Object.defineProperty(Notification, 'permission', { get: () => 'denied' });
  });
  await ada.goto('/settings');
  await expect(section(ada)).toContainText('Notifications are blocked in this browser.');
  await expect(section(ada).getByRole('button', { name: 'Notify me here' })).toHaveCount(0);
});

test('a page whose reader looks elsewhere has what concerns them shown, and taken back once it is read', async ({ people, program, signedIn }) => {
  const person: Person = await people.admin();
  const bea = await program(await people.add('Bea'));
  const ada = await signedIn(person);
  await turnOn(ada);
  await visit(ada, LOBBY);
  await alive(ada);
  await ada.evaluate(() => navigator.serviceWorker.ready);

  await bea.say(LOBBY, `@${person.name} you see this`);
  await expect(message(ada, 'you see this')).toBeVisible();
  await look(ada, false);
  await bea.say(LOBBY, 'just so');
  await bea.say(LOBBY, `@${person.name} **look** here`);
  const expected = { title: 'Bea · # lobby', body: `@${person.name} look here`, tag: `room-${LOBBY}` };
  await expect.poll(() => shown(ada)).toEqual([expected]);

  await look(ada, true);
  await expect.poll(() => shown(ada)).toEqual([]);
});

test('what is pushed is shown by the worker, one notification for each room', async ({ people, signedIn, server }) => {
  const ada = await signedIn(await people.admin());
  await turnOn(ada);
  await ada.evaluate(() => navigator.serviceWorker.ready);
  const devtools = await ada.context().newCDPSession(ada);
  const registered = new Promise<string>((resolve) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const [first] = registrations;
      if (first) resolve(first.registrationId);
    });
  });
  await devtools.send('ServiceWorker.enable');
  const registrationId = await registered;
  const push = (number: number, title: string, room = 1) =>
    devtools.send('ServiceWorker.deliverPushMessage', {
      origin: server.url,
      registrationId,
      data: JSON.stringify({ room, number, title, body: `no. ${number}`, url: `/rooms/${room}` }),
    });
  await push(1, 'first');
  await expect.poll(() => shown(ada)).toEqual([{ title: 'first', body: 'no. 1', tag: 'room-1' }]);
  await push(3, 'third');
  await expect.poll(() => shown(ada)).toEqual([{ title: 'third', body: 'no. 3', tag: 'room-1' }]);
  // What was overtaken on its way shows no older words.
  await push(2, 'second');
  await push(1, 'elsewhere', 2);
  const titles = async () => (await shown(ada)).map(({ title }) => title).sort();
  await expect.poll(titles).toEqual(['elsewhere', 'third']);
});

test('the worker comes with its own policy, and is asked for again', async ({ page }) => {
  const answer = await page.request.get('/sw.js');
  expect(answer.headers()['content-type']).toMatch(/javascript/);
  expect(answer.headers()['cache-control']).toBe('no-cache');
  expect(answer.headers()['content-security-policy']).toContain("connect-src 'self'");
});
