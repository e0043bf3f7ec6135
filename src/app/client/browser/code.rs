//! What is laid over code in messages: colours, and a button that copies it.
//!
//! Rows of the log are HTML, which stays as it was written until it is written anew. So the colours are highlights, which are
//! none of the page's elements, and the button comes around the code when the page lives. One observer looks for what is new.
//! A browser without highlights shows code in one colour.

use std::cell::Cell;

use js_sys::{Array, Function, Map, Object, Reflect, Set};
use leptos::prelude::{document, set_timeout, window};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, Event, MutationObserver, Node, StaticRange};

use crate::domain::code::{Kind, Language};

use super::{SAID, all, copy, element};

/// The class of what is around code and its button.
const AROUND: &str = "code";
/// The attribute of code that was coloured.
const COLOURED: &str = "data-coloured";
/// How many pieces are coloured at most, so that nobody's code can make a page slow.
const MOST: usize = 20_000;

thread_local! {
    static BEGUN: Cell<bool> = const { Cell::new(false) };
}

/// Looks after all code on the page from now on: puts the button there, given as HTML with a place in which `copied` is said,
/// and the colours. Once is enough, for good.
pub(crate) fn tend(button: String, copied: &'static str) {
    if BEGUN.replace(true) {
        return;
    }
    let Some(body) = document().body() else {
        return;
    };
    let mut colours = Colours::new();
    let mut look = move || {
        for code in all(&format!(".log :not(.{AROUND}) > pre")) {
            surround(&code, &button);
        }
        if let Some(colours) = &mut colours {
            colours.look();
        }
    };
    look();
    let changed = Closure::<dyn FnMut()>::new(look);
    let clicked = Closure::<dyn FnMut(Event)>::new(move |event: Event| take(&event, copied));
    if let Ok(observer) = MutationObserver::new(changed.as_ref().unchecked_ref()) {
        let what = object(&[("childList", &true.into()), ("subtree", &true.into())]);
        _ = observer.observe_with_options(&body, what.unchecked_ref());
    }
    _ = body.add_event_listener_with_callback("click", clicked.as_ref().unchecked_ref());
    // Both live as long as the page.
    changed.forget();
    clicked.forget();
}

/// Puts an element around code, with the button in it.
fn surround(code: &Element, button: &str) {
    let (Ok(around), Some(parent)) = (document().create_element("div"), code.parent_node()) else {
        return;
    };
    around.set_class_name(AROUND);
    around.set_inner_html(button);
    _ = parent.insert_before(&around, Some(code));
    _ = around.insert_before(code, around.first_child().as_ref());
}

/// Copies the code whose button was clicked on, and says so.
fn take(event: &Event, copied: &'static str) {
    let find = || {
        let button = element(&event.target()?)?.closest("button").ok()??;
        let around = button.closest(&format!(".{AROUND}")).ok()??;
        let said = around.query_selector("[role=status]").ok()??;
        Some((around.query_selector("code").ok()??.text_content()?, said))
    };
    if let Some((text, said)) = find()
        && copy(&text)
    {
        said.set_text_content(Some(copied));
        set_timeout(move || said.set_text_content(None), SAID);
    }
}

fn object(fields: &[(&str, &JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}

/// The colours of all code.
struct Colours {
    /// One for each kind, in their order.
    highlights: Vec<Set>,
    /// Each code with its pieces, and which highlight they are in.
    code: Vec<(Element, Vec<(usize, StaticRange)>)>,
}

impl Colours {
    /// None, where the browser knows no highlights.
    fn new() -> Option<Self> {
        // web-sys keeps all of it among what may change. The registry is used as a map is, and each of them as a set.
        let of = |object: &JsValue, name: &str| Reflect::get(object, &name.into()).ok();
        let registry = of(&of(&window(), "CSS")?, "highlights")?;
        let highlight: Function = of(&window(), "Highlight")?.dyn_into().ok()?;
        let registry: Map = registry.unchecked_into();
        let highlights = Kind::ALL.iter().map(|kind| {
            let made = Reflect::construct(&highlight, &Array::new()).ok()?;
            registry.set(&kind.code().into(), &made);
            Some(made.unchecked_into())
        });
        Some(Self {
            highlights: highlights.collect::<Option<_>>()?,
            code: Vec::new(),
        })
    }

    /// Forgets code that is gone, and colours what is new.
    fn look(&mut self) {
        let highlights = &self.highlights;
        self.code.retain(|(code, pieces)| {
            let is_here = code.is_connected();
            for (kind, range) in pieces.iter().filter(|_| !is_here) {
                highlights[*kind].delete(range);
            }
            is_here
        });
        for code in all(&format!(".log pre > code[class]:not([{COLOURED}])")) {
            _ = code.set_attribute(COLOURED, "");
            let pieces = self.colour(&code).unwrap_or_default();
            self.code.push((code, pieces));
        }
    }

    /// Colours some code; `None` where its language is not known.
    fn colour(&self, code: &Element) -> Option<Vec<(usize, StaticRange)>> {
        let language = Language::named(code.class_name().strip_prefix("language-")?)?;
        let words = code.first_child()?;
        let text = words.text_content()?;
        let before: usize = self.code.iter().map(|(_, pieces)| pieces.len()).sum();
        let mut place = Place::default();
        let spans = language.spans(&text).into_iter();
        let pieces = spans.take(MOST.saturating_sub(before)).filter_map(|span| {
            let range = range(
                &words,
                place.units(&text, span.range.start),
                place.units(&text, span.range.end),
            )?;
            let kind = Kind::ALL.iter().position(|kind| *kind == span.kind)?;
            self.highlights[kind].add(&range);
            Some((kind, range))
        });
        Some(pieces.collect())
    }
}

/// A piece of some words. One that does not follow the page's changes: these would all have to move it.
fn range(words: &Node, start: u32, end: u32) -> Option<StaticRange> {
    let ends = object(&[
        ("startContainer", words),
        ("startOffset", &start.into()),
        ("endContainer", words),
        ("endOffset", &end.into()),
    ]);
    StaticRange::new(ends.unchecked_ref()).ok()
}

/// A place in a text, in bytes, and in the units that browsers count by.
#[derive(Default)]
struct Place {
    bytes: usize,
    units: u32,
}

impl Place {
    /// Goes on to a place further on.
    fn units(&mut self, text: &str, bytes: usize) -> u32 {
        let passed = text[self.bytes..bytes].encode_utf16().count();
        self.bytes = bytes;
        self.units += u32::try_from(passed).unwrap_or(0);
        self.units
    }
}
