import type { Page } from '@playwright/test';
import {
  LOBBY, alive, expect, log, message, messages, rooms, say, test, visit,
} from '../fixtures/test';

// One person says what a whole town says in a night.
test.use({ flags: ['--send-rate', '0'] });

/** The whole log, as one reads it, from its beginning. */
async function readAll(page: Page): Promise<string[]> {
  const older = log(page).getByRole('link', { name: 'Older messages' });
  await expect(async () => {
    if ((await older.count()) > 0) await older.click({ timeout: 500 });
    await expect(older).toHaveCount(0, { timeout: 200 });
  }).toPass({ timeout: 15_000 });
  return messages(page).evaluateAll((all) =>
    all.map((one) => `${one.getAttribute('aria-label')}: ${[...one.querySelectorAll('.text, .tombstone, .edited')].map((part) => part.textContent).join(' ')}`),
  );
}

/** Expects that a page shows what one that is loaded afresh shows. */
async function expectAsFresh(page: Page): Promise<void> {
  const fresh = await page.context().newPage();
  await expect(async () => {
    await visit(fresh);
    expect(await readAll(page)).toEqual(await readAll(fresh));
  }).toPass({ timeout: 25_000 });
  const names = (of: Page) => rooms(of).getByRole('link').allInnerTexts();
  expect(await names(page)).toEqual(await names(fresh));
  await fresh.close();
}

for (const away of ['offline', 'frozen'] as const) {
  test(`after a night ${away} the page is as if it had been there`, async ({ people, program, signedIn, complaints }) => {
    complaints.allow(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_FAILED/);
    test.slow();
    const admin = await people.admin();
    const bea = await program(await people.add('Bea'));
    const ada = await signedIn(admin);
    await alive(ada);
    const before = await bea.sayAll(LOBBY, ['evening one', 'evening two', 'evening three']);
    await say(ada, 'good night');
    await expect(message(ada, 'good night')).toHaveCount(1);

    const tab = await ada.context().newCDPSession(ada);
    if (away === 'offline') await ada.context().setOffline(true);
    else await tab.send('Page.setWebLifecycleState', { state: 'frozen' });
    const night = await bea.sayAll(LOBBY, Array.from({ length: 120 }, (_, n) => `night ${n + 1}.`));
    await bea.edit(before[0]!, 'evening one, as it should be');
    await bea.delete(before[1]!);
    await bea.edit(night[10]!, 'night 11, as it should be');
    await bea.delete(night[119]!);
    const room = await bea.createRoom('night watch', 'closed');
    await bea.invite(room, await program(admin));
    await bea.say(room, 'all is quiet');

    if (away === 'offline') await ada.context().setOffline(false);
    else await tab.send('Page.setWebLifecycleState', { state: 'active' });
    await expect(message(ada, 'night 119.')).toBeVisible({ timeout: 15_000 });
    await expect(rooms(ada).getByRole('link', { name: /night watch ?, 1 unread message/ })).toBeVisible();
    await expect(messages(ada)).toHaveCount(124);
    await expect(message(ada, 'evening one, as it should be')).toContainText('(edited)');
    await expect(message(ada, 'evening two')).toHaveCount(0);
    await expectAsFresh(ada);
    await say(ada, 'good morning');
    await expect(message(ada, 'good morning')).toHaveCount(1);
  });
}

test('after more than a stream replays the page loads afresh by itself', async ({ people, program, signedIn, complaints }) => {
  complaints.allow(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_FAILED/);
  test.slow();
  const bea = await program(await people.add('Bea'));
  const ada = await signedIn(await people.admin());
  await alive(ada);
  await say(ada, 'good night');
  await expect(message(ada, 'good night')).toHaveCount(1);
  await ada.context().setOffline(true);
  await say(ada, 'said in sleep');
  const gone = await bea.say(LOBBY, 'to be gone');
  await bea.flood(LOBBY, 'so much to say', 2_050);
  await bea.delete(gone);
  await bea.say(LOBBY, 'the last of the night');
  await ada.context().setOffline(false);
  await expect(message(ada, 'the last of the night')).toBeVisible({ timeout: 20_000 });
  await expect(message(ada, 'said in sleep')).toHaveCount(1);
  await expect(messages(ada).last()).toContainText('said in sleep');
  await bea.say(LOBBY, 'a new day');
  await expect(messages(ada).last()).toContainText('a new day');
  await expect(messages(ada).filter({ hasText: 'said in sleep' })).toHaveCount(1);
});
