//! Messages: write, edit, delete, read back.

use std::collections::BTreeSet;

use super::{
    Chat, Error, Result, Source, allowed, audit::Doer, media::forget_pictures, pins::pin,
    rooms::direct, threads, voices::speak_for,
};
use crate::{
    domain::{
        ClientId, Deed, MediaKey, Mention, Message, MessageId, PersonId, Problem, RoomId, RoomKind,
        Timestamp,
        input::MessageText,
        media::{ATTACHMENT_LIMIT, Enclosure},
        mention,
        permission::Action,
        preview,
    },
    store::{self, Db},
};

/// How many messages a page of history has.
pub(super) const PAGE: i64 = 50;

/// Something said by a program, which may leave more open than the page does.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// The words.
    pub text: &'a str,
    /// The files beside them, uploads of the sender's own, or of the bot's that speaks for them.
    pub files: &'a [Enclosure],
    /// The bot that says it in the sender's name, if one does.
    pub via: Option<PersonId>,
    /// The sender's own name for it.
    pub client_id: Option<ClientId>,
    /// When, by the sender's account; the server's time where they give none.
    pub timestamp: Option<Timestamp>,
    /// Whose messages it is counted among.
    pub source: Source,
    /// What it answers, in the same room.
    pub reply_to: Option<MessageId>,
    /// Whether it is also shown in the room that its thread is in; without meaning anywhere else.
    pub also_in_room: bool,
}

/// What is to be said, checked.
struct Words {
    text: MessageText,
    files: Vec<Enclosure>,
    client_id: Option<ClientId>,
    timestamp: Option<Timestamp>,
    reply_to: Option<MessageId>,
    also_in_room: bool,
}

impl Words {
    fn new(said: &Said<'_>) -> Result<Self, Problem> {
        if said.files.len() > ATTACHMENT_LIMIT {
            return Err(Problem::TooManyFiles {
                limit: ATTACHMENT_LIMIT,
            });
        }
        let text = if said.files.is_empty() {
            MessageText::new(said.text)?
        } else {
            MessageText::beside_files(said.text)?
        };
        Ok(Self {
            text,
            files: said.files.to_vec(),
            client_id: said.client_id,
            timestamp: said.timestamp,
            reply_to: said.reply_to,
            also_in_room: said.also_in_room,
        })
    }
}

/// Where something is said.
#[derive(Clone, Copy, Debug)]
enum Place {
    Room(RoomId),
    /// In the direct room with somebody.
    With(PersonId),
    /// In the thread of a message.
    Below(MessageId),
}

/// Who says something, and where.
#[derive(Clone, Copy, Debug)]
struct New {
    who: PersonId,
    via: Option<PersonId>,
    room: RoomId,
}

impl Chat {
    /// Says something in a room. The same client id again gets the first one's message.
    ///
    /// # Errors
    ///
    /// What is wrong with the text; [`Problem::TooMany`], [`Problem::NotFound`], [`Problem::NotMember`],
    /// [`Problem::RoomArchived`].
    pub async fn send(
        &self,
        who: PersonId,
        room: RoomId,
        text: &str,
        client_id: Option<ClientId>,
    ) -> Result<Message> {
        self.say(
            who,
            room,
            Said {
                text,
                files: &[],
                via: None,
                client_id,
                timestamp: None,
                source: Source::Person(who),
                reply_to: None,
                also_in_room: false,
            },
        )
        .await
    }

    /// Says something in a room, for programs.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send); [`Problem::Forbidden`] for a bot that may not speak for others; [`Problem::TooManyFiles`], and
    /// [`Problem::FileGone`] for a file that is not there, not the sender's own, or in another message;
    /// [`Problem::ReplyGone`] for an answer to what is not in the room, or was deleted.
    pub async fn say(&self, who: PersonId, room: RoomId, said: Said<'_>) -> Result<Message> {
        self.say_at(who, Place::Room(room), said).await
    }

