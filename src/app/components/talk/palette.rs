//! All emoji, to choose one from: a dialog with a search field above them.
//!
//! They are fetched when it is opened first, and written as HTML: two thousand buttons must cost the page nothing until
//! then.

use std::fmt::Write as _;

use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    html::{Div, Input},
    prelude::*,
    web_sys::Element,
};

use super::Talk;
use crate::{
    app::{
        apart::Part,
        client::{
            browser,
            emoji::{Described, Fetching, Line, TONES, found, lines},
        },
        components::dialog::{Closing, Dialog, focus_on},
        erased::Erase,
        locale::locale,
        words::{emoji::EmojiWords, words},
    },
    domain::{MessageId, markdown::escaped},
};

/// How many are shown of what is searched for.
const MOST: usize = 120;

/// What an emoji is chosen for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// To react to a message.
    React(MessageId),
    /// To stand where the caret is in what is being written.
    Write,
}

/// The dialog.
#[component]
pub(super) fn Palette() -> impl IntoView {
    let choosing = expect_context::<Talk>().choosing;
    view! {
        <Dialog
            class="palette"
            label=words().answers.emoji
            open=Memo::new(move |_| choosing.read().is_some())
            closed=move |()| choosing.set(None)
            part=Part::Palette
        />
    }
}

/// What stands in it. The arrow keys lead from the search field to the emoji and among them.
#[component]
pub(crate) fn PaletteInside() -> impl IntoView {
    let talk = expect_context::<Talk>();
    let closing = expect_context::<Closing>();
    let words = talk.words.emoji();
    let language = locale().language;
    let client = talk.client;
    let field = NodeRef::<Input>::new();
    let list = NodeRef::<Div>::new();
    let typed = RwSignal::new(String::new());
    focus_on(field, typed);
    let tone = RwSignal::new(client.emoji.tone());
    // Made for each thing that is typed.
    let html = Memo::new(move |_| match client.emoji.all(language) {
        Some(all) => {
            let recent = client.emoji.recent();
            typed.with(|typed| html(&all, typed, &recent, tone.get(), words))
        }
        None => String::new(),
    });
    let notice = notice(talk, html);
    let choose = move |button: &Element| {
        if let (Some(emoji), Some(purpose)) =
            (button.get_attribute("value"), talk.choosing.get_untracked())
        {
            // Closed first, since that puts the focus back where it was.
            closing.close();
            talk.choose(purpose, &emoji);
        }
    };
    let on_click = move |event: MouseEvent| {
        let target = event_target::<Element>(&event);
        if let Ok(Some(button)) = target.closest("button[value]") {
            choose(&button);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let (Some(field), Some(list)) = (field.get_untracked(), list.get_untracked()) else {
            return;
        };
        let target = event_target::<Element>(&event);
        if event.key() == "Enter" && target == **field && !super::keys::is_composing(&event) {
            event.prevent_default();
            if let Ok(Some(first)) = list.query_selector("button[value]") {
                choose(&first);
            }
        } else if browser::walk(&event, &list, &field) {
            event.prevent_default();
        }
    };
    view! {
        <div class="palette-inside" on:click=on_click on:keydown=on_key>
            <p class="bar">
                <input
                    type="search"
                    placeholder=words.search
                    aria-label=words.search
                    autocomplete="off"
                    node_ref=field
                    on:input=move |event| typed.set(event_target_value(&event))
                />
                <button type="button" class="button" on:click=move |_| closing.close()>{talk.words.talk.close}</button>
            </p>
            <Tones tone/>
            <p class="hint" role="status">{notice}</p>
            <div class="palette-list" node_ref=list inner_html=html></div>
        </div>
    }
    .erased()
}

/// The tones of skin, to choose one that is kept on this device.
#[component]
fn Tones(
    /// The chosen one.
    tone: RwSignal<Option<char>>,
) -> impl IntoView {
    let talk = expect_context::<Talk>();
    let words = talk.words.emoji();
    let all = std::iter::once(None).chain(TONES.map(Some));
    let choices = all.zip(words.tones).map(|(one, name)| {
        let hand: String = std::iter::once('✋').chain(one).collect();
        let choose = move |_| {
            tone.set(one);
            talk.client.emoji.set_tone(one);
        };
        view! {
            <label title=name>
                <input
                    type="radio"
                    name="tone"
                    aria-label=name
                    prop:checked=move || tone.get() == one
                    on:change=choose
                />
                <span class="emoji" aria-hidden="true">{hand}</span>
            </label>
        }
    });
    view! {
        <fieldset class="tones">
            <legend class="unseen">{words.tone}</legend>
            {choices.collect::<Vec<_>>()}
        </fieldset>
    }
}

/// What there is to say in the place of emoji.
fn notice(talk: Talk, html: Memo<String>) -> impl Fn() -> Option<&'static str> + Send + Sync {
    let (emoji, words) = (talk.client.emoji, talk.words.emoji());
    move || match emoji.fetching.get() {
        Fetching::Yes => Some(words.loading),
        Fetching::Failed => Some(words.failed),
        Fetching::No => (html.with(String::is_empty) && emoji.is_here()).then_some(words.none),
    }
}

