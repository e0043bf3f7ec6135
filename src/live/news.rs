//! Changes with their contents, read in the moment that they are of.
//!
//! Numbers and contents are read in one transaction. In it, the row of a thing's newest change has the content of
//! exactly that change, so nobody is told what happened after their rights ended.

use std::collections::HashMap;

use axum::body::Bytes;

use super::frame;
use crate::{
    domain::{
        Change, Membership, Message, MessageId, Person, PersonId, ReadMark, Role, Room, RoomId,
        Seq, SessionId, Timestamp, desk::Desk,
    },
    store::{
        self, Db,
        changes::{Kind, Row, Talk},
        rooms::Told,
    },
};

/// One change, and what it takes to tell it to everybody concerned.
#[derive(Clone, Debug)]
pub(super) struct News {
    pub(super) seq: Seq,
    pub(super) body: Body,
}

impl News {
    /// The room in which something was said.
    pub(super) fn room_said_in(&self) -> Option<RoomId> {
        match &self.body {
            Body::Said(said) => Some(said.room),
            Body::Deleted(message) => Some(message.room),
            _ => None,
        }
    }
}

/// A message that stands, encoded once for everybody who is told of it. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) id: MessageId,
    pub(super) room: RoomId,
    /// Whether it said something else before.
    pub(super) edited: bool,
    pub(super) json: Bytes,
}

impl Said {
    pub(super) fn new(message: &Message) -> Self {
        Self {
            id: message.id,
            room: message.room,
            edited: message.edited_at.is_some(),
            json: frame::json(message),
        }
    }
}

#[derive(Clone, Debug)]
pub(super) enum Body {
    Said(Said),
    /// What is left of a message that was deleted.
    Deleted(Box<Message>),
    Room(Told),
    /// A room was deleted.
    End {
        told: Told,
        /// Who has been in it. Not all of them need still be: that they have left may be read in the same moment, and they
        /// may know of the room from a page that was loaded before.
        knew: Vec<PersonId>,
    },
    Membership {
        membership: Membership,
        /// Of whom it is: a guest who is in the room may not have known them before.
        card: Person,
        entrance: Option<Entrance>,
    },
    Person {
        card: Person,
        /// The guests who may know of them. Everybody else does.
        guests: Vec<PersonId>,
    },
    Read {
        person: PersonId,
        mark: ReadMark,
    },
    Desk {
        person: PersonId,
        desk: Desk,
    },
    /// A person's sessions that are left.
    Sessions {
        person: PersonId,
        left: Vec<SessionId>,
    },
    /// Which rooms a person may know of has changed as a whole.
    Scope {
        person: PersonId,
    },
}

/// What the others in a room are told of who came or went: with their card, which a guest may not have.
pub(super) fn told_of(card: &Person, membership: &Membership) -> [Change; 2] {
    [
        Change::Person(card.clone()),
        Change::Membership(membership.clone()),
    ]
}

impl From<Message> for Body {
    fn from(message: Message) -> Self {
        if message.is_deleted() {
            Self::Deleted(Box::new(message))
        } else {
            Self::Said(Said::new(&message))
        }
    }
}

/// What somebody needs to know who has come into a room.
#[derive(Clone, Debug)]
pub(super) struct Entrance {
    /// Whom a guest comes to know of with the room; empty for who knows of everybody.
    cards: Vec<Person>,
    room: Room,
    mark: ReadMark,
}

impl Entrance {
    /// The changes for the person themselves, in the order in which they make sense.
    pub(super) fn changes(&self, membership: &Membership) -> Vec<Change> {
        let cards = self.cards.iter().cloned().map(Change::Person);
        let others = [
            Change::Room(self.room.clone()),
            Change::Membership(membership.clone()),
            Change::Read(ReadMark {
                seq: membership.seq,
                ..self.mark.clone()
            }),
        ];
        cards.chain(others).collect()
    }
}

/// The news of changes that came with their contents; `None` where other things than talk changed as well, which have
/// to be [`read`] then.
pub(super) fn of_talk(found: Vec<(Row, Option<Talk>)>) -> Option<Vec<News>> {
    if !found
        .iter()
        .all(|(row, _)| matches!(row.kind, Kind::Message | Kind::Read))
    {
        return None;
    }
    let news = found.into_iter().filter_map(|(row, talk)| {
        let body = match talk? {
            Talk::Message(message) => message.into(),
            Talk::Mark(mark) => Body::Read {
                person: row.person?,
                mark,
            },
        };
        Some(News { seq: row.seq, body })
    });
    Some(news.collect())
}

