import type { Page } from '@playwright/test';
import { alive, composer, expect, expectLog, log, messages, rooms, test, visit } from '../fixtures/test';

/** Holds the page's program back, as a slow network does, until it is let go. */
async function holdProgram(page: Page): Promise<() => void> {
  let letGo = () => {};
  const held = new Promise<void>((go) => (letGo = go));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue().catch(() => {}); // The page it was for may have gone.
  });
  return letGo;
}

test('what is sent before the page lives is not lost', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  const bea = await signedIn(await people.add('Bea'));
  await alive(ada);
  await alive(bea);
  const letGo = await holdProgram(ada);
  await ada.goto('/rooms/1', { waitUntil: 'commit' });
  await composer(ada).fill('faster than the page');
  await ada.getByRole('button', { name: 'Send' }).click();
  await expectLog(ada, 'faster than the page');
  await expectLog(bea, 'faster than the page');
  await expect(log(ada)).not.toHaveClass(/\blive\b/);
  // The next page may come alive or not: it is the same message, once.
  letGo();
  await alive(ada);
  await expectLog(ada, 'faster than the page');
  await expect(composer(ada)).toHaveValue('');
});

test('what was typed before the page lives stays, with the caret in its place', async ({ people, signedIn }) => {
  const ada = await signedIn(await people.admin());
  await alive(ada);
  const letGo = await holdProgram(ada);
  await ada.goto('/rooms/1', { waitUntil: 'commit' });
  await composer(ada).click();
  await ada.keyboard.type('half a thought');
  await expect(log(ada)).not.toHaveClass(/\blive\b/);
  letGo();
  await alive(ada);
  await expect(composer(ada)).toHaveValue('half a thought');
  await expect(composer(ada)).toBeFocused();
  await ada.keyboard.type(', and the other half');
  await ada.keyboard.press('Enter');
  await expectLog(ada, 'half a thought, and the other half');
  await visit(ada);
  await expect(composer(ada)).toHaveValue('');
});

test('the page can be read and left before it lives', async ({ people, program, signedIn }) => {
  const admin = await people.admin();
  const device = await program(admin);
  await device.say(await device.createRoom('garden'), 'roses');
  const ada = await signedIn(admin);
  await holdProgram(ada);
  await ada.goto('/rooms/1', { waitUntil: 'commit' });
  await rooms(ada).getByRole('link', { name: /^garden/ }).click();
  await expectLog(ada, 'roses');
  await messages(ada).hover();
  await messages(ada).getByRole('link', { name: /^Edit/ }).click();
  await messages(ada).getByRole('textbox', { name: 'Edit' }).fill('tulips');
  await messages(ada).getByRole('button', { name: 'Save' }).click();
  await expectLog(ada, /tulips\s*\(edited\)/);
});

test('a message is edited after the page has come alive in its editor', async ({ people, program, signedIn }) => {
  const admin = await people.admin();
  const id = await (await program(admin)).say(1, 'roses');
  const ada = await signedIn(admin);
  const letGo = await holdProgram(ada);
  await ada.goto(`/rooms/1?edit=${id}`, { waitUntil: 'commit' });
  const editor = messages(ada).getByRole('textbox', { name: 'Edit' });
  await editor.fill('tulips');
  letGo();
  await alive(ada);
  await expect(editor).toHaveValue('tulips');
  await editor.press('Enter');
  await expectLog(ada, /tulips\s*\(edited\)/);
});
