import { composer, expect, expectLog, alive, say, test } from '../fixtures/test';
import type { Page } from '@playwright/test';

test.beforeEach(({ complaints }) => {
  // The page of a link that no longer works has the status 410, which the browser tells.
  complaints.allow(/status of 410.*\/join\//);
});

/** Makes an invite link in the page, and gives it. */
async function invite(page: Page, uses: string): Promise<string> {
  await page.goto('/people');
  await page.getByLabel('Lets in').selectOption(uses);
  await page.getByRole('button', { name: 'Make invite link' }).click();
  const link = page.getByRole('textbox', { name: 'Your invite link' });
  await expect(link).toHaveValue(/^http.*\/join\/.+/);
  return link.inputValue();
}

async function signUp(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ada invites you in');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Email').fill(`${name.toLowerCase()}@example.com`);
  await page.getByLabel('Password').fill('a duck went down to the pond');
  await page.getByRole('button', { name: 'Come in' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('# lobby');
}

test('who has an invite link comes in by it, and both talk', async ({ people, signedIn, visitor }) => {
  const ada = await signedIn(await people.admin());
  const link = await invite(ada, '10 people');
  const bea = await (await visitor()).newPage();
  await signUp(bea, link, 'Bea');
  await alive(bea);
  await ada.getByRole('link', { name: /^lobby/ }).click();
  await alive(ada);

  await say(bea, 'Hello, I am new here');
  await expectLog(ada, 'Hello, I am new here');
  await say(ada, 'Welcome, Bea!');
  await expectLog(bea, 'Hello, I am new here', 'Welcome, Bea!');
  await expect(composer(bea)).toBeFocused();
});

test('a link that is used up says so', async ({ people, signedIn, visitor }) => {
  const ada = await signedIn(await people.admin());
  const link = await invite(ada, '1 person');
  await expect(ada.getByRole('listitem').filter({ hasText: '0 of 1 used' })).toBeVisible();
  await signUp(await (await visitor()).newPage(), link, 'Bea');

  const late = await (await visitor()).newPage();
  await late.goto(link);
  await expect(late.getByRole('heading', { level: 1 })).toHaveText('This invitation no longer works');
  await expect(late.getByLabel('Password')).toHaveCount(0);
});

test('a link that was taken back says so, also to who has its form open', async ({ people, signedIn, visitor }) => {
  const ada = await signedIn(await people.admin());
  const link = await invite(ada, '10 people');
  const bea = await (await visitor()).newPage();
  await bea.goto(link);
  await expect(bea.getByLabel('Name')).toBeVisible();

  await ada.getByRole('button', { name: 'End link' }).click();
  await expect(ada.getByText('No link works at the moment.')).toBeVisible();

  await bea.getByLabel('Name').fill('Bea');
  await bea.getByLabel('Email').fill('bea@example.com');
  await bea.getByLabel('Password').fill('a duck went down to the pond');
  await bea.getByRole('button', { name: 'Come in' }).click();
  await expect(bea.getByText(/This invitation no longer works/)).toBeVisible();

  const other = await (await visitor()).newPage();
  await other.goto(link);
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('This invitation no longer works');
});
