// Parlour's service worker: shows notifications, and leads from them to their message. It keeps no copies of anything and
// answers no requests, so that pages always come from the server.
//
// What is shown is made by the server (a push) or by an open page whose reader looks elsewhere (a message): in either case
// { room, number, title, body, url }. Of each room there is one notification, that of its newest message, under one tag; so
// what came by both ways stands there once.

const tag = (room) => `room-${room}`;

self.addEventListener('install', () => self.skipWaiting());
// Pages that are open already can be led to a message, too.
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

async function show({ room, number, title, body, url }) {
  const [before] = await self.registration.getNotifications({ tag: tag(room) });
  // What is shown again, or was overtaken, makes no sound again.
  const known = before !== undefined && before.data.number >= number;
  if (known && before.data.number > number) ({ title, body, data: { number, url } } = before);
  await self.registration.showNotification(title, {
    body,
    tag: tag(room),
    renotify: !known,
    icon: '/icon-192.png',
    data: { number, url },
  });
}

// A push is always shown: browsers end the subscription of whoever takes one in silence. The server pushes only where no page
// is open.
self.addEventListener('push', (event) => event.waitUntil(show(event.data.json())));

async function hear(told, teller) {
  if ('read' in told) {
    const shown = await self.registration.getNotifications({ tag: tag(told.room) });
    for (const notification of shown) if (notification.data.number <= told.read) notification.close();
    return;
  }
  // Another page of Parlour's may be looked at meanwhile; of itself, a page knows best.
  const pages = await self.clients.matchAll({ type: 'window' });
  if (!pages.some((page) => page.focused && page.id !== teller.id)) await show(told);
}

self.addEventListener('message', (event) => event.waitUntil(hear(JSON.parse(event.data), event.source)));

async function open(url) {
  const place = new URL(url, self.location.origin);
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  // Best the page where that room stands already.
  const page = pages.find((page) => new URL(page.url).pathname === place.pathname) ?? pages[0];
  if (page === undefined) return void (await self.clients.openWindow(place.href));
  try {
    await (await page.focus()).navigate(place.href);
  } catch {
    // Some browsers let nobody lead a page that was loaded before the worker.
    await self.clients.openWindow(place.href);
  }
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.url));
});

// Calls one of the server's functions as its pages do.
async function call(name, fields) {
  const request = { method: 'POST', headers: { Accept: 'application/json' }, body: new URLSearchParams(fields) };
  const answer = await fetch(`/do/notifications/${name}`, request);
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.json();
}

// The browser's maker has given it another address. The server puts it in the place of the one before; where there is none,
// because its owner was signed out or stopped it elsewhere, it stays so.
async function renew(given) {
  const subscription =
    given ??
    (await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: await call('key', {}) }));
  await call('renew', { subscription: JSON.stringify(subscription) });
}

self.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(renew(event.newSubscription)));