    /// Says something to one other person, in their direct room, which is made where there is none.
    ///
    /// # Errors
    ///
    /// As [`say`](Self::say); [`Problem::NotFound`] for a receiver who has no account.
    pub async fn say_to(
        &self,
        who: PersonId,
        receiver: PersonId,
        said: Said<'_>,
    ) -> Result<Message> {
        self.say_at(who, Place::With(receiver), said).await
    }

    /// Says something in the thread of a message, which is begun where there is none.
    ///
    /// # Errors
    ///
    /// As [`say`](Self::say), and [`open_thread`](Self::open_thread).
    pub async fn say_below(
        &self,
        who: PersonId,
        root: MessageId,
        said: Said<'_>,
    ) -> Result<Message> {
        self.say_at(who, Place::Below(root), said).await
    }

    async fn say_at(&self, who: PersonId, place: Place, said: Said<'_>) -> Result<Message> {
        let words = Words::new(&said)?;
        let now = self.clock.now();
        let via = said.via.filter(|via| *via != who);
        if let Some(via) = via {
            // Before anything is told of what they have said already.
            speak_for(&mut *self.store.read().await?, via, who).await?;
        }
        if let Some(kept) = self.admit(who, &said, now).await? {
            return Ok(kept);
        }
        let saying = self.write(move |db| {
            Box::pin(async move {
                let room = match place {
                    Place::Room(room) => room,
                    Place::With(receiver) => {
                        direct(db, who, BTreeSet::from([who, receiver]), now).await?
                    }
                    Place::Below(root) => threads::open(db, who, root, now).await?,
                };
                if let Some(via) = via {
                    speak_for(db, via, who).await?;
                }
                insert(db, New { who, via, room }, &words, now).await
            })
        });
        let message = saying.await?;
        self.tell_of_links(&message);
        Ok(message)
    }

    /// Lets a send go on, unless there were too many of late. Then it still gets its answer where it repeats one that
    /// was kept; that is looked up beside the writer, which a flood of refused sends so never reaches.
    async fn admit(
        &self,
        who: PersonId,
        said: &Said<'_>,
        now: Timestamp,
    ) -> Result<Option<Message>> {
        let Err(problem) = self.pace.take(said.source, self.send_rate(), now) else {
            return Ok(None);
        };
        if let Some(client_id) = said.client_id {
            let mut db = self.store.read().await?;
            let kept = store::messages::by_client_id(&mut db, who, client_id).await?;
            if kept.is_some() {
                return Ok(kept);
            }
        }
        Err(problem.into())
    }

    /// Gives a message of one's own other words.
    ///
    /// # Errors
    ///
    /// What is wrong with the text; [`Problem::NotFound`], [`Problem::Forbidden`], [`Problem::MessageDeleted`],
    /// [`Problem::RoomArchived`].
    pub async fn edit(&self, who: PersonId, id: MessageId, text: &str) -> Result<Message> {
        let text = MessageText::beside_files(text)?;
        let now = self.clock.now();
        let editing =
            self.write(move |db| Box::pin(async move { edit(db, who, id, &text, now).await }));
        let (message, gone) = editing.await?;
        self.discard(gone).await;
        self.tell_of_links(&message);
        Ok(message)
    }

    /// Gives a message other words, and pins it or lets it go, in one: either both are done or nothing is.
    ///
    /// # Errors
    ///
    /// Those of [`edit`](Self::edit) and [`pin`](Self::pin).
    pub async fn edit_and_pin(
        &self,
        who: PersonId,
        id: MessageId,
        text: &str,
        on: bool,
        source: Source,
    ) -> Result<Message> {
        let text = MessageText::beside_files(text)?;
        let now = self.clock.now();
        self.may_pin(source, now)?;
        let changing = self.write(move |db| {
            Box::pin(async move {
                let (_, gone) = edit(db, who, id, &text, now).await?;
                Ok((pin(db, who, id, on, now).await?, gone))
            })
        });
        let (message, gone) = changing.await?;
        self.discard(gone).await;
        self.tell_of_links(&message);
        Ok(message)
    }

