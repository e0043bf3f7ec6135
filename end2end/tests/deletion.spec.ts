import type { Locator, Page } from '@playwright/test';
import { LOBBY, alive, expect, expectLog, message, messages, rooms, say, test, tool, visit } from '../fixtures/test';

const undo = (page: Page): Locator => messages(page).getByRole('button', { name: 'Undo' });

async function remove(page: Page, words: string): Promise<void> {
  await (await tool(message(page, words), 'Delete')).click();
  await messages(page).getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(undo(page)).toBeFocused();
}

test('a deletion can be taken back, and nobody has seen anything of it', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  await alive(ada);
  await alive(bea);
  await say(ada, 'a slip');
  await expectLog(bea, 'a slip');
  let told = 0;
  ada.on('request', (request) => (told += Number(request.url().endsWith('/do/messages/delete'))));
  await ada.clock.install();
  await remove(ada, 'a slip');
  await ada.keyboard.press('Enter');
  await expect(undo(ada)).toHaveCount(0);
  await expect(message(ada, 'a slip')).toBeFocused();
  await ada.clock.fastForward(6_000);
  await say(ada, 'after it');
  await expectLog(bea, 'a slip', 'after it');
  expect(told).toBe(0);

  await remove(ada, 'a slip');
  await expectLog(bea, 'a slip', 'after it');
  await ada.clock.fastForward(5_000);
  await expectLog(bea, 'This message was deleted.', 'after it');
  await expectLog(ada, 'This message was deleted.', 'after it');
});

for (const [how, leave] of [
  ['another room is opened', (page: Page) => rooms(page).getByRole('link', { name: /^garden/ }).click()],
  ['the page is left', (page: Page) => page.goto('/settings')],
  ['the page is closed', (page: Page) => page.close({ runBeforeUnload: true })],
] as const) {
  test(`a deletion that was confirmed is carried out when ${how}`, async ({ people, program, signedIn }) => {
    const admin = await people.admin();
    await (await program(admin)).createRoom('garden');
    const ada = await signedIn(admin);
    const bea = await signedIn(await people.add('Bea'));
    await alive(ada);
    await visit(bea, LOBBY);
    await say(ada, 'a slip');
    await expectLog(bea, 'a slip');
    // So that it is not the time that does it.
    await ada.clock.install();
    await ada.clock.pauseAt(Date.now() + 60_000);
    await remove(ada, 'a slip');
    await leave(ada);
    await expectLog(bea, 'This message was deleted.');
  });
}
