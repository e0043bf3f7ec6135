//! What is offered while one types: people behind an `@`, and whatever else has a beginning of its own.
//!
//! The field works like a combobox whose list stands above it (ARIA 1.2, "Editable Combobox With List Autocomplete"), though
//! HTML lets a field for many lines have no such role: the focus stays in the field, the arrows move through the list, Enter and Tab take, Escape closes. What an input method is
//! composing with is its own.
//!
//! Where the list comes from is others' business: see [`Source`].

use leptos::{
    ev::{KeyboardEvent, PointerEvent},
    html::{Textarea, Ul},
    prelude::*,
};

use super::keys;
use crate::{
    app::{
        client::{Client, browser},
        components::face::Face,
        erased::Erase,
    },
    domain::PersonId,
};

/// How many are offered at once.
pub(super) const MOST: usize = 8;

/// The list's id, which the field refers to.
const LIST: &str = "suggestions";

/// One of what is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Suggestion {
    /// What stands before it: a person's square, or a character.
    pub(super) sign: Sign,
    /// What it is called.
    pub(super) label: String,
    /// What else there is to say, in a few words.
    pub(super) note: String,
    /// What is put in the place of what was typed. A space follows.
    pub(super) text: String,
}

/// What stands before a suggestion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// Somebody's square.
    Face(PersonId),
    /// A character, such as an emoji.
    Text(String),
}

/// What a source offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Offer {
    /// Where in the text before the caret the piece begins that is to be replaced, in bytes.
    pub(super) from: usize,
    /// What is offered in its place, the likeliest first; at most [`MOST`]. Nothing closes the list.
    pub(super) list: Vec<Suggestion>,
}

/// Looks at the text before the caret, and offers something or nothing. What it reads of signals is followed: a list that is
/// loaded when it is first needed appears when it is there.
pub(super) type Source = Box<dyn Fn(&str) -> Option<Offer> + Send + Sync>;

/// The suggestions of one field.
#[derive(Clone, Copy)]
pub(super) struct Suggestions {
    /// Where one types.
    pub(super) field: NodeRef<Textarea>,
    /// What stands before the caret; `None` while nobody types there.
    before: RwSignal<Option<String>>,
    /// What is offered; never an empty list.
    offer: Memo<Option<Offer>>,
    chosen: RwSignal<usize>,
    /// Where the piece begins for which nothing more is wanted.
    declined: RwSignal<Option<usize>>,
    list: NodeRef<Ul>,
}

impl Suggestions {
    /// Suggestions for a field from these sources, of which the first counts that has something.
    pub(super) fn new(field: NodeRef<Textarea>, sources: Vec<Source>) -> Self {
        let before = RwSignal::new(None::<String>);
        let chosen = RwSignal::new(0);
        let declined = RwSignal::new(None);
        let offer = Memo::new(move |_| {
            before.with(|before| {
                let before = before.as_ref()?;
                let mut offers = sources.iter().filter_map(|source| source(before));
                let offer = offers.find(|offer| !offer.list.is_empty())?;
                (declined.get() != Some(offer.from)).then_some(offer)
            })
        });
        Self {
            field,
            before,
            offer,
            chosen,
            declined,
            list: NodeRef::new(),
        }
    }

    /// Something was typed, or the caret moved. To be called for each `input` event of the field.
    pub(super) fn look(self) {
        let before = self
            .field
            .get_untracked()
            .and_then(|field| browser::before_caret(&field));
        self.chosen.set(0);
        let length = before.as_ref().map_or(0, String::len);
        // What was declined is no longer there.
        if self
            .declined
            .with_untracked(|from| from.is_some_and(|from| length <= from))
        {
            self.declined.set(None);
        }
        self.before.set(before);
    }

    /// Closes the list until something is typed.
    pub(super) fn close(self) {
        // A field that is taken away loses the focus, and all this may have gone before it.
        if self.before.try_with_untracked(Option::is_some) == Some(true) {
            self.before.try_set(None);
            self.declined.try_set(None);
        }
    }

