import type { Locator, Page } from '@playwright/test';
import { LOBBY, alive, composer, expect, expectLog, log, message, messages, rooms, test, visit } from '../fixtures/test';

const phone = { viewport: { width: 390, height: 760 }, hasTouch: true, isMobile: true };

/** A finger that comes down in the middle of something and stays until it is lifted. */
async function press(page: Page, on: Locator): Promise<() => Promise<void>> {
  await on.scrollIntoViewIfNeeded();
  const box = (await on.boundingBox())!;
  const finger = await page.context().newCDPSession(page);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [at] });
  return async () => {
    await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  };
}

/** Expects that nothing sticks out at the side. */
async function expectNoSideways(page: Page): Promise<void> {
  const sticksOut = await page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .filter((element) => element.scrollLeft !== 0)
      .map((element) => element.outerHTML.slice(0, 80))
      .concat(document.documentElement.scrollWidth > innerWidth ? [`the page: ${document.documentElement.scrollWidth}`] : []),
  );
  expect.soft(sticksOut, `what scrolls sideways at ${page.url()}`).toEqual([]);
}

/** Expects that all that a finger is to hit is at least 44 pixels high and wide; links in a text are as their text. */
async function expectTargets(page: Page): Promise<void> {
  const small = await page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>('a, button, summary, select, textarea, input:not([type=hidden])')) {
      const target = element.matches('[type=checkbox], [type=radio]') ? (element.closest('label') ?? element) : element;
      const { width, height } = target.getBoundingClientRect();
      const hidden = !element.checkVisibility({ visibilityProperty: true }) || element.matches('.skip') || width === 0;
      const inText = element.matches('a') && getComputedStyle(element).display === 'inline';
      if (hidden || inText) continue;
      if (Math.round(width) < 44 || Math.round(height) < 44) {
        found.push(`${element.outerHTML.slice(0, 90)} ${Math.round(width)}×${Math.round(height)}`);
      }
    }
    return found;
  });
  expect.soft(small, `what is too small for a finger at ${page.url()}`).toEqual([]);
}

test('on a phone one goes from the rooms to the talk and back', async ({ people, program, signedIn }) => {
  const bea = await program(await people.add('Bea'));
  const ada = await signedIn(await people.admin(), phone);
  await alive(ada);
  await expect(composer(ada)).toBeVisible();
  await expect(rooms(ada)).toBeHidden();
  await ada.getByRole('link', { name: 'Back to rooms' }).tap();
  await expect(rooms(ada)).toBeVisible();
  await expect(log(ada)).toBeHidden();

  await bea.say(LOBBY, 'hello phone');
  const lobby = rooms(ada).getByRole('link', { name: /^lobby ?, 1 unread message$/ });
  await lobby.tap();
  await expectLog(ada, 'hello phone');
  await expect(rooms(ada)).toBeHidden();
  await composer(ada).tap();
  await ada.keyboard.type('hello');
  // Enter is for lines on a keyboard that is on the screen.
  await ada.keyboard.press('Enter');
  await ada.keyboard.type('from the bus');
  await expectLog(ada, 'hello phone');
  await ada.getByRole('button', { name: 'Send' }).tap();
  await expectLog(ada, 'hello phone', /hello\s*from the bus/);
  await expect(composer(ada)).toHaveValue('');
});

test('a long press brings the tools', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin(), phone);
  const desk = await signedIn(await people.add('Bea'));
  await alive(ada);
  await alive(desk);
  await composer(ada).fill('a slip');
  await ada.getByRole('button', { name: 'Send' }).tap();
  await expectLog(desk, 'a slip');
  await expect(messages(ada).getByRole('button')).toHaveCount(0);
  const lift = await press(ada, message(ada, 'a slip').getByText('a slip'));
  const edit = messages(ada).getByRole('button', { name: /^Edit/ });
  await expect(edit).toBeVisible();
  await lift();
  await expectTargets(ada);
  await expectNoSideways(ada);
  await edit.tap();
  const editor = messages(ada).getByRole('textbox', { name: 'Edit' });
  await editor.fill('a slip, mended');
  await messages(ada).getByRole('button', { name: 'Save' }).tap();
  await expectLog(desk, /a slip, mended\s*\(edited\)/);
});

