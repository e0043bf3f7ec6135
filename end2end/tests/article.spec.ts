import type { Page } from '@playwright/test';
import { Article } from '../fixtures/article';
import { enter } from '../fixtures/people';
import { alive, expect, expectLog, message, say, test as base, visit as visitRoom } from '../fixtures/test';

const test = base.extend<{ article: Article; open: boolean }>({
  open: [true, { option: true }],
  article: async ({}, use) => {
    const article = await Article.start();
    await use(article);
    await article.end();
  },
  flags: async ({ article, open }, use) => {
    await use([...(open ? ['--open'] : []), '--cors-origin', article.origin]);
  },
});

/** The words that the article's client shows, in its order. */
const shown = (page: Page) => page.locator('li span');

/** Opens the article's client, and waits until it listens. */
async function visit(page: Page, address: string): Promise<void> {
  const listens = page.waitForEvent('console', (line) => line.text() === 'SSE Connection Established');
  await page.goto(address);
  await listens;
}

/** Fills in the article's form, and sends it. */
async function post(page: Page, sender: number, receiver: number, content: string): Promise<void> {
  await page.getByLabel('Sender').fill(`${sender}`);
  await page.getByLabel('Receiver').fill(`${receiver}`);
  await page.getByLabel('Content').fill(content);
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('status')).toHaveText('Message successfully created.');
}

test("the article's client and Parlour's page show each other's messages", async ({ article, server, people, program, signedIn, visitor }) => {
  const [ada, bea] = [await people.admin(), await people.add('Bea')];
  const [adasId, beasId] = [(await program(ada)).id, (await program(bea)).id];
  const client = await (await visitor()).newPage();
  await visit(client, article.address(server.url));
  await post(client, adasId, beasId, 'Hello from the article');
  await expect(shown(client)).toHaveText(['Hello from the article']);

  const page = await signedIn(bea);
  await page.getByRole('navigation', { name: 'Rooms and people' }).getByRole('link', { name: /Ada/ }).click();
  await alive(page);
  await expect(message(page, 'Hello from the article')).toHaveCount(1);
  await say(page, 'Hello from Parlour');
  await expect(shown(client)).toHaveText(['Hello from the article', 'Hello from Parlour']);
  await post(client, adasId, beasId, 'And live');
  await expect(message(page, 'And live')).toHaveCount(1);
});

test("a burst reaches the article's client and the page whole and in order, and so does what the page says to it", async ({ article, server, people, program, signedIn, visitor }) => {
  const [ada, bea] = [await people.admin(), await people.add('Bea')];
  const [writer, reader] = [await program(ada), await program(bea)];
  const page = await signedIn(bea);
  await visitRoom(page, await reader.talk(writer.id));
  const client = await (await visitor()).newPage();
  await visit(client, article.address(server.url));
  await writer.burst(reader.id, 200);
  await expect(shown(client)).toHaveCount(200);
  const answer = await fetch(`${server.url}/api/messages?sort=id&limit=0`);
  const { docs } = (await answer.json()) as { docs: { content: string }[] };
  expect(await shown(client).allTextContents()).toEqual(docs.map(({ content }) => content));
  expect(new Set(docs.map(({ content }) => content)).size).toBe(200);
  await expectLog(page, ...docs.map(({ content }) => new RegExp(`${content}$`)));
  // Several are under way at once: the page does not wait for one before it sends the next.
  const answers = Array.from({ length: 20 }, (_, n) => `answer ${n + 1}`);
  for (const answer of answers) await say(page, answer);
  await expect(shown(client)).toHaveText([...docs.map(({ content }) => content), ...answers]);
});

test.describe('where people sign in', () => {
  test.use({ open: false });

  test("the article's client comes by the cookie, from the origin that is allowed", async ({ article, server, people, program, signedIn, visitor, complaints }) => {
    const [ada, bea] = [await people.admin(), await people.add('Bea')];
    const [adas, beas] = [await program(ada), await program(bea)];
    const context = await visitor();
    await enter(context, ada);
    const client = await context.newPage();
    await visit(client, article.address(server.url, true));
    await post(client, adas.id, beas.id, 'Hello from the article');
    await beas.burst(adas.id, 1);
    await expect(shown(client)).toHaveText(['Hello from the article', 'burst 1']);
    const page = await signedIn(bea);
    await visitRoom(page, await beas.talk(adas.id));
    await expectLog(page, 'Hello from the article', 'burst 1');
    await say(page, 'Hello from Parlour');
    await expect(shown(client)).toHaveText(['Hello from the article', 'burst 1', 'Hello from Parlour']);

    // Who is not signed in hears nothing, and a page of any other origin neither.
    complaints.allow(/401/, /SSE Error/, /CORS/, /ERR_FAILED/);
    const stranger = await (await visitor()).newPage();
    const refused = stranger.waitForEvent('console', (line) => line.text().startsWith('SSE Error'));
    await stranger.goto(article.address(server.url, true));
    await refused;
    const elsewhere = await Article.start();
    const other = await context.newPage();
    const kept = other.waitForEvent('console', (line) => line.text().startsWith('SSE Error'));
    await other.goto(elsewhere.address(server.url, true));
    await kept;
    await expect(shown(other)).toHaveCount(0);
    await elsewhere.end();
  });
});
