//! New messages, said aloud by a screen reader.
//!
//! The log itself is silent: it would read out history that is loaded, one's own words, and everything again that is
//! drawn anew. Here stands only what somebody else has just said, and of many at once only how many.

use std::{iter::once, time::Duration};

use leptos::prelude::*;

use super::Talk;
use crate::{
    app::words::talk::TalkWords,
    domain::{Message, command, media::Attachment},
};

/// How long to wait for more.
const PAUSE: Duration = Duration::from_millis(500);
/// How long words stand there to be read out.
const SAID: Duration = Duration::from_secs(2);
/// How many messages at once are read out.
const FEW: usize = 2;
/// How much of a message is read out, in characters.
const LONG: usize = 300;

/// Says what comes in.
#[component]
pub(super) fn Announcer() -> impl IntoView {
    let talk = expect_context::<Talk>();
    let words = talk.words.talk;
    let lines = talk.lines;
    let said = RwSignal::new(String::new());
    let told = StoredValue::new(untrack(|| lines.last_number()));
    let waiting = StoredValue::new(false);
    let tell = move || {
        if waiting.try_set_value(false).is_some() {
            return;
        }
        let after = told.get_value();
        let news = untrack(|| {
            told.set_value(lines.last_number());
            lines.of_others(after, |messages| put_in_words(words, messages))
        });
        if let Some(news) = news {
            said.set(news);
            // What was said aloud is over: it must not outlive a deletion, and the same words may come again.
            set_timeout(move || _ = said.try_set(String::new()), SAID);
        }
    };
    let last = Memo::new(move |_| lines.last_number());
    Effect::new(move || {
        if last.get() > told.get_value() && !waiting.get_value() {
            waiting.set_value(true);
            set_timeout(tell, PAUSE);
        }
    });
    view! { <div class="unseen" aria-live="polite">{said}</div> }
}

fn put_in_words(words: &TalkWords, messages: &mut dyn Iterator<Item = &Message>) -> Option<String> {
    let messages: Vec<_> = messages.filter(|message| !message.is_deleted()).collect();
    if messages.len() > FEW {
        return Some((words.burst)(
            i64::try_from(messages.len()).unwrap_or(i64::MAX),
        ));
    }
    let said = messages.iter().map(|message| {
        let files = message.attachments.iter().map(Attachment::said);
        let name = &message.sender.name;
        let text = once(&*command::plain(&message.content, name))
            .chain(files)
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", ");
        let text: String = text.chars().take(LONG).collect();
        if command::in_third_person(&message.content).is_some() {
            text
        } else {
            (words.said)(name, &text)
        }
    });
    Some(said.collect::<Vec<_>>().join("\n")).filter(|said| !said.is_empty())
}
