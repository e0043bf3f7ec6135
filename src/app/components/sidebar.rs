//! The rooms and the people: the pane beside every page, and on a phone the page at `/rooms`.

use leptos::{either::Either, ev::MouseEvent, prelude::*};
use leptos_router::hooks::use_location;

use super::{
    face::Face,
    here::Here,
    icon::{Drawing, Icon, Mark},
    room_name::{others, person_name, room_name},
    switcher::Switcher,
    unread::UnreadTools,
};
use crate::app::erased::{Content, Erase};
use crate::{
    app::{
        brand::brand,
        client::Client,
        derived::derived,
        words::{Words, words},
    },
    domain::{Level, PersonId, Role, RoomId, RoomKind, State, timeline::Place},
};

/// One line of the list.
#[derive(Clone, PartialEq, Eq)]
struct Entry {
    name: String,
    kind: RoomKind,
    unread: i64,
    /// Whether that is to be seen.
    news: bool,
    /// How many messages wait for me.
    waiting: i64,
    /// In a talk between two, the other one.
    other: Option<PersonId>,
}

impl Entry {
    fn of(state: &State, room: RoomId, words: &Words) -> Option<Self> {
        let place = state.rooms.get(&room)?;
        let mut rest = others(state, place);
        let other = rest
            .next()
            .filter(|_| place.room.kind == RoomKind::Direct && rest.next().is_none());
        Some(Self {
            name: room_name(state, place, words),
            kind: place.room.kind,
            unread: place.unread(),
            news: place.has_news(),
            waiting: place.waiting(),
            other,
        })
    }
}

/// A line of the list.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Item {
    /// What a section of mine is called.
    Title(String),
    Room(RoomId),
}

impl Item {
    fn room(&self) -> Option<RoomId> {
        match self {
            Self::Title(_) => None,
            Self::Room(room) => Some(*room),
        }
    }
}

/// A part of the list.
#[derive(Clone, Copy)]
enum Part {
    /// My sections, in my order.
    Sections,
    /// Rooms that are in no section, by name.
    Rooms,
    /// Direct rooms that are in no section.
    Talks,
}

/// The rooms of a part that I am in; below each those of its threads in which something is new, and the one that is open.
fn items(state: &State, part: Part, open: Option<RoomId>, words: &Words) -> Vec<Item> {
    let shown = |place: &&Place| place.joined() && !place.room.archived;
    let sections = &state.desk.sections;
    let mut list = Vec::new();
    let add = |list: &mut Vec<Item>, room: RoomId| {
        list.push(Item::Room(room));
        let places = state.rooms.values().filter(shown);
        let threads = places.filter(|place| {
            let is_here = place.room.origin.is_some_and(|origin| origin.room == room);
            is_here && (place.has_news() || Some(place.room.id) == open)
        });
        list.extend(threads.map(|place| Item::Room(place.room.id)));
    };
    if matches!(part, Part::Sections) {
        let is_shown = |room: &&RoomId| state.rooms.get(room).is_some_and(|place| shown(&place));
        for section in sections {
            // One of which I am in no room any more says nothing.
            let mut rooms = section.rooms.iter().filter(is_shown).peekable();
            if rooms.peek().is_some() {
                list.push(Item::Title(section.name.clone()));
            }
            for room in rooms {
                add(&mut list, *room);
            }
        }
        return list;
    }
    let is_placed = |room| sections.iter().any(|section| section.rooms.contains(&room));
    let of_part = |place: &&Place| match place.room.kind {
        RoomKind::Open | RoomKind::Closed => matches!(part, Part::Rooms),
        RoomKind::Direct => matches!(part, Part::Talks),
        RoomKind::Thread => false,
    };
    let places = state.rooms.values().filter(shown).filter(of_part);
    let mut rooms: Vec<_> = places
        .filter(|place| !is_placed(place.room.id))
        .map(|place| (room_name(state, place, words).to_lowercase(), place.room.id))
        .collect();
    rooms.sort_unstable();
    for (_, room) in rooms {
        add(&mut list, room);
    }
    list
}

