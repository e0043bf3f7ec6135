import type { Locator, Page } from '@playwright/test';
import {
  LOBBY, alive, composer, expect, expectAccessible, expectConfirmed, log, message, messages, say, test, visit,
} from '../fixtures/test';

type Picked = { name: string; mimeType: string; buffer: Buffer };

const chips = (page: Page): Locator => page.getByRole('list', { name: 'Files of this message' }).getByRole('listitem');
const picker = (page: Page): Locator => page.getByLabel('Attach files').and(page.locator('input'));
const notes: Picked = { name: 'notes <1>.txt', mimeType: 'text/plain', buffer: Buffer.from('words') };

/** A picture of so many pixels, of one colour, drawn by the browser. */
async function picture(page: Page, name: string, width: number, height: number, colour: string): Promise<Picked> {
  const url = await page.evaluate(([width, height, colour]) => {
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.fillStyle = colour as string;
    context.fillRect(0, 0, canvas.width, canvas.height);
    return canvas.toDataURL('image/png');
  }, [width, height, colour] as const);
  return { name, mimeType: 'image/png', buffer: Buffer.from(url.split(',')[1] ?? '', 'base64') };
}

/** Gives files to an element as pasting or dropping does. */
async function hand(target: Locator, event: 'paste' | 'drop', files: Picked[]): Promise<void> {
  const plain = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, text: buffer.toString('base64') }));
  await target.evaluate((element, { event, plain }) => {
    const data = new DataTransfer();
    for (const { name, mimeType, text } of plain) {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      data.items.add(new File([bytes], name, { type: mimeType }));
    }
    const bubbles = { bubbles: true, cancelable: true };
    if (event === 'paste') {
      element.dispatchEvent(new ClipboardEvent('paste', { ...bubbles, clipboardData: data }));
      return;
    }
    for (const name of ['dragover', 'drop']) {
      element.dispatchEvent(new DragEvent(name, { ...bubbles, dataTransfer: data }));
    }
  }, { event, plain });
}

async function expectLoaded(image: Locator): Promise<void> {
  await expect.poll(() => image.evaluate((it: HTMLImageElement) => it.complete && it.naturalWidth)).toBeGreaterThan(0);
}

test('files are picked, pasted and dropped, described, sent and seen by others at once', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  for (const page of [ada, bea]) await alive(page);
  const [red, blue] = [await picture(ada, 'red.png', 1600, 1200, '#a33'), await picture(ada, 'blue.png', 300, 600, '#33a')];
  await picker(ada).setInputFiles([notes]);
  await hand(composer(ada), 'paste', [red]);
  await hand(log(ada), 'drop', [blue]);
  await expect(chips(ada)).toHaveCount(3);
  await expect(chips(ada).locator('img')).toHaveCount(2);
  await expect(composer(ada)).toBeFocused();
  await ada.getByLabel('Describe this picture: red.png').fill('a "red" wall');
  await expectAccessible(ada);
  await composer(ada).fill('look');
  await composer(ada).press('Enter');
  await expect(chips(ada)).toHaveCount(0);
  for (const page of [ada, bea]) {
    const said = message(page, 'look');
    await expectConfirmed(said);
    const wall = said.getByRole('img', { name: 'a "red" wall' });
    await expectLoaded(wall);
    expect(await wall.evaluate((it: HTMLImageElement) => [it.clientWidth, it.clientHeight])).toEqual([220, 165]);
    await expectLoaded(said.getByRole('img', { name: 'blue.png' }));
    await expect(said.getByRole('link', { name: /notes <1>\.txt/ })).toContainText('5 B, Download');
    await expectAccessible(page);
  }
  const fetched = bea.waitForEvent('download');
  await message(bea, 'look').getByRole('link', { name: /notes/ }).click();
  expect((await fetched).suggestedFilename()).toContain('notes');
  // Files alone, and pages that come later.
  await picker(bea).setInputFiles([red]);
  await expect(chips(bea).locator('img')).toHaveCount(1);
  await bea.getByRole('button', { name: 'Send' }).click();
  await expect(messages(ada)).toHaveCount(2);
  await visit(ada);
  await expectLoaded(messages(ada).nth(1).getByRole('img', { name: 'red.png' }));
  const whole = await messages(ada).nth(1).locator('.files img').evaluate((it) => [it.clientWidth, it.clientHeight]);
  expect(whole).toEqual([400, 300]);
});