test('a long press on a reaction tells who reacted, and is none itself', async ({ people, program, signedIn }) => {
  const bea = await program(await people.add('Bea'));
  const ada = await signedIn(await people.admin(), phone);
  await alive(ada);
  await bea.react(await bea.say(LOBBY, 'It is out'), '🎉');
  const reaction = message(ada, 'It is out').getByRole('button', { name: /^🎉/ });
  await expect(reaction).toHaveAccessibleName('🎉 Bea, 1 person');
  const lift = await press(ada, reaction);
  const dialog = ada.getByRole('dialog', { name: 'Who reacted' });
  await expect(dialog.getByRole('listitem')).toHaveText([/Bea$/]);
  await lift();
  await expectTargets(ada);
  await expectNoSideways(ada);
  await dialog.getByRole('button', { name: 'Close' }).tap();
  await expect(dialog).toBeHidden();
  await expect(reaction).toHaveAccessibleName('🎉 Bea, 1 person');
  // A short one is.
  await reaction.tap();
  await expect(reaction).toHaveAccessibleName('🎉 Bea, Ada, 2 people');
  await expect(dialog).toBeHidden();
  // And a long one on the message brings the tools, with the way there.
  const away = await press(ada, message(ada, 'It is out').getByText('It is out'));
  const way = message(ada, 'It is out').getByRole('button', { name: /^Who reacted/ });
  await expect(way).toBeVisible();
  await away();
  await way.tap();
  await expect(dialog.getByRole('listitem')).toHaveText([/Bea$/, /Ada$/]);
});

test('every page fits a phone and its fingers', async ({ people, program, signedIn, visitor, complaints }) => {
  complaints.allow(/status of (404|410)/);
  const admin = await people.admin();
  const bea = await program(await people.add('Bea with a name that is a good deal longer than a phone is wide'));
  await bea.createRoom('a-room-whose-name-goes-on-and-on-without-any-place-to-break-it');
  await bea.sayAll(LOBBY, [
    `https://example.com/${'very-long/'.repeat(30)}`,
    `\`\`\`\n${'a line of code that is much longer than a phone is wide; '.repeat(4)}\n\`\`\``,
    'w'.repeat(300),
    '**一段很长的中文没有任何空格也要在手机上正确换行**'.repeat(8),
  ]);
  const front = await (await visitor(phone)).newPage();
  for (const path of ['/sign-in', '/sign-up', '/join/no-such-link', '/setup/no-such-link']) {
    await front.goto(path);
    await expect(front.getByRole('heading', { level: 1 })).toBeVisible();
    await expectNoSideways(front);
    await expectTargets(front);
  }
  const ada = await signedIn(admin, phone);
  for (const path of ['/rooms/1', '/rooms/1/about', '/rooms', '/rooms/new', '/people', '/settings', '/rooms/404', '/nothing']) {
    await ada.goto(path);
    await expect(ada.getByRole('heading', { level: 1 })).toBeVisible();
    await expectNoSideways(ada);
    await expectTargets(ada);
  }
  await visit(ada);
  await expectNoSideways(ada);
});

test('nothing moves when the page comes to life', async ({ people, program, signedIn }) => {
  const admin = await people.admin();
  const writer = await program(admin);
  for (let n = 1; n <= 20; n += 1) await writer.say(LOBBY, `message ${n}`);
  const page = await signedIn(admin, phone);
  // What the browser itself counts of it: 1 would be a screen full of things that moved by its height.
  await page.addInitScript(() => {
    const moved = { sum: 0 };
    Object.assign(globalThis, { moved });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) moved.sum += (entry as PerformanceEntry & { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await visit(page);
  await page.waitForTimeout(500);
  const sum = await page.evaluate(() => (globalThis as unknown as { moved: { sum: number } }).moved.sum);
  expect(sum).toBeLessThan(0.01);
});
