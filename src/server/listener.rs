//! Accepts connections and serves them until it is told to stop.

use std::{
    convert::Infallible,
    fmt, io,
    net::SocketAddr,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::Poll,
    time::{Duration, SystemTime},
};

use axum::{Router, body::Body, extract::ConnectInfo, http::response};
use futures_util::future::BoxFuture;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use socket2::{SockRef, TcpKeepalive};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt as _;

/// How long a client may take over the headers of a request.
const HEADERS: Duration = Duration::from_secs(15);
/// How long data may stay unacknowledged before the connection is dead: a client that vanished, or reads no more. One
/// that only pauses for a minute is let live.
const UNACKNOWLEDGED: Duration = Duration::from_secs(90);
/// After how long of silence the other end is asked whether it is still there.
const KEEP_ALIVE: Duration = Duration::from_mins(1);
/// How long running requests may take to finish once the server is to stop.
const GRACE: Duration = Duration::from_millis(1_500);
/// How long to pause where no connection can be accepted, for want of file handles, say.
const PAUSE: Duration = Duration::from_millis(100);

/// Put into a response's extensions, this takes the connection over from HTTP: what it was made of is given the socket
/// and the response's head, to be written first. The response has no body.
///
/// An endless answer needs none of what HTTP keeps for a connection, buffers above all, so ten thousand of them are
/// better off without.
#[derive(Clone)]
pub(super) struct Handover(Arc<Mutex<Option<Successor>>>);

/// A connection that HTTP has lost.
struct Taken {
    successor: Successor,
    head: Vec<u8>,
}

type Successor = Box<dyn FnOnce(TcpStream, Vec<u8>) -> BoxFuture<'static, ()> + Send>;

impl Handover {
    pub(super) fn new<F>(successor: impl FnOnce(TcpStream, Vec<u8>) -> F + Send + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let successor: Successor = Box::new(|socket, head| Box::pin(successor(socket, head)));
        Self(Arc::new(Mutex::new(Some(successor))))
    }

    fn take(&self) -> Option<Successor> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl fmt::Debug for Handover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handover").finish_non_exhaustive()
    }
}

/// Serves until `stop` is cancelled, then lets running requests finish for a moment. Streams must have been ended by
/// then: they never finish by themselves.
pub async fn listen(listener: TcpListener, router: Router, stop: CancellationToken) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEADERS);
    let connections = TaskTracker::new();
    loop {
        let (socket, peer) = tokio::select! {
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
        if let Err(error) = prepare(&socket) {
            tracing::debug!(%error, "a connection was gone at once");
            continue;
        }
        let connection = serve(http.clone(), socket, peer, router.clone(), stop.clone());
        let streams = connections.clone();
        connections.spawn(async move {
            match connection.await {
                // As a task of its own, which has the size of a stream and not of a request.
                Ok(Some(successor)) => drop(streams.spawn(successor)),
                Ok(None) => {}
                // What goes wrong with one connection is that client's affair.
                Err(error) => tracing::trace!(%error, "a connection ended"),
            }
        });
    }
    drop(listener);
    connections.close();
    if tokio::time::timeout(GRACE, connections.wait())
        .await
        .is_err()
    {
        tracing::warn!("some requests were still running");
    }
}

/// Serves one connection to its end, or until a response takes it over.
async fn serve(
    http: http1::Builder,
    socket: TcpStream,
    peer: SocketAddr,
    router: Router,
    stop: CancellationToken,
) -> hyper::Result<Option<BoxFuture<'static, ()>>> {
    let taken: Arc<Mutex<Option<Taken>>> = Arc::default();
    let service = service_fn(|request: hyper::Request<Incoming>| {
        let mut request = request.map(Body::new);
        request
            .extensions_mut()
            .insert(ConnectInfo::<SocketAddr>(peer));
        let answer = router.clone().oneshot(request);
        let taken = Arc::clone(&taken);
        async move {
            let Ok(response) = answer.await;
            let handover = response.extensions().get::<Handover>();
            let Some(successor) = handover.and_then(Handover::take) else {
                return Ok::<_, Infallible>(response);
            };
            let (parts, _) = response.into_parts();
            *taken.lock().unwrap_or_else(PoisonError::into_inner) = Some(Taken {
                successor,
                head: head(&parts),
            });
            // HTTP is to write nothing more: the connection is taken from it in this very poll.
            std::future::pending().await
        }
    });
    let mut connection = http.serve_connection(TokioIo::new(socket), service);
    let mut stopped = std::pin::pin!(stop.cancelled());
    let mut stopping = false;
    let taken = std::future::poll_fn(|context| {
        if !stopping && stopped.as_mut().poll(context).is_ready() {
            stopping = true;
            Pin::new(&mut connection).graceful_shutdown();
        }
        if let Poll::Ready(ended) = Pin::new(&mut connection).poll(context) {
            return Poll::Ready(ended.map(|()| None));
        }
        match taken.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(taken) => Poll::Ready(Ok(Some(taken))),
            None => Poll::Pending,
        }
    })
    .await?;
    Ok(taken.map(|taken| {
        // What the client may have sent after the request is of no interest to an answer without end.
        let socket = connection.into_parts().io.into_inner();
        (taken.successor)(socket, taken.head)
    }))
}

/// A response's head as it stands on the wire. The body ends with the connection (RFC 9112, 6.3), so that it needs no
/// chunks.
fn head(parts: &response::Parts) -> Vec<u8> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the date of an answer is that of the machine, not of the chat"
    )]
    let date = httpdate::fmt_http_date(SystemTime::now());
    let mut head = format!(
        "HTTP/1.1 {}\r\nconnection: close\r\ndate: {date}\r\n",
        parts.status
    )
    .into_bytes();
    for (name, value) in &parts.headers {
        head.extend_from_slice(name.as_str().as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value.as_bytes());
        head.extend_from_slice(b"\r\n");
    }
    head.extend_from_slice(b"\r\n");
    head
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
