//! A push service for one test, on this machine.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::{mpsc, watch},
};
use tokio_rustls::server::TlsStream;

use crate::server::unfurl::tests::tls::acceptor;

/// Something that was pushed.
#[derive(Debug)]
pub(super) struct Pushed {
    pub(super) path: String,
    /// In small letters, but for the values.
    pub(super) head: String,
    pub(super) body: Vec<u8>,
}

impl Pushed {
    pub(super) fn header(&self, name: &str) -> &str {
        let line = self
            .head
            .lines()
            .find_map(|line| line.strip_prefix(&format!("{name}: ")));
        line.unwrap_or_default()
    }
}

pub(super) struct Service {
    pub(super) address: SocketAddr,
    /// What is pushed, as it comes.
    pub(super) pushed: mpsc::UnboundedReceiver<Pushed>,
    visits: Arc<AtomicUsize>,
}

impl Service {
    /// One that answers each push with a status, made of its head.
    pub(super) async fn open(answer: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        Self::open_slowly(answer, watch::channel(true).1).await
    }

    /// The same, which answers nothing before it may.
    pub(super) async fn open_slowly(
        answer: impl Fn(&str) -> String + Send + Sync + 'static,
        may: watch::Receiver<bool>,
    ) -> Self {
        let tls = acceptor();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (tell, pushed) = mpsc::unbounded_channel();
        let visits = Arc::new(AtomicUsize::new(0));
        let (count, answer) = (Arc::clone(&visits), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::Relaxed);
                let (tls, tell, mut may) = (tls.clone(), tell.clone(), may.clone());
                let answer = Arc::clone(&answer);
                tokio::spawn(async move {
                    let Ok(mut stream) = tls.accept(stream).await else {
                        return;
                    };
                    let Some(pushed) = read(&mut stream).await else {
                        return;
                    };
                    let status = answer(&pushed.head);
                    _ = tell.send(pushed);
                    // The error is a test that is over.
                    _ = may.wait_for(|may| *may).await;
                    let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n");
                    _ = stream.write_all(answer.as_bytes()).await;
                    _ = stream.read_u8().await;
                });
            }
        });
        Self {
            address,
            pushed,
            visits,
        }
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("https://secure.example:{}{path}", self.address.port())
    }

    /// How many connections there were.
    pub(super) fn visits(&self) -> usize {
        self.visits.load(Ordering::Relaxed)
    }
}

async fn read(stream: &mut TlsStream<TcpStream>) -> Option<Pushed> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).unwrap();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.unwrap().parse().unwrap()];
    stream.read_exact(&mut body).await.ok()?;
    Some(Pushed { path, head, body })
}
