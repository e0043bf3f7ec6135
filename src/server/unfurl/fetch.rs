//! Asks for the page that a link leads to.

use std::{io, sync::Arc, time::Duration};

use axum::{
    body::Bytes,
    http::{Request, Response, header},
};
use http_body_util::{BodyExt as _, Empty};
use hyper::{body::Incoming, client::conn::http1};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::OnceCell,
    task::spawn_blocking,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName},
};
use tokio_util::task::AbortOnDropHandle;
use url::{Position, Url};

use super::{
    Failure,
    head::{Head, charset_of, ends_in},
    net::{self, Internet, Net},
};
use crate::domain::Preview;

/// How long one link may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often a link may lead on to another one.
const REDIRECTS: usize = 4;
/// How much of a page is read, in bytes.
const PAGE: usize = 512 << 10;
/// How much may stand before it, in bytes.
const HEADERS: usize = 64 << 10;
/// Who asks.
const AGENT: &str = concat!(
    "Mozilla/5.0 (compatible; Parlour/",
    env!("CARGO_PKG_VERSION"),
    "; link previews)"
);

/// Asks for pages.
#[derive(Debug)]
pub(super) struct Fetcher<N> {
    pub(super) net: N,
    /// The system's certificates are read when they are first needed.
    pub(super) tls: OnceCell<Arc<ClientConfig>>,
    /// How long it may take to find out what a link leads to, all in all.
    pub(super) patience: Duration,
}

/// What came of one question.
enum Answer {
    Page(Head),
    Elsewhere(Url),
}

impl Fetcher<Internet> {
    pub(super) fn new() -> Self {
        Self {
            net: Internet,
            tls: OnceCell::new(),
            patience: PATIENCE,
        }
    }
}

impl<N: Net> Fetcher<N> {
    /// What the page says of itself that a link leads to.
    pub(super) async fn preview(&self, link: &str) -> Result<Preview, Failure> {
        let head = timeout(self.patience, self.head(link))
            .await
            .map_err(|_| Failure::Slow)??;
        Preview::new(link, &head.title, &head.description, &head.site).ok_or(Failure::Silent)
    }

    async fn head(&self, link: &str) -> Result<Head, Failure> {
        let mut url = Url::parse(link).map_err(|_| Failure::NotWeb)?;
        for _ in 0..=REDIRECTS {
            match self.ask(&url).await? {
                Answer::Page(head) => return Ok(head),
                // It is looked at as the first one was.
                Answer::Elsewhere(next) => url = next,
            }
        }
        Err(Failure::Circles)
    }

    async fn ask(&self, url: &Url) -> Result<Answer, Failure> {
        let plain = match url.scheme() {
            "http" => true,
            "https" => false,
            _ => return Err(Failure::NotWeb),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Failure::NotWeb);
        }
        let stream = net::connect(&self.net, url).await?;
        if plain {
            return exchange(stream, url).await;
        }
        let host = url.host_str().unwrap_or_default();
        let host = host.trim_matches(['[', ']']).to_owned();
        let name = ServerName::try_from(host).map_err(|_| Failure::NotWeb)?;
        let tls = self.tls.get_or_try_init(certificates).await?;
        let stream = TlsConnector::from(Arc::clone(tls))
            .connect(name, stream)
            .await;
        exchange(stream.map_err(Failure::Unreachable)?, url).await
    }
}

/// Trusts whom the system trusts.
async fn certificates() -> Result<Arc<ClientConfig>, Failure> {
    let roots = spawn_blocking(|| {
        let found = rustls_native_certs::load_native_certs();
        let mut roots = RootCertStore::empty();
        let (trusted, _) = roots.add_parsable_certificates(found.certs);
        if trusted == 0 {
            tracing::warn!("this system has no certificates: links with https have no previews");
        }
        roots
    });
    trusting(
        roots
            .await
            .map_err(|error| Failure::Unreachable(error.into()))?,
    )
}

/// TLS that trusts these.
pub(super) fn trusting(roots: RootCertStore) -> Result<Arc<ClientConfig>, Failure> {
    let provider = Arc::new(ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Failure::Unreachable(io::Error::other(error)))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

/// Asks over a connection, once.
async fn exchange<S>(stream: S, url: &Url) -> Result<Answer, Failure>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(HEADERS)
        .handshake(TokioIo::new(stream))
        .await?;
    let _connection = AbortOnDropHandle::new(tokio::spawn(connection));
    let host = url.host_str().unwrap_or_default();
    let host = match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    };
    let request = Request::get(&url[Position::BeforePath..Position::AfterQuery])
        .header(header::HOST, host)
        .header(header::USER_AGENT, AGENT)
        .header(header::ACCEPT, "text/html, application/xhtml+xml;q=0.9")
        // What is packed could be large when it is not.
        .header(header::ACCEPT_ENCODING, "identity")
        .header(header::CONNECTION, "close")
        .body(Empty::<Bytes>::new())
        .map_err(|_| Failure::NotWeb)?;
    let response = sender.send_request(request).await?;
    let text = |name| {
        let value = response.headers().get(name)?;
        std::str::from_utf8(value.as_bytes()).ok()
    };
    match response.status().as_u16() {
        200 => {}
        301 | 302 | 303 | 307 | 308 => {
            let next = text(header::LOCATION).and_then(|next| url.join(next).ok());
            return next.map(Answer::Elsewhere).ok_or(Failure::NotWeb);
        }
        status => return Err(Failure::Status(status)),
    }
    let kind = text(header::CONTENT_TYPE).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    let is_page = ["text/html", "application/xhtml+xml"]
        .iter()
        .any(|page| essence.eq_ignore_ascii_case(page));
    let is_plain =
        text(header::CONTENT_ENCODING).is_none_or(|packed| packed.eq_ignore_ascii_case("identity"));
    if !is_page || !is_plain {
        return Err(Failure::NoPage);
    }
    let charset = charset_of(kind).map(str::to_owned);
    let page = read(response).await?;
    Ok(Answer::Page(Head::read(&page, charset.as_deref())))
}

/// Reads a page to the end of its head, or as much of it as is read of any.
async fn read(response: Response<Incoming>) -> Result<Vec<u8>, Failure> {
    let mut body = response.into_body();
    let mut page = Vec::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else {
            continue;
        };
        // The end of the head may have begun in what came before.
        let begin = page.len().saturating_sub("</head".len());
        let room = PAGE - page.len();
        page.extend_from_slice(&data[..data.len().min(room)]);
        if page.len() == PAGE || ends_in(&page[begin..]) {
            break;
        }
    }
    Ok(page)
}
