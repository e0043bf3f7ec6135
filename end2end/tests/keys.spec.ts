import type { Page } from '@playwright/test';
import { enter } from '../fixtures/people';
import { expect, LOBBY, test, type Server } from '../fixtures/test';

/** Makes a key in the settings, and gives what it is. */
async function make(page: Page, name: string): Promise<string> {
  await page.getByLabel('Name of the key').fill(name);
  await page.getByRole('button', { name: 'Make key' }).click();
  return page.getByLabel('Your new key').inputValue();
}

/** Writes into the lobby by a key, and gives the answer's status. */
async function write(server: Server, key: string, content: string): Promise<number> {
  const answer = await fetch(`${server.url}/api/messages`, {
    method: 'POST',
    headers: { authorization: `users API-Key ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ room: LOBBY, content }),
  });
  return answer.status;
}

test('a key is made, used and ended without JavaScript', async ({ server, people, visitor }) => {
  const context = await visitor({ javaScriptEnabled: false });
  await enter(context, await people.add('Bea'));
  const page = await context.newPage();
  await page.goto('/settings');
  const key = await make(page, 'Deploy');
  expect(page.url()).not.toContain(key);
  expect(await write(server, key, 'deployed')).toBe(201);
  await page.reload();
  await expect(page.getByLabel('Your new key')).toHaveCount(0);
  const row = page.getByRole('listitem').filter({ hasText: 'Deploy' });
  await expect(row).toContainText('last used');
  await page.getByRole('button', { name: 'End: Deploy' }).click();
  await expect(row).toHaveCount(0);
  expect(await write(server, key, 'no more')).toBe(403);
});
