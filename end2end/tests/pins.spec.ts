import { alive, expect, expectAccessible, message, say, signIn, test, tool } from '../fixtures/test';

test('a message is pinned for everybody, found beside the room, and let go again', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  await alive(ada);
  await alive(bea);
  await say(ada, 'The door code is **4711**');
  const [mine, hers] = [message(ada, 'door code'), message(bea, 'door code')];
  await (await tool(hers, 'Pin')).click();
  await expect(hers).toContainText('Pinned by Bea');
  await expect(mine).toContainText('Pinned by Bea');
  await expect(mine).not.toContainText('(edited)');

  // And anybody may let it go.
  await ada.goto('/rooms/1/pins');
  const pins = ada.getByRole('list', { name: 'Pinned' });
  await expect(pins.getByRole('link')).toHaveCount(1);
  await expectAccessible(ada);
  await pins.getByRole('link', { name: /door code/ }).click();
  await alive(ada);
  await (await tool(mine, 'Unpin')).click();
  await expect(mine).not.toContainText('Pinned by');
  await expect(hers).not.toContainText('Pinned by');
  await ada.goto('/rooms/1/pins');
  await expect(ada.getByText('Nothing is pinned here')).toBeVisible();
  await expectAccessible(ada);
});

test('what is pinned is there without JavaScript', async ({ people, program, visitor }) => {
  const admin = await people.admin();
  const writer = await program(admin);
  const id = await writer.say(1, 'the rules of the house');
  await writer.pin(id);
  const page = await (await visitor({ javaScriptEnabled: false })).newPage();
  await signIn(page, admin);
  await page.goto('/rooms/1');
  await expect(message(page, 'the rules')).toContainText('Pinned by');
  await page.goto('/rooms/1/pins');
  await expect(page.getByRole('list', { name: 'Pinned' }).getByRole('link', { name: /the rules/ })).toBeVisible();
});
