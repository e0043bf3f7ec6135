//! Where things stand on the screen, and how they come to stand elsewhere.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{
    Element, HtmlTextAreaElement, ResizeObserver, ScrollIntoViewOptions, ScrollLogicalPosition,
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
