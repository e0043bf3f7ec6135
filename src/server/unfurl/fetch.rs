//! Asks for the page that a link leads to, and for the picture that the page names.

use std::{io, sync::Arc, time::Duration};

use axum::{
    body::{Bytes, HttpBody as _},
    http::{Request, Response, header},
};
use http_body_util::{BodyExt as _, Empty};
use hyper::{body::Incoming, client::conn::http1};
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    sync::OnceCell,
    task::spawn_blocking,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName},
};
use tokio_util::task::AbortOnDropHandle;
use url::{Position, Url};

use super::{
    Failure,
    head::{Head, charset_of, ends_in},
    net::{self, Internet, Net},
};
use crate::domain::{Preview, media::PICTURES};

/// How long a page may take, and its picture as long again.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often either may lead on to another address.
const REDIRECTS: usize = 4;
/// How much of a page is read, in bytes.
const PAGE: usize = 512 << 10;
/// How large a picture may be, in bytes.
pub(super) const PICTURE: usize = 5 << 20;
/// How much may stand before either, in bytes.
const HEADERS: usize = 64 << 10;
/// Who asks.
const AGENT: &str = concat!(
    "Mozilla/5.0 (compatible; Parlour/",
    env!("CARGO_PKG_VERSION"),
    "; link previews)"
);

/// The way to other hosts.
#[derive(Debug)]
pub(in crate::server) struct Line<N> {
    pub(in crate::server) net: N,
    /// The system's certificates are read when they are first needed.
    pub(in crate::server) tls: OnceCell<Arc<ClientConfig>>,
}

impl<N: Net> Line<N> {
    /// One to whatever of this net may be reached.
    pub(in crate::server) fn to(net: N) -> Self {
        Self {
            net,
            tls: OnceCell::new(),
        }
    }

    /// Connects to the host of an address that names nobody who asks.
    async fn connect(&self, url: &Url) -> Result<TcpStream, Failure> {
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Failure::NotWeb);
        }
        net::connect(&self.net, url).await
    }

    /// The same, to a host that proves its name.
    pub(in crate::server) async fn connect_safely(
        &self,
        url: &Url,
    ) -> Result<TlsStream<TcpStream>, Failure> {
        let stream = self.connect(url).await?;
        let host = url.host_str().unwrap_or_default();
        let host = host.trim_matches(['[', ']']).to_owned();
        let name = ServerName::try_from(host).map_err(|_| Failure::NotWeb)?;
        let tls = self.tls.get_or_try_init(certificates).await?;
        let stream = TlsConnector::from(Arc::clone(tls))
            .connect(name, stream)
            .await;
        stream.map_err(Failure::Unreachable)
    }
}

/// Asks for pages.
#[derive(Debug)]
pub(super) struct Fetcher<N> {
    pub(super) line: Line<N>,
    /// How long it may take to get one thing, all in all.
    pub(super) patience: Duration,
}

/// What a page says of itself.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) preview: Preview,
    /// Where its picture is, if it names one.
    pub(super) picture: Option<Url>,
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
enum Thing {
    Page,
    Picture,
}

impl Thing {
    /// The types that it may have, as an `Accept`.
    fn accepted(self) -> &'static str {
        match self {
            Self::Page => "text/html, application/xhtml+xml;q=0.9",
            Self::Picture => PICTURES,
        }
    }

    /// Whether something of this type may be it. Of a picture its first bytes decide, once they are there.
    fn may_be(self, essence: &str) -> bool {
        let essence = essence.to_ascii_lowercase();
        match self {
            Self::Page => matches!(essence.as_str(), "text/html" | "application/xhtml+xml"),
            Self::Picture => essence.starts_with("image/") && essence != "image/svg+xml",
        }
    }
}

/// What was asked for, as it came.
struct Body {
    bytes: Vec<u8>,
    /// The encoding that its server says it has.
    charset: Option<String>,
}

/// What came of one question.
enum Answer {
    Here(Body),
    Elsewhere(Url),
}

impl Fetcher<Internet> {
    pub(super) fn new() -> Self {
        Self {
            line: Line::to(Internet),
            patience: PATIENCE,
        }
    }
}