test('the viewer leads from picture to picture by keyboard, and back', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  await alive(ada);
  for (const [name, colour] of [['one.png', '#a33'], ['two.png', '#3a3'], ['three.png', '#33a']] as const) {
    await picker(ada).setInputFiles([await picture(ada, name, 900, 600, colour)]);
    await expect(chips(ada).locator('img')).toHaveCount(1);
    await say(ada, `this is ${name}`);
    await expectConfirmed(message(ada, name));
  }
  const link = messages(ada).nth(1).locator('a.picture');
  await link.focus();
  await ada.keyboard.press('Enter');
  const viewer = ada.getByRole('dialog');
  const shown = (name: string) => expect(viewer.getByRole('img')).toHaveAttribute('alt', name);
  await shown('two.png');
  await expectLoaded(viewer.getByRole('img'));
  await ada.keyboard.press('ArrowRight');
  await shown('three.png');
  await ada.keyboard.press('ArrowRight');
  await shown('three.png');
  await ada.keyboard.press('ArrowLeft');
  await ada.keyboard.press('ArrowLeft');
  await shown('one.png');
  await expectAccessible(ada);
  await ada.keyboard.press('Escape');
  await expect(viewer).toBeHidden();
  await expect(link).toBeFocused();
});

test('an upload can be given up, tried again, and waited for', async ({ complaints, people, signedIn }) => {
  complaints.allow(/net::ERR_FAILED/);
  const ada = await signedIn(await people.admin());
  await alive(ada);
  const held: (() => void)[] = [];
  let broken = true;
  await ada.route('**/do/media/upload', async (route) => {
    if (broken) return route.abort();
    await new Promise<void>((resolve) => held.push(resolve));
    await route.continue();
  });
  await picker(ada).setInputFiles([notes, { ...notes, name: 'other.txt' }]);
  await expect(chips(ada).filter({ hasText: "can't be reached" })).toHaveCount(2);
  await ada.getByRole('button', { name: 'Remove: other.txt' }).click();
  await composer(ada).fill('later');
  await composer(ada).press('Enter');
  await expect(messages(ada)).toHaveCount(0);
  broken = false;
  await ada.getByRole('button', { name: /^Try again: notes/ }).click();
  await expect.poll(() => held.length).toBe(1);
  // It goes as soon as its file is there.
  await composer(ada).press('Enter');
  await expect(composer(ada)).toHaveValue('later');
  await expect(messages(ada)).toHaveCount(0);
  for (const go of held) go();
  await expectConfirmed(message(ada, 'later'));
  await expect(message(ada, 'later').getByRole('link', { name: /notes/ })).toHaveCount(1);
  await expect(composer(ada)).toHaveValue('');
});

test('a message whose files are up survives a reload', async ({ complaints, people, signedIn }) => {
  complaints.allow(/net::ERR_FAILED/);
  const page = await signedIn(await people.admin());
  await alive(page);
  await picker(page).setInputFiles([notes]);
  await expect(chips(page)).toContainText('5 B');
  await page.route('**/do/messages/send', (route) => route.abort());
  await say(page, 'kept');
  await expect(message(page, 'kept').getByRole('link', { name: /notes/ })).toHaveCount(1);
  await page.unroute('**/do/messages/send');
  await page.reload();
  await expectConfirmed(message(page, 'kept'));
  await expect(message(page, 'kept').getByRole('link', { name: /notes/ })).toHaveCount(1);
});

test('without JavaScript one form carries words and files', async ({ people, signedIn }) => {
  const bea = await signedIn(await people.add('Bea'));
  await alive(bea);
  const page = await signedIn(await people.admin(), { javaScriptEnabled: false });
  await page.goto(`/rooms/${LOBBY}`);
  await picker(page).setInputFiles([notes, await picture(bea, 'red.png', 800, 600, '#a33')]);
  await composer(page).fill('plain words');
  await page.getByRole('button', { name: 'Send' }).click();
  for (const each of [page, bea]) {
    const said = message(each, 'plain words');
    await expect(said.getByRole('link', { name: /notes <1>/ })).toHaveCount(1);
    await expectLoaded(said.getByRole('img', { name: 'red.png' }));
  }
});

test('on a phone a picture fits, and is looked at by a tap', async ({ people, signedIn }) => {
  const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
  const page = await signedIn(await people.admin(), phone);
  await page.goto(`/rooms/${LOBBY}`);
  await alive(page);
  await picker(page).setInputFiles([await picture(page, 'wide.png', 2400, 600, '#a33')]);
  await expect(chips(page).locator('img')).toHaveCount(1);
  await page.getByRole('button', { name: 'Send' }).tap();
  const image = messages(page).getByRole('img', { name: 'wide.png' });
  await expectLoaded(image);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await image.tap();
  await expectLoaded(page.getByRole('dialog').getByRole('img'));
  await page.getByRole('button', { name: 'Close' }).tap();
  await expect(page.getByRole('dialog')).toBeHidden();
});
