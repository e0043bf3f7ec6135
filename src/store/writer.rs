//! The one writer: commands that wait together are committed together, with one sync of the disk.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};

use futures_util::{FutureExt, future::BoxFuture};
use sqlx::{Connection, SqliteConnection};
use tokio::{
    sync::{mpsc, oneshot, watch},
    task::JoinHandle,
};
use tokio_util::sync::CancellationToken;

/// How many commands one transaction takes. More would make the first of them wait for the last.
const GROUP: usize = 256;

/// How many commands may wait; whoever comes then waits to be let in.
const QUEUE: usize = 4_096;

/// How often the write-ahead log is written back into the database while commits come in.
const CHECKPOINT: Duration = Duration::from_millis(500);

/// From how many pages of write-ahead log on a checkpoint waits for readers, so that the log starts over.
const LONG_LOG: i64 = 16_384;

/// A command was not carried out, or not kept.
#[derive(Clone, Debug, thiserror::Error)]
pub enum WriteError {
    /// The database failed: disk full, file gone, locked by another process for too long.
    #[error("the database failed: {0}")]
    Database(Arc<sqlx::Error>),
    /// It was not begun: the database failed before it, or the server is shutting down.
    #[error("the command was not begun")]
    NotBegun,
    /// The command itself broke off.
    #[error("the command panicked")]
    Panicked,
}

/// What a command came to, before it is known whether it can be kept.
struct Verdict {
    keep: bool,
    answer: Box<dyn FnOnce(Result<(), WriteError>) + Send>,
}

type Command = Box<dyn for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Verdict> + Send>;

enum Job {
    Run(Command),
    Stop,
}

#[derive(Debug)]
pub(super) struct Writer {
    queue: mpsc::Sender<Job>,
    commits: watch::Receiver<u64>,
    task: tokio::sync::Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub(super) fn start(db: SqliteConnection, checkpointer: SqliteConnection) -> Self {
        let (queue, jobs) = mpsc::channel(QUEUE);
        let (committed, commits) = watch::channel(0);
        let task = tokio::spawn(run(db, checkpointer, jobs, committed));
        Self {
            queue,
            commits,
            task: tokio::sync::Mutex::new(Some(task)),
        }
    }

    pub(super) fn commits(&self) -> watch::Receiver<u64> {
        self.commits.clone()
    }

