//! Commands in the composer: what there is, and what becomes of one.

use leptos::{prelude::*, task::spawn_local};

use super::Talk;
use crate::{
    api,
    domain::command::{self, Command},
};

/// The beginning of what is being typed, and what was wrong with it.
#[derive(Clone, Copy)]
pub(super) struct Commands {
    /// What is typed, as long as it may be a command.
    begun: RwSignal<String>,
    /// A command that was given and that there is not.
    unknown: RwSignal<Option<String>>,
}

impl Commands {
    pub(super) fn new() -> Self {
        Self {
            begun: RwSignal::default(),
            unknown: RwSignal::new(None),
        }
    }

    /// The field has this in it now.
    pub(super) fn typed(self, text: &str) {
        let begun = if text.starts_with('/') { text } else { "" };
        if self.begun.with_untracked(|before| before != begun) {
            self.begun.set(begun.to_owned());
        }
        if self.unknown.with_untracked(Option::is_some) {
            self.unknown.set(None);
        }
    }

    /// What is to be said, if it is no command that does something else. That is then done, and `done` afterwards, with
    /// what was typed.
    pub(super) fn obey(
        self,
        talk: Talk,
        typed: &str,
        done: impl Fn(&str) + 'static,
    ) -> Option<String> {
        match Command::read(typed) {
            Command::Say(text) => return Some(text),
            Command::Unknown(name) => self.unknown.set(Some(name)),
            Command::Topic(topic) => {
                let typed = typed.to_owned();
                let name = untrack(|| talk.place(|place| place.room.name.clone()));
                spawn_local(async move {
                    match api::rooms::describe(talk.room, name, topic).await {
                        Ok(()) => done(&typed),
                        Err(error) => _ = talk.refused.try_set(Some(error)),
                    }
                });
            }
        }
        None
    }

    /// Why nothing was sent, if that is so.
    pub(super) fn problem(self, talk: Talk) -> Option<String> {
        let unknown = self.unknown.get();
        unknown.map(|name| (talk.words.talk.no_command)(&name))
    }
}

/// The commands that could be meant, while one is begun.
#[component]
pub(super) fn Suggested(commands: Commands) -> impl IntoView {
    let words = expect_context::<Talk>().words.talk;
    let names = Memo::new(move |_| {
        let begun = commands.begun.read();
        command::suggested(&begun).collect::<Vec<_>>()
    });
    let line = move |name: &'static str| {
        let says = match name {
            "me" => words.command_me,
            "shrug" => words.command_shrug,
            _ => words.command_topic,
        };
        view! { <li><code>"/"{name}</code>" "{says}</li> }
    };
    let lines = move || {
        let names = names.get();
        (!names.is_empty()).then(|| {
            let lines = names.into_iter().map(line).collect_view();
            view! { <ul class="commands">{lines}</ul> }
        })
    };
    view! { <div role="status">{lines}</div> }
}
