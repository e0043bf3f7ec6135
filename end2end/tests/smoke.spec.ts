import { expect, expectAccessible, test } from '../fixtures/test';

test('a fresh server says that it is well', async ({ request }) => {
  const answer = await request.get('/healthz');
  expect(answer.status()).toBe(200);
});

test('the sign-in page has what one signs in with', async ({ page, people }) => {
  await people.admin();
  await page.goto('/sign-in');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByLabel('Email')).toBeEditable();
  await expect(page.getByLabel('Password')).toBeEditable();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeEnabled();
  await expectAccessible(page);
});

test('an account signs in', async ({ people, signedIn }) => {
  const page = await signedIn(await people.add('Bea'));
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});
