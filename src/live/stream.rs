//! One client's stream: first what it missed, from the database, then what happens, from the hub.

use std::{
    collections::{HashMap, HashSet},
    convert::Infallible,
    io, mem,
    sync::Arc,
};

use axum::body::Bytes;
use tokio::net::TcpStream;

use super::{
    Live, frame,
    hub::Crowded,
    news::{self, Body, News, Said},
    outlet::Task,
    registration::Registration,
    socket::{gone, write},
};
use crate::{
    domain::{
        Change, Cursor, Message, PersonId, Role, Room, RoomId, RoomKind, Seq, SessionId, Timestamp,
        change::Gone,
    },
    store::{self, Db, changes::Kind, rooms::Told},
};

/// How many changes a client may have missed. Beyond that, loading afresh costs less than catching up.
const MISSED: i64 = 2_000;
/// How many changes are read and sent at once while catching up, so that memory stays bounded.
const BATCH: i64 = 200;
/// How many bytes of messages are read at once; a longer one comes alone. A thousand streams may be catching up.
const BYTES: i64 = 64 * 1_024;

/// Who listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// Somebody signed in.
    Person {
        /// Who.
        person: PersonId,
        /// By which session; the stream ends with it.
        session: SessionId,
        /// When that ends by itself.
        expires_at: Timestamp,
    },
    /// Nobody in particular, who may see everything: open mode.
    Anyone,
}

/// Where a stream begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// After this cursor.
    After(Cursor),
    /// With so many of the newest messages, then live.
    History(i64),
    /// The client named a cursor that is none of ours: it must load afresh.
    Lost,
}

/// A stream that is registered, and then given a socket.
#[derive(Debug)]
pub struct Stream {
    live: Live,
    viewer: Viewer,
    registration: Registration,
    /// The client has everything up to here.
    cursor: Seq,
    /// What the client's own idea of its place is: the last `id:` that it was sent.
    told: Seq,
    /// Whether the viewer knew of their own rooms' people only, when that was last looked at.
    guest: bool,
}

