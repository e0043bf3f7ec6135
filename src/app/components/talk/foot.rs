//! What stands below the log: the composer, or why there is none; and how the line to the server is.

use leptos::{either::EitherOf4, prelude::*};

use super::{Talk, composer::Composer, connection::Connection, typing::Writers};
use crate::{
    api,
    app::components::form::{Call, CallForm, Refusal},
};

/// How I stand to the room.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Standing {
    /// I may write.
    Inside,
    /// I could come in.
    Outside,
    /// Nobody writes here.
    Archived,
    /// The page shows older messages, and the composer is where the newest are.
    Past,
    #[default]
    Gone,
}

/// The foot of the talk.
#[component]
pub(super) fn Foot() -> impl IntoView {
    let talk = expect_context::<Talk>();
    let words = talk.words.talk;
    let standing = Memo::new(move |_| {
        let past = talk.past.get();
        talk.place(|place| {
            if place.room.archived {
                Standing::Archived
            } else if !place.joined() {
                Standing::Outside
            } else if past {
                Standing::Past
            } else {
                Standing::Inside
            }
        })
    });
    view! {
        <div class="foot">
            <div class="foot-line"><Connection/><Writers/></div>
            {move || talk.landing.missing.get().then(|| view! { <p class="bar-note missing" role="alert">{words.missing}</p> })}
            {move || match standing.get() {
                Standing::Inside => EitherOf4::A(view! { <Composer/> }),
                Standing::Outside => EitherOf4::B(view! { <Join/> }),
                Standing::Archived => EitherOf4::C(view! { <p class="bar-note">{words.archived}</p> }),
                Standing::Past => {
                    EitherOf4::D(
                        Some(view! {
                            <p class="bar-note">
                                <span>{words.past}</span>
                                <a class="button" href=talk.address()>{words.to_newest}</a>
                            </p>
                        }),
                    )
                }
                Standing::Gone => EitherOf4::D(None),
            }}
        </div>
    }
}

/// The way into an open room, or a thread.
#[component]
fn Join() -> impl IntoView {
    let talk = expect_context::<Talk>();
    let (words, answers) = (talk.words.talk, talk.words.answers);
    let (outside, join) = match talk.origin {
        Some(_) => (answers.outside, answers.enter),
        None => (words.outside, words.join),
    };
    let call = Call::to::<api::rooms::Join>();
    view! {
        <CallForm call class="bar-note">
            <input type="hidden" name="room" value=talk.room.to_string()/>
            <span>{outside}</span>
            <button type="submit" class="button primary">{join}</button>
            <Refusal call/>
        </CallForm>
    }
}
