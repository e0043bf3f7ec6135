import {
  LOBBY, alive, composer, expect, expectConfirmed, expectLog, line, message, say, test,
} from '../fixtures/test';

test.beforeEach(({ complaints }) => {
  // The browser tells of every request that the network refuses.
  complaints.allow(/ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED|ERR_FAILED/);
});

test('offline one goes on writing, and all of it goes out in order, once', async ({ people, program, signedIn }) => {
  const ada = await signedIn(await people.admin());
  const bea = await people.add('Bea');
  const page = await signedIn(bea);
  const device = await program(bea);
  await alive(ada);
  await alive(page);
  await say(ada, 'before');
  await expectLog(page, 'before');

  await ada.context().setOffline(true);
  for (const words of ['one', 'two', 'three']) {
    await expect(composer(ada)).toBeEditable();
    await say(ada, words);
  }
  await expectLog(ada, 'before', 'one', 'two', 'three');
  await expect(message(ada, 'one')).toContainText('waiting for the network');
  await device.say(LOBBY, 'missed one');
  await device.say(LOBBY, 'missed two');
  await expectLog(page, 'before', 'missed one', 'missed two');

  await ada.context().setOffline(false);
  const whole = ['before', 'missed one', 'missed two', 'one', 'two', 'three'];
  await expectLog(page, ...whole);
  await expectLog(ada, ...whole);
  for (const words of ['one', 'two', 'three']) await expectConfirmed(message(ada, new RegExp(`(?<!missed )${words}`)));
  await expect(ada.getByText('waiting for the network')).toHaveCount(0);
});

test('a short break goes without a word', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  await alive(ada);
  await ada.context().setOffline(true);
  await say(ada, 'into the tunnel');
  await expect(message(ada, 'into the tunnel')).toContainText('waiting for the network');
  await ada.context().setOffline(false);
  await expectConfirmed(message(ada, 'into the tunnel'));
  await expect(line(ada)).toHaveText('');
});

test('a long one has a quiet line, and a word when all is back', async ({ people, program, signedIn }) => {
  const ada = await signedIn(await people.admin());
  const device = await program(await people.add('Bea'));
  await alive(ada);
  await expect(line(ada)).toHaveText('');
  await ada.context().setOffline(true);
  await device.sayAll(LOBBY, ['one', 'two', 'three']);
  await expect(line(ada)).toHaveText('Reconnecting… your messages are safe', { timeout: 10_000 });
  await ada.context().setOffline(false);
  await expect(line(ada)).toHaveText('Caught up: 3 new', { timeout: 10_000 });
  await expectLog(ada, 'one', 'two', 'three');
  await expect(line(ada)).toHaveText('', { timeout: 10_000 });
});
