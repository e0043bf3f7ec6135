//! Follows the sequence: the one reader for all streams.

use std::time::Duration;

use sqlx::{Connection as _, SqliteConnection};
use tokio::time::{Instant, MissedTickBehavior, interval_at};

use super::{Live, news};
use crate::store;

/// How often the database is asked even when this process commits nothing: another process may have.
const POLL: Duration = Duration::from_secs(1);
/// Every how many polls a stream is pinged. Each poll has its share of the streams, so that pings don't come in waves.
const PING: u64 = 15;
/// How many changes are read at once.
const BATCH: usize = 500;

/// Runs until [`Live::stop`].
pub(super) async fn run(live: Live, mut db: SqliteConnection) {
    tail(&live, &mut db).await;
    // An error here is the same as not closing.
    let _ = db.close().await;
}

async fn tail(live: &Live, db: &mut SqliteConnection) {
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
        match follow(live, db, polled).await {
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

async fn follow(live: &Live, db: &mut SqliteConnection, polled: bool) -> Result<(), sqlx::Error> {
    // An idle server asks one cheap question a second.
    if polled && store::changes::last(db).await? == live.hub.position() {
        return Ok(());
    }
    while read(live, db).await? == BATCH {}
    Ok(())
}

/// Reads on, in one transaction, and hands out what is new. Tells how many changes there were.
async fn read(live: &Live, db: &mut SqliteConnection) -> Result<usize, sqlx::Error> {
    let found = async {
        let rows = store::changes::begin_after(db, live.hub.position(), BATCH).await?;
        let news = news::read(db, &rows, live.clock.now()).await?;
        Ok::<_, sqlx::Error>((rows, news))
    };
    let found = found.await;
    // Whether or not it went well: the next one begins anew.
    let ended = store::changes::end(db).await;
    let (rows, news) = found?;
    ended?;
    if let Some(last) = rows.last() {
        live.hub.deliver(&news, last.seq);
    }
    Ok(rows.len())
}
