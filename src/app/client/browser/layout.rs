//! Where things stand on the screen, and how they come to stand elsewhere.

use js_sys::JsString;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{
    Element, Event, HtmlDocument, HtmlTextAreaElement, ResizeObserver, ScrollIntoViewOptions,
    ScrollLogicalPosition,
};

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

/// Types a text in the place of another one that stands directly before the caret, so that it can be undone.
pub(crate) fn replace_before_caret(field: &HtmlTextAreaElement, typed: &str, text: &str) {
    let Ok(Some(caret)) = field.selection_start() else {
        return;
    };
    let length = u32::try_from(typed.encode_utf16().count()).unwrap_or(0);
    let from = caret.saturating_sub(length);
    super::focus(field);
    _ = field.set_selection_range(from, caret);
    let typed = leptos::prelude::document()
        .dyn_into::<HtmlDocument>()
        .is_ok_and(|document| {
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
