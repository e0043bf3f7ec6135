//! A page that keeps its stream open, whatever happens.

use std::sync::Arc;

use parlour::{
    chat::{self, page::Stretch},
    domain::{PersonId, Problem, State},
    live::{Opening, Refused},
};
use tokio::{sync::RwLock, task::JoinHandle};
use tokio_util::sync::CancellationToken;

use crate::{page::Page, support::soon, town::Town, wire::Wire};

/// The admin's name once all has happened.
pub(crate) const THE_END: &str = "The End";

/// For how many changes a page may be asked to load afresh.
const MANY: i64 = 200;

/// A page with its stream, which a task reads.
pub(crate) struct Follower {
    task: JoinHandle<(Page, bool)>,
    stop: CancellationToken,
}

impl Follower {
    /// Follows until the end of all, until it is stopped, or until the person is banned; then with true.
    pub(crate) fn start(town: &Arc<RwLock<Town>>, person: PersonId, mut page: Page) -> Self {
        let (town, stop) = (Arc::clone(town), CancellationToken::new());
        let stopped = stop.clone();
        let task = tokio::spawn(async move {
            let mut stale = false;
            loop {
                // A page whose session ended is signed in again where that can be.
                let (live, somebody) = {
                    let town = town.read().await;
                    (town.world.live.clone(), town.sign_in(person).await)
                };
                let Some(somebody) = somebody else {
                    return (page, true);
                };
                if stale {
                    match reload(&*town.read().await, &page).await {
                        Some(fresh) => page = fresh,
                        None => continue,
                    }
                    stale = false;
                }
                page.hear_anew();
                let after = Opening::After(page.cursor());
                let mut reader = match Wire::open(&live, somebody.viewer(), after).await {
                    Ok(wire) => wire,
                    Err(Refused::SignedOut) => continue,
                    Err(error) => panic!("no stream: {error}"),
                };
                loop {
                    tokio::select! {
                        () = stopped.cancelled() => return (page, false),
                        bytes = reader.next() => match bytes {
                            Some(bytes) => page.take(&bytes),
                            None => break,
                        },
                    }
                    if page.resets > 0 {
                        stale = true;
                        break;
                    }
                    if is_over(&page.state) {
                        return (page, false);
                    }
                }
            }
        });
        Self { task, stop }
    }

    pub(crate) async fn stop(self) -> Page {
        self.stop.cancel();
        self.end().await.0
    }

    pub(crate) async fn end(self) -> (Page, bool) {
        soon(self.task).await.expect("a page that follows")
    }
}

/// Loads a page afresh, as the stream asks it to where too much was missed; nothing for who may sign in no more.
async fn reload(town: &Town, page: &Page) -> Option<Page> {
    let missed = page.cursor().seq - page.state.cursor.seq;
    let asked = missed >= MANY || town.was_guest(page.state.me);
    assert!(asked, "a reset for {missed} changes");
    let chat = &town.world.chat;
    match chat.page(page.state.me, None, Stretch::Newest).await {
        Ok((_, state, _)) => {
            let mut fresh = Page::new(state);
            fresh.newest = page.newest;
            Some(fresh)
        }
        Err(chat::Error::Refused(Problem::SignedOut)) => None,
        Err(error) => panic!("no page: {error}"),
    }
}

fn is_over(state: &State) -> bool {
    state.people.values().any(|person| person.name == THE_END)
}
