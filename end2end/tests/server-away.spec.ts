import {
  LOBBY, alive, composer, expect, expectConfirmed, expectLog, line, message, messages, rooms, say, test, visit,
} from '../fixtures/test';

test.beforeEach(({ complaints }) => {
  complaints.allow(/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_NETWORK|status of 502/);
});

test('what is sent while the server is dead arrives once when it is back', async ({ server, people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  await alive(ada);
  await alive(bea);
  await say(ada, 'before');
  await expectLog(bea, 'before');

  await server.kill();
  await say(ada, 'into the dark');
  await say(ada, 'still dark');
  await expect(message(ada, 'into the dark')).toContainText('waiting for the network');
  await expect(composer(ada)).toBeEditable();

  await server.start();
  await expectLog(bea, 'before', 'into the dark', 'still dark');
  await expectLog(ada, 'before', 'into the dark', 'still dark');
  await expectConfirmed(message(ada, 'into the dark'));
  await say(bea, 'light!');
  await expectLog(ada, 'before', 'into the dark', 'still dark', 'light!');
});

test('an answer that was lost on the way makes no second message', async ({ server, people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  await alive(ada);
  await alive(bea);
  // The server takes the first try, and the browser never hears of it.
  let tries = 0;
  let lost = false;
  await ada.route('**/do/messages/send', async (route) => {
    tries += 1;
    if (tries > 1) return route.continue();
    await route.fetch();
    await server.kill();
    await route.abort('connectionreset');
    lost = true;
  });
  await say(ada, 'once');
  // Not before the old one is dead: a new one would find its address taken.
  await expect.poll(() => lost).toBe(true);
  await server.start();
  await expectLog(bea, 'once');
  await expect.poll(() => tries, { timeout: 15_000 }).toBeGreaterThan(1);
  await expectConfirmed(message(ada, 'once'));
  await say(ada, 'twice');
  await expectLog(bea, 'once', 'twice');
  await expectLog(ada, 'once', 'twice');
});

test('a proxy that answers 502 for a while is overcome', async ({ gateway, people, program, signedIn }) => {
  const ada = await signedIn(await people.admin(), { baseURL: gateway.url });
  const device = await program(await people.add('Bea'));
  await alive(ada);
  await device.say(LOBBY, 'before');
  await expectLog(ada, 'before');

  gateway.fail();
  await device.say(LOBBY, 'missed');
  await say(ada, 'held back');
  await expect(line(ada)).toHaveText('Reconnecting… your messages are safe', { timeout: 10_000 });
  gateway.recover();
  await expect(line(ada)).toHaveText(/Caught up/, { timeout: 20_000 });
  await expectLog(ada, 'before', 'missed', 'held back');
  await device.say(LOBBY, 'after');
  await expectLog(ada, 'before', 'missed', 'held back', 'after');
});

test('a full outbox survives the page', async ({ server, people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  await alive(ada);
  await alive(bea);
  await server.kill();
  for (const words of ['one', 'two', 'three']) await say(ada, words);
  await expectLog(ada, 'one', 'two', 'three');
  const context = ada.context();
  await ada.close();

  await server.start();
  const again = await context.newPage();
  await visit(again);
  await expectLog(bea, 'one', 'two', 'three');
  await expectLog(again, 'one', 'two', 'three');
  for (const words of ['one', 'two', 'three']) await expectConfirmed(message(again, words));
  await again.reload();
  await alive(again);
  await expectLog(again, 'one', 'two', 'three');
});

test('each room keeps its draft over a reload', async ({ people, program, signedIn }) => {
  const admin = await people.admin();
  const garden = await (await program(admin)).createRoom('garden');
  const ada = await signedIn(admin);
  await visit(ada);
  await composer(ada).fill('half a thought');
  await rooms(ada).getByRole('link', { name: /^garden/ }).click();
  await expect(composer(ada)).toHaveAccessibleName('Write to # garden');
  await expect(composer(ada)).toHaveValue('');
  await composer(ada).fill('about\nroses');

  await ada.reload();
  await expect(composer(ada)).toHaveValue('about\nroses');
  await rooms(ada).getByRole('link', { name: /^lobby/ }).click();
  await expect(composer(ada)).toHaveAccessibleName('Write to # lobby');
  await expect(composer(ada)).toHaveValue('half a thought');
  await composer(ada).press('Enter');
  await expectLog(ada, 'half a thought');
  await ada.reload();
  await alive(ada);
  await expect(composer(ada)).toHaveValue('');
  await visit(ada, garden);
  await expect(composer(ada)).toHaveValue('about\nroses');
  await expect(messages(ada)).toHaveCount(0);
});
