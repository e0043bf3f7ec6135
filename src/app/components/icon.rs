//! The icons: drawn in one stroke on a grid of 20.

use leptos::prelude::*;

/// What an icon shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Icon {
    /// An open room.
    Hash,
    /// A closed room.
    Lock,
    /// A talk among a few.
    People,
    /// A thread.
    Thread,
    /// Closing.
    Cross,
    /// Something new.
    Plus,
    /// To the rooms.
    Back,
    /// All rooms.
    Rooms,
    /// Put away.
    Box,
    /// What can be done with it.
    More,
    /// Searching.
    Lens,
    /// Kept for later.
    Flag,
    /// Being called.
    At,
    /// All is done.
    Ticks,
    /// Further on.
    Down,
    /// To anywhere.
    Jump,
}

impl Icon {
    /// How it is drawn, as the `d` of a path.
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Hash => "M8 3.5 6.5 16.5M13.5 3.5 12 16.5M3.8 7.5h13M3.2 12.5h13",
            Self::Lock => "M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9",
            Self::People => {
                "M7.5 9.5a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5zM2.5 16c0-2.6 2.2-4.2 5-4.2s5 1.6 5 4.2M13 4.3a2.6 2.6 0 0 1 0 \
                 5M14.6 12.2c1.8.5 2.9 1.9 2.9 3.8"
            }
            Self::Thread => "M5 4v5.5a3 3 0 0 0 3 3h7.5M12 9l3.5 3.5L12 16",
            Self::Cross => "M5 5l10 10M15 5L5 15",
            Self::Plus => "M10 4.5v11M4.5 10h11",
            Self::Back => "M12.5 4.5 7 10l5.5 5.5",
            Self::Rooms => "M3.5 4.5h13v9h-7l-3.5 3v-3h-2.5z",
            Self::Box => "M3.5 4h13v3.5h-13zM4.5 7.5v8.5h11V7.5M8 11h4",
            Self::Lens => "M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13 13l3.5 3.5",
            Self::Flag => "M5.5 3.5h9v13L10 13l-4.5 3.5z",
            Self::At => {
                "M10 13a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM13 7v4.2c0 2.4 3.5 2.2 3.5-1.2a6.5 6.5 0 1 0-2.6 5.2"
            }
            Self::Ticks => "M2.5 10.5l3.5 3.5L13 6.5M9.5 13l1.2 1L17.5 6.5",
            Self::Down => "M10 4v11.5M5 11l5 5 5-5",
            Self::Jump => "M3.5 10h11M10 5l5 5-5 5",
            Self::More => "M4.5 10h.01M10 10h.01M15.5 10h.01",
        }
    }
}

/// An icon beside words that say the same, so a screen reader passes it by.
#[component]
pub(crate) fn Drawing(
    /// What it shows.
    icon: Icon,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
            <path d=icon.path()/>
        </svg>
    }
}

/// Parlour's own mark.
#[component]
pub(crate) fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
            <rect class="mark-ground" width="32" height="32" rx="9"/>
            <path class="mark-letter" d="M12 24V8.5h5a5 5 0 0 1 0 10h-1.5L12 22"/>
            <circle class="mark-light" cx="22.6" cy="23" r="2.1"/>
        </svg>
    }
}
