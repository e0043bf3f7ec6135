//! One client's stream: first what it missed, from the database, then what happens, from the hub.

use std::collections::HashSet;

use axum::body::Bytes;

use super::{
    Live, frame,
    hub::{Crowded, Registration},
    mailbox::Mail,
    news::{self, Body, News},
};
use crate::{
    domain::{
        Change, Cursor, PersonId, Room, RoomId, RoomKind, Seq, SessionId, Timestamp, change::Gone,
    },
    store::{self, Db, changes::Kind},
};

/// How many changes a client may have missed. Beyond that, loading afresh costs less than catching up.
const MISSED: i64 = 2_000;
/// How many changes are read and sent at once while catching up, so that memory stays bounded.
const BATCH: i64 = 200;

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

/// A stream that is read piece by piece.
#[derive(Debug)]
pub struct Reader {
    live: Live,
    viewer: Viewer,
    registration: Registration,
    /// The client has everything up to here.
    cursor: Seq,
    /// What the client's own idea of its place is: the last `id:` that it was sent.
    told: Seq,
    stage: Stage,
}

#[derive(Clone, Copy, Debug)]
enum Stage {
    Opening(Opening),
    /// Reading from the database, since it was asked how much there is.
    CatchingUp {
        counted: bool,
    },
    Live,
    Ended,
}

impl Live {
    /// Opens a stream.
    ///
    /// # Errors
    ///
    /// [`Crowded`] where the person has too many open already.
    pub fn open(&self, viewer: Viewer, opening: Opening) -> Result<Reader, Crowded> {
        // Registered before anything is read: what happens from now on waits in the mailbox.
        let registration = self.hub.register(viewer)?;
        Ok(Reader {
            live: self.clone(),
            viewer,
            registration,
            cursor: 0,
            told: 0,
            stage: Stage::Opening(opening),
        })
    }
}

impl Reader {
    /// The next bytes for the client; `None` at the end. An end without warning is no harm: the client comes back
    /// with its cursor.
    pub async fn next(&mut self) -> Option<Bytes> {
        loop {
            let bytes = match self.stage {
                Stage::Opening(opening) => self.begin(opening).await,
                Stage::CatchingUp { counted } => self.catch_up(counted).await,
                Stage::Live => Ok(self.follow().await),
                Stage::Ended => return None,
            };
            match bytes {
                Ok(Some(bytes)) => return Some(bytes),
                Ok(None) => {}
                Err(error) => {
                    tracing::warn!(%error, "a stream ends: the database can't be read");
                    return None;
                }
            }
        }
    }

    fn cursor(&self) -> Cursor {
        Cursor {
            epoch: self.live.store.epoch(),
            seq: self.cursor,
        }
    }

    async fn begin(&mut self, opening: Opening) -> Result<Option<Bytes>, sqlx::Error> {
        let mut db = self.live.store.snapshot().await?;
        if !self.still_signed_in(&mut db).await? {
            self.stage = Stage::Ended;
            return Ok(None);
        }
        let last = store::changes::last(&mut db).await?;
        let epoch = self.live.store.epoch();
        self.stage = Stage::CatchingUp { counted: false };
        let first = match opening {
            Opening::After(cursor) if cursor.epoch == epoch && cursor.seq <= last => {
                (self.cursor, self.told) = (cursor.seq, cursor.seq);
                frame::hello(None)
            }
            Opening::After(_) | Opening::Lost => {
                (self.cursor, self.told) = (last, last);
                join(&[frame::hello(None), frame::reset(self.cursor())])
            }
            Opening::History(limit) => {
                (self.cursor, self.told) = (last, last);
                let messages =
                    store::messages::newest(&mut db, self.viewer.person(), limit).await?;
                if messages.is_empty() {
                    frame::hello(Some(self.cursor()))
                } else {
                    join(&[
                        frame::hello(None),
                        frame::messages(self.cursor(), &messages),
                    ])
                }
            }
        };
        Ok(Some(first))
    }

    /// Whether the session that opened the stream has not ended: the hub watches, too, but only as far as the tail has
    /// read.
    async fn still_signed_in(&self, db: &mut Db) -> Result<bool, sqlx::Error> {
        match self.viewer {
            Viewer::Anyone => Ok(true),
            Viewer::Person {
                person, session, ..
            } => {
                let now = self.live.clock.now();
                let active = store::people::by_id(db, person)
                    .await?
                    .is_some_and(|account| account.active);
                Ok(active
                    && store::sessions::ids(db, person, now)
                        .await?
                        .contains(&session))
            }
        }
    }