    pub(super) async fn run<T, E, F>(&self, command: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<WriteError> + Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> BoxFuture<'c, Result<T, E>> + Send + 'static,
    {
        let (send, receive) = oneshot::channel::<Result<T, E>>();
        let job: Command = Box::new(move |db| {
            Box::pin(async move {
                // A panic must not take the writer with it: everybody's sends go through here.
                let result = AssertUnwindSafe(command(db)).catch_unwind().await;
                let result = result.unwrap_or_else(|_| Err(WriteError::Panicked.into()));
                Verdict {
                    keep: result.is_ok(),
                    // Nobody may be waiting any more; what was done stays done.
                    answer: Box::new(move |kept| {
                        drop(send.send(kept.map_err(E::from).and(result)));
                    }),
                }
            })
        });
        self.queue
            .send(Job::Run(job))
            .await
            .map_err(|_| WriteError::NotBegun)?;
        receive
            .await
            .unwrap_or_else(|_| Err(WriteError::NotBegun.into()))
    }

    pub(super) async fn stop(&self) {
        // The error is that it has stopped already.
        let _ = self.queue.send(Job::Stop).await;
        if let Some(task) = self.task.lock().await.take()
            && let Err(error) = task.await
        {
            tracing::error!(%error, "the writer ended badly");
        }
    }
}

async fn run(
    mut db: SqliteConnection,
    checkpointer: SqliteConnection,
    mut jobs: mpsc::Receiver<Job>,
    committed: watch::Sender<u64>,
) {
    let stop = CancellationToken::new();
    let beside = checkpoint(checkpointer, committed.subscribe(), stop.clone());
    let beside = tokio::spawn(beside);
    let mut group = Vec::new();
    let mut stopping = false;
    while !stopping && jobs.recv_many(&mut group, GROUP).await > 0 {
        let mut commands = Vec::with_capacity(group.len());
        for job in group.drain(..) {
            match job {
                Job::Run(command) => commands.push(command),
                Job::Stop => {
                    // What was let in before is still carried out; nothing is let in any more.
                    jobs.close();
                    while let Ok(Job::Run(command)) = jobs.try_recv() {
                        commands.push(command);
                    }
                    stopping = true;
                }
            }
        }
        if !commands.is_empty() {
            let answers = transact(&mut db, commands).await;
            committed.send_modify(|count| *count += 1);
            for answer in answers {
                answer();
            }
        }
    }
    drop(committed);
    stop.cancel();
    // It has nothing to tell. While it has the file open, the log beside that can't go.
    let _ = beside.await;
    if let Err(error) = settle(db).await {
        tracing::error!(%error, "the database could not be closed clean; it will be mended when it is next opened");
    }
}

/// Runs the commands in one transaction, and gives the answers to hand out now that it ended, well or badly.
async fn transact(
    db: &mut SqliteConnection,
    commands: Vec<Command>,
) -> Vec<Box<dyn FnOnce() + Send>> {
    let mut verdicts = Vec::with_capacity(commands.len());
    let outcome = attempt(db, commands, &mut verdicts).await.map_err(|error| {
        tracing::error!(%error, "a transaction failed");
        WriteError::Database(Arc::new(error))
    });
    if outcome.is_err() {
        // SQLite may have rolled back by itself, and then this fails.
        let _ = sqlx::query("rollback").execute(&mut *db).await;
    }
    verdicts
        .into_iter()
        .map(|verdict| {
            // A refusal stands whether or not the others were kept.
            let kept = if verdict.keep {
                outcome.clone()
            } else {
                Ok(())
            };
            Box::new(move || (verdict.answer)(kept)) as Box<dyn FnOnce() + Send>
        })
        .collect()
}

/// Each statement is a message to the connection's thread and back, which costs more than most statements: so those
/// between two commands go together.
async fn attempt(
    db: &mut SqliteConnection,
    commands: Vec<Command>,
    verdicts: &mut Vec<Verdict>,
) -> Result<(), sqlx::Error> {
    // Immediate: a transaction that begins with reading and then writes would fail at once where another process
    // is writing, instead of waiting for it.
    let mut next = "begin immediate; savepoint command";
    for command in commands {
        // Fails where SQLite has given up the whole transaction, as it does when the disk is full. Then nothing of
        // the group may be acknowledged.
        sqlx::query(next).execute(&mut *db).await?;
        let verdict = command(&mut *db).await;
        next = if verdict.keep {
            "release command; savepoint command"
        } else {
            // The savepoint stays, for the next one.
            "rollback to command"
        };
        verdicts.push(verdict);
    }
    if verdicts.last().is_some_and(|verdict| !verdict.keep) {
        sqlx::query(next).execute(&mut *db).await?;
    }
    sqlx::query("commit").execute(&mut *db).await?;
    Ok(())
}

/// Leaves one tidy file behind.
async fn settle(mut db: SqliteConnection) -> Result<(), sqlx::Error> {
    sqlx::query("pragma wal_checkpoint(truncate)")
        .execute(&mut db)
        .await?;
    db.close().await
}

/// Writes the log back beside the writer, which so never waits for it, until it is to stop.
async fn checkpoint(
    mut db: SqliteConnection,
    mut commits: watch::Receiver<u64>,
    stop: CancellationToken,
) {
    while commits.changed().await.is_ok() {
        let pause = stop.run_until_cancelled(tokio::time::sleep(CHECKPOINT));
        if pause.await.is_none() {
            break;
        }
        commits.mark_unchanged();
        let passive: Result<(i64, i64, i64), _> = sqlx::query_as("pragma wal_checkpoint(passive)")
            .fetch_one(&mut db)
            .await;
        let done = match passive {
            Ok((_, log, _)) if log > LONG_LOG => sqlx::query("pragma wal_checkpoint(restart)")
                .execute(&mut db)
                .await
                .map(drop),
            other => other.map(drop),
        };
        if let Err(error) = done {
            tracing::warn!(%error, "a checkpoint failed; the next one will try again");
        }
    }
    // An error here is the same as not closing.
    let _ = db.close().await;
}