/// The emoji that are meant, as HTML: all of them by their groups, where nothing was typed. Those that were used stay in the
/// tone that they were used in.
fn html(
    all: &str,
    typed: &str,
    recent: &[String],
    tone: Option<char>,
    words: &EmojiWords,
) -> String {
    let mut html = String::new();
    if !typed.trim().is_empty() {
        for emoji in found(all, typed, MOST) {
            button(&mut html, emoji, &emoji.in_tone(tone));
        }
        return html;
    }
    if !recent.is_empty() {
        title(&mut html, words.recent);
        for emoji in recent {
            let described = lines(all).find_map(|line| match line {
                Line::Emoji(described) if described.is(emoji) => Some(described),
                _ => None,
            });
            if let Some(described) = described {
                button(&mut html, described, emoji);
            }
        }
    }
    for line in lines(all) {
        match line {
            Line::Group(name) => title(&mut html, name),
            Line::Emoji(emoji) => button(&mut html, emoji, &emoji.in_tone(tone)),
        }
    }
    html
}

fn title(html: &mut String, name: &str) {
    // Writing to a string can't fail.
    let _ = write!(html, "<h2>{}</h2>", escaped(name));
}

fn button(html: &mut String, described: Described<'_>, emoji: &str) {
    let (emoji, name) = (escaped(emoji), escaped(described.name));
    let code = escaped(described.code());
    // Tab leads to the first one, and the arrows lead on.
    let tab = if html.contains("<button") { -1 } else { 0 };
    let _ = write!(
        html,
        "<button type=\"button\" class=\"emoji\" tabindex=\"{tab}\" value=\"{emoji}\" title=\"{name} :{code}:\" \
         aria-label=\"{name}\">{emoji}</button>"
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::words::emoji::EN;

    #[test]
    fn what_was_used_lately_stands_first_and_nothing_typed_is_markup() {
        let all = "Faces\n😀\tgrinning <face>\tgrinning\thappy\n😃\tsmiley\tsmiley\t\n";
        let list = html(all, "", &["😃".to_owned(), "🦄".to_owned()], None, &EN);
        let (recent, rest) = list.split_once("<h2>Faces</h2>").unwrap();
        assert!(recent.starts_with("<h2>Used lately</h2>"), "{list}");
        assert_eq!(recent.matches("<button").count(), 1);
        assert_eq!(rest.matches("<button").count(), 2);
        assert!(rest.contains("title=\"grinning &lt;face&gt; :grinning:\""));
        let found = html(all, "happy", &[], None, &EN);
        assert_eq!(found.matches("<button").count(), 1);
        assert_eq!(html(all, "<b>", &[], None, &EN), "");
    }

    #[test]
    fn a_tone_is_for_those_that_take_one_and_for_none_that_were_used() {
        let all = "Hands\n👍\tthumbs up\t+1\tgood\t👍🏻\n🎉\tparty\ttada\tgood\n";
        let used = ["👍🏻".to_owned(), "👍".to_owned()];
        let list = html(all, "", &used, Some('🏿'), &EN);
        let values: Vec<_> = list.split("value=\"").skip(1).collect();
        let values = values.iter().map(|rest| rest.split('"').next());
        let values: Vec<_> = values.map(Option::unwrap).collect();
        assert_eq!(values, ["👍🏻", "👍", "👍🏿", "🎉"]);
        assert!(html(all, "good", &[], Some('🏾'), &EN).contains("value=\"👍🏾\""));
    }
}
