// Signs in, watches, and answers: to whoever writes `ping` it says `pong` in the same room.
import { Chat } from './chat.js';

const { PARLOUR_URL: url = 'http://127.0.0.1:3000', PARLOUR_KEY, PARLOUR_EMAIL = '', PARLOUR_PASSWORD = '' } = process.env;

const chat = PARLOUR_KEY ? await Chat.byKey(url, PARLOUR_KEY) : await Chat.signIn(url, PARLOUR_EMAIL, PARLOUR_PASSWORD);
console.log(`watching as ${chat.me.name}`);

await chat.watch(async (said) => {
  if (said.content !== 'ping' || said.editedAt || said.sender.id === chat.me.id) return;
  // The answer is named after what it answers, so that however often it is sent it is one.
  const name = `00000000-0000-4000-8000-${said.id.toString(16).padStart(12, '0')}`;
  await chat.say(said.room, `pong, ${said.sender.name}`, name);
});
