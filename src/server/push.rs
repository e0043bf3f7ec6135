//! Web Push: tells browsers in which no page is open of what concerns their owners.
//!
//! The tail names each new message once. A moment later, so that a page which is only being loaded again, or is read in, has
//! its say, the database names the browsers whom it concerns and who have not read it; those with a stream show it themselves.
//! Each browser has a lane of its own: what is to be told there is told in order, and a push service that is slow or refuses
//! keeps up its lane and nobody else's.
//!
//! Nobody waits for it, and all of it is bounded: what waits, what is under way, how long and how often something is tried.
//! Whether it is still to be told is asked right before each try. What a crash takes with it is a notification.
//!
//! An endpoint is what a stranger typed, so it is reached as links are: see [`net`](super::unfurl::net).

mod request;
mod seal;
#[cfg(test)]
mod tests;

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{Semaphore, broadcast},
    task::{JoinHandle, JoinSet},
    time::{sleep, sleep_until, timeout},
};
use tokio_util::sync::CancellationToken;

use super::unfurl::{
    Line,
    net::{Internet, Net},
};
use crate::{
    app::{notification::Notification, words},
    chat::{self, Chat, Errand},
    domain::{MessageId, PersonId, RoomId, SessionId},
    live::Live,
    store::subscriptions::Wanted,
};
use request::Answer;

/// How long a message waits for its reader before it is pushed: a page that is loaded again is back by then, and whoever
/// looks at the room has read it.
const GRACE: Duration = Duration::from_secs(3);
/// How many pushes are under way at once.
const AT_ONCE: usize = 16;
/// How much waits for one browser. What comes when that is full pushes out the oldest: of a room, the newest is shown anyway.
const WAITING: usize = 8;
/// How often one thing is tried.
const TRIES: usize = 4;
/// How long one try may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// After what pause the first failure of a push service is tried again; after twice as long each time.
const PAUSE: Duration = Duration::from_secs(15);
/// The longest pause, also where it asks for more.
const LONGEST: Duration = Duration::from_mins(15);

/// Pushes what a chat has to tell, from now on, until it is stopped. `own` is where this server is.
pub(super) fn start(
    chat: &Chat,
    live: &Live,
    own: &str,
    stop: CancellationToken,
) -> JoinHandle<()> {
    let pusher = Pusher {
        chat: chat.clone(),
        live: live.clone(),
        line: Line::to(Internet),
        contact: contact(own),
        grace: GRACE,
        pause: PAUSE,
        free: Semaphore::new(AT_ONCE),
        lanes: Mutex::default(),
    };
    let errands = chat.errands();
    tokio::spawn(async move {
        stop.run_until_cancelled(Arc::new(pusher).run(errands))
            .await;
    })
}

/// Whom push services may turn to: they want an address, and take a mailbox or one of the web.
fn contact(own: &str) -> String {
    if own.starts_with("https://") {
        own.to_owned()
    } else {
        "mailto:keeper@parlour.invalid".to_owned()
    }
}

/// What is told in one lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Task {
    Said(MessageId, PersonId),
    Trial,
}

/// A notification on its way, and where to.
struct Parcel {
    content: Vec<u8>,
    /// Of several of one topic that a browser was not there for, it gets the last.
    topic: String,
    to: Wanted,
}

struct Pusher<N> {
    chat: Chat,
    live: Live,
    line: Line<N>,
    contact: String,
    grace: Duration,
    pause: Duration,
    free: Semaphore,
    /// What waits for each browser that something is being told.
    lanes: Mutex<HashMap<SessionId, VecDeque<Task>>>,
}

impl<N: Net> Pusher<N> {
    async fn run(self: Arc<Self>, mut errands: broadcast::Receiver<Errand>) {
        let mut under_way = JoinSet::new();
        loop {
            let errand = match errands.recv().await {
                Ok(errand) => errand,
                Err(broadcast::error::RecvError::Lagged(lost)) => {
                    tracing::warn!(
                        lost,
                        "too many messages at once; nobody is notified of these"
                    );
                    continue;
                }
                Err(broadcast::error::RecvError::Closed) => return,
            };
            while under_way.try_join_next().is_some() {}
            for (session, task) in self.tasks(errand).await {
                if self.enter(session, task) {
                    under_way.spawn(Arc::clone(&self).walk(session));
                }
            }
        }
    }

