//! The switcher: to any room or person by a part of the name, or to a search for it.

use leptos::{
    ev::{KeyboardEvent, MouseEvent, SubmitEvent},
    html::Input,
    prelude::*,
    web_sys::Element,
};
use leptos_router::{NavigateOptions, hooks::use_navigate, location::Url};

use super::{
    dialog::{Closing, Dialog, focus_on},
    form::{Call, Refusal, land},
    icon::{Drawing, Icon},
    room_name::{others, room_name},
    talk::keys,
};
use crate::{
    api,
    app::{
        apart::Part,
        client::{Client, browser},
        erased::Erase,
        words::{Words, words},
    },
    domain::{PersonId, RoomId, RoomKind, State, switcher::rank},
};

/// How many lines are shown, the search not counted.
const SHOWN: usize = 10;

/// Whether the switcher is open; shared by all who open it.
#[derive(Clone, Copy)]
pub(crate) struct Switcher {
    open: RwSignal<bool>,
}

impl Switcher {
    pub(crate) fn new() -> Self {
        Self {
            open: RwSignal::new(false),
        }
    }

    /// Opens it, as soon as the page lives.
    pub(crate) fn open(self) {
        self.open.set(true);
    }
}

/// Where a line leads.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Room(RoomId),
    /// To somebody with whom there is no talk yet.
    Person(PersonId),
    Search,
}

/// A line.
#[derive(Clone, PartialEq, Eq)]
struct Line {
    way: Way,
    icon: Icon,
    name: String,
    note: String,
}

/// What is found, best first.
fn find(client: Client, words: &'static Words, typed: &str) -> Vec<Line> {
    let typed = typed.trim();
    let here = client.current.get_untracked().filter(|_| typed.is_empty());
    let mut found = client.state.with(|state| {
        let mut found = rooms(client, state, words, typed);
        found.extend(people(state, words, typed));
        found
    });
    found.retain(|(_, line)| here.is_none_or(|here| line.way != Way::Room(here)));
    found.sort_by(|one, other| (&one.0, &one.1.name).cmp(&(&other.0, &other.1.name)));
    let lines = found.into_iter().take(SHOWN).map(|(_, line)| line);
    let search = (!typed.is_empty()).then(|| Line {
        way: Way::Search,
        icon: Icon::Lens,
        name: (words.house.search_for)(typed),
        note: String::new(),
    });
    lines.chain(search).collect()
}

/// What a line is sorted by: how well it fits, then how long ago one was there.
type Order = (usize, usize);

fn rooms(client: Client, state: &State, words: &'static Words, typed: &str) -> Vec<(Order, Line)> {
    let places = state.rooms.values().filter(|place| !place.room.archived);
    let lines = places.filter_map(|place| {
        let icon = match place.room.kind {
            RoomKind::Open => Icon::Hash,
            RoomKind::Closed => Icon::Lock,
            RoomKind::Direct => Icon::People,
            // There may be many, and they are gone to from their rooms.
            RoomKind::Thread => return None,
        };
        let name = room_name(state, place, words);
        let fits = rank(&name, typed)?;
        let unread = place.unread();
        let note = if unread > 0 {
            (words.house.unread)(unread)
        } else if place.joined() {
            String::new()
        } else {
            words.house.not_joined.to_owned()
        };
        // Without a place in the memory: those with something new, those I am in, others.
        let age = client.habits.age(place.room.id);
        let age = age.min(usize::MAX - usize::from(place.joined()) - usize::from(unread > 0));
        let way = Way::Room(place.room.id);
        Some((
            (fits, age),
            Line {
                way,
                icon,
                name,
                note,
            },
        ))
    });
    lines.collect()
}

/// Those with whom I have no talk of two.
fn people(state: &State, words: &'static Words, typed: &str) -> Vec<(Order, Line)> {
    let talks = state
        .rooms
        .values()
        .filter(|place| place.room.kind == RoomKind::Direct);
    let known: Vec<PersonId> = talks
        .filter_map(|place| {
            let mut others = others(state, place);
            others.next().filter(|_| others.next().is_none())
        })
        .collect();
    let people = state.people.values().filter(|person| {
        person.active && person.id != state.me && !person.is_erased() && !known.contains(&person.id)
    });
    let lines = people.filter_map(|person| {
        let line = Line {
            way: Way::Person(person.id),
            icon: Icon::People,
            name: person.name.clone(),
            note: words.house.new_direct.to_owned(),
        };
        Some(((rank(&person.name, typed)?, usize::MAX), line))
    });
    lines.collect()
}

