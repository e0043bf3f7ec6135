//! Previews of links: finds out what the links of a message lead to, once it was told, and puts a card below it for each,
//! with the picture that the page names.
//!
//! Nobody waits for it. What waits is bounded, so is what is under way, and each question has its time and its size. What
//! a crash or a full queue takes with it is a card.
//!
//! Whoever writes a message decides where this server asks, and what is answered is shown to them. So nothing is ever asked
//! that is not plainly a web server of the public internet: see [`net`] and [`address`].

mod address;
mod fetch;
mod head;
pub(super) mod net;
#[cfg(test)]
pub(super) mod tests;

use std::{io, sync::Arc};

use tokio::{
    sync::{Semaphore, broadcast},
    task::{JoinHandle, JoinSet},
};
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::{
    chat::{self, Chat},
    domain::MessageId,
};
use fetch::{Fetcher, Found};
use net::Net;

/// How many messages are looked at at once.
const AT_ONCE: usize = 4;

pub(super) use fetch::Line;
#[cfg(test)]
pub(super) use fetch::trusting;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error("it is no plain address of the web")]
    NotWeb,
    #[error("its host is not on the public internet")]
    Closed,
    #[error("its host can't be found: {0}")]
    Unknown(io::Error),
    #[error("its host can't be reached: {0}")]
    Unreachable(io::Error),
    #[error("the answer makes no sense: {0}")]
    Garbled(#[from] hyper::Error),
    #[error("the answer is {0}")]
    Status(u16),
    #[error("it leads on and on")]
    Circles,
    #[error("it is of another type")]
    Other,
    #[error("it is too large")]
    Large,
    #[error("the page has no title")]
    Silent,
    #[error("it takes too long")]
    Slow,
}

/// Looks up the links of a chat at this address, of whatever is said from now on, until it is stopped.
pub(super) fn start(chat: &Chat, own: &str, stop: CancellationToken) -> JoinHandle<()> {
    tokio::spawn(Unfurler::new(chat, own, Fetcher::new()).run(stop))
}

/// What finds out where links lead. It hears of messages from the moment on in which it is made.
#[derive(Debug)]
struct Unfurler<N> {
    chat: Chat,
    messages: broadcast::Receiver<MessageId>,
    fetcher: Arc<Fetcher<N>>,
    /// Where this server is. Its own pages tell nothing to who is not signed in.
    own: Option<Url>,
}

impl<N: Net> Unfurler<N> {
    fn new(chat: &Chat, own: &str, fetcher: Fetcher<N>) -> Self {
        Self {
            chat: chat.clone(),
            messages: chat.links(),
            fetcher: Arc::new(fetcher),
            own: Url::parse(own).ok(),
        }
    }

    async fn run(self, stop: CancellationToken) {
        stop.run_until_cancelled(self.work()).await;
    }

    async fn work(mut self) {
        let free = Arc::new(Semaphore::new(AT_ONCE));
        let mut under_way = JoinSet::new();
        loop {
            // It is never closed.
            let Ok(turn) = Arc::clone(&free).acquire_owned().await else {
                return;
            };
            let id = match self.messages.recv().await {
                Ok(id) => id,
                Err(broadcast::error::RecvError::Lagged(lost)) => {
                    tracing::warn!(lost, "too many messages with links; these have no previews");
                    continue;
                }
                Err(broadcast::error::RecvError::Closed) => return,
            };
            while under_way.try_join_next().is_some() {}
            let (chat, fetcher, own) = (
                self.chat.clone(),
                Arc::clone(&self.fetcher),
                self.own.clone(),
            );
            under_way.spawn(async move {
                if let Err(error) = unfurl(&chat, &fetcher, own.as_ref(), id).await {
                    tracing::warn!(%error, message = %id, "the links of a message have no previews");
                }
                drop(turn);
            });
        }
    }
}

/// Puts the cards below a message, one after the other.
async fn unfurl<N: Net>(
    chat: &Chat,
    fetcher: &Fetcher<N>,
    own: Option<&Url>,
    id: MessageId,
) -> chat::Result<()> {
    let is_own = |url: &Url| own.is_some_and(|own| own.origin() == url.origin());
    for link in chat.unknown_links(id).await? {
        if Url::parse(&link).is_ok_and(|url| is_own(&url)) {
            continue;
        }
        match fetcher.page(&link).await {
            Ok(Found { preview, picture }) => {
                // It comes with its card, so that this one is as large from the first as it stays.
                let picture = match picture.filter(|url| !is_own(url)) {
                    Some(url) => picture_at(fetcher, url, id).await,
                    None => None,
                };
                chat.put_preview(id, preview, picture).await?;
            }
            // The link itself is what somebody wrote, and nothing for a log.
            Err(failure) => tracing::debug!(message = %id, %failure, "a link has no preview"),
        }
    }
    Ok(())
}

/// The bytes of the picture that a page names; `None` where it can't be had.
async fn picture_at<N: Net>(fetcher: &Fetcher<N>, url: Url, id: MessageId) -> Option<Vec<u8>> {
    let picture = fetcher.picture(url).await;
    picture
        .inspect_err(|failure| tracing::debug!(message = %id, %failure, "a card has no picture"))
        .ok()
}
