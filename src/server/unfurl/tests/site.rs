//! A web server for one test, on this machine, which counts who comes.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

/// Where all sites are.
pub(super) const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
pub(super) const HTML: &str = "content-type: text/html; charset=utf-8\r\n";

/// What a site answers, by the head of the question.
type Answer = dyn Fn(&str) -> Vec<u8> + Send + Sync;

/// A web server for one test.
pub(super) struct Site {
    pub(super) address: SocketAddr,
    /// How many connections there were.
    visits: Arc<AtomicUsize>,
}

impl Site {
    /// One whose answer to each question is made of the question's head.
    pub(super) async fn open<A: Into<Vec<u8>>>(
        answer: impl Fn(&str) -> A + Send + Sync + 'static,
    ) -> Self {
        Self::over(None, answer).await
    }

    pub(super) async fn over<A: Into<Vec<u8>>>(
        tls: Option<TlsAcceptor>,
        answer: impl Fn(&str) -> A + Send + Sync + 'static,
    ) -> Self {
        let answer = move |head: &str| answer(head).into();
        let listener = TcpListener::bind((LOOPBACK, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let visits = Arc::new(AtomicUsize::new(0));
        let (count, answer) = (Arc::clone(&visits), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::Relaxed);
                let (tls, answer) = (tls.clone(), Arc::clone(&answer));
                tokio::spawn(async move {
                    match tls {
                        None => serve(stream, &*answer).await,
                        Some(tls) => {
                            if let Ok(stream) = tls.accept(stream).await {
                                serve(stream, &*answer).await;
                            }
                        }
                    }
                });
            }
        });
        Self { address, visits }
    }

    /// A place that nobody may come to, on both loopbacks where there are two.
    pub(super) async fn secret() -> Self {
        let site = Self::open(|_| page("<title>Secret</title>")).await;
        let six = TcpListener::bind(("::1", site.address.port())).await;
        if let Ok(six) = six {
            let count = Arc::clone(&site.visits);
            tokio::spawn(async move {
                while six.accept().await.is_ok() {
                    count.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        site
    }

    pub(super) fn visits(&self) -> usize {
        self.visits.load(Ordering::Relaxed)
    }

    pub(super) fn url(&self, host: &str, path: &str) -> String {
        format!("http://{host}:{}{path}", self.address.port())
    }
}

/// Answers one question, and then stays silent: what ends the connection is the other side.
async fn serve<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S, answer: &Answer) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    let answer = answer(&String::from_utf8(head).unwrap());
    _ = stream.write_all(&answer).await;
    // Until the other side goes.
    _ = stream.read_u8().await;
}

/// A page of which no end is ever seen.
pub(super) fn page(html: &str) -> String {
    format!("HTTP/1.1 200 OK\r\n{HTML}\r\n{html}</head>")
}

pub(super) fn redirect(status: u16, to: &str) -> String {
    format!("HTTP/1.1 {status} Elsewhere\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n")
}

/// A whole answer of this type.
pub(super) fn whole(kind: &str, bytes: &[u8]) -> Vec<u8> {
    let length = bytes.len();
    let head =
        format!("HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\r\n");
    [head.as_bytes(), bytes].concat()
}