/// The dialog.
#[component]
pub(crate) fn SwitcherDialog() -> impl IntoView {
    let Switcher { open } = expect_context();
    view! {
        <Dialog
            class="switcher"
            label=words().house.switcher
            open
            closed=move |()| open.set(false)
            part=Part::Finder
        />
    }
}

/// What stands in it while it is open.
#[component]
pub(crate) fn Finder() -> impl IntoView {
    let client = expect_context::<Client>();
    let closing = expect_context::<Closing>();
    let words = words();
    let typed = RwSignal::new(String::new());
    let lines = Memo::new(move |_| typed.with(|typed| find(client, words, typed)));
    let chosen = RwSignal::new(0);
    let chosen_id =
        move || lines.with(|lines| lines.get(chosen.get()).map(|_| id_of(chosen.get())));
    let direct = Call::to::<api::rooms::Direct>();
    land(direct);
    let navigate = use_navigate();
    let go = move |at: usize| {
        let Some(way) = lines.with_untracked(|lines| lines.get(at).map(|line| line.way)) else {
            return;
        };
        match way {
            Way::Room(room) => navigate(&format!("/rooms/{room}"), NavigateOptions::default()),
            Way::Person(person) => direct.run("people[]", &person.to_string()),
            Way::Search => {
                let typed = typed.with_untracked(|typed| Url::escape(typed.trim()));
                navigate(&format!("/search?q={typed}"), NavigateOptions::default());
            }
        }
    };
    // Whichever way it led elsewhere.
    closing.close_with_page();
    let field = NodeRef::<Input>::new();
    focus_on(field, typed);
    let on_input = move |_| {
        if let Some(field) = field.get_untracked() {
            typed.set(field.value());
            chosen.set(0);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let count = lines.with_untracked(Vec::len);
        let next = match event.key().as_str() {
            _ if count == 0 || keys::is_composing(&event) => return,
            "ArrowDown" => (chosen.get_untracked() + 1) % count,
            "ArrowUp" => (chosen.get_untracked() + count - 1) % count,
            _ => return,
        };
        event.prevent_default();
        chosen.set(next);
        if let Some(line) = document().get_element_by_id(&id_of(next)) {
            browser::keep_in_view(&line);
        }
    };
    let click = {
        let go = go.clone();
        move |event: MouseEvent| {
            let line = event_target::<Element>(&event).closest("[role=option]");
            let at = line.ok().flatten().and_then(|line| {
                let id = line.id();
                id.strip_prefix(LINE)?.parse().ok()
            });
            if let Some(at) = at {
                go(at);
            }
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        go(chosen.get_untracked());
    };
    let rows = move || {
        let line = |(at, line): (usize, Line)| {
            view! {
                <li role="option" id=id_of(at) class="line" aria-selected=move || if chosen.get() == at { "true" } else { "false" }>
                    <Drawing icon=line.icon/>
                    <span class="line-name">{line.name}</span>
                    <span class="hint">{line.note}</span>
                </li>
            }
        };
        lines.get().into_iter().enumerate().map(line).collect_view()
    };
    view! {
        <form on:submit=submit>
            <input
                type="text"
                role="combobox"
                aria-label=words.house.switcher
                aria-expanded="true"
                aria-controls="jump-list"
                aria-autocomplete="list"
                aria-activedescendant=chosen_id
                placeholder=words.house.switcher_hint
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                enterkeyhint="go"
                node_ref=field
                on:input=on_input
                on:keydown=on_key
            />
            <ul role="listbox" id="jump-list" aria-label=words.house.switcher on:click=click>{rows}</ul>
            <Refusal call=direct/>
        </form>
    }
    .erased()
}

/// What the lines' ids begin with.
const LINE: &str = "jump-";

fn id_of(at: usize) -> String {
    format!("{LINE}{at}")
}
