//! The talk of a room: header, log, composer.

mod announcer;
mod answering;
mod cards;
mod chips;
pub(crate) mod code;
mod commands;
mod composer;
mod connection;
mod deletion;
mod editor;
mod files;
mod foot;
mod header;
pub(crate) mod keys;
mod landing;
mod lines;
mod log;
mod message;
mod names;
mod outgoing;
mod palette;
mod picker;
mod pointing;
mod quote;
mod reacted;
mod reactions;
mod row;
mod scroll;
mod shortcodes;
mod suggestions;
mod threads;
mod tools;
mod typing;
mod upkeep;
mod viewer;
mod writing;

use std::collections::BTreeSet;

use leptos::{
    ev::DragEvent,
    html::{Input, Textarea},
    prelude::*,
    server_fn::ServerFn as _,
};
use leptos_router::hooks::{use_location, use_query_map};

use self::{
    announcer::Announcer,
    foot::Foot,
    header::Header,
    landing::Landing,
    lines::Lines,
    log::Log,
    palette::{Palette, Purpose},
    reacted::Reacted,
    scroll::Scroll,
    threads::Opening,
    viewer::{Viewer, Viewing},
};
pub(crate) use self::{
    palette::PaletteInside, reacted::ReactedInside, threads::fits_beside, tools::Signs,
    viewer::ViewerInside,
};

use super::{form::Call, room_name::title};
use crate::{
    api::{
        Error,
        messages::{Pin, RemovePreview, WITH_FILES},
        rooms::Owners,
    },
    app::{
        client::{
            Client,
            browser::{self, Picked},
            windows::is_whole,
        },
        erased::Erase,
        words::{Words, words},
    },
    domain::{
        MessageId, PersonId, Role, RoomId, RoomRole,
        layout::Key,
        message::Quote,
        permission::{Action, Standing},
        room::Origin,
        timeline::Place,
    },
};

/// What the pieces of one room's talk share.
#[derive(Clone, Copy)]
struct Talk {
    client: Client,
    room: RoomId,
    words: &'static Words,
    /// Where it began, if it is a thread.
    origin: Option<Origin>,
    /// Whether the address is this room's: it is not, where a thread of it stands beside.
    leads: Memo<bool>,
    /// What the room is called, as one says it: see [`title`].
    name: Memo<String>,
    lines: Lines,
    scroll: Scroll,
    composer: NodeRef<Textarea>,
    /// In a thread: whether what is written is also shown in the room.
    also_in_room: NodeRef<Input>,
    /// The message whose tools are shown.
    active: RwSignal<Option<Key>>,
    /// The message that is being edited.
    editing: RwSignal<Option<MessageId>>,
    /// Whether the composer asked for that, and gets the focus back.
    from_composer: StoredValue<bool>,
    /// The message whose deletion is to be confirmed.
    deleting: RwSignal<Option<MessageId>>,
    /// The message that is answered by what is being written.
    answering: RwSignal<Option<Quote>>,
    /// The message that one is about to react to.
    reacting: RwSignal<Option<MessageId>>,
    /// The messages that I have bookmarks at.
    bookmarks: Memo<BTreeSet<MessageId>>,
    /// Whether I may react and answer.
    may_react: Memo<bool>,
    /// Whether I may delete what others say, as far as the page knows.
    may_moderate: Memo<bool>,
    /// What an emoji is being chosen for, out of all.
    choosing: RwSignal<Option<Purpose>>,
    /// The message of which it is shown who reacted.
    reacted: RwSignal<Option<Key>>,
    /// The message that a link led to.
    landing: Landing,
    /// The picture that is looked at.
    viewing: Viewing,
    /// Why a file or a message was not taken.
    refused: RwSignal<Option<Error>>,
    /// Whether I own the room; `None` until that was asked.
    owns: RwSignal<Option<bool>>,
    /// Whether the page shows older messages: without JavaScript when paging back, or around one that was asked for.
    past: Memo<bool>,
}

impl Talk {
    /// Reads something of the room; the default of it where the room has just gone.
    fn place<T: Default>(self, read: impl FnOnce(&Place) -> T) -> T {
        self.client
            .state
            .with(|state| state.rooms.get(&self.room).map(read))
            .unwrap_or_default()
    }

