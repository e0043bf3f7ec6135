/** A person, as messages carry them. */
export interface Person {
  id: number;
  name: string;
}

/** A message; docs/stream.md has the other fields. */
export interface Message {
  id: number;
  sender: Person;
  /** The other one, where the room is a talk between two. */
  receiver: Person | null;
  room: number;
  content: string;
  editedAt: string | null;
}

/** The server says something every 15 seconds. After so much silence the line is dead. */
const silence = 40_000;

/** A way into the chat, as somebody. */
export class Chat {
  private constructor(
    private readonly url: string,
    private readonly authorization: string,
    /** Who this program is. */
    readonly me: Person,
  ) {}

  /** By an API key. */
  static async byKey(url: string, key: string): Promise<Chat> {
    return Chat.enter(url, `users API-Key ${key}`);
  }

  /** With address and password. */
  static async signIn(url: string, email: string, password: string): Promise<Chat> {
    const { token } = await ask<{ token: string }>(`${url}/api/users/login`, {}, { email, password });
    return Chat.enter(url, `JWT ${token}`);
  }

  private static async enter(url: string, authorization: string): Promise<Chat> {
    const { user } = await ask<{ user: Person | null }>(`${url}/api/users/me`, { authorization });
    if (!user) throw new Error('nobody is signed in');
    return new Chat(url, authorization, user);
  }

  /** Says something. Under the same `clientId`, a UUID, it is the same message however often it is sent. */
  async say(room: number, content: string, clientId?: string): Promise<Message> {
    const { authorization } = this;
    const body = { room, content, clientId };
    return (await ask<{ doc: Message }>(`${this.url}/api/messages`, { authorization }, body)).doc;
  }

  /**
   * Hands over every message that is written from now on, edited ones again; for ever. What `act` throws at, and all
   * after it, comes once more.
   */
  async watch(act: (said: Message) => Promise<void>): Promise<never> {
    let cursor = '';
    for (;;) {
      try {
        for await (const { event, id, data } of this.events(cursor)) {
          if (event === 'message') for (const said of JSON.parse(data) as Message[]) await act(said);
          if (id) cursor = id;
        }
      } catch (error) {
        console.error('the stream ended:', error instanceof Error ? error.message : error);
      }
      await new Promise((later) => setTimeout(later, 2_000));
    }
  }

  private async *events(after: string): AsyncGenerator<{ event: string; id: string; data: string }> {
    const { authorization } = this;
    const query = after ? `after=${after}` : 'history=0';
    const ending = new AbortController();
    const tooQuiet = () => ending.abort(new Error('the line is dead'));
    let timer = setTimeout(tooQuiet, silence);
    try {
      const { signal } = ending;
      const answer = await fetch(`${this.url}/api/messages/sse?${query}`, { headers: { authorization }, signal });
      if (!answer.ok || !answer.body) throw new Error(`${answer.status} ${await answer.text()}`);
      let text = '';
      for await (const piece of answer.body.pipeThrough(new TextDecoderStream())) {
        clearTimeout(timer);
        timer = setTimeout(tooQuiet, silence);
        const blocks = (text + piece).split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
          yield { event: field('event'), id: field('id'), data: field('data') };
        }
      }
    } finally {
      clearTimeout(timer);
      ending.abort();
    }
  }
}

async function ask<T>(url: string, headers: Record<string, string>, body?: object): Promise<T> {
  const answer = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: { ...headers, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}
