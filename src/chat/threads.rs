//! Threads: what is answered beside a room. Such a thread is a room of its own, in which one is who looked into it.

use super::{Chat, Result, allowed, messages::readable};
use crate::{
    domain::{
        Mention, Message, MessageId, PersonId, Problem, RoomId, RoomKind, RoomRole, Timestamp,
        permission::Action, room::THREAD_LIMIT,
    },
    store::{self, Db},
};

impl Chat {
    /// Comes into the thread of a message, which is begun where there is none. Who only looks is told of nothing in it; who
    /// wrote that message is told of what is answered.
    ///
    /// # Errors
    ///
    /// [`Problem::NotFound`]; [`Problem::ThreadInThread`]; where there is no thread yet, [`Problem::MessageDeleted`] and
    /// [`Problem::RoomArchived`].
    pub async fn open_thread(&self, who: PersonId, root: MessageId) -> Result<RoomId> {
        let now = self.clock.now();
        self.write(move |db| Box::pin(async move { open(db, who, root, now).await }))
            .await
    }
}

/// Finds or begins the thread of a message, and brings somebody into it.
pub(super) async fn open(
    db: &mut Db,
    who: PersonId,
    root: MessageId,
    now: Timestamp,
) -> Result<RoomId> {
    let message = readable(db, who, root).await?;
    let thread = match store::threads::of_root(db, root).await? {
        Some(thread) => thread,
        None => begin(db, who, &message, now).await?,
    };
    allowed(db, thread, who, Action::Join).await?;
    enter(db, thread, who, now).await?;
    Ok(thread)
}

async fn begin(db: &mut Db, who: PersonId, root: &Message, now: Timestamp) -> Result<RoomId> {
    let standing = allowed(db, root.room, who, Action::Write).await?;
    if standing.kind == RoomKind::Thread {
        return Err(Problem::ThreadInThread.into());
    }
    if root.is_deleted() {
        return Err(Problem::MessageDeleted.into());
    }
    let thread = store::threads::insert(db, root.id, now).await?;
    let author = root.sender.id;
    // They may have left since.
    if store::memberships::id(db, root.room, author)
        .await?
        .is_some()
    {
        store::threads::follow(db, thread, author, now).await?;
        store::threads::limit(db, author, thread, THREAD_LIMIT, now).await?;
    }
    Ok(thread)
}

/// Brings somebody into a thread; whoever is in it stays as they are.
pub(super) async fn enter(
    db: &mut Db,
    thread: RoomId,
    who: PersonId,
    now: Timestamp,
) -> Result<()> {
    store::memberships::join(db, thread, who, RoomRole::Member, now).await?;
    store::threads::limit(db, who, thread, THREAD_LIMIT, now).await?;
    Ok(())
}

/// Has those follow a thread who write in it, and whom that calls by name.
pub(super) async fn follow(
    db: &mut Db,
    thread: RoomId,
    who: PersonId,
    mentions: &[Mention],
    now: Timestamp,
) -> Result<()> {
    let called = mentions.iter().filter_map(|mention| mention.person);
    for person in called.chain([who]) {
        if store::threads::follow(db, thread, person, now).await? {
            store::threads::limit(db, person, thread, THREAD_LIMIT, now).await?;
        }
    }
    Ok(())
}