    /// Deletes a message, and its files. Deleting it again gives the same tombstone.
    ///
    /// # Errors
    ///
    /// [`Problem::NotFound`]; [`Problem::Forbidden`] for somebody else's in a room that one has no charge of.
    pub async fn delete(&self, who: PersonId, id: MessageId) -> Result<Message> {
        let now = self.clock.now();
        let deleting = self.write(move |db| {
            Box::pin(async move {
                let message = readable(db, who, id).await?;
                let needed = to_take_away(&message, who);
                let doer = Doer::allowed(db, who, message.room, needed, now).await?;
                if message.is_deleted() {
                    return Ok((message, Vec::new()));
                }
                let mut files = if message.attachments.is_empty() {
                    Vec::new()
                } else {
                    store::media::forget_of(db, id).await?
                };
                store::messages::delete(db, id, now).await?;
                files.extend(forget_pictures(db, &message).await?);
                if message.sender.id != who {
                    let whom = Some(message.sender.id);
                    doer.record(db, Deed::MessageDeleted, whom, None).await?;
                }
                Ok((reread(db, id).await?, files))
            })
        });
        let (message, files) = deleting.await?;
        self.discard(files).await;
        Ok(message)
    }

    /// A room's newest messages, or those before one of them, oldest first.
    ///
    /// # Errors
    ///
    /// [`Problem::NotFound`], [`Problem::NotMember`].
    pub async fn history(
        &self,
        who: PersonId,
        room: RoomId,
        before: Option<MessageId>,
    ) -> Result<Vec<Message>> {
        let mut db = self.store.snapshot().await?;
        allowed(&mut db, room, who, Action::Read).await?;
        Ok(store::messages::page(&mut db, room, before, PAGE).await?)
    }

    /// Who wrote a message, for open mode, where whoever asks acts for them.
    ///
    /// # Errors
    ///
    /// [`Problem::NotFound`].
    pub async fn sender_of(&self, id: MessageId) -> Result<PersonId> {
        let found = store::messages::by_id(&mut *self.store.read().await?, id).await?;
        Ok(found.ok_or(Problem::NotFound)?.sender.id)
    }
}

/// Gives a message of one's own other words; and the keys of pictures whose cards are gone with it.
async fn edit(
    db: &mut Db,
    who: PersonId,
    id: MessageId,
    text: &MessageText,
    now: Timestamp,
) -> Result<(Message, Vec<MediaKey>)> {
    let message = readable(db, who, id).await?;
    if message.sender.id != who {
        return Err(Problem::Forbidden.into());
    }
    allowed(db, message.room, who, Action::Write).await?;
    if message.is_deleted() {
        return Err(Problem::MessageDeleted.into());
    }
    if text.as_str().is_empty() && message.attachments.is_empty() {
        return Err(Problem::MessageEmpty.into());
    }
    // The same words again are no edit.
    if message.content == text.as_str() {
        return Ok((message, Vec::new()));
    }
    let mentions = mentions(db, message.room, text).await?;
    store::messages::edit(db, id, text, &mentions, now).await?;
    if !message.previews.is_empty() {
        let links = preview::links(text.as_str());
        store::previews::follow(db, id, &links).await?;
    }
    let gone = forget_pictures(db, &message).await?;
    Ok((reread(db, id).await?, gone))
}

/// Writes a message down, or finds the one that was written down under its client id.
///
/// That one goes before any rule: what was answered once is answered so for ever, also to who has left the room since.
/// But it is looked for only where the new one can't be written, which is seldom.
async fn insert(db: &mut Db, new: New, words: &Words, now: Timestamp) -> Result<Message> {
    let refused = match insert_new(db, new, words, now).await {
        Err(Error::Database(error)) if !store::broke_unique(&error, "messages.client_id") => {
            return Err(error.into());
        }
        Err(refused) => refused,
        Ok(message) => {
            let owner = new.via.unwrap_or(new.who);
            return enclose(db, message, owner, &words.files).await;
        }
    };
    let kept = match words.client_id {
        Some(client_id) => store::messages::by_client_id(db, new.who, client_id).await?,
        None => None,
    };
    kept.ok_or(refused)
}

