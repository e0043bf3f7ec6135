import type { Page } from '@playwright/test';
import { LOBBY, alive, composer, expect, expectLog, log, rooms, say, test, visit, type Person } from '../fixtures/test';

/** The line below the log that says who is writing. */
const writers = (page: Page) => page.getByRole('main').getByText(/typing…/);

/** Two people in their direct room, each of whom has heard the stream: they see that the other one is here. */
async function together(
  signedIn: (person: Person) => Promise<Page>,
  one: Person,
  other: Person,
): Promise<[Page, Page]> {
  const first = await signedIn(one);
  await first.goto('/people');
  await first.getByRole('checkbox', { name: other.name }).check();
  await first.getByRole('button', { name: 'Talk' }).click();
  await expect(first.getByRole('heading', { level: 1 })).toHaveText(other.name);
  await alive(first);
  const second = await signedIn(other);
  await second.goto(new URL(first.url()).pathname);
  await alive(second);
  for (const [page, whom] of [[first, other.name], [second, one.name]] as const) {
    await expect(rooms(page).getByRole('link', { name: new RegExp(`^${whom} ?, here now`) })).toBeVisible();
    await expect(page.getByRole('main').getByText('here now')).toBeVisible();
  }
  return [first, second];
}

test('who is writing is told to the other, until it is said, and nothing moves for it', async ({ people, signedIn }) => {
  const [ada, bea] = await together(signedIn, await people.admin(), await people.add('Bea'));
  const places = () => Promise.all([log(bea).boundingBox(), composer(bea).boundingBox()]);
  const before = await places();
  await composer(ada).pressSequentially('Hel');
  await expect(writers(bea)).toHaveText('Ada is typing…');
  await expect(writers(ada)).toHaveCount(0);
  expect(await places()).toEqual(before);
  await say(ada, 'Hello');
  await expectLog(bea, 'Hello');
  await expect(writers(bea)).toHaveCount(0);
  // What is written next is told anew.
  await composer(ada).pressSequentially('and');
  await expect(writers(bea)).toHaveText('Ada is typing…');
});

test('who stops writing is forgotten after a while', async ({ people, signedIn }) => {
  const [ada, bea] = await together(signedIn, await people.admin(), await people.add('Bea'));
  await bea.clock.install();
  await composer(ada).pressSequentially('H');
  await expect(writers(bea)).toHaveText('Ada is typing…');
  await bea.clock.fastForward(5_000);
  await expect(writers(bea)).toHaveCount(0);
});

test('two are named, and several are several', async ({ people, program, signedIn }) => {
  const admin = await people.admin();
  const page = await signedIn(await people.add('Bea'));
  const devices = await Promise.all([admin, await people.add('Cleo'), await people.add('Dan')].map(program));
  await visit(page);
  // The stream is live as soon as it tells who is here.
  const talk = await devices[0]!.talk(2);
  await visit(page, talk);
  const ada = await signedIn(admin);
  await alive(ada);
  await expect(rooms(page).getByRole('link', { name: /^Ada ?, here now/ })).toBeVisible();
  await rooms(page).getByRole('link', { name: /^lobby/ }).click();
  await devices[0]!.type(LOBBY);
  await expect(writers(page)).toHaveText('Ada is typing…');
  await devices[1]!.type(LOBBY);
  await expect(writers(page)).toHaveText('Ada and Cleo are typing…');
  await devices[2]!.type(LOBBY);
  await expect(writers(page)).toHaveText('Several people are typing…');
});

test('who goes is gone after a while, also from the lists', async ({ people, signedIn }) => {
  const [ada, bea] = await together(signedIn, await people.admin(), await people.add('Bea'));
  await ada.goto('/people');
  const row = ada.getByRole('listitem').filter({ has: ada.getByRole('checkbox', { name: 'Bea' }) });
  await expect(row).toContainText('here now');
  // To load a page again is not to go.
  await bea.reload();
  await alive(bea);
  await bea.context().close();
  await expect(row).not.toContainText('here now', { timeout: 20_000 });
  await expect(rooms(ada).getByRole('link', { name: 'Bea', exact: true })).toBeVisible();
});