impl<N: Net> Fetcher<N> {
    /// What the page says of itself that a link leads to.
    pub(super) async fn page(&self, link: &str) -> Result<Found, Failure> {
        let url = Url::parse(link).map_err(|_| Failure::NotWeb)?;
        let (url, page) = self.get(url, Thing::Page).await?;
        let head = Head::read(&page.bytes, page.charset.as_deref());
        let preview = Preview::new(link, &head.title, &head.description, &head.site);
        let names_one = !head.picture.is_empty();
        Ok(Found {
            preview: preview.ok_or(Failure::Silent)?,
            picture: names_one.then(|| url.join(&head.picture).ok()).flatten(),
        })
    }

    /// The bytes of a picture, which may be none.
    pub(super) async fn picture(&self, url: Url) -> Result<Vec<u8>, Failure> {
        let (_, picture) = self.get(url, Thing::Picture).await?;
        Ok(picture.bytes)
    }

    /// Gets a thing from where an address leads to in the end; gives that address, too.
    async fn get(&self, url: Url, thing: Thing) -> Result<(Url, Body), Failure> {
        timeout(self.patience, self.follow(url, thing))
            .await
            .map_err(|_| Failure::Slow)?
    }

    async fn follow(&self, mut url: Url, thing: Thing) -> Result<(Url, Body), Failure> {
        for _ in 0..=REDIRECTS {
            match self.ask(&url, thing).await? {
                Answer::Here(body) => return Ok((url, body)),
                // It is looked at as the first one was.
                Answer::Elsewhere(next) => url = next,
            }
        }
        Err(Failure::Circles)
    }

    async fn ask(&self, url: &Url, thing: Thing) -> Result<Answer, Failure> {
        match url.scheme() {
            "http" => exchange(self.line.connect(url).await?, url, thing).await,
            "https" => exchange(self.line.connect_safely(url).await?, url, thing).await,
            _ => Err(Failure::NotWeb),
        }
    }
}

/// Trusts whom the system trusts.
async fn certificates() -> Result<Arc<ClientConfig>, Failure> {
    let roots = spawn_blocking(|| {
        let found = rustls_native_certs::load_native_certs();
        let mut roots = RootCertStore::empty();
        let (trusted, _) = roots.add_parsable_certificates(found.certs);
        if trusted == 0 {
            tracing::warn!("this system has no certificates: nothing can be asked by https");
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
pub(in crate::server) fn trusting(roots: RootCertStore) -> Result<Arc<ClientConfig>, Failure> {
    let provider = Arc::new(ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Failure::Unreachable(io::Error::other(error)))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

/// Asks over a connection, once.
async fn exchange<S>(stream: S, url: &Url, thing: Thing) -> Result<Answer, Failure>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(HEADERS)
        .handshake(TokioIo::new(stream))
        .await?;
    let _connection = AbortOnDropHandle::new(tokio::spawn(connection));
    let request = Request::get(&url[Position::BeforePath..Position::AfterQuery])
        .header(header::HOST, &url[Position::BeforeHost..Position::AfterPort])
        .header(header::USER_AGENT, AGENT)
        .header(header::ACCEPT, thing.accepted())
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
    let is_plain =
        text(header::CONTENT_ENCODING).is_none_or(|packed| packed.eq_ignore_ascii_case("identity"));
    if !thing.may_be(essence) || !is_plain {
        return Err(Failure::Other);
    }
    let charset = charset_of(kind).map(str::to_owned);
    let bytes = match thing {
        Thing::Page => read_head(response).await?,
        Thing::Picture => read_whole(response).await?,
    };
    Ok(Answer::Here(Body { bytes, charset }))
}

/// Reads a page to the end of its head, or as much of it as is read of any.
async fn read_head(response: Response<Incoming>) -> Result<Vec<u8>, Failure> {
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

/// Reads a picture, unless it is too large: part of one is none.
async fn read_whole(response: Response<Incoming>) -> Result<Vec<u8>, Failure> {
    let mut body = response.into_body();
    // Who announces too much need not send it.
    if body.size_hint().lower() > PICTURE as u64 {
        return Err(Failure::Large);
    }
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else {
            continue;
        };
        if bytes.len() + data.len() > PICTURE {
            return Err(Failure::Large);
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes)
}
