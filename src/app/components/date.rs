//! Dates that are looked up rather than read along: the same in both languages.

use crate::{
    app::locale::Locale,
    domain::{Timestamp, time::MINUTE},
};

/// The reader's calendar day, as `2026-11-23`.
pub(crate) fn day(at: Timestamp, locale: Locale) -> String {
    let local = at.plus(i64::from(locale.offset) * MINUTE);
    let mut date = local.to_string();
    date.truncate(date.find('T').unwrap_or(date.len()));
    date
}