/// Why a stream was not opened.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The person has too many open already.
    #[error(transparent)]
    Crowded(#[from] Crowded),
    /// The session that asks for it has just ended.
    #[error("the session has ended")]
    SignedOut,
    /// The database can't be read.
    #[error("the database can't be read: {0}")]
    Database(#[from] sqlx::Error),
}

/// Why a stream ends.
#[derive(Debug, thiserror::Error)]
enum End {
    /// The session is over, or the program.
    #[error("the server ended it")]
    Told,
    #[error("the client is gone: {0}")]
    Gone(#[from] io::Error),
    #[error("the database can't be read: {0}")]
    Database(#[from] sqlx::Error),
}

impl Live {
    /// Opens a stream, and settles where it begins: from then on the client misses nothing. Gives it with the first
    /// bytes for the client.
    ///
    /// # Errors
    ///
    /// [`Refused`].
    pub async fn open(
        &self,
        viewer: Viewer,
        opening: Opening,
    ) -> Result<(Stream, Vec<u8>), Refused> {
        // Registered before anything is read: what happens from now on waits in the outlet.
        let registration = self.hub.register(viewer)?;
        let mut stream = Stream {
            live: self.clone(),
            viewer,
            registration,
            cursor: 0,
            told: 0,
            guest: false,
        };
        let first = stream.begin(opening).await?;
        Ok((stream, first))
    }
}

impl Stream {
    /// Writes to the socket what the client missed, and then what happens, until something ends it. An end without
    /// warning is no harm: the client comes back with its cursor.
    pub async fn run(mut self, socket: TcpStream, first: Vec<u8>) {
        let socket = Arc::new(socket);
        let outlet = Arc::clone(&self.registration.outlet);
        let end = tokio::select! {
            end = self.serve(&socket, first) => match end {
                Err(end) => end,
            },
            error = gone(&socket) => End::Gone(error),
            () = outlet.closed() => End::Told,
        };
        match end {
            End::Database(_) => tracing::warn!(%end, "a stream ends"),
            End::Told | End::Gone(_) => tracing::trace!(%end, "a stream ends"),
        }
    }

    async fn serve(&mut self, socket: &Arc<TcpStream>, first: Vec<u8>) -> Result<Infallible, End> {
        write(socket, &first).await?;
        drop(first);
        let outlet = Arc::clone(&self.registration.outlet);
        loop {
            // Boxed: a stream is at rest nearly always, and need not keep the space for this.
            while let Some(seq) = Box::pin(self.catch_up(socket)).await? {
                self.live.hub.reached(seq).await;
            }
            outlet.go_direct(socket, self.cursor);
            self.live.hub.greet(self.registration.id, &outlet);
            let rest = loop {
                match outlet.task().await {
                    Task::Write => {
                        socket.writable().await?;
                        outlet.write()?;
                    }
                    Task::CatchUp(rest) => break rest,
                    Task::End => return Err(End::Told),
                }
            };
            if let Some(cursor) = rest.cursor {
                (self.cursor, self.told) = (cursor, cursor);
            }
            write(socket, &rest.bytes).await?;
        }
    }

    fn cursor(&self) -> Cursor {
        Cursor {
            epoch: self.live.store.epoch(),
            seq: self.cursor,
        }
    }

    async fn begin(&mut self, opening: Opening) -> Result<Vec<u8>, Refused> {
        let mut db = self.live.store.replay().await?;
        if !self.still_signed_in(&mut db).await? {
            return Err(Refused::SignedOut);
        }
        let last = store::changes::last(&mut db).await?;
        let epoch = self.live.store.epoch();
        (self.cursor, self.told) = (last, last);
        match opening {
            Opening::After(cursor) if cursor.epoch == epoch && cursor.seq <= last => {
                (self.cursor, self.told) = (cursor.seq, cursor.seq);
                Ok(frame::hello(None))
            }
            Opening::After(_) | Opening::Lost => {
                let mut first = frame::hello(None);
                frame::write_reset(&mut first, self.cursor());
                Ok(first)
            }
            Opening::History(limit) => {
                let messages =
                    store::messages::newest(&mut db, self.viewer.person(), limit).await?;
                if messages.is_empty() {
                    return Ok(frame::hello(Some(self.cursor())));
                }
                let mut first = frame::hello(None);
                let messages: Vec<Bytes> = messages.iter().map(frame::json).collect();
                frame::write_messages(&mut first, self.cursor(), &messages);
                Ok(first)
            }
        }
    }

    /// Whether the session that opened the stream has not ended: the hub watches, too, but only as far as the tail has
    /// read.
    async fn still_signed_in(&mut self, db: &mut Db) -> Result<bool, sqlx::Error> {
        match self.viewer {
            Viewer::Anyone => Ok(true),
            Viewer::Person {
                person, session, ..
            } => {
                let now = self.live.clock.now();
                let account = store::people::by_id(db, person).await?;
                let Some(account) = account.filter(|account| account.active) else {
                    return Ok(false);
                };
                self.guest = account.role == Role::Guest;
                let sessions = store::sessions::ids(db, person, now).await?;
                Ok(sessions.contains(&session))
            }
        }
    }

    /// Writes what the client has not, up to what the database has now. Gives the change that the hub has to be told before
    /// it can go on from here, if there is one.
    async fn catch_up(&mut self, socket: &TcpStream) -> Result<Option<Seq>, End> {
        // Before the snapshot: what the hub is told after it says nothing of what the hub knew then.
        let mut told = self.live.hub.position();
        let mut db = self.snapshot().await?;
        let mut reset = self.is_far_behind(&mut db).await?;
        loop {
            if self.guest
                && let Some(guest) = self.viewer.person()
            {
                reset |= store::changes::narrowed_after(&mut db, guest, self.cursor).await?;
            }
            let mut bytes = Vec::new();
            let mut rows = self.rows(&mut db, BATCH).await?;
            // What they may know of is another than when they were told last: nothing in between is worth telling.
            reset |= rows.iter().any(|row| row.kind == Kind::Scope);
            let known = self.live.recent.find(&rows);
            let fitting = fitting(&mut db, &rows, &known).await?;
            let more = fitting < rows.len() || i64::try_from(fitting) == Ok(BATCH);
            rows.truncate(fitting);
            // At the end of it, what nobody may see is behind us as well.
            let upto = match rows.last() {
                Some(row) if more => row.seq,
                _ => store::changes::last(&mut db).await?,
            };
            // What was said in a room that they have left since is passed over here, and they are told of the leaving
            // when its turn comes. Should they come back before that, nobody could tell that something is missing.
            if more && let Some(person) = self.viewer.person() {
                reset |= store::changes::leaves_after(&mut db, person, upto).await?;
            }
            if mem::take(&mut reset) {
                // The page loads itself afresh, from where the database is now.
                self.cursor = store::changes::last(&mut db).await?;
                self.told = self.cursor;
                frame::write_reset(&mut bytes, self.cursor());
            } else {
                let inside = self.inside(&mut db, &rows).await?;
                let now = self.live.clock.now();
                let news = news::read(&mut db, &rows, &known, now).await?;
                self.encode(&mut bytes, &news, &inside);
                self.cursor = upto;
            }
            let untold = if more {
                None
            } else {
                self.untold(&mut db, told).await?
            };
            // Not kept while a slow client is written to: it would keep the write-ahead log from starting over.
            drop(db);
            if !more && bytes.is_empty() && self.cursor > self.told {
                self.told = self.cursor;
                frame::write_place(&mut bytes, self.cursor());
            }
            write(socket, &bytes).await?;
            if !more {
                return Ok(untold);
            }
            told = self.live.hub.position();
            db = self.snapshot().await?;
        }
    }

    /// The newest change of what the viewer may hear that the hub, which was told everything up to `told`, had not heard of.
    ///
    /// The client knows of it, so the hub must: it would take the viewer for who they were before, and is never told what they
    /// were in between where a newer change takes the place of this one.
    async fn untold(&self, db: &mut Db, told: Seq) -> Result<Option<Seq>, sqlx::Error> {
        match self.viewer.person() {
            Some(person) if self.cursor > told => {
                store::changes::rights_after(db, person, told).await
            }
            _ => Ok(None),
        }
    }

    /// The database as it is now, for somebody who may still read it.
    async fn snapshot(&mut self) -> Result<store::Reading, End> {
        // Signed out in the middle of a replay: nothing more of it.
        if self.registration.outlet.is_closed() {
            return Err(End::Told);
        }
        let mut db = self.live.store.replay().await?;
        // The tail may not have read yet of a session's end, which this snapshot already has.
        if !self.still_signed_in(&mut db).await? {
            return Err(End::Told);
        }
        Ok(db)
    }

    /// Whether more was missed than is told one by one.
    async fn is_far_behind(&self, db: &mut Db) -> Result<bool, sqlx::Error> {
        // There are no more changes than numbers for them, and most of those who come back were away for a moment.
        if store::changes::last(db).await? - self.cursor <= MISSED {
            return Ok(false);
        }
        let missed = self.rows(db, MISSED + 1).await?.len();
        Ok(usize::try_from(MISSED).is_ok_and(|most| missed > most))
    }

    async fn rows(&self, db: &mut Db, limit: i64) -> Result<Vec<store::changes::Row>, sqlx::Error> {
        match self.viewer {
            Viewer::Person { person, .. } => {
                store::changes::after_for(db, person, self.cursor, limit).await
            }
            Viewer::Anyone => store::changes::after_for_anyone(db, self.cursor, limit).await,
        }
    }

    /// The rooms that the viewer is in, where it takes that to tell them of rooms.
    async fn inside(
        &self,
        db: &mut Db,
        rows: &[store::changes::Row],
    ) -> Result<Inside, sqlx::Error> {
        match self.viewer {
            Viewer::Anyone => Ok(Inside::Everywhere),
            Viewer::Person { person, .. } if rows.iter().any(|row| row.kind == Kind::Room) => {
                let rooms = store::memberships::of_person(db, person).await?;
                Ok(Inside::Of(rooms.into_iter().collect()))
            }
            Viewer::Person { .. } => Ok(Inside::Of(HashSet::new())),
        }
    }

    /// Puts news into as few events as their kinds allow: neighbouring messages make one batch.
    fn encode(&mut self, bytes: &mut Vec<u8>, news: &[News], inside: &Inside) {
        let mut messages = Vec::new();
        let mut changes = Vec::new();
        let mut flush = |told: Cursor, messages: &mut Vec<Bytes>, changes: &mut Vec<Change>| {
            if !messages.is_empty() {
                frame::write_messages(bytes, told, messages);
                messages.clear();
            }
            if !changes.is_empty() {
                frame::write_sync(bytes, told, changes);
                changes.clear();
            }
        };
        let epoch = self.live.store.epoch();
        for News { seq, body } in news {
            let told = Cursor {
                epoch,
                seq: self.told,
            };
            match body {
                Body::Said(said) => {
                    flush(told, &mut Vec::new(), &mut changes);
                    messages.push(said.json.clone());
                }
                other => {
                    flush(told, &mut messages, &mut Vec::new());
                    changes.extend(changes_for(self.viewer, inside, *seq, other));
                }
            }
            self.told = *seq;
        }
        let told = Cursor {
            epoch,
            seq: self.told,
        };
        flush(told, &mut messages, &mut changes);
    }
}

/// How many of these changes may be read at once: one, or as many as hold so many bytes.
async fn fitting(
    db: &mut Db,
    rows: &[store::changes::Row],
    known: &HashMap<Seq, Said>,
) -> Result<usize, sqlx::Error> {
    let unknown = news::unknown(rows, known);
    let lengths = if unknown.iter().any(|row| row.kind == Kind::Message) {
        store::messages::lengths(db, &news::ids(&unknown, Kind::Message)).await?
    } else {
        HashMap::new()
    };
    let mut left = BYTES;
    let fitting = rows.iter().take_while(|row| {
        let length = match known.get(&row.seq) {
            Some(said) => i64::try_from(said.json.len()).unwrap_or(BYTES),
            None if row.kind == Kind::Message => lengths.get(&row.id).copied().unwrap_or(0),
            None => 0,
        };
        left -= length;
        left >= 0
    });
    Ok(fitting.count().max(rows.len().min(1)))
}

/// The rooms that a viewer is in.
enum Inside {
    Everywhere,
    Of(HashSet<RoomId>),
}

impl Inside {
    fn contains(&self, room: RoomId) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Of(rooms) => rooms.contains(&room),
        }
    }
}

impl Viewer {
    fn person(self) -> Option<PersonId> {
        match self {
            Self::Person { person, .. } => Some(person),
            Self::Anyone => None,
        }
    }

    /// By which session.
    pub(super) fn session(self) -> Option<SessionId> {
        match self {
            Self::Person { session, .. } => Some(session),
            Self::Anyone => None,
        }
    }
}

/// What one viewer is told of a change while catching up; live, the hub says the same.
fn changes_for(viewer: Viewer, inside: &Inside, seq: Seq, body: &Body) -> Vec<Change> {
    match body {
        // Those are encoded already: see `encode`.
        Body::Said(_) => Vec::new(),
        Body::Deleted(message) => vec![Change::Message(Message::clone(message))],
        Body::Room(Told { room, .. }) if inside.contains(room.id) => {
            vec![Change::Room(room.clone())]
        }
        Body::Room(Told { room, .. }) if room.kind == RoomKind::Open => {
            vec![Change::Room(Room {
                last_number: 0,
                ..room.clone()
            })]
        }
        Body::Room(Told { room, .. })
        | Body::End {
            told: Told { room, .. },
            ..
        } => vec![Change::Gone(Gone { room: room.id, seq })],
        Body::Membership {
            membership,
            card,
            entrance,
        } => match entrance {
            Some(entrance) if viewer.person() == Some(membership.person) => {
                entrance.changes(membership)
            }
            _ => news::told_of(card, membership).into(),
        },
        Body::Person { card, .. } => vec![Change::Person(card.clone())],
        Body::Read { mark, .. } => vec![Change::Read(mark.clone())],
        Body::Desk { desk, .. } => vec![Change::Desk(desk.clone())],
        Body::Sessions { .. } | Body::Scope { .. } => Vec::new(),
    }
}