/// How many unread messages call me, in rooms of which I want to be told.
fn mentions(state: &State) -> i64 {
    let rooms = state.rooms.values();
    let count = rooms
        .filter(|place| !place.room.archived && place.level != Level::Nothing)
        .map(|place| place.mentions.len())
        .sum::<usize>();
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[component]
pub(crate) fn Sidebar() -> impl IntoView {
    let all = words();
    let words = all.house;
    let client = expect_context::<Client>();
    let list = move |shelf| {
        Memo::new(move |_| {
            let open = client.current.get();
            client.state.with(|state| items(state, shelf, open, all))
        })
    };
    let (placed, rooms, talks) = (list(Part::Sections), list(Part::Rooms), list(Part::Talks));
    let guest = Memo::new(move |_| client.me.with(|me| me.role == Role::Guest));
    let order = Signal::derive(move || {
        let all = [placed.get(), rooms.get(), talks.get()].concat();
        all.iter().filter_map(Item::room).collect()
    });
    let mentions = Memo::new(move |_| client.state.with(mentions));
    view! {
        <nav class="sidebar" aria-label=words.navigation>
            <p class="brand"><Mark/>{brand()}</p>
            <div class="lists">
                <ul>
                    <Jump/>
                    <Way href="/search" icon=Icon::Lens says=words.search/>
                    <Way href="/mentions" icon=Icon::At says=words.mentions count=mentions/>
                    <Way href="/threads" icon=Icon::Thread says=words.threads/>
                    <Way href="/bookmarks" icon=Icon::Flag says=words.bookmarks/>
                </ul>
                <ul><Items items=placed/></ul>
                <Section title=words.rooms add="/rooms/new" add_says=words.new_room without=guest>
                    <UnreadTools order/>
                </Section>
                <ul>
                    <Items items=rooms/>
                    <Way href="/rooms" icon=Icon::Rooms says=words.all_rooms/>
                </ul>
                <Section title=words.people add="/people" add_says=words.new_direct>""</Section>
                <ul>
                    <Items items=talks/>
                    <Way href="/people" icon=Icon::People says=words.all_people/>
                </ul>
                {move || talks.read().is_empty().then(|| view! { <p class="hint">{words.nobody_yet}</p> })}
            </div>
            <MeLine/>
        </nav>
    }
}

/// Lines of the list.
#[component]
fn Items(items: Memo<Vec<Item>>) -> impl IntoView {
    view! {
        <For each=move || items.get() key=Item::clone let(item)>
            {match item {
                Item::Title(name) => view! { <li class="side-head"><h2>{name}</h2></li> }.erased(),
                Item::Room(room) => view! { <Line room/> }.erased(),
            }}
        </For>
    }
    .erased()
}

#[component]
fn Section(
    title: &'static str,
    add: &'static str,
    add_says: &'static str,
    /// Whether the reader may add nothing.
    #[prop(optional, into)]
    without: Signal<bool>,
    #[prop(optional)] children: Option<Content>,
) -> impl IntoView {
    view! {
        <div class="side-head">
            <h2>{title}</h2>
            {children.map(Content::view)}
            {move || (!without.get()).then(|| view! {
                <a class="add" href=add aria-label=add_says title=add_says><Drawing icon=Icon::Plus/></a>
            })}
        </div>
    }
}

/// A room in the list.
#[component]
fn Line(room: RoomId) -> impl IntoView {
    let client = expect_context::<Client>();
    let words = words();
    let entry = derived(move || client.state.with(|state| Entry::of(state, room, words)));
    let path = use_location().pathname;
    let href = format!("/rooms/{room}");
    let current = {
        let href = href.clone();
        move || {
            let path = path.read();
            let rest = path.strip_prefix(href.as_str())?;
            if rest.is_empty() {
                Some("page")
            } else {
                rest.starts_with('/').then_some("true")
            }
        }
    };
    let news = derived(move || {
        entry.with(|entry| {
            let entry = entry.as_ref().filter(|entry| entry.news)?;
            Some((entry.unread, entry.waiting))
        })
    });
    let name = move || {
        entry
            .with(|entry| entry.as_ref().map(|entry| entry.name.clone()))
            .unwrap_or_default()
    };
    // A room stays of its kind in this.
    let is_thread = entry.with_untracked(|entry| {
        entry
            .as_ref()
            .is_some_and(|entry| entry.kind == RoomKind::Thread)
    });
    let look =
        derived(move || entry.with(|entry| entry.as_ref().map(|entry| (entry.kind, entry.other))));
    view! {
        <li>
            <a href=href class="line" class:below-room=is_thread class:unread=move || news.read().is_some() aria-current=current>
                {move || look.get().map(|(kind, other)| view! { <Sign kind other/> })}
                <span class="line-name">{name}</span>
                {move || look.get().and_then(|(_, other)| other).map(|person| view! { <Here person/> })}
                {move || news.get().map(|(unread, waiting)| {
                    let calls = (0 < waiting && waiting < unread).then(|| format!(", {}", (words.house.calls)(waiting)));
                    view! {
                        <Count count=waiting/>
                        <span class="unseen">{format!(", {}", (words.house.unread)(unread))}{calls}</span>
                    }
                })}
            </a>
        </li>
    }
}

/// How much waits, as it is seen: a number, or a dot where there is only something unread.
#[component]
fn Count(count: i64) -> impl IntoView {
    let shown = match count {
        0 => String::new(),
        1..=99 => count.to_string(),
        _ => "99+".to_owned(),
    };
    let class = if count == 0 { "dot" } else { "pill" };
    view! { <span class=class aria-hidden="true">{shown}</span> }
}

/// What stands before a room's name: `#`, a lock, or the other one's square.
#[component]
fn Sign(kind: RoomKind, other: Option<PersonId>) -> impl IntoView {
    let client = expect_context::<Client>();
    let words = words();
    match (kind, other) {
        (RoomKind::Direct, Some(person)) => {
            let name = Signal::derive(move || {
                client.state.with(|state| person_name(state, person, words))
            });
            Either::Left(view! { <Face person name/> })
        }
        (kind, _) => {
            let icon = match kind {
                RoomKind::Open => Icon::Hash,
                RoomKind::Closed => Icon::Lock,
                RoomKind::Direct => Icon::People,
                RoomKind::Thread => Icon::Thread,
            };
            let says = match kind {
                RoomKind::Closed => Some(words.house.closed),
                RoomKind::Thread => Some(words.answers.thread),
                RoomKind::Open | RoomKind::Direct => None,
            };
            let says = says.map(|says| format!("{says}: "));
            Either::Right(view! {
                <Drawing icon/>
                {says.map(|says| view! { <span class="unseen">{says}</span> })}
            })
        }
    }
}

/// The way to the switcher; without JavaScript, to all rooms.
#[component]
fn Jump() -> impl IntoView {
    let switcher = expect_context::<Switcher>();
    let words = words().house;
    let open = move |event: MouseEvent| {
        if !event.ctrl_key() && !event.meta_key() && !event.shift_key() {
            event.prevent_default();
            switcher.open();
        }
    };
    view! {
        <li>
            <a href="/rooms" class="line jump" aria-haspopup="dialog" aria-keyshortcuts="Control+K" on:click=open>
                <Drawing icon=Icon::Jump/>
                <span class="line-name">{words.switcher}</span>
                <kbd aria-hidden="true">"Ctrl K"</kbd>
            </a>
        </li>
    }
}

/// A way to a page, below the list.
#[component]
fn Way(
    href: &'static str,
    icon: Icon,
    says: &'static str,
    /// How much of it is new.
    #[prop(optional)]
    count: Option<Memo<i64>>,
) -> impl IntoView {
    let path = use_location().pathname;
    let words = words().house;
    let count = move || {
        let count = count.map(|count| count.get()).filter(|count| *count > 0)?;
        Some(view! {
            <Count count/>
            <span class="unseen">{format!(", {}", (words.unread)(count))}</span>
        })
    };
    view! {
        <li>
            <a href=href class="line way" aria-current=move || (*path.read() == href).then_some("page")>
                <Drawing icon/>
                <span class="line-name">{says}</span>
                {count}
            </a>
        </li>
    }
}

/// My own square and name, leading to the settings.
#[component]
fn MeLine() -> impl IntoView {
    let client = expect_context::<Client>();
    let words = words().house;
    let me = client.state.read_untracked().me;
    let name = Signal::derive(move || {
        let known = client
            .state
            .with(|state| state.people.get(&me).map(|person| person.name.clone()));
        known.unwrap_or_else(|| client.me.with(|me| me.name.clone()))
    });
    let path = use_location().pathname;
    view! {
        <a class="line me" href="/settings" aria-current=move || (*path.read() == "/settings").then_some("page")>
            <Face person=me name/>
            <span class="line-name">{name}</span>
            <span class="me-way">{words.settings}</span>
        </a>
    }
}
