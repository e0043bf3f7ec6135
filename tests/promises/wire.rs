//! A stream over a connection of its own, without HTTP.

use std::net::Ipv4Addr;

use parlour::live::{Live, Opening, Refused, Viewer};
use socket2::SockRef;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpSocket, TcpStream},
    task::JoinHandle,
};

use crate::support::soon;

/// How many bytes the system may hold for a connection, at each end: so few that the server has to wait for its client.
const HELD: usize = 16 * 1_024;
/// How many bytes a segment may have. A window smaller than the loopback's own segments would wait for timers.
const SEGMENT: u32 = 1_024;

/// The client's end, and the stream at the other.
pub(crate) struct Wire {
    client: TcpStream,
    stream: JoinHandle<()>,
}

impl Wire {
    pub(crate) async fn open(
        live: &Live,
        viewer: Viewer,
        opening: Opening,
    ) -> Result<Self, Refused> {
        let (stream, first) = live.open(viewer, opening).await?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .expect("a port");
        let address = listener.local_addr().expect("an address");
        let client = TcpSocket::new_v4().expect("a socket");
        let held = u32::try_from(HELD).expect("a size");
        client.set_recv_buffer_size(held).expect("a small buffer");
        SockRef::from(&client)
            .set_tcp_mss(SEGMENT)
            .expect("small segments");
        let (client, server) = tokio::join!(client.connect(address), listener.accept());
        let (client, (server, _)) = (client.expect("a connection"), server.expect("a client"));
        SockRef::from(&server)
            .set_send_buffer_size(HELD)
            .expect("a small buffer");
        let stream = tokio::spawn(stream.run(server, first));
        Ok(Self { client, stream })
    }

    /// What has come; `None` at the end.
    pub(crate) async fn next(&mut self) -> Option<Vec<u8>> {
        let mut bytes = vec![0; HELD];
        let length = self.client.read(&mut bytes).await.unwrap_or(0);
        bytes.truncate(length);
        (length > 0).then_some(bytes)
    }

    /// Says something.
    pub(crate) async fn talk(&mut self, bytes: &[u8]) {
        // The other end may not listen any more.
        _ = self.client.write_all(bytes).await;
    }

    /// Leaves, and waits until the stream is over.
    pub(crate) async fn leave(self) {
        drop(self.client);
        soon(self.stream).await.expect("a stream that ends well");
    }

    /// Waits until the stream is over.
    pub(crate) async fn over(self) {
        soon(self.stream).await.expect("a stream that ends well");
    }
}
