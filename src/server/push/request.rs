//! One request to a push service: RFC 8030.

use std::time::Duration;

use axum::{
    body::Bytes,
    http::{Request, Response, header},
};
use http_body_util::Full;
use hyper::{body::Incoming, client::conn::http1};
use hyper_util::rt::TokioIo;
use tokio_util::task::AbortOnDropHandle;
use url::{Position, Url};

use super::{Parcel, Pusher, seal};
use crate::{
    chat,
    domain::Timestamp,
    server::unfurl::{Failure, net::Net},
};

/// For how long a push service keeps what a browser is not there for, in seconds. What is a day old is found in Parlour.
const KEPT: u32 = 24 * 60 * 60;
/// How much may stand before an answer, in bytes. What stands in it is not read.
const HEADERS: usize = 32 << 10;

/// What a push service said.
#[derive(Debug)]
pub(super) enum Answer {
    /// That it takes it.
    Taken,
    /// That there is no such subscription any more.
    Gone,
    /// That it won't have it, or it can't be sent; and why.
    Refused(String),
    /// That it can't now, or nothing; and how long it wants to be left alone.
    Later(Option<Duration>),
}

impl Answer {
    /// What it said of this endpoint.
    pub(super) fn of(self, endpoint: String) -> (Self, String) {
        (self, endpoint)
    }
}

impl<N: Net> Pusher<N> {
    /// Hands a parcel to its push service.
    pub(super) async fn post(&self, parcel: Parcel) -> chat::Result<Answer> {
        let refused = |why: &str| Ok(Answer::Refused(why.to_owned()));
        let Ok(url) = Url::parse(&parcel.to.subscription.endpoint) else {
            return refused("its endpoint is no address");
        };
        if url.scheme() != "https" {
            return refused("its endpoint is not safe");
        }
        if parcel.content.len() > seal::LARGEST {
            return refused("it is too large");
        }
        let Ok(body) = seal::seal(&parcel.content, &parcel.to.subscription) else {
            return refused("the browser's key is none");
        };
        let (key, now) = (self.chat.push_key().await?, self.chat.clock().now());
        let audience = url.origin().ascii_serialization();
        let authorization = key.authorization(&audience, &self.contact, now.0 / 1_000)?;
        let request = Request::post(&url[Position::BeforePath..Position::AfterQuery])
            .header(header::HOST, &url[Position::BeforeHost..Position::AfterPort])
            .header(header::AUTHORIZATION, authorization)
            .header(header::CONTENT_ENCODING, "aes128gcm")
            .header(header::CONTENT_TYPE, "application/octet-stream")
            .header("ttl", KEPT)
            // Only what concerns somebody comes here, and a device that sleeps would get less an hour later.
            .header("urgency", "high")
            .header("topic", parcel.topic)
            .header(header::CONNECTION, "close")
            .body(Full::new(Bytes::from(body)));
        let Ok(request) = request else {
            return refused("its endpoint is no address");
        };
        Ok(match self.exchange(&url, request).await {
            Ok(response) => answer(&response, now),
            // Nothing of it left this server, and never will.
            Err(failure @ (Failure::Closed | Failure::NotWeb)) => {
                Answer::Refused(failure.to_string())
            }
            Err(failure) => {
                tracing::debug!(%failure, "a push service can't be reached");
                Answer::Later(None)
            }
        })
    }

    async fn exchange(
        &self,
        url: &Url,
        request: Request<Full<Bytes>>,
    ) -> Result<Response<Incoming>, Failure> {
        let stream = self.line.connect_safely(url).await?;
        let (mut sender, connection) = http1::Builder::new()
            .max_buf_size(HEADERS)
            .handshake(TokioIo::new(stream))
            .await?;
        let _connection = AbortOnDropHandle::new(tokio::spawn(connection));
        Ok(sender.send_request(request).await?)
    }
}

fn answer(response: &Response<Incoming>, now: Timestamp) -> Answer {
    match response.status().as_u16() {
        200..300 => Answer::Taken,
        404 | 410 => Answer::Gone,
        408 | 429 | 500..600 => {
            let wanted = response.headers().get(header::RETRY_AFTER);
            Answer::Later(wanted.and_then(|wanted| pause(wanted.to_str().ok()?, now)))
        }
        status => Answer::Refused(format!("the answer is {status}")),
    }
}

/// How long a `Retry-After` means: seconds, or a date.
fn pause(wanted: &str, now: Timestamp) -> Option<Duration> {
    if let Ok(seconds) = wanted.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = httpdate::parse_http_date(wanted).ok()?;
    let since = until.duration_since(std::time::UNIX_EPOCH).ok()?;
    let now = Duration::from_millis(u64::try_from(now.0).ok()?);
    since.checked_sub(now)
}
