import { alive, expect, signIn, test } from '../fixtures/test';

test('another address to sign in with takes the password, and nothing else changes', async ({ people, signedIn, visitor, complaints }) => {
  complaints.allow(/status of 422/);
  const bea = await people.add('Bea');
  const page = await signedIn(bea);
  await page.goto('/settings');
  const [address, password] = [page.getByLabel('Email'), page.getByLabel('Your password')];
  await expect(address).toHaveValue(bea.email);
  await address.fill('beatrice@example.com');
  await password.fill('not the one');
  await page.getByRole('button', { name: 'Change address' }).click();
  await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toContainText('current password');
  await expect(address).toHaveValue('beatrice@example.com');
  await password.fill(bea.password);
  await page.getByRole('button', { name: 'Change address' }).click();
  // The page comes anew, and has forgotten the password.
  await expect(password).toHaveValue('');
  await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toHaveCount(0);
  await page.reload();
  await expect(address).toHaveValue('beatrice@example.com');

  const other = await (await visitor()).newPage();
  await signIn(other, { ...bea, email: 'beatrice@example.com' });
  await alive(other);
});
