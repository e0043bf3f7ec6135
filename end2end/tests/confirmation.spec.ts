import { alive, expect, expectConfirmed, expectLog, message, messages, say, test } from '../fixtures/test';

declare global {
  interface Window {
    shifts: number[];
  }
}

test('nothing moves when a message is confirmed', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  await alive(ada);
  await say(ada, 'before');
  await expectConfirmed(message(ada, 'before'));

  let letGo = () => {};
  const held = new Promise<void>((go) => (letGo = go));
  await ada.route('**/do/messages/send', async (route) => {
    await held;
    await route.continue();
  });
  const words = 'a message of **several** lines\n\n- one\n- two\n\n```\ncode\n```';
  await say(ada, words);
  await expectLog(ada, 'before', 'a message of several lines');
  const sent = message(ada, 'several');
  await expect(sent).toContainText('sending…');
  const places = () => messages(ada).evaluateAll((all) => all.map((one) => JSON.stringify(one.getBoundingClientRect())));
  const before = await places();
  const faint = await sent.locator('.text').innerHTML();
  await ada.evaluate(() => {
    window.shifts = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.shifts.push((entry as PerformanceEntry & { value: number }).value);
    }).observe({ type: 'layout-shift' });
  });
  letGo();
  await expectConfirmed(sent);
  await expect(sent).not.toContainText('sending…');
  expect(await places()).toEqual(before);
  expect(await sent.locator('.text').innerHTML()).toBe(faint);
  // Two frames, so that what has moved has been reported.
  await ada.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const moved = await ada.evaluate(() => window.shifts.reduce((sum, shift) => sum + shift, 0));
  expect(moved).toBeLessThan(0.01);
});
