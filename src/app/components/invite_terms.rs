//! What is chosen for an invite link: how long it works, and how many people it lets in.

use leptos::prelude::*;

use crate::app::words::people::PeopleWords;

/// What is offered: days that a link works, and people that it lets in.
const DAYS: [i64; 4] = [1, 7, 30, 365];
const USES: [i64; 4] = [1, 10, 100, 1000];

/// The fields `days` and `uses` of a form that makes a link.
#[component]
pub(crate) fn InviteTerms(
    /// The reader's words.
    words: &'static PeopleWords,
) -> impl IntoView {
    view! {
        <Choice name="days" label=words.days options=DAYS chosen=7 says=words.days_option/>
        <Choice name="uses" label=words.uses options=USES chosen=10 says=words.uses_option/>
    }
}

#[component]
fn Choice(
    name: &'static str,
    label: &'static str,
    options: [i64; 4],
    chosen: i64,
    says: fn(i64) -> String,
) -> impl IntoView {
    let options = options
        .map(|n| view! { <option value=n.to_string() selected=n == chosen>{says(n)}</option> });
    view! {
        <label class="field">
            {label}
            <select name=name>{options.collect_view()}</select>
        </label>
    }
}
