//! Follows the sequence: the one reader for all streams.

use std::{
    collections::{BTreeSet, HashMap},
    time::Duration,
    vec,
};

use sqlx::{Connection as _, SqliteConnection};
use tokio::{
    sync::broadcast,
    time::{Instant, MissedTickBehavior, interval_at},
};

use super::{
    Live,
    hub::Addressee,
    news::{self, Body, News},
};
use crate::{
    domain::{MessageId, Typing},
    store,
};

/// How often the database is asked even when this process commits nothing: another process may have.
const POLL: Duration = Duration::from_secs(1);
/// Every how many polls a stream is pinged. Each poll has its share of the streams, so that pings don't come in waves.
const PING: u64 = 15;
/// How many changes are read at once.
const BATCH: usize = 500;

/// How many streams are told between two polls that somebody is writing; what goes beyond that is passed over. That is
/// some twenty milliseconds of work, and in a room with more listeners somebody is writing all day.
const TYPING: usize = 2_000;
/// How many streams are told at once of who came and went, before the next look at what is committed.
const PRESENCE: usize = 500;

/// What is told in passing: it comes after whatever is committed, and a little at a time.
struct Asides {
    /// How many streams may still be told before the next poll that somebody is writing.
    typing: usize,
    /// The edition that is told, and the streams that are still to be told of it.
    presence: Option<(u64, vec::IntoIter<Addressee>)>,
}

impl Asides {
    fn new() -> Self {
        Self {
            typing: TYPING,
            presence: None,
        }
    }

    /// A poll's time is over.
    fn turn(&mut self, live: &Live) {
        self.typing = TYPING;
        // A turn that takes its time: those who came and went meanwhile are told of with the next.
        if self.presence.is_none() {
            self.presence = live
                .hub
                .turn()
                .map(|(edition, to)| (edition, to.into_iter()));
        }
        // Also where there is always something committed.
        self.tell_of_presence();
    }

    fn tell_of_typing(&mut self, live: &Live, typing: Typing) {
        self.typing -= live.hub.tell_of_typing(typing, self.typing);
    }

    fn tell_of_presence(&mut self) {
        if let Some((edition, to)) = &mut self.presence {
            for (outlet, change) in to.by_ref().take(PRESENCE) {
                outlet.put_change(change.as_ref(), *edition);
            }
            if to.len() == 0 {
                self.presence = None;
            }
        }
    }
}

/// Which messages were not told before. A message has one row in the sequence, which is of its newest change, so that its
/// number says nothing of that; its id does, once the end of the sequence was seen.
#[derive(Debug)]
struct Fresh {
    /// Up to here all were told.
    told: MessageId,
    /// What else was, since the end was last reached.
    since: BTreeSet<MessageId>,
}

impl Fresh {
    /// The messages among some news that are told for the first time.
    fn take(&mut self, news: &[News]) -> Vec<MessageId> {
        let said = news.iter().filter_map(|news| match &news.body {
            Body::Said(said) => Some(said.id),
            _ => None,
        });
        said.filter(|id| *id > self.told && self.since.insert(*id))
            .collect()
    }

    /// Everything that there is was told.
    fn settle(&mut self) {
        if let Some(last) = self.since.pop_last() {
            self.told = last;
            self.since.clear();
        }
    }
}

/// Runs until [`Live::stop`].
pub(super) async fn run(
    live: Live,
    mut db: SqliteConnection,
    newest: MessageId,
    typists: broadcast::Receiver<Typing>,
) {
    let mut fresh = Fresh {
        told: newest,
        since: BTreeSet::new(),
    };
    tail(&live, &mut db, &mut fresh, typists).await;
    // An error here is the same as not closing.
    let _ = db.close().await;
}

async fn tail(
    live: &Live,
    db: &mut SqliteConnection,
    fresh: &mut Fresh,
    mut typists: broadcast::Receiver<Typing>,
) {
    let mut commits = live.store.commits();
    let mut poll = interval_at(Instant::now() + POLL, POLL);
    poll.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut turn = 0;
    let mut failing = false;
    let mut asides = Asides::new();
    loop {
        let polled = tokio::select! {
            // In this order: what is kept goes before what is not, and polls, which are few, are never kept waiting.
            biased;
            () = live.end.cancelled() => return,
            _ = poll.tick() => true,
            changed = commits.changed() => {
                // The writer is gone: the server is closing.
                if changed.is_err() {
                    return;
                }
                false
            }
            // What was pushed out by newer words is not missed, and the chat outlives the tail.
            Ok(typing) = typists.recv() => {
                asides.tell_of_typing(live, typing);
                continue;
            }
            () = async {}, if asides.presence.is_some() => {
                asides.tell_of_presence();
                continue;
            }
        };
        if polled {
            turn += 1;
            live.hub.ping(turn, PING, live.clock.now());
            asides.turn(live);
        }
        match follow(live, db, fresh, polled).await {
            Ok(()) => failing = false,
            // Said once, not every second; the next poll tries again.
            Err(error) if !failing => {
                failing = true;
                tracing::error!(%error, "the stream can't read the database");
            }
            Err(_) => {}
        }
    }
}

async fn follow(
    live: &Live,
    db: &mut SqliteConnection,
    fresh: &mut Fresh,
    polled: bool,
) -> Result<(), sqlx::Error> {
    // An idle server asks one cheap question a second.
    if polled && store::changes::last(db).await? == live.hub.position() {
        return Ok(());
    }
    while read(live, db, fresh).await? == BATCH {}
    fresh.settle();
    Ok(())
}

/// Reads on, all of one moment, and hands out what is new. Tells how many changes there were.
async fn read(
    live: &Live,
    db: &mut SqliteConnection,
    fresh: &mut Fresh,
) -> Result<usize, sqlx::Error> {
    let position = live.hub.position();
    let found = store::changes::talk_after(db, position, BATCH).await?;
    let (count, last) = (found.len(), found.last().map(|(row, _)| row.seq));
    let (news, count, last) = if let Some(news) = news::of_talk(found) {
        (news, count, last)
    } else {
        let mut snapshot = db.begin().await?;
        let rows = store::changes::after(&mut snapshot, position, BATCH).await?;
        let news = news::read(&mut snapshot, &rows, &HashMap::new(), live.clock.now()).await?;
        snapshot.rollback().await?;
        (news, rows.len(), rows.last().map(|row| row.seq))
    };
    if let Some(last) = last {
        live.recent.keep(&news);
        live.hub.deliver(&news, last);
        // After the pages: they go first.
        for message in fresh.take(&news) {
            live.notices.tell(message);
        }
    }
    Ok(count)
}
