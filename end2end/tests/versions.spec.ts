import type { Page } from '@playwright/test';
import { LOBBY, alive, expect, expectAccessible, message, messages, say, signIn, test, tool } from '../fixtures/test';

/** What a message said, what was written last first. */
const versions = (page: Page) => page.getByRole('list', { name: 'Edits' }).getByRole('listitem');

async function edit(page: Page, words: string, text: string): Promise<void> {
  await (await tool(message(page, words), 'Edit')).click();
  await messages(page).getByRole('textbox', { name: 'Edit' }).fill(text);
  await messages(page).getByRole('button', { name: 'Save' }).click();
}

test('who may read a message sees what it said before, and the way back', async ({ people, signedIn }) => {
  test.slow();
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  await alive(ada);
  await alive(bea);
  await say(ada, 'We meet at **ten** on Monday');
  await expect(message(bea, 'We meet').getByRole('link', { name: '(edited)' })).toHaveCount(0);
  await edit(ada, 'We meet', 'We meet at **eleven** on Monday');
  await edit(ada, 'We meet', 'We all meet at **eleven** on Monday');
  await message(bea, 'We all').getByRole('link', { name: '(edited)' }).click();
  await expect(versions(bea)).toHaveCount(3);
  await expect(versions(bea).nth(0)).toContainText('We all meet at **eleven** on Monday');
  await expect(versions(bea).nth(0).getByRole('insertion')).toHaveText('all ');
  await expect(versions(bea).nth(1).getByRole('deletion')).toHaveText('ten');
  await expect(versions(bea).nth(1).getByRole('insertion')).toHaveText('eleven');
  await expect(versions(bea).nth(2)).toContainText('We meet at **ten** on Monday');
  await expect(bea.getByText('What Ada wrote')).toBeVisible();
  await expect(bea).toHaveTitle(/Edits/);
  await expectAccessible(bea);
  await bea.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(bea);

  await bea.getByRole('link', { name: 'Back to the message' }).click();
  await alive(bea);
  await expect(message(bea, 'We all')).toHaveAttribute('data-lit', '');
  await expectAccessible(bea);
});

test('it is read without JavaScript, in Chinese, and is gone with the message', async ({ complaints, people, program, signedIn, visitor }) => {
  complaints.allow(/status of 409/);
  const admin = await people.admin();
  const writer = await program(admin);
  const id = await writer.say(LOBBY, '周一上午见');
  await writer.edit(id, '周二上午见');
  const page = await (await visitor({ javaScriptEnabled: false })).newPage();
  await signIn(page, admin);
  await page.goto('/rooms/1');
  await message(page, '周二').getByRole('link', { name: '(edited)' }).click();
  await expect(versions(page).nth(0)).toContainText('周一二上午见');
  await expect(versions(page).nth(0).getByRole('deletion')).toHaveText('一');
  await expect(versions(page).nth(1)).toContainText('周一上午见');

  const chinese = await signedIn(admin, { locale: 'zh-CN' });
  await chinese.goto(`/rooms/1/edits/${id}`);
  await expect(chinese.getByRole('list', { name: '编辑记录' }).getByRole('listitem')).toHaveCount(2);

  await writer.delete(id);
  await page.reload();
  await expect(page.getByRole('alert')).toContainText('deleted');
  await expect(versions(page)).toHaveCount(0);
});

test('where admins say so, edits are their author’s and those’ in charge', async ({ complaints, page, people, program, signedIn }) => {
  complaints.allow(/status of 403/);
  const admin = await people.admin();
  const bea = await people.add('Bea');
  const writer = await program(admin);
  const id = await writer.say(LOBBY, 'one');
  await writer.edit(id, 'two');
  await signIn(page, admin);
  await page.goto('/admin/settings');
  await page.getByLabel('Everybody sees edits').uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  const hers = await signedIn(bea);
  await hers.goto(`/rooms/1/edits/${id}`);
  await expect(hers.getByRole('alert')).toContainText('You may not do this');
  await page.goto(`/rooms/1/edits/${id}`);
  await expect(versions(page)).toHaveCount(2);
});
