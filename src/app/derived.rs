//! Values that follow others.

#[cfg(not(feature = "ssr"))]
mod here {
    use leptos::prelude::Memo;

    /// A value that follows others, and tells of it only where it becomes another.
    pub(crate) type Derived<T> = Memo<T>;

    /// Reads a value now, and again whenever what it is read from changes.
    pub(crate) fn derived<T>(read: impl Fn() -> T + Send + Sync + 'static) -> Derived<T>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| read())
    }
}

/// A page that is rendered is read once, and what could be told of later has nobody to hear it. For parts of which a page has
/// many, that saves what following takes.
#[cfg(feature = "ssr")]
mod here {
    use leptos::prelude::{Signal, untrack};

    /// A value as it is while a page is rendered.
    pub(crate) type Derived<T> = Signal<T>;

    /// Reads a value now.
    pub(crate) fn derived<T>(read: impl Fn() -> T + Send + Sync + 'static) -> Derived<T>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        Signal::stored(untrack(read))
    }
}

pub(crate) use here::derived;
