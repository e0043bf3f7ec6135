//! Where the reader is in the log, and that they stay there.
//!
//! The log is a column that runs from its end (`flex-direction: column-reverse`, with one child), so that the browser
//! itself starts at the newest message, also without JavaScript, and holds that while things above grow. Its scroll
//! position is 0 at the end and negative above. What changes below the reader's place is corrected here, before it is
//! painted, by measuring the first row in view.

use leptos::{html::Div, prelude::*, web_sys::Element};

use crate::{app::client::browser, domain::layout::Row};

/// How near the end counts as being there, in pixels.
const END: i32 = 80;
/// How near the beginning to load more, in pixels.
const BEGINNING: i32 = 900;
/// What a message's element is.
const MESSAGE: &str = "ARTICLE";
/// How far from the upper edge the "new" line stands at first, in pixels.
const NEW_LINE: f64 = 72.0;

/// A place in the log.
#[derive(Clone, Copy)]
pub(super) struct Scroll {
    rows: Memo<Vec<Row>>,
    /// Loads what was said before.
    older: Callback<()>,
    /// What scrolls.
    pub(super) log: NodeRef<Div>,
    /// What is scrolled: the rows.
    pub(super) list: NodeRef<Div>,
    /// Whether the newest message is in view.
    pub(super) at_end: RwSignal<bool>,
    /// Whether the reader is more than a screen away from it.
    pub(super) far: RwSignal<bool>,
    /// Whether the first place was found: at the "new" line, or the end.
    placed: RwSignal<bool>,
    /// The first message in view, by its element's id, and how far below the log's upper edge it stands.
    anchor: StoredValue<Option<(String, f64)>>,
    /// How high everything was when the place was held last.
    height: StoredValue<i32>,
}

impl Scroll {
    pub(super) fn new(rows: Memo<Vec<Row>>, older: Callback<()>) -> Self {
        Self {
            rows,
            older,
            log: NodeRef::new(),
            list: NodeRef::new(),
            at_end: RwSignal::new(true),
            far: RwSignal::new(false),
            placed: RwSignal::new(false),
            anchor: StoredValue::default(),
            height: StoredValue::default(),
        }
    }

    /// Whether the reader stands where they were meant to.
    pub(super) fn is_placed(self) -> bool {
        self.placed.get()
    }

    /// Holds the place while the log or its rows change their sizes; `then` is called each time.
    pub(super) fn start(self, then: impl Fn(&Element) + Copy + 'static) {
        Effect::new(move |_| {
            let (Some(log), Some(list)) = (self.log.get(), self.list.get()) else {
                return;
            };
            // Lives as long as this run of the effect, as the elements do.
            let seen = log.clone();
            StoredValue::new_local(browser::watch(&[log.as_ref(), list.as_ref()], move || {
                self.hold();
                then(&seen);
            }));
        });
    }

    /// Goes to the newest message, and follows from there.
    pub(super) fn to_end(self) {
        self.at_end.set(true);
        self.far.set(false);
        if let Some(log) = self.log.get_untracked() {
            log.set_scroll_top(0);
        }
    }

    /// Puts a row into the middle, and stays there.
    pub(super) fn show(self, row: &Element) {
        self.placed.set(true);
        browser::centre(row);
        if let Some(log) = self.log.get_untracked() {
            self.height.set_value(log.scroll_height());
        }
        self.moved();
    }

    /// The reader has scrolled.
    pub(super) fn moved(self) {
        let (Some(log), Some(list)) = (self.log.get_untracked(), self.list.get_untracked()) else {
            return;
        };
        if !self.placed.get_untracked() {
            return;
        }
        // A message may have come since: its row stands there already, and is not made up for yet. To measure now would
        // take the place that it pushed us to for the one where the reader wants to be. (At the end nothing is pushed.)
        let grown = log.scroll_height() != self.height.get_value();
        if grown && !self.at_end.get_untracked() {
            self.hold();
        }
        let below = -log.scroll_top();
        set(self.at_end, below < END);
        set(self.far, below > log.client_height());
        self.anchor.set_value(first_in_view(&log, &list));
        if log.scroll_height() - log.client_height() - below < BEGINNING {
            self.older.run(());
        }
    }

    fn hold(self) {
        let Some(Some(log)) = self.log.try_get_untracked() else {
            return;
        };
        if !self.placed.get_untracked() {
            self.place(&log);
        } else if self.at_end.get_untracked() {
            log.set_scroll_top(0);
        } else if let Some((id, offset)) = self.anchor.get_value()
            && let Some(row) = document().get_element_by_id(&id)
        {
            shift(&log, browser::top(&row) - browser::top(&log) - offset);
        }
        self.height.set_value(log.scroll_height());
    }

    /// The first place: where the browser went to a message that the address names; else at the "new" line if it is out
    /// of view, else at the end.
    fn place(self, log: &Element) {
        if self.rows.with_untracked(Vec::is_empty) {
            return;
        }
        self.placed.set(true);
        let aimed = log.query_selector(":target").is_ok_and(|aim| aim.is_some());
        let line = log.query_selector(".rule.new").ok().flatten();
        if let Some(line) = line.filter(|_| !aimed) {
            let above = browser::top(&line) - browser::top(log) - NEW_LINE;
            if above < 0.0 {
                shift(log, above);
            }
        }
        self.moved();
    }
}

/// Scrolls by so many pixels, down where positive.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a scroll position in whole pixels"
)]
fn shift(log: &Element, by: f64) {
    if by.abs() >= 1.0 {
        log.set_scroll_top(log.scroll_top() + by.round() as i32);
    }
}

fn set(signal: RwSignal<bool>, value: bool) {
    if signal.get_untracked() != value {
        signal.set(value);
    }
}

/// The first message below the log's upper edge. The rows stand one below the other, so halving finds it.
fn first_in_view(log: &Element, list: &Element) -> Option<(String, f64)> {
    let edge = browser::top(log);
    let rows = list.children();
    let (mut low, mut high) = (0, rows.length());
    while low < high {
        let middle = low.midpoint(high);
        if browser::top(&rows.item(middle)?) < edge {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    // A message, for dates and the "new" line move when others come before them.
    let row = (low..rows.length())
        .filter_map(|index| rows.item(index))
        .find(|row| row.tag_name() == MESSAGE)?;
    Some((row.id(), browser::top(&row) - edge))
}
