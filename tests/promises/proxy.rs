//! Proxies as one meets them: they lead to another server now and then, put pieces where there were none, and cut.

use std::net::{Ipv4Addr, SocketAddr};

use parlour::chat::token::random_bytes;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, copy},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
};
use tokio_util::sync::{CancellationToken, DropGuard};

/// How a proxy hands answers on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Manner {
    /// As they come.
    Faithful,
    /// In pieces of a few bytes.
    Splitting,
    /// The same, and cut somewhere, most of them in the middle of an event.
    Cutting,
}

/// A proxy at an address that stays. It ends when it is dropped.
#[derive(Debug)]
pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    target: watch::Sender<Option<SocketAddr>>,
    _end: DropGuard,
}

impl Proxy {
    /// One that leads nowhere yet.
    pub(crate) async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .expect("a port");
        let address = listener.local_addr().expect("an address");
        let (target, led) = watch::channel(None);
        let end = CancellationToken::new();
        tokio::spawn(end.clone().run_until_cancelled_owned(async move {
            loop {
                let Ok((client, _)) = listener.accept().await else {
                    continue;
                };
                let target = *led.borrow();
                tokio::spawn(async move {
                    // Where it leads nowhere, the client is told so by the end of the connection.
                    let server = TcpStream::connect(target?).await.ok()?;
                    relay(client, server, manner).await;
                    Some(())
                });
            }
        }));
        Self {
            address,
            target,
            _end: end.drop_guard(),
        }
    }

    /// Leads whoever comes from now on to another server. Who is connected stays so.
    pub(crate) fn lead_to(&self, server: SocketAddr) {
        self.target.send_replace(Some(server));
    }
}

async fn relay(client: TcpStream, server: TcpStream, manner: Manner) {
    // Pieces are to arrive as pieces.
    let _ = client.set_nodelay(true);
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let questions = async {
        let _ = copy(&mut from_client, &mut to_server).await;
    };
    let answers = async {
        match manner {
            Manner::Faithful => _ = copy(&mut from_server, &mut to_client).await,
            Manner::Splitting => _ = split(&mut from_server, &mut to_client, usize::MAX).await,
            Manner::Cutting => _ = split(&mut from_server, &mut to_client, luck(30_000)).await,
        }
    };
    // The end of either is the end of both.
    tokio::select! {
        () = questions => {}
        () = answers => {}
    }
}

/// Hands so many bytes on, a few at a time.
async fn split(
    from: &mut OwnedReadHalf,
    to: &mut OwnedWriteHalf,
    mut left: usize,
) -> std::io::Result<()> {
    let mut buffer = vec![0; 16 * 1_024];
    while left > 0 {
        let count = from.read(&mut buffer).await?;
        if count == 0 {
            break;
        }
        let mut rest = &buffer[..count.min(left)];
        left -= rest.len();
        while !rest.is_empty() {
            let (piece, more) = rest.split_at(rest.len().min(1 + luck(200)));
            to.write_all(piece).await?;
            rest = more;
        }
    }
    Ok(())
}

/// A number below a bound.
pub(crate) fn luck(bound: usize) -> usize {
    let [a, b, c, d, ..]: [u8; 16] = random_bytes();
    usize::try_from(u32::from_le_bytes([a, b, c, d])).expect("32 bits fit") % bound
}
