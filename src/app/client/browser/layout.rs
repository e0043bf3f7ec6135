//! Where things stand on the screen, and how they come to stand elsewhere.

use js_sys::JsString;
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{
    Element, Event, HtmlDocument, HtmlTextAreaElement, KeyboardEvent, ResizeObserver,
    ScrollIntoViewOptions, ScrollLogicalPosition, SubmitEvent,
};

/// The attribute of what shines. No class, which is the view's own; the style sheet has it fade.
const LIT: &str = "data-lit";

/// How far an element's upper edge is below the window's, in pixels.
pub(crate) fn top(element: &Element) -> f64 {
    element.get_bounding_client_rect().top()
}

/// Scrolls as little as it takes to show an element.
pub(crate) fn keep_in_view(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Lets an element shine for a moment, and no other.
pub(crate) fn light(element: &Element) {
    for before in super::all(&format!("[{LIT}]")) {
        _ = before.remove_attribute(LIT);
    }
    // Asking where it is has the browser notice that it was gone, so that it shines again.
    top(element);
    _ = element.set_attribute(LIT, "");
}

/// Moves the focus by the arrow keys from a field to the buttons of a list and among them; above the first row the field
/// has it again. Tells whether the key was meant so.
pub(crate) fn walk(event: &KeyboardEvent, list: &Element, field: &Element) -> bool {
    let buttons = list.get_elements_by_tag_name("button");
    let button = |index: u32| buttons.item(index);
    let Some(focused) = document().active_element() else {
        return false;
    };
    let Some(here) = (0..buttons.length()).find(|index| button(*index).as_ref() == Some(&focused))
    else {
        let first = button(0).filter(|_| event.key() == "ArrowDown" && focused == *field);
        if let Some(first) = &first {
            super::focus(first);
        }
        return first.is_some();
    };
    let place = |element: &Element| {
        let area = element.get_bounding_client_rect();
        (area.left(), area.top())
    };
    let (left, high) = place(&focused);
    // The one of the next row that is nearest to the same column.
    let beyond = |below: bool| {
        let order: Box<dyn Iterator<Item = u32>> = if below {
            Box::new(here + 1..buttons.length())
        } else {
            Box::new((0..here).rev())
        };
        let mut others = order
            .filter_map(button)
            .map(|button| (place(&button), button))
            .skip_while(|((_, y), _)| (y - high).abs() < 1.0)
            .peekable();
        let row = others.peek()?.0.1;
        let off = |x: f64| (x - left).abs();
        others
            .take_while(|((_, y), _)| (y - row).abs() < 1.0)
            .min_by(|((one, _), _), ((other, _), _)| off(*one).total_cmp(&off(*other)))
            .map(|(_, button)| button)
    };
    let next = match event.key().as_str() {
        "ArrowRight" => button(here + 1),
        "ArrowLeft" => here.checked_sub(1).and_then(button),
        "ArrowDown" => beyond(true),
        "ArrowUp" => beyond(false).or_else(|| Some(field.clone())),
        _ => return false,
    };
    if let Some(next) = next {
        super::focus(&next);
        keep_in_view(&next);
    }
    true
}

/// Puts other HTML into an element. A button in it that has the focus keeps it, where there is still one of its value; or
/// else what it stands in gets it.
pub(crate) fn rewrite(element: &Element, html: &str) {
    let focused = document()
        .active_element()
        .filter(|focused| element.contains(Some(focused)));
    element.set_inner_html(html);
    let Some(focused) = focused else { return };
    let value = focused.get_attribute("value");
    let buttons = element.get_elements_by_tag_name("button");
    let mut buttons = (0..buttons.length()).filter_map(|index| buttons.item(index));
    let again = buttons
        .find(|button| button.get_attribute("value") == value)
        .or_else(|| element.closest("[tabindex]").ok().flatten());
    if let Some(again) = again {
        super::focus(&again);
    }
}

/// What was pressed to send a form: its field `id`, and the button's name and value. `None` where another form is sent.
pub(crate) fn pressed(event: &SubmitEvent) -> Option<(String, String, String)> {
    let button = event.submitter()?;
    let form = button.closest("form.reactions, form.removal").ok()??;
    let id = form.query_selector("[name=id]").ok()??;
    Some((
        id.get_attribute("value")?,
        button.get_attribute("name")?,
        button.get_attribute("value")?,
    ))
}

/// Scrolls an element into the middle.
pub(crate) fn centre(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Center);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Puts a text into a field, with the caret at its end.
pub(crate) fn put(field: &HtmlTextAreaElement, text: &str) {
    field.set_value(text);
    let end = u32::try_from(text.encode_utf16().count()).unwrap_or(0);
    _ = field.set_selection_range(end, end);
}

/// The text before the caret; nothing while something is selected.
pub(crate) fn before_caret(field: &HtmlTextAreaElement) -> Option<String> {
    let caret = field.selection_start().ok()??;
    if field.selection_end().ok()? != Some(caret) {
        return None;
    }
    let units: Vec<u16> = field.value().encode_utf16().take(caret as usize).collect();
    String::from_utf16(&units).ok()
}

/// What is selected within an element, as text; empty where that is nothing, or more is.
pub(crate) fn selected_in(element: &Element) -> String {
    let selected = || {
        let selection = window().get_selection().ok()??;
        let inside = selection.contains_node_with_allow_partial_containment(element, true);
        let text = String::from(selection.to_string());
        // By its words: who selects a whole line selects up to the beginning of the next one, which may be elsewhere.
        let words = |text: &str| text.split_whitespace().collect::<String>();
        let is_within = inside.ok()? && words(&element.text_content()?).contains(&words(&text));
        is_within.then_some(text)
    };
    selected().unwrap_or_default()
}

/// Types a text in the place of another one that stands directly before the caret, so that it can be undone.
pub(crate) fn replace_before_caret(field: &HtmlTextAreaElement, typed: &str, text: &str) {
    let Ok(Some(caret)) = field.selection_start() else {
        return;
    };
    let length = u32::try_from(typed.encode_utf16().count()).unwrap_or(0);
    let from = caret.saturating_sub(length);
    super::focus(field);
    _ = field.set_selection_range(from, caret);
    let typed = document().dyn_into::<HtmlDocument>().is_ok_and(|document| {
        document.exec_command_with_show_ui_and_value("insertText", false, text) == Ok(true)
    });
    if !typed {
        _ = field.set_range_text(text);
        let end = from + u32::try_from(text.encode_utf16().count()).unwrap_or(0);
        _ = field.set_selection_range(end, end);
        if let Ok(event) = Event::new("input") {
            _ = field.dispatch_event(&event);
        }
    }
}

/// A text in one case and without accents, for looking something up.
pub(crate) fn folded(text: &str) -> String {
    let apart: String = JsString::from(text).normalize("NFD").into();
    apart
        .chars()
        .filter(|c| !matches!(c, '\u{300}'..='\u{36f}'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Looks out for elements that change their size, until it is dropped.
pub(crate) struct Watch {
    observer: ResizeObserver,
    _listener: Closure<dyn FnMut()>,
}

/// Tells when one of some elements has changed its size, before that is painted.
pub(crate) fn watch(elements: &[&Element], on: impl Fn() + 'static) -> Option<Watch> {
    let listener = Closure::<dyn FnMut()>::new(on);
    let observer = ResizeObserver::new(listener.as_ref().unchecked_ref()).ok()?;
    for element in elements {
        observer.observe(element);
    }
    Some(Watch {
        observer,
        _listener: listener,
    })
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
