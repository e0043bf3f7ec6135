import { alive, composer, expect, expectLog, message, messages, say, test } from '../fixtures/test';

test('commands in the composer do what they say, for both', async ({ people, signedIn, complaints }) => {
  complaints.allow(/status of 403/);
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  await alive(ada);
  await alive(bea);
  await composer(ada).pressSequentially('/');
  const hints = ada.getByRole('main').getByRole('listitem');
  await expect(hints).toHaveText([/^\/me/, /^\/shrug/, /^\/topic/]);
  await composer(ada).pressSequentially('me');
  await expect(hints).toHaveText([/^\/me/]);
  await composer(ada).pressSequentially(' waves to **all**');
  await expect(hints).toHaveCount(0);
  await composer(ada).press('Enter');
  for (const page of [ada, bea]) {
    await expect(message(page, 'Ada waves to all')).toBeVisible();
    await expect(messages(page).getByText('/me')).toHaveCount(0);
  }
  await say(ada, '/shrug who knows');
  await say(ada, '//me is a command');
  await expectLog(bea, /Ada waves to all/, 'who knows ¯\\_(ツ)_/¯', '/me is a command');

  await say(ada, '/topic Whatever comes');
  await expect(bea.getByRole('main').getByText('Whatever comes')).toBeVisible();
  // It is the owner's to say.
  await composer(bea).fill('/topic Mine');
  await composer(bea).press('Enter');
  await expect(bea.getByRole('alert').filter({ hasText: /\w/ })).toBeVisible();
  await expect(composer(bea)).toHaveValue('/topic Mine');
});

test('a command that there is not is said, and nothing is sent', async ({ people, signedIn }) => {
  const page = await signedIn(await people.admin());
  await alive(page);
  await composer(page).fill('/dance wildly');
  await composer(page).press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'There is no command /dance.' })).toBeVisible();
  await expect(composer(page)).toHaveValue('/dance wildly');
  await expect(messages(page)).toHaveCount(0);
  await say(page, '//dance wildly');
  await say(page, '/usr/bin/env is a path');
  await expectLog(page, '/dance wildly', '/usr/bin/env is a path');
});
