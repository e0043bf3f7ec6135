//! Accepts connections and serves them until it is told to stop.

use std::{io, net::SocketAddr, time::Duration};

use axum::{Router, body::Body, extract::ConnectInfo};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto, graceful::GracefulShutdown},
};
use socket2::{SockRef, TcpKeepalive};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

/// How long a client may take over the headers of a request.
const HEADERS: Duration = Duration::from_secs(15);
/// How long data may stay unacknowledged before the connection is dead: a client that vanished, or reads no more.
const UNACKNOWLEDGED: Duration = Duration::from_mins(1);
/// After how long of silence the other end is asked whether it is still there.
const KEEP_ALIVE: Duration = Duration::from_mins(1);
/// How long running requests may take to finish once the server is to stop.
const GRACE: Duration = Duration::from_millis(1_500);
/// How long to pause where no connection can be accepted, for want of file handles, say.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves until `stop` is cancelled, then lets running requests finish for a moment. Streams must have been ended by
/// then: they never finish by themselves.
pub(super) async fn serve(listener: TcpListener, router: Router, stop: CancellationToken) {
    let graceful = GracefulShutdown::new();
    let server = {
        let mut server = auto::Builder::new(TokioExecutor::new());
        server
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADERS);
        server.http2().timer(TokioTimer::new());
        server
    };
    loop {
        let (stream, peer) = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(PAUSE).await;
                    continue;
                }
            },
        };
        if let Err(error) = prepare(&stream) {
            tracing::debug!(%error, "a connection was gone at once");
            continue;
        }
        let router = router.clone();
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let mut request = request.map(Body::new);
            request
                .extensions_mut()
                .insert(ConnectInfo::<SocketAddr>(peer));
            router.clone().oneshot(request)
        });
        let connection = server
            .serve_connection(TokioIo::new(stream), service)
            .into_owned();
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // What goes wrong with one connection is that client's affair.
            if let Err(error) = connection.await {
                tracing::trace!(%error, "a connection ended");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(GRACE, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("some requests were still running");
    }
}

fn prepare(stream: &TcpStream) -> io::Result<()> {
    // A frame of the stream is small and must not wait for the next one.
    stream.set_nodelay(true)?;
    let socket = SockRef::from(stream);
    socket.set_tcp_keepalive(&TcpKeepalive::new().with_time(KEEP_ALIVE))?;
    #[cfg(target_os = "linux")]
    socket.set_tcp_user_timeout(Some(UNACKNOWLEDGED))?;
    Ok(())
}
