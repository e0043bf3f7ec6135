//! Follows the sequence: the one reader for all streams.

use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval_at};

use super::{Live, news};
use crate::store;

/// How often the database is asked even when this process commits nothing: another process may have.
const POLL: Duration = Duration::from_secs(1);
/// Every how many polls a stream is pinged. Each poll has its share of the streams, so that pings don't come in waves.
const PING: u64 = 15;
/// How many changes are read at once.
const BATCH: i64 = 500;

/// Runs until [`Live::stop`].
pub(super) async fn run(live: Live) {
    let mut commits = live.store.commits();
    let mut poll = interval_at(Instant::now() + POLL, POLL);
    poll.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut turn = 0;
    let mut failing = false;
    loop {
        let polled = tokio::select! {
            () = live.end.cancelled() => return,
            changed = commits.changed() => {
                // The writer is gone: the server is closing.
                if changed.is_err() {
                    return;
                }
                false
            }
            _ = poll.tick() => true,
        };
        if polled {
            turn += 1;
            live.hub.ping(turn, PING, live.clock.now());
        }
        match follow(&live, polled).await {
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

async fn follow(live: &Live, polled: bool) -> Result<(), sqlx::Error> {
    let position = live.hub.position();
    // An idle server asks one cheap question a second.
    if polled && store::changes::last(&mut *live.store.read().await?).await? == position {
        return Ok(());
    }
    loop {
        let mut db = live.store.snapshot().await?;
        let rows = store::changes::after(&mut db, live.hub.position(), BATCH).await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        let news = news::read(&mut db, &rows, live.clock.now()).await?;
        drop(db);
        live.hub.deliver(&news, last.seq);
    }
}
