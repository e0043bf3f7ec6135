//! The way to other hosts, and what of it is closed.
//!
//! A name is looked up here, once, and the connection goes to one of the addresses that were found, and nowhere else. So
//! there is no second look-up that could give another answer, and whatever an address looked like in a link (a number, a
//! name with other dots, a name of this machine) counts for nothing: what is held against the table is where the bytes go.

use std::{
    io,
    net::{IpAddr, SocketAddr, ToSocketAddrs as _},
    thread,
    time::Duration,
};

use tokio::{net::TcpStream, sync::oneshot, time::timeout};
use url::{Host, Url};

use super::{Failure, address::is_public};

/// The ports of the web.
const PORTS: [u16; 2] = [80, 443];
/// How many addresses of one host are tried.
const TRIES: usize = 3;
/// How long one of them may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// How hosts are found, and which may be reached. The program has [`Internet`] alone; tests have others.
pub(in crate::server) trait Net: Send + Sync + 'static {
    /// All addresses of a name.
    fn resolve(
        &self,
        name: String,
        port: u16,
    ) -> impl Future<Output = io::Result<Vec<SocketAddr>>> + Send;

    /// Whether this may be reached.
    fn permits(&self, address: SocketAddr) -> bool;
}

/// The internet, without what of it is near.
#[derive(Debug)]
pub(in crate::server) struct Internet;

impl Net for Internet {
    async fn resolve(&self, name: String, port: u16) -> io::Result<Vec<SocketAddr>> {
        let (tell, told) = oneshot::channel();
        // On a thread of its own: the system takes its time where no name server answers, and the end of the program waits
        // for those of the runtime.
        thread::Builder::new()
            .name("names".to_owned())
            .spawn(move || {
                let found = (name.as_str(), port).to_socket_addrs();
                // Nobody may be waiting any more.
                _ = tell.send(found.map(Iterator::collect));
            })?;
        told.await.map_err(io::Error::other)?
    }

    fn permits(&self, address: SocketAddr) -> bool {
        is_public(address.ip()) && PORTS.contains(&address.port())
    }
}

/// Connects to the host of an address. If one of the host's addresses is closed, the whole host is.
pub(super) async fn connect(net: &impl Net, url: &Url) -> Result<TcpStream, Failure> {
    let port = url.port_or_known_default().ok_or(Failure::NotWeb)?;
    let addresses = match url.host().ok_or(Failure::NotWeb)? {
        Host::Domain(name) => net
            .resolve(name.to_owned(), port)
            .await
            .map_err(Failure::Unknown)?,
        Host::Ipv4(address) => vec![SocketAddr::new(IpAddr::V4(address), port)],
        Host::Ipv6(address) => vec![SocketAddr::new(IpAddr::V6(address), port)],
    };
    if !addresses.iter().all(|address| net.permits(*address)) {
        return Err(Failure::Closed);
    }
    let mut failure = io::Error::from(io::ErrorKind::NotFound);
    for address in addresses.into_iter().take(TRIES) {
        match timeout(PATIENCE, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => failure = error,
            Err(late) => failure = late.into(),
        }
    }
    Err(Failure::Unreachable(failure))
}