/// Reads the contents of changes, but for what is known of them. What has no content any more is left out.
pub(super) async fn read(
    db: &mut Db,
    rows: &[Row],
    known: &HashMap<Seq, Said>,
    now: Timestamp,
) -> Result<Vec<News>, sqlx::Error> {
    let unknown = unknown(rows, known);
    let mut messages = index(
        store::messages::some(db, &ids(&unknown, Kind::Message)),
        |m| m.id.0,
        &unknown,
        Kind::Message,
    )
    .await?;
    let mut rooms = index(
        store::rooms::some(db, &ids(rows, Kind::Room)),
        |told| told.room.id.0,
        rows,
        Kind::Room,
    )
    .await?;
    let mut people = index(
        store::people::cards_of(db, &ids(rows, Kind::Person)),
        |p| p.id.0,
        rows,
        Kind::Person,
    )
    .await?;
    let mut memberships = index(
        store::memberships::some(db, &ids(rows, Kind::Membership)),
        |(id, _)| *id,
        rows,
        Kind::Membership,
    )
    .await?;
    let mut marks = index(
        store::memberships::marks(db, &ids(rows, Kind::Read)),
        |(id, _)| *id,
        rows,
        Kind::Read,
    )
    .await?;
    let mut news = Vec::with_capacity(rows.len());
    for row in rows {
        let body = match row.kind {
            Kind::Message => match known.get(&row.seq) {
                Some(said) => Some(Body::Said(said.clone())),
                None => messages.remove(&row.id).map(Body::from),
            },
            Kind::Room => match rooms.remove(&row.id) {
                Some(told) if told.erased => {
                    let knew = store::memberships::traces(db, told.room.id).await?;
                    Some(Body::End { told, knew })
                }
                other => other.map(Body::Room),
            },
            Kind::Person => match people.remove(&row.id) {
                Some(card) => Some(Body::Person {
                    guests: store::people::guests_who_know(db, card.id).await?,
                    card,
                }),
                None => None,
            },
            Kind::Membership => match memberships.remove(&row.id) {
                Some((id, membership)) => came_or_went(db, id, membership).await?,
                None => None,
            },
            Kind::Read => marks
                .remove(&row.id)
                .and_then(|(_, mark)| row.person.map(|person| Body::Read { person, mark })),
            Kind::Desk => match row.person {
                Some(person) => Some(Body::Desk {
                    person,
                    desk: store::desks::of(db, person).await?,
                }),
                None => None,
            },
            Kind::Sessions => match row.person {
                Some(person) => Some(Body::Sessions {
                    person,
                    left: store::sessions::ids(db, person, now).await?,
                }),
                None => None,
            },
            Kind::Scope => row.person.map(|person| Body::Scope { person }),
        };
        news.extend(body.map(|body| News { seq: row.seq, body }));
    }
    Ok(news)
}

/// The changes that nothing is known of.
pub(super) fn unknown(rows: &[Row], known: &HashMap<Seq, Said>) -> Vec<Row> {
    let unknown = rows.iter().filter(|row| !known.contains_key(&row.seq));
    unknown.copied().collect()
}

/// The ids of the rows of one kind, as a JSON array.
pub(super) fn ids(rows: &[Row], kind: Kind) -> String {
    store::json_array(rows.iter().filter(|row| row.kind == kind).map(|row| row.id))
}

/// Runs the query where there are rows of its kind, and keys what it finds.
async fn index<T>(
    query: impl Future<Output = Result<Vec<T>, sqlx::Error>>,
    key: impl Fn(&T) -> i64,
    rows: &[Row],
    kind: Kind,
) -> Result<HashMap<i64, T>, sqlx::Error> {
    if rows.iter().all(|row| row.kind != kind) {
        return Ok(HashMap::new());
    }
    Ok(query
        .await?
        .into_iter()
        .map(|thing| (key(&thing), thing))
        .collect())
}

async fn came_or_went(
    db: &mut Db,
    id: i64,
    membership: Membership,
) -> Result<Option<Body>, sqlx::Error> {
    let Membership { room, person, .. } = membership;
    let cards = store::people::cards_of(db, &format!("[{person}]")).await?;
    let Some(card) = cards.into_iter().next() else {
        return Ok(None);
    };
    let entrance = if membership.joined {
        entrance(db, id, room, card.role).await?
    } else {
        None
    };
    Ok(Some(Body::Membership {
        membership,
        card,
        entrance,
    }))
}

async fn entrance(
    db: &mut Db,
    membership: i64,
    room: RoomId,
    role: Role,
) -> Result<Option<Entrance>, sqlx::Error> {
    let Some(Told { room, .. }) = store::rooms::some(db, &format!("[{room}]")).await?.pop() else {
        return Ok(None);
    };
    let members = store::memberships::members(db, room.id).await?;
    let Some((_, mark)) = store::memberships::marks(db, &format!("[{membership}]"))
        .await?
        .pop()
    else {
        return Ok(None);
    };
    let cards = if role == Role::Guest {
        store::people::cards_in(db, room.id).await?
    } else {
        Vec::new()
    };
    Ok(Some(Entrance {
        cards,
        room: Room {
            members: Some(members),
            ..room
        },
        mark,
    }))
}
