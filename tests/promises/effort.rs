//! How hard the tests try: a little in `make test`, for minutes in `make torture`.

use std::{sync::LazyLock, time::Duration};

/// Whether this is the long form, which `PARLOUR_TORTURE=long` asks for.
static LONG: LazyLock<bool> = LazyLock::new(|| {
    #[expect(
        clippy::disallowed_methods,
        reason = "tests have no command line; this is the one place that asks"
    )]
    let asked = std::env::var("PARLOUR_TORTURE");
    asked.is_ok_and(|form| form == "long")
});

/// Whether this is the long form.
pub(crate) fn is_long() -> bool {
    *LONG
}

/// One of two, by the form.
pub(crate) fn effort<T>(short: T, long: T) -> T {
    if is_long() { long } else { short }
}

/// How long anything may take on a busy machine before it counts as never happening.
pub(crate) fn patience() -> Duration {
    effort(Duration::from_secs(40), Duration::from_mins(10))
}
