//! As much of HTTP/1.1 as a load tool speaks.

use std::{
    io::{self, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use memchr::memmem;

/// How long a single question may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A request without a body. `headers` are whole lines, each with its end.
pub(crate) fn get(address: SocketAddr, path: &str, headers: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n{headers}\r\n").into_bytes()
}

/// A request with a body of JSON.
pub(crate) fn post(address: SocketAddr, path: &str, headers: &str, json: &str) -> Vec<u8> {
    let length = json.len();
    format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         Content-Length: {length}\r\n{headers}\r\n{json}"
    )
    .into_bytes()
}

/// The beginning of an answer.
#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) status: u16,
    /// How its body is framed.
    pub(crate) body: Body,
    /// Whether it is an endless one.
    pub(crate) is_stream: bool,
    /// How many bytes it took.
    pub(crate) length: usize,
}

impl Head {
    /// Reads it, if it is there as a whole.
    pub(crate) fn read(bytes: &[u8]) -> Result<Option<Self>, &'static str> {
        let Some(end) = memmem::find(bytes, b"\r\n\r\n") else {
            return Ok(None);
        };
        let text = str::from_utf8(&bytes[..end]).map_err(|_| "no text in the head")?;
        let mut lines = text.split("\r\n");
        let status = lines
            .next()
            .and_then(|line| line.strip_prefix("HTTP/1."))
            .and_then(|line| line.split(' ').nth(1)?.parse().ok())
            .ok_or("no HTTP/1.x")?;
        let mut head = Self {
            status,
            body: Body::Endless,
            is_stream: false,
            length: end + 4,
        };
        if status == 204 || status == 304 {
            head.body = Body::Length(0);
        }
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            let value = value.trim().to_ascii_lowercase();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => {
                    head.body = Body::Length(value.parse().map_err(|_| "no length")?);
                }
                "transfer-encoding" if value == "chunked" => head.body = Body::Size(0),
                "content-type" => head.is_stream = value.starts_with("text/event-stream"),
                _ => {}
            }
        }
        Ok(Some(head))
    }
}

/// Where the reader of a body stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    /// It ends with the connection.
    Endless,
    /// So much of it is to come.
    Length(u64),
    /// In the line with a chunk's size (RFC 9112, 7.1), which is so large as far as it was read.
    Size(u64),
    /// Inside a chunk, of which so much is to come.
    Chunk(u64),
    /// Between a chunk and the next one's size.
    Gap,
    /// Behind the last chunk; whether anything stands in the line so far.
    Trailer(bool),
}

impl Body {
    /// Whether nothing more is to come.
    pub(crate) fn is_done(self) -> bool {
        self == Self::Length(0)
    }

    /// Takes the next bytes and gives on what is content.
    pub(crate) fn feed(
        &mut self,
        mut bytes: &[u8],
        mut content: impl FnMut(&[u8]),
    ) -> Result<(), &'static str> {
        while let Some((&first, behind)) = bytes.split_first() {
            match *self {
                Self::Endless => {
                    content(bytes);
                    return Ok(());
                }
                Self::Length(0) => return Err("more than was announced"),
                Self::Length(left) | Self::Chunk(left) => {
                    let here =
                        usize::try_from(left).map_or(bytes.len(), |left| left.min(bytes.len()));
                    content(&bytes[..here]);
                    bytes = &bytes[here..];
                    let left = left - here as u64;
                    *self = match *self {
                        Self::Chunk(_) if left == 0 => Self::Gap,
                        Self::Chunk(_) => Self::Chunk(left),
                        _ => Self::Length(left),
                    };
                    continue;
                }
                Self::Size(size) => {
                    *self = match first {
                        b'\r' => *self,
                        b'\n' if size == 0 => Self::Trailer(false),
                        b'\n' => Self::Chunk(size),
                        _ => {
                            let digit = char::from(first).to_digit(16).ok_or("no chunk's size")?;
                            Self::Size(size * 16 + u64::from(digit))
                        }
                    };
                }
                Self::Gap if first == b'\n' => *self = Self::Size(0),
                Self::Gap => {}
                Self::Trailer(any) => {
                    *self = match first {
                        b'\n' if any => Self::Trailer(false),
                        b'\n' => Self::Length(0),
                        b'\r' => *self,
                        _ => Self::Trailer(true),
                    };
                }
            }
            bytes = behind;
        }
        Ok(())
    }
}

/// An answer as a whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Asks once, and waits for the answer until `enough` of its body is there, or all of it.
pub(crate) fn ask_until(
    address: SocketAddr,
    request: &[u8],
    enough: impl Fn(&[u8]) -> bool,
) -> io::Result<Answer> {
    let mut connection = TcpStream::connect(address)?;
    connection.set_read_timeout(Some(PATIENCE))?;
    connection.write_all(request)?;
    let (mut got, mut piece) = (Vec::new(), vec![0; 64 * 1_024]);
    let mut head = loop {
        let count = connection.read(&mut piece)?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        got.extend_from_slice(&piece[..count]);
        if let Some(head) = Head::read(&got).map_err(io::Error::other)? {
            break head;
        }
    };
    let mut body = Vec::new();
    let mut next = got.split_off(head.length);
    loop {
        head.body
            .feed(&next, |content| body.extend_from_slice(content))
            .map_err(io::Error::other)?;
        if head.body.is_done() || enough(&body) {
            break;
        }
        let count = connection.read(&mut piece)?;
        if count == 0 {
            break;
        }
        next = piece[..count].to_vec();
    }
    Ok(Answer {
        status: head.status,
        body,
    })
}

/// Asks once, and waits for the whole answer.
pub(crate) fn ask(address: SocketAddr, request: &[u8]) -> io::Result<Answer> {
    ask_until(address, request, |_| false)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\
        Content-Type: text/event-stream\r\n\r\n3\r\nabc\r\n0A\r\n0123456789\r\n0\r\nx: y\r\n\r\n";

    #[test]
    fn chunks_are_joined_wherever_they_are_cut() {
        let head = Head::read(ANSWER).unwrap().unwrap();
        assert!(head.is_stream && head.status == 200);
        let rest = &ANSWER[head.length..];
        for cut in 0..=rest.len() {
            let (mut body, mut content) = (head.body, Vec::new());
            for piece in [&rest[..cut], &rest[cut..]] {
                body.feed(piece, |more| content.extend_from_slice(more))
                    .unwrap();
            }
            assert_eq!(content, b"abc0123456789", "{cut}");
            assert!(body.is_done(), "{cut}");
        }
    }

    #[test]
    fn half_a_head_is_none() {
        assert!(
            Head::read(b"HTTP/1.1 200 OK\r\nA: b\r\n")
                .unwrap()
                .is_none()
        );
        assert!(Head::read(b"SSH-2.0\r\n\r\n").is_err());
        let empty = Head::read(b"HTTP/1.1 204 No Content\r\n\r\n")
            .unwrap()
            .unwrap();
        assert!(empty.body.is_done());
    }

    #[test]
    fn more_than_announced_is_wrong() {
        let mut body = Body::Length(2);
        assert!(body.feed(b"abc", |_| {}).is_err());
    }
}