    async fn catch_up(&mut self, counted: bool) -> Result<Option<Bytes>, sqlx::Error> {
        // Signed out in the middle of a replay: nothing more of it.
        if self.registration.mailbox.is_closed() {
            self.stage = Stage::Ended;
            return Ok(None);
        }
        let mut db = self.live.store.snapshot().await?;
        // The tail may not have read yet of a session's end, which this snapshot already has.
        if !self.still_signed_in(&mut db).await? {
            self.stage = Stage::Ended;
            return Ok(None);
        }
        if !counted {
            self.stage = Stage::CatchingUp { counted: true };
            if self.rows(&mut db, MISSED + 1).await?.len()
                > usize::try_from(MISSED).unwrap_or(usize::MAX)
            {
                return self.reset(&mut db).await;
            }
        }
        let rows = self.rows(&mut db, BATCH).await?;
        let more = i64::try_from(rows.len()) == Ok(BATCH);
        // At the end of it, what nobody may see is behind us as well.
        let upto = match rows.last() {
            Some(row) if more => row.seq,
            _ => store::changes::last(&mut db).await?,
        };
        // What was said in a room that they have left since is passed over here, and they are told of the leaving when
        // its turn comes. Should they come back before that, nobody could tell that something is missing.
        if more
            && let Some(person) = self.viewer.person()
            && store::changes::leaves_after(&mut db, person, upto).await?
        {
            return self.reset(&mut db).await;
        }
        let inside = self.inside(&mut db, &rows).await?;
        let news = news::read(&mut db, &rows, self.live.clock.now()).await?;
        drop(db);
        let bytes = self.encode(&news, &inside);
        self.cursor = upto;
        if !more {
            self.stage = Stage::Live;
        }
        if bytes.is_empty() && self.cursor > self.told && !more {
            self.told = self.cursor;
            return Ok(Some(frame::place(self.cursor())));
        }
        Ok((!bytes.is_empty()).then(|| bytes.into()))
    }

    /// Has the page load itself afresh, from where the database is now.
    async fn reset(&mut self, db: &mut Db) -> Result<Option<Bytes>, sqlx::Error> {
        self.cursor = store::changes::last(db).await?;
        self.told = self.cursor;
        Ok(Some(frame::reset(self.cursor())))
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
                Ok(Inside::Of(
                    rooms.into_iter().map(|(room, _)| room).collect(),
                ))
            }
            Viewer::Person { .. } => Ok(Inside::Of(HashSet::new())),
        }
    }

    async fn follow(&mut self) -> Option<Bytes> {
        match self.registration.mailbox.take(self.cursor).await {
            Mail::Frames(bytes, last) => {
                if let Some(last) = last {
                    (self.cursor, self.told) = (last, last);
                }
                Some(bytes)
            }
            Mail::Behind => {
                self.stage = Stage::CatchingUp { counted: false };
                None
            }
            Mail::Closed => {
                self.stage = Stage::Ended;
                None
            }
        }
    }

    /// Puts news into as few events as their kinds allow: neighbouring messages make one batch.
    fn encode(&mut self, news: &[News], inside: &Inside) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut messages = Vec::new();
        let mut changes = Vec::new();
        let epoch = self.live.store.epoch();
        for News { seq, body } in news {
            let told = Cursor {
                epoch,
                seq: self.told,
            };
            match body {
                Body::Message(message) if !message.is_deleted() => {
                    flush(&mut changes, |changes| {
                        bytes.extend_from_slice(&frame::sync(told, changes));
                    });
                    messages.push(message.clone());
                }
                other => {
                    flush(&mut messages, |messages| {
                        bytes.extend_from_slice(&frame::messages(told, messages));
                    });
                    changes.extend(changes_for(self.viewer, inside, *seq, other));
                }
            }
            self.told = *seq;
        }
        let told = Cursor {
            epoch,
            seq: self.told,
        };
        flush(&mut messages, |messages| {
            bytes.extend_from_slice(&frame::messages(told, messages));
        });
        flush(&mut changes, |changes| {
            bytes.extend_from_slice(&frame::sync(told, changes));
        });
        bytes
    }
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
}

/// What one viewer is told of a change while catching up; live, the hub says the same.
fn changes_for(viewer: Viewer, inside: &Inside, seq: Seq, body: &Body) -> Vec<Change> {
    match body {
        Body::Message(message) => vec![Change::Message(message.clone())],
        Body::Room { room, .. } if inside.contains(room.id) => vec![Change::Room(room.clone())],
        Body::Room { room, .. } if room.kind == RoomKind::Open => {
            vec![Change::Room(Room {
                last_number: 0,
                ..room.clone()
            })]
        }
        Body::Room { room, .. } => vec![Change::Gone(Gone { room: room.id, seq })],
        Body::Membership {
            membership,
            entrance,
        } => match entrance {
            Some(entrance) if viewer.person() == Some(membership.person) => {
                entrance.changes(membership)
            }
            _ => vec![Change::Membership(membership.clone())],
        },
        Body::Person(person) => vec![Change::Person(person.clone())],
        Body::Read { mark, .. } => vec![Change::Read(mark.clone())],
        Body::Sessions { .. } => Vec::new(),
    }
}

/// Hands over what has gathered, if anything has.
fn flush<T>(gathered: &mut Vec<T>, write: impl FnOnce(&[T])) {
    if !gathered.is_empty() {
        write(gathered);
        gathered.clear();
    }
}

fn join(frames: &[Bytes]) -> Bytes {
    frames.concat().into()
}
