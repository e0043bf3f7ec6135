//! One's own reactions and bookmarks on their way: shown at once, told as soon as that is possible.
//!
//! What is told is how it shall be, there or not, and no change: so it can be told again without harm, and of what was
//! tapped several times meanwhile only the last counts. It does not survive a reload.

use std::collections::{BTreeMap, BTreeSet};

use leptos::{prelude::*, server_fn::ServerFn as _, task::spawn_local};

use super::{Client, browser, patience};
use crate::{
    api::{Error, desk::Bookmark, messages::React},
    domain::{Message, MessageId, PersonId, message::Reaction, timeline},
};

/// What shall be at a message: a reaction with an emoji, or `None` for a bookmark.
type Key = (MessageId, Option<String>);

/// One's own reactions and bookmarks on their way.
#[derive(Clone, Copy)]
pub(crate) struct Wishes {
    /// How those shall be that the server has not confirmed yet.
    wanted: RwSignal<BTreeMap<Key, bool>>,
    /// Those that it is being told of.
    busy: StoredValue<BTreeSet<Key>>,
    /// Why one was refused.
    pub(crate) refused: RwSignal<Option<Error>>,
}

impl Wishes {
    pub(super) fn new() -> Self {
        Self {
            wanted: RwSignal::default(),
            busy: StoredValue::default(),
            refused: RwSignal::new(None),
        }
    }

    /// Tells what could not be told, as soon as the server is there again.
    pub(super) fn start(self, client: Client) {
        Effect::new(move |_| {
            if client.stream.up.get() {
                let keys = self
                    .wanted
                    .with_untracked(|wanted| wanted.keys().cloned().collect::<Vec<_>>());
                for key in keys {
                    self.tell(client, key);
                }
            }
        });
    }

    /// A message's reactions as they will be, and the emoji of those that are on their way.
    pub(crate) fn reactions(self, message: &Message, me: PersonId) -> (Vec<Reaction>, Vec<String>) {
        let mut reactions = message.reactions.clone();
        let mut waiting = Vec::new();
        self.wanted.with(|wanted| {
            for ((id, emoji), on) in wanted {
                if let Some(emoji) = emoji.as_ref().filter(|_| *id == message.id) {
                    Reaction::set(&mut reactions, me, emoji, *on);
                    waiting.push(emoji.clone());
                }
            }
        });
        (reactions, waiting)
    }

    /// The messages that I have bookmarks at, as it will be.
    pub(crate) fn bookmarks(self, client: Client) -> BTreeSet<MessageId> {
        let mut bookmarks: BTreeSet<MessageId> = client
            .state
            .with(|state| state.desk.bookmarks.iter().copied().collect());
        self.wanted.with(|wanted| {
            for ((id, emoji), on) in wanted {
                match (emoji, on) {
                    (None, true) => _ = bookmarks.insert(*id),
                    (None, false) => _ = bookmarks.remove(id),
                    _ => {}
                }
            }
        });
        bookmarks
    }

    /// Whether a bookmark of mine at a message is on its way.
    pub(crate) fn marks(self, message: MessageId) -> bool {
        self.wanted
            .with(|wanted| wanted.contains_key(&(message, None)))
    }

    /// Has a reaction of mine with an emoji be there, or not; or for `None` a bookmark.
    pub(crate) fn set(self, client: Client, message: MessageId, emoji: Option<&str>, on: bool) {
        let key = (message, emoji.map(str::to_owned));
        self.refused.set(None);
        self.wanted
            .update(|wanted| _ = wanted.insert(key.clone(), on));
        self.tell(client, key);
    }

    fn tell(self, client: Client, key: Key) {
        let Some(on) = self
            .wanted
            .with_untracked(|wanted| wanted.get(&key).copied())
        else {
            return;
        };
        // Until the server has said who this page's reader is now, nothing goes out in their name.
        if !client.stream.up.get_untracked() || !self.begin(&key) {
            return;
        }
        spawn_local(async move {
            let answer = patience::answer(ask(client, key.clone(), on)).await;
            self.busy.try_update_value(|busy| busy.remove(&key));
            self.heard(client, key, on, answer);
        });
    }

    fn heard(self, client: Client, key: Key, told: bool, answer: Result<(), Error>) {
        match answer {
            Ok(()) => {}
            Err(error) if error.is_passing() => {
                set_timeout(move || self.tell(client, key), patience::pause(2));
                return;
            }
            Err(error) => _ = self.refused.try_set(Some(error)),
        }
        // It may be meant otherwise by now.
        let again = self.wanted.try_update(|wanted| {
            if wanted.get(&key) == Some(&told) {
                wanted.remove(&key);
            }
            wanted.contains_key(&key)
        });
        if again == Some(true) {
            self.tell(client, key);
        }
    }

    fn begin(self, key: &Key) -> bool {
        self.busy
            .try_update_value(|busy| busy.insert(key.clone()))
            .unwrap_or_default()
    }
}

/// Tells the server, and takes what it says of it.
async fn ask(client: Client, (message, emoji): Key, on: bool) -> Result<(), Error> {
    let id = message.to_string();
    if let Some(emoji) = emoji {
        let field = if on { "add" } else { "remove" };
        return client
            .act(React::PATH, &[("id", &id), (field, &emoji)])
            .await;
    }
    let fields = [("id", &*id), ("on", if on { "true" } else { "false" })];
    browser::call(Bookmark::PATH, &fields).await?;
    client
        .state
        .try_update(|state| timeline::bookmark(state, message, on));
    Ok(())
}
