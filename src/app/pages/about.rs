//! What a room is, who is in it, and what can be done with it.

mod attention;
mod care;
mod members;
mod section;

use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_params_map;

use attention::Attention;
use care::{Care, Describe};
use members::{Invite, Members};
use section::InMyList;

use super::missing::MissingRoom;
use crate::{
    api,
    app::{
        client::Client,
        components::{
            form::{Call, CallForm, Refusal},
            frame::Frame,
            room_name::{person_name, room_name},
        },
        erased::Erase,
        words::words,
    },
    domain::{
        PersonId, RoomId, RoomKind, RoomRole, State,
        permission::{Action, Standing},
    },
};

/// What is shown of a room: not its messages, so that these change nothing here.
#[derive(Clone, PartialEq, Eq)]
struct Shown {
    name: String,
    topic: String,
    kind: RoomKind,
    archived: bool,
    joined: bool,
    /// By name.
    members: Vec<(String, PersonId)>,
}

impl Shown {
    fn of(state: &State, room: RoomId) -> Option<Self> {
        let place = state.rooms.get(&room)?;
        let words = words();
        let mut members: Vec<_> = place
            .members
            .iter()
            .map(|person| (person_name(state, *person, words), *person))
            .collect();
        members.sort_by_cached_key(|(name, person)| (name.to_lowercase(), *person));
        Some(Self {
            name: room_name(state, place, words),
            topic: place.room.topic.clone(),
            kind: place.room.kind,
            archived: place.room.archived,
            joined: place.joined(),
            members,
        })
    }
}

/// The room of this page, for its parts.
#[derive(Clone, Copy)]
struct About {
    room: RoomId,
    shown: Memo<Option<Shown>>,
    /// Who has charge of it, once that is known.
    owners: RwSignal<Vec<PersonId>>,
    set_role: Call,
}

impl About {
    /// Whether I may do this here.
    fn may(self, action: Action) -> bool {
        let me = expect_context::<Client>().me.get();
        let owns = self.owners.with(|owners| owners.contains(&me.id));
        self.shown.with(|shown| {
            shown.as_ref().is_some_and(|shown| {
                let inside = shown.joined.then_some(if owns {
                    RoomRole::Owner
                } else {
                    RoomRole::Member
                });
                let standing = Standing {
                    role: me.role,
                    kind: shown.kind,
                    archived: shown.archived,
                    inside,
                };
                standing.may(action).is_ok()
            })
        })
    }

    fn members(self) -> Vec<(String, PersonId)> {
        self.shown
            .with(|shown| shown.as_ref().map(|shown| shown.members.clone()))
            .unwrap_or_default()
    }
}

/// The page of the room in the address.
#[component]
pub(crate) fn AboutPage() -> impl IntoView {
    let params = use_params_map();
    let room = Memo::new(move |_| {
        params
            .with(|params| params.get("id")?.parse().ok())
            .unwrap_or(RoomId(0))
    });
    (move || view! { <AboutRoom room=room.get()/> }).erased()
}

#[component]
fn AboutRoom(room: RoomId) -> impl IntoView {
    let client = expect_context::<Client>();
    let shown = Memo::new(move |_| client.state.with(|state| Shown::of(state, room)));
    let known = Memo::new(move |_| shown.read().is_some());
    let set_role = Call::to::<api::rooms::SetRole>();
    let joined =
        Memo::new(move |_| shown.with(|shown| shown.as_ref().is_some_and(|shown| shown.joined)));
    let first = Resource::new_blocking(
        || (),
        move |()| async move {
            if joined.get_untracked() {
                api::rooms::owners(room).await
            } else {
                Ok(Vec::new())
            }
        },
    );
    let owners = RwSignal::new(Vec::new());
    provide_context(About {
        room,
        shown,
        owners,
        set_role,
    });
    // The stream tells that somebody's standing changed, not how: only this page asks.
    let standing = move || {
        let count = shown.with(|shown| shown.as_ref().map(|shown| shown.members.len()));
        (joined.get(), set_role.times(), count)
    };
    Effect::watch(
        standing,
        move |_, _, _| {
            spawn_local(async move {
                if let Ok(now) = api::rooms::owners(room).await {
                    owners.try_set(now);
                }
            });
        },
        false,
    );
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                // Where they can't be known the page offers less, and the server says why.
                owners.set(first.await.unwrap_or_default());
                view! {
                    <Show when=move || known.get() fallback=MissingRoom>
                        <Room/>
                    </Show>
                }
            })}
        </Suspense>
    }
    .erased()
}

#[component]
fn Room() -> impl IntoView {
    let about = expect_context::<About>();
    let words = words().rooms();
    let shown = about.shown;
    let name = Signal::derive(move || {
        shown
            .with(|shown| shown.as_ref().map(|shown| shown.name.clone()))
            .unwrap_or_default()
    });
    let head = move || {
        shown.get().map(|shown| {
            let kind = match shown.kind {
                RoomKind::Open => words.is_open,
                RoomKind::Closed => words.is_closed,
                RoomKind::Direct => words.is_direct,
                RoomKind::Thread => words.is_thread,
            };
            let has_topic = matches!(shown.kind, RoomKind::Open | RoomKind::Closed);
            let topic = has_topic.then(|| {
                if shown.topic.is_empty() {
                    words.no_topic.to_owned()
                } else {
                    shown.topic
                }
            });
            view! {
                {topic.map(|topic| view! { <p class="lead">{topic}</p> })}
                <p class="hint">{kind}</p>
                {shown.archived.then(|| view! { <p class="hint">{words.is_archived}</p> })}
            }
        })
    };
    let join = Call::to::<api::rooms::Join>();
    let joined =
        Memo::new(move |_| shown.with(|shown| shown.as_ref().is_some_and(|shown| shown.joined)));
    // A thread stands below its room.
    let in_list = Memo::new(move |_| {
        joined.get()
            && shown.with(|shown| {
                shown
                    .as_ref()
                    .is_some_and(|shown| shown.kind != RoomKind::Thread)
            })
    });
    let may_join = Memo::new(move |_| !joined.get() && about.may(Action::Join));
    let may_manage = Memo::new(move |_| about.may(Action::Manage));
    let may_invite = Memo::new(move |_| about.may(Action::Invite));
    let may_leave = Memo::new(move |_| about.may(Action::Leave));
    view! {
        <Frame title=name>
            {head}
            <p class="actions">
                <a class="button" href=format!("/rooms/{}", about.room)>{words.to_talk}</a>
                <a class="button" href=format!("/rooms/{}/pins", about.room)>{words.pins}</a>
            </p>
            <Refusal call=join/>
            {move || may_join.get().then(|| view! {
                <CallForm call=join>
                    <p class="lead">{words.not_in}</p>
                    <p class="actions">
                        <button class="button primary" name="room" value=about.room.to_string()>{words.join}</button>
                    </p>
                </CallForm>
            })}
            {move || joined.get().then(|| view! { <Members manage=may_manage/> })}
            {move || joined.get().then(|| view! { <Attention/> })}
            {move || in_list.get().then(|| view! { <InMyList/> })}
            {move || may_invite.get().then(|| view! { <Invite/> })}
            {move || may_manage.get().then(|| view! { <Describe/> })}
            {move || may_leave.get().then(|| view! { <Care manage=may_manage/> })}
        </Frame>
    }
}