async fn insert_new(db: &mut Db, new: New, words: &Words, now: Timestamp) -> Result<Message> {
    let standing = allowed(db, new.room, new.who, Action::Write).await?;
    let receiver = match standing.kind {
        RoomKind::Direct => {
            let members = store::memberships::members(db, new.room).await?;
            other_of_two(&members, new.who)
        }
        RoomKind::Open | RoomKind::Closed | RoomKind::Thread => None,
    };
    if let Some(answered) = words.reply_to {
        let stands = store::messages::by_id(db, answered)
            .await?
            .is_some_and(|answered| answered.room == new.room && !answered.is_deleted());
        if !stands {
            return Err(Problem::ReplyGone.into());
        }
    }
    let mentions = mentions(db, new.room, &words.text).await?;
    if standing.kind == RoomKind::Thread {
        // Before it stands there, so that it is new to whom it calls.
        threads::follow(db, new.room, new.who, &mentions, now).await?;
    }
    let new = store::messages::New {
        room: new.room,
        sender: new.who,
        via: new.via,
        receiver,
        text: &words.text,
        mentions: &mentions,
        client_id: words.client_id,
        timestamp: words.timestamp.unwrap_or(now),
        reply_to: words.reply_to,
    };
    let parent = match standing.kind {
        RoomKind::Thread if words.also_in_room => store::threads::parent(db, new.room).await?,
        _ => None,
    };
    let message = store::messages::insert(db, new.clone(), now).await?;
    if let Some(room) = parent {
        // It has no words of its own: they stand in one place, and go from it for all.
        let shown = store::messages::New {
            room,
            text: &MessageText::beside_files("")?,
            mentions: &[],
            client_id: None,
            reply_to: Some(message.id),
            ..new
        };
        store::messages::insert(db, shown, now).await?;
    }
    Ok(message)
}

/// Whom a text calls among those who may be called in a room now.
async fn mentions(db: &mut Db, room: RoomId, text: &MessageText) -> Result<Vec<Mention>> {
    // Most call nobody, and need not be told who is there.
    if !text.as_str().contains('@') {
        return Ok(Vec::new());
    }
    let people = store::memberships::names(db, room).await?;
    Ok(mention::find(text.as_str(), people))
}

/// Puts files into a message that was just written.
async fn enclose(
    db: &mut Db,
    message: Message,
    owner: PersonId,
    files: &[Enclosure],
) -> Result<Message> {
    if files.is_empty() {
        return Ok(message);
    }
    let done = store::media::enclose(db, message.id, owner, files).await?;
    if done != files.len() as u64 {
        return Err(Problem::FileGone.into());
    }
    reread(db, message.id).await
}

/// The receiver in a talk between two; in a talk with oneself, oneself.
fn other_of_two(members: &[PersonId], who: PersonId) -> Option<PersonId> {
    match members {
        [only] => Some(*only),
        [one, other] => Some(if *one == who { *other } else { *one }),
        _ => None,
    }
}

/// What somebody must be allowed in a message's room to take it, or something of it, away.
pub(super) fn to_take_away(message: &Message, who: PersonId) -> Action {
    if message.sender.id == who {
        Action::Write
    } else {
        Action::Moderate
    }
}

/// A message that somebody may read; not found otherwise, so that asking tells nothing.
pub(super) async fn readable(db: &mut Db, who: PersonId, id: MessageId) -> Result<Message> {
    let message = store::messages::by_id(db, id)
        .await?
        .ok_or(Problem::NotFound)?;
    match allowed(db, message.room, who, Action::Read).await {
        Ok(_) => Ok(message),
        Err(super::Error::Refused(_)) => Err(Problem::NotFound.into()),
        Err(other) => Err(other),
    }
}

pub(super) async fn reread(db: &mut Db, id: MessageId) -> Result<Message> {
    Ok(store::messages::by_id(db, id)
        .await?
        .ok_or(sqlx::Error::RowNotFound)?)
}