    /// What is to be told, and in which browsers.
    async fn tasks(&self, errand: Errand) -> Vec<(SessionId, Task)> {
        let (message, at) = match errand {
            Errand::Said { message, at } => (message, at),
            Errand::Trial(session) => return vec![(session, Task::Trial)],
        };
        // All wait equally long, so the order stays.
        sleep_until(at + self.grace).await;
        let called = self.chat.called_by(message).await;
        let called = called.unwrap_or_else(|error| {
            tracing::warn!(%error, %message, "nobody is notified of a message");
            Vec::new()
        });
        called
            .into_iter()
            .filter(|(session, person)| !self.live.hears(*person, *session))
            .map(|(session, person)| (session, Task::Said(message, person)))
            .collect()
    }

    fn lanes<T>(&self, change: impl FnOnce(&mut HashMap<SessionId, VecDeque<Task>>) -> T) -> T {
        change(&mut self.lanes.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Lets something wait in a browser's lane. Tells whether that lane is new.
    fn enter(&self, session: SessionId, task: Task) -> bool {
        self.lanes(|lanes| {
            let is_new = !lanes.contains_key(&session);
            let lane = lanes.entry(session).or_default();
            if lane.len() == WAITING {
                lane.pop_front();
            }
            lane.push_back(task);
            is_new
        })
    }

    /// What is told next; the lane ends where that is nothing.
    fn next(&self, session: SessionId) -> Option<Task> {
        self.lanes(|lanes| {
            let task = lanes.get_mut(&session)?.pop_front();
            if task.is_none() {
                lanes.remove(&session);
            }
            task
        })
    }

    /// Tells a browser what waits for it, one after the other.
    async fn walk(self: Arc<Self>, session: SessionId) {
        let mut failures = 0;
        while let Some(task) = self.next(session) {
            if let Err(error) = self.tell(session, task, &mut failures).await {
                tracing::warn!(%error, %session, "a browser is not notified");
            }
        }
    }

    /// Tells a browser one thing, as often as it takes.
    async fn tell(&self, session: SessionId, task: Task, failures: &mut u32) -> chat::Result<()> {
        for _ in 0..TRIES {
            let answer = {
                // It is never closed.
                let _turn = self.free.acquire().await;
                // Only now: what it says must be true when it goes out.
                let Some(parcel) = self.parcel(session, task).await? else {
                    return Ok(());
                };
                let endpoint = parcel.to.subscription.endpoint.clone();
                match timeout(PATIENCE, self.post(parcel)).await {
                    Ok(answer) => answer?,
                    Err(_) => Answer::Later(None),
                }
                .of(endpoint)
            };
            match answer {
                (Answer::Taken, _) => {
                    *failures = 0;
                    return self.chat.note_push(session).await;
                }
                (Answer::Gone, endpoint) => {
                    return self.chat.forget_subscription(session, endpoint).await;
                }
                // Our own fault, or a subscription that is none: trying again makes it no better.
                (Answer::Refused(why), _) => {
                    tracing::warn!(%why, %session, "a push service refuses a notification");
                    return Ok(());
                }
                (Answer::Later(wanted), _) => {
                    let pause = self.pause * 2_u32.pow((*failures).min(6));
                    *failures += 1;
                    sleep(wanted.unwrap_or_default().max(pause).min(LONGEST)).await;
                }
            }
        }
        tracing::debug!(%session, "a push service does not take a notification");
        Ok(())
    }

    /// What is to go to a browser now, if it still is to.
    async fn parcel(&self, session: SessionId, task: Task) -> chat::Result<Option<Parcel>> {
        let (notification, to) = match task {
            Task::Said(_, person) if self.live.hears(person, session) => return Ok(None),
            Task::Said(message, _) => {
                let Some(call) = self.chat.call(message, session).await? else {
                    return Ok(None);
                };
                let words = words::of(call.to.language);
                let notification = Notification::of(&call.message, &call.room, call.to.bare, words);
                (notification, call.to)
            }
            Task::Trial => {
                let Some(to) = self.chat.subscription(session).await? else {
                    return Ok(None);
                };
                (self.trial(&to), to)
            }
        };
        let content = serde_json::to_vec(&notification).map_err(std::io::Error::other)?;
        let topic = format!("room-{}", notification.room);
        Ok(Some(Parcel { content, topic, to }))
    }

    /// What is told who asked whether notifications arrive.
    fn trial(&self, to: &Wanted) -> Notification {
        let words = words::of(to.language).settings();
        Notification {
            // No room's.
            room: RoomId(0),
            number: self.chat.clock().now().0,
            title: words.notify.to_owned(),
            body: words.notify_on.to_owned(),
            url: "/settings".to_owned(),
        }
    }
}