    /// Whether I may, as far as the page knows.
    fn may(self, action: Action) -> bool {
        let owns = self.owns.get() == Some(true);
        standing(self.client, self.room, owns).is_some_and(|standing| standing.may(action).is_ok())
    }

    /// Finds out whether I own the room, once, where that makes a difference.
    fn ask_owners(self) {
        let admin = self.client.me.with_untracked(|me| me.role == Role::Admin);
        if admin || self.owns.get_untracked().is_some() {
            return;
        }
        self.owns.set(Some(false));
        let me = self.client.state.with_untracked(|state| state.me);
        leptos::task::spawn_local(async move {
            let fields = [("room", &*self.room.to_string())];
            let answer = browser::call(Owners::PATH, &fields).await;
            let owners = answer.map(|answer| serde_json::from_str::<Vec<PersonId>>(&answer));
            if let Ok(Ok(owners)) = owners {
                self.owns.try_set(Some(owners.contains(&me)));
            }
        });
    }

    /// The room's own address.
    fn address(self) -> String {
        format!("/rooms/{}", self.room)
    }

    /// Ends the editing or deleting, and puts the focus back where it came from.
    fn close(self) {
        let from = self
            .editing
            .get_untracked()
            .or(self.deleting.get_untracked());
        self.editing.set(None);
        self.deleting.set(None);
        let from_composer = self.from_composer.get_value();
        self.from_composer.set_value(false);
        match from.filter(|_| !from_composer) {
            Some(id) => self.lines.focus(id),
            None => self.write(),
        }
    }

    /// Makes a message, and what follows it, unread.
    fn mark_unread(self, id: MessageId) {
        let Some(number) = self.lines.find(id).map(|message| message.number) else {
            return;
        };
        leptos::task::spawn_local(async move {
            let done = self.client.marks.set_back(self.room, number).await;
            self.refused.try_set(done.err());
        });
    }

    /// Has something be done with a message by a server function, and says why where it is refused.
    fn act(self, address: &'static str, id: MessageId, name: &'static str, value: String) {
        leptos::task::spawn_local(async move {
            let fields = [("id", &*id.to_string()), (name, &*value)];
            let done = self.client.act(address, &fields).await;
            self.refused.try_set(done.err());
        });
    }

    /// Pins a message in the room, or takes that back.
    fn pin(self, id: MessageId, on: bool) {
        self.act(Pin::PATH, id, "on", on.to_string());
    }

    /// Has a reaction of mine be there, or not.
    fn react(self, message: MessageId, emoji: &str, on: bool) {
        if on {
            self.client.emoji.used(emoji);
        }
        self.client
            .wishes
            .set(self.client, message, Some(emoji), on);
        if self.reacting.get_untracked() == Some(message) {
            self.end_reacting();
        }
    }

    /// Takes the card of a link away from a message.
    fn remove_preview(self, message: MessageId, url: String) {
        self.act(RemovePreview::PATH, message, "url", url);
    }

    /// Takes the emoji away that are offered at a message, which gets the focus.
    fn end_reacting(self) {
        if let Some(message) = self.reacting.get_untracked() {
            self.reacting.set(None);
            self.lines.focus(message);
        }
    }

    /// Does what an emoji was chosen for.
    fn choose(self, purpose: Purpose, emoji: &str) {
        match purpose {
            Purpose::React(message) => self.react(message, emoji, true),
            Purpose::Write => {
                self.client.emoji.used(emoji);
                if let Some(composer) = self.composer.get_untracked() {
                    browser::replace_before_caret(&composer, "", emoji);
                }
            }
        }
    }

    /// Sends files that were picked, for the next message.
    fn attach(self, picked: Vec<Picked>) {
        if picked.is_empty() {
            return;
        }
        let added = self.client.uploads.add(self.room, picked);
        self.refused.set(added.err().map(Error::Refused));
        self.write();
    }

    /// Puts the focus into the composer, where that brings no keyboard onto the screen.
    fn write(self) {
        if let Some(composer) = self
            .composer
            .get_untracked()
            .filter(|_| !browser::by_touch())
        {
            browser::focus(&composer);
        }
    }
}

/// How I stand to a room, as far as the page knows.
pub(crate) fn standing(client: Client, room: RoomId, owns: bool) -> Option<Standing> {
    let role = client.me.with(|me| me.role);
    client.state.with(|state| {
        let place = state.rooms.get(&room)?;
        let inside = if owns {
            RoomRole::Owner
        } else {
            RoomRole::Member
        };
        Some(Standing {
            role,
            kind: place.room.kind,
            archived: place.room.archived,
            inside: place.joined().then_some(inside),
        })
    })
}

