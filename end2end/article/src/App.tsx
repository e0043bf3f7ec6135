import { useEffect, useState, type FormEvent } from 'react';

/** A message as the article has it. */
interface Message {
  id: number;
  sender: { id: number; email: string };
  receiver: { id: number; email: string } | null;
  content: string;
  timestamp: string;
}

const endpoint = '/api/messages/sse';

// The tests' servers are somewhere else each time, so the page's address says where.
const asked = new URLSearchParams(location.search);
const server = asked.get('server') ?? import.meta.env.VITE_API_URL;
// Where people sign in, the browser brings their cookie.
const withCredentials = asked.has('credentials');

export function App() {
  const [messages, setMessages] = useState<Message[]>([]);

  useEffect(() => {
    // Create EventSource connection
    const eventSource = new EventSource(`${server}${endpoint}`, { withCredentials });

    // Handle incoming messages
    eventSource.onmessage = (event) => {
      const data = JSON.parse(event.data);
      setMessages((prev) => [...prev, ...data]);
    };

    // Handle connection open
    eventSource.onopen = () => {
      console.log('SSE Connection Established');
    };

    // Handle errors
    eventSource.onerror = (error) => {
      console.error('SSE Error:', error);
      eventSource.close();
    };

    // Cleanup on component unmount
    return () => {
      eventSource.close();
    };
  }, []);

  return (
    <main>
      <h1>Chat</h1>
      <ol>
        {messages.map(({ id, sender, content }, index) => (
          <li key={index} data-id={id}>
            <b>{sender.email}</b> <span>{content}</span>
          </li>
        ))}
      </ol>
      <Composer />
    </main>
  );
}

/** Writes a message: sender, receiver and content; its timestamp is the server's. */
function Composer() {
  const [said, setSaid] = useState('');

  async function send(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const { sender, receiver, content } = Object.fromEntries(new FormData(form));
    const answer = await fetch(`${server}/api/messages`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      credentials: withCredentials ? 'include' : 'omit',
      body: JSON.stringify({ sender: Number(sender), receiver: Number(receiver), content }),
    });
    const { message } = await answer.json();
    setSaid(message ?? `${answer.status}`);
    if (answer.ok) form.reset();
  }

  return (
    <form onSubmit={send}>
      <label>
        Sender <input name="sender" type="number" required />
      </label>
      <label>
        Receiver <input name="receiver" type="number" required />
      </label>
      <label>
        Content <input name="content" required />
      </label>
      <button>Send</button>
      <output>{said}</output>
    </form>
  );
}
