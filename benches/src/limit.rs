//! The floor: a server that only fans out. One thread, one `epoll`, one write per stream and message.
//!
//! A GET becomes a stream; a POST's body is framed once and written to every stream. No storage, no rights, no history:
//! what is left is what a delivery costs at least on this machine on this day.

use std::{
    collections::BTreeMap,
    io::{self, Read as _, Write as _},
};

use memchr::memmem;
use mio::{
    Events, Interest, Poll, Token,
    net::{TcpListener, TcpStream},
};

use crate::Result;

const HEAD: &[u8] =
    b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n\
    Connection: close\r\n\r\n: limit\n\n";
const DOOR: Token = Token(usize::MAX);

/// Serves on a free port until it is ended. Says where in its first line.
pub(crate) fn serve() -> Result<()> {
    let mut door = TcpListener::bind("127.0.0.1:0".parse()?)?;
    println!("limit is at http://{}", door.local_addr()?);
    let mut poll = Poll::new()?;
    poll.registry()
        .register(&mut door, DOOR, Interest::READABLE)?;
    let mut events = Events::with_capacity(512);
    let mut next = 0;
    let mut floor = Floor::default();
    loop {
        poll.poll(&mut events, None)?;
        for event in &events {
            if event.token() != DOOR {
                floor.hear(event.token());
                continue;
            }
            while let Ok((mut socket, _)) = door.accept() {
                socket.set_nodelay(true)?;
                let token = Token(next);
                next += 1;
                poll.registry()
                    .register(&mut socket, token, Interest::READABLE)?;
                floor.asking.insert(token, (socket, Vec::new()));
            }
        }
    }
}

#[derive(Default)]
struct Floor {
    /// Who may ask yet, and what they have asked so far.
    asking: BTreeMap<Token, (TcpStream, Vec<u8>)>,
    /// Who listens, in the order in which they came.
    streams: BTreeMap<Token, TcpStream>,
    frames: u64,
}

impl Floor {
    fn hear(&mut self, token: Token) {
        let mut buffer = [0; 16 * 1_024];
        loop {
            let socket = match self.asking.get_mut(&token) {
                Some((socket, _)) => socket,
                None => match self.streams.get_mut(&token) {
                    Some(socket) => socket,
                    None => return,
                },
            };
            match socket.read(&mut buffer) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
                Ok(0) | Err(_) => {
                    self.asking.remove(&token);
                    self.streams.remove(&token);
                    return;
                }
                Ok(count) => {
                    if let Some((_, asked)) = self.asking.get_mut(&token) {
                        asked.extend_from_slice(&buffer[..count]);
                        self.answer(token);
                    }
                    if count < buffer.len() {
                        return;
                    }
                }
            }
        }
    }

    /// Answers, if the request is there as a whole.
    fn answer(&mut self, token: Token) {
        let Some((socket, asked)) = self.asking.get_mut(&token) else {
            return;
        };
        let Some(end) = memmem::find(asked, b"\r\n\r\n") else {
            return;
        };
        if asked.starts_with(b"GET") {
            // A fresh socket has room for it.
            let _ = socket.write(HEAD);
            if let Some((socket, _)) = self.asking.remove(&token) {
                self.streams.insert(token, socket);
            }
            return;
        }
        let head = String::from_utf8_lossy(&asked[..end]).to_ascii_lowercase();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
        let whole = end + 4 + length.unwrap_or(0_usize);
        if asked.len() < whole {
            return;
        }
        self.frames += 1;
        let beginning = format!("id: {}\ndata: ", self.frames);
        let frame = [beginning.as_bytes(), &asked[end + 4..whole], b"\n\n"].concat();
        asked.drain(..whole);
        let _ = socket.write(b"HTTP/1.1 204 No Content\r\n\r\n");
        // Who can't take the whole of it now is dropped.
        self.streams
            .retain(|_, socket| socket.write(&frame).is_ok_and(|count| count == frame.len()));
    }
}