impl Talk {
    /// The talk of a room, as it begins.
    fn of(room: RoomId) -> Self {
        let client = expect_context::<Client>();
        let words = words();
        let name = Memo::new(move |_| {
            client.state.with(|state| {
                let place = state.rooms.get(&room);
                place.map_or_else(String::new, |place| title(state, place, words))
            })
        });
        let origin = client
            .state
            .with_untracked(|state| state.rooms.get(&room)?.room.origin);
        let path = use_location().pathname;
        let leads = Memo::new(move |_| *path.read() == format!("/rooms/{room}"));
        let query = use_query_map();
        let asked = |what: &str| {
            let is_ours = leads.get_untracked();
            query.with_untracked(|query| query.get_str(what).filter(|_| is_ours)?.parse().ok())
        };
        let past = Memo::new(move |_| {
            let is_asked = leads.get()
                && query.with(|query| query.get_str("before").or(query.get_str("at")).is_some());
            is_asked && client.state.with(|state| !is_whole(state, room))
        });
        let lines = Lines::new(&client, room, words);
        let owns = RwSignal::new(None);
        let may = move |action, owns| {
            let standing = standing(client, room, owns);
            standing.is_some_and(|standing| standing.may(action).is_ok())
        };
        Self {
            client,
            room,
            words,
            origin,
            leads,
            name,
            lines,
            scroll: Scroll::new(
                lines.rows,
                Callback::new(move |()| client.windows.older(client, room)),
            ),
            composer: NodeRef::new(),
            also_in_room: NodeRef::new(),
            active: RwSignal::new(None),
            editing: RwSignal::new(asked("edit")),
            from_composer: StoredValue::new(false),
            deleting: RwSignal::new(asked("delete")),
            answering: RwSignal::new(
                asked("reply")
                    .and_then(|id| lines.find(id))
                    .map(|source| Quote::of(&source)),
            ),
            reacting: RwSignal::new(asked("react")),
            bookmarks: Memo::new(move |_| client.wishes.bookmarks(client)),
            // Owning the room makes no difference.
            may_react: Memo::new(move |_| may(Action::React, false)),
            may_moderate: Memo::new(move |_| may(Action::Moderate, owns.get() == Some(true))),
            choosing: RwSignal::new(None),
            reacted: RwSignal::new(None),
            landing: Landing::new(room),
            viewing: Viewing::new(),
            refused: RwSignal::new(untrack(|| Call::at(WITH_FILES).error())),
            owns,
            past,
        }
    }
}

/// A room that is open.
#[component]
pub(crate) fn TalkPane(
    /// Which room.
    room: RoomId,
) -> impl IntoView {
    let talk = Talk::of(room);
    let (origin, past, query) = (talk.origin, talk.past, use_query_map());
    provide_context(talk);
    provide_context(Opening::new(talk));
    // Who came to one message stays there until they go on themselves.
    let stays = Memo::new(move |_| past.get() && query.with(|query| query.get_str("at").is_some()));
    // Before the address is left.
    talk.landing.start(talk);
    upkeep::come_home(&talk, stays);
    upkeep::keep_whole(&talk, stays);
    upkeep::mark_read(&talk);
    Effect::new(move |_| keys::listen(talk));
    let dragging = RwSignal::new(false);
    let drag = move |event: DragEvent| {
        if talk.may(Action::Write) && browser::drags_files(&event) {
            event.prevent_default();
            dragging.set(true);
        }
    };
    let drop = move |event: DragEvent| {
        if dragging.get_untracked() {
            event.prevent_default();
            dragging.set(false);
            talk.attach(browser::dropped(&event));
        }
    };
    // Also said of each thing in it that is left for another one of it.
    let leave = move |event: DragEvent| {
        if event.related_target().is_none() {
            dragging.set(false);
        }
    };
    view! {
        <section class="talk" class:below-room=origin.is_some() aria-label=talk.name class:dragging=dragging on:dragover=drag on:drop=drop on:dragleave=leave>
            <Header/>
            <Log/>
            <Foot/>
            <Announcer/>
            <Viewer/>
            <Palette/>
            <Reacted/>
        </section>
    }
    .erased()
}