    /// Whether a key stroke was meant for the list, and has been seen to. To be asked before anything else is made of it.
    pub(super) fn takes(self, event: &KeyboardEvent) -> bool {
        let count = self.count();
        if count == 0 || keys::is_composing(event) {
            return false;
        }
        if event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key() {
            return false;
        }
        let chosen = self.chosen.get_untracked().min(count - 1);
        match event.key().as_str() {
            "ArrowDown" => self.choose((chosen + 1) % count),
            "ArrowUp" => self.choose((chosen + count - 1) % count),
            "Enter" | "Tab" => self.take(chosen),
            "Escape" => {
                let from = self
                    .offer
                    .with_untracked(|offer| Some(offer.as_ref()?.from));
                self.declined.set(from);
            }
            // The caret goes elsewhere.
            "ArrowLeft" | "ArrowRight" | "Home" | "End" | "PageUp" | "PageDown" => {
                self.close();
                return false;
            }
            _ => return false,
        }
        event.prevent_default();
        event.stop_propagation();
        true
    }

    /// Whether the list is open.
    fn is_open(self) -> bool {
        self.offer.with(Option::is_some)
    }

    /// For the field: `aria-haspopup`. Its role stays that of a field for many lines: HTML lets it have no other.
    pub(super) fn popup(self) -> Signal<Option<String>> {
        Signal::derive(move || self.is_open().then(|| "listbox".to_owned()))
    }

    /// For the field: `aria-controls`, the list where it is open.
    pub(super) fn controls(self) -> Signal<Option<String>> {
        Signal::derive(move || self.is_open().then(|| LIST.to_owned()))
    }

    /// For the field: `aria-activedescendant`, what is chosen in the list.
    pub(super) fn active(self) -> Signal<Option<String>> {
        Signal::derive(move || self.is_open().then(|| option_id(self.chosen.get())))
    }

    fn count(self) -> usize {
        self.offer
            .with_untracked(|offer| offer.as_ref().map_or(0, |offer| offer.list.len()))
    }

    fn choose(self, index: usize) {
        self.chosen.set(index);
        let options = self.list.get_untracked().map(|list| list.children());
        let option = options.and_then(|options| options.item(u32::try_from(index).ok()?));
        if let Some(option) = option {
            browser::keep_in_view(&option);
        }
    }

    fn take(self, index: usize) {
        let taken = self.offer.with_untracked(|offer| {
            let offer = offer.as_ref()?;
            Some((offer.from, offer.list.get(index)?.text.clone()))
        });
        let before = self.before.get_untracked();
        self.close();
        let (Some((from, text)), Some(before), Some(field)) =
            (taken, before, self.field.get_untracked())
        else {
            return;
        };
        let typed = before.get(from..).unwrap_or_default();
        browser::replace_before_caret(&field, typed, &format!("{text} "));
        // Putting it there was typing, too.
        self.close();
    }
}

fn option_id(index: usize) -> String {
    format!("{LIST}-{index}")
}

/// The list, to stand in a place that is positioned: it grows upwards from there.
#[component]
pub(super) fn SuggestionList(
    /// What is offered.
    suggestions: Suggestions,
    /// What the list is called.
    label: &'static str,
) -> impl IntoView {
    let Suggestions { offer, chosen, .. } = suggestions;
    move || {
        offer.get().map(|offer| {
            let options = offer.list.into_iter().enumerate().map(|(index, suggestion)| {
                let is_chosen = move || chosen.get() == index;
                // The focus stays in the field, and the keyboard on the phone's screen.
                let stay = |event: PointerEvent| event.prevent_default();
                view! {
                    <li
                        id=option_id(index)
                        class="suggestion"
                        role="option"
                        aria-selected=move || if is_chosen() { "true" } else { "false" }
                        on:pointerdown=stay
                        on:mousedown=|event| event.prevent_default()
                        on:click=move |_| suggestions.take(index)
                    >
                        <SignView sign=suggestion.sign/>
                        <span class="suggestion-label">{suggestion.label}</span>
                        <span class="suggestion-note">{suggestion.note}</span>
                    </li>
                }
                .erased()
            });
            view! {
                <ul class="suggestions" id=LIST role="listbox" aria-label=label node_ref=suggestions.list>
                    {options.collect::<Vec<_>>()}
                </ul>
            }
            .erased()
        })
    }
}

#[component]
fn SignView(sign: Sign) -> impl IntoView {
    match sign {
        Sign::Face(person) => {
            let client = expect_context::<Client>();
            let name = Signal::derive(move || {
                let state = client.state.read();
                state
                    .people
                    .get(&person)
                    .map(|person| person.name.clone())
                    .unwrap_or_default()
            });
            view! { <Face person name/> }.erased()
        }
        Sign::Text(text) => {
            view! { <span class="suggestion-sign" aria-hidden="true">{text}</span> }.erased()
        }
    }
}
