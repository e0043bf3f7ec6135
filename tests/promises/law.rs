//! The law: what the server gives at one time, with the stream's events applied up to a later time, is what the
//! server gives then. For any history, for everybody, however often they were away in between.

use parlour::chat::page::Stretch;
use std::{fs, path::Path, sync::Arc};

use parlour::domain::PersonId;
use proptest::{collection::vec, prelude::*};
use tokio::sync::RwLock;

use crate::{
    comparison::assert_fresh,
    deed::{Deed, deed},
    follower::{Follower, THE_END},
    page::Page,
    town::Town,
};

/// Whose page is watched, and when: numbers of bursts, each counted from the one before.
#[derive(Clone, Debug)]
struct Plan {
    who: u8,
    room: u8,
    loaded: u8,
    closed: u8,
    reopened: u8,
}

fn plan() -> impl Strategy<Value = Plan> {
    (0..6_u8, 0..6_u8, 0..12_u8, 0..12_u8, 0..12_u8).prop_map(
        |(who, room, loaded, closed, reopened)| Plan {
            who,
            room,
            loaded,
            closed,
            reopened,
        },
    )
}

fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    ProptestConfig {
        // Enough to find what is plainly wrong; PROPTEST_CASES asks for more.
        cases: if default.cases == 256 {
            24
        } else {
            default.cases
        },
        failure_persistence: None,
        max_shrink_iters: 300,
        max_shrink_time: 30_000,
        ..default
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_snapshot_and_what_changed_make_the_next_snapshot(
        bursts in vec(vec(deed(), 1..6), 1..14),
        plans in vec(plan(), 1..5),
    ) {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime")
            .block_on(hold(&bursts, &plans));
    }
}

/// Commands that are no deeds: those for the first account, before which nobody has a page, and the notes that a session
/// was used and lasts anew, which no page shows; settings, the logo among them; what browsers are
/// notified, which pages ask for themselves; and the end of a deletion, which it does itself.
const NO_DEEDS: [&str; 15] = [
    "draw_setup_token",
    "set_up_unasked",
    "session",
    "renew_session",
    "sweep_messages",
    "decide",
    "set_logo",
    "remove_logo",
    "push_key",
    "subscribe",
    "renew_subscription",
    "set_bare",
    "unsubscribe",
    "note_push",
    "forget_subscription",
];

#[test]
fn everything_that_can_be_done_is_a_deed() {
    let deeds = [include_str!("town.rs"), include_str!("town/residents.rs")].concat();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/chat");
    let mut commands = Vec::new();
    for entry in folder.read_dir().unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap_or_default();
        for function in text.split("    pub async fn ").skip(1) {
            let writes = function.contains("self.write(") || function.contains(".write(move");
            let name = function.split(['(', '<']).next().unwrap_or_default();
            if writes && !NO_DEEDS.contains(&name) {
                commands.push(name.to_owned());
            }
        }
    }
    assert!(commands.len() > 15, "{commands:?}");
    commands.retain(|name| !deeds.contains(&format!(".{name}(")));
    assert!(commands.is_empty(), "the law does not try {commands:?}");
}

/// What was found by the law, or by thinking, and is too rare to wait for.
mod found {
    use super::*;

    fn at_once(deeds: Vec<Deed>) -> Vec<Vec<Deed>> {
        vec![deeds]
    }

    fn watch(who: u8, room: u8) -> Vec<Plan> {
        vec![Plan {
            who,
            room,
            loaded: 0,
            closed: 0,
            reopened: 1,
        }]
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_own_message_is_read_though_it_comes_after_a_newer_one() {
        let say = |who| {
            vec![Deed::Say {
                who,
                room: 0,
                times: 1,
            }]
        };
        let edit = vec![Deed::Edit { who: 1, message: 1 }];
        hold(&[say(1), say(0), edit], &watch(1, 0)).await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn who_leaves_and_comes_back_at_once_has_read_everything() {
        let say = |who| Deed::Say {
            who,
            room: 0,
            times: 1,
        };
        let away = [
            Deed::Leave { who: 1, room: 0 },
            say(0),
            Deed::Join { who: 1, room: 0 },
        ];
        let history = at_once([vec![say(0)], away.to_vec()].concat());
        hold(&history, &watch(1, 0)).await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_mark_that_went_back_stays_there_though_an_own_message_is_told_again() {
        let say = |who| Deed::Say {
            who,
            room: 0,
            times: 2,
        };
        let back = Deed::Unread {
            who: 1,
            room: 0,
            from: 1,
        };
        let edit = Deed::Edit { who: 1, message: 0 };
        let history = [vec![say(0)], vec![say(1)], vec![back], vec![edit]];
        hold(&history, &watch(1, 0)).await;
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_call_that_is_taken_back_waits_no_longer() {
        let call = |who| Deed::Call {
            who,
            room: 0,
            whom: 1,
            everybody: false,
        };
        // The newest is number 0; its new words call nobody.
        let edit = Deed::Edit { who: 0, message: 2 };
        let delete = Deed::Delete { who: 2, message: 0 };
        let back = Deed::Unread {
            who: 1,
            room: 0,
            from: 2,
        };
        let history = [
            vec![call(2)],
            vec![call(0)],
            vec![call(0), call(0)],
            vec![back],
            vec![edit],
            vec![delete],
        ];
        hold(&history, &watch(1, 0)).await;
    }

    /// A page of the guest, which is away from its second burst on.
    fn of_the_guest(loaded: u8, reopened: u8) -> Plan {
        Plan {
            who: 2,
            room: 0,
            loaded,
            closed: 1,
            reopened,
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_guest_knows_of_the_rooms_that_they_are_in_and_of_no_others() {
        let rank = |to| vec![Deed::Rank { whom: 2, to }];
        let make = vec![Deed::Make { who: 0, open: true }];
        let turn = |open| vec![Deed::Turn { room: 2, open }];
        let rename = |to| {
            vec![Deed::Describe {
                who: 0,
                room: 2,
                to,
            }]
        };
        let invite = vec![Deed::Invite {
            who: 0,
            room: 2,
            whom: 2,
        }];
        let leave = vec![Deed::Leave { who: 2, room: 2 }];
        let history = [
            make,
            rank(2),
            rename(1),
            turn(false),
            turn(true),
            invite,
            rename(2),
            leave,
            rename(3),
            vec![Deed::Raze { room: 2 }],
            rank(1),
        ];
        // Seen from each place of it, and away for some of it.
        for loaded in 0..10 {
            for reopened in [0, 1, 3] {
                hold(&history, &[of_the_guest(loaded, reopened)]).await;
            }
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_guest_knows_of_the_people_that_they_are_in_a_room_with() {
        let rename = |who, to| vec![Deed::Rename { who, to }];
        let invite = |whom| {
            vec![Deed::Invite {
                who: 0,
                room: 2,
                whom,
            }]
        };
        let leave = |who, room| vec![Deed::Leave { who, room }];
        let history = [
            vec![Deed::Make {
                who: 0,
                open: false,
            }],
            vec![Deed::Rank { whom: 2, to: 2 }],
            invite(1),
            leave(2, 0),
            // Whom the guest knows of no more.
            rename(1, 1),
            invite(2),
            leave(1, 2),
            // Who is there no more, but was.
            rename(1, 2),
            leave(2, 2),
            rename(1, 3),
            invite(2),
            vec![Deed::Raze { room: 2 }],
        ];
        // Seen up to each place of it: a page that loads itself afresh must not hide what it was told before.
        for until in 5..=history.len() {
            for (loaded, reopened) in [0, until - 2].into_iter().flat_map(|at| [(at, 0), (at, 1)]) {
                let loaded = u8::try_from(loaded).expect("a short history");
                hold(&history[..until], &[of_the_guest(loaded, reopened)]).await;
            }
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_new_name_stands_beside_old_words() {
        let say = vec![Deed::Say {
            who: 1,
            room: 0,
            times: 1,
        }];
        let rename = vec![Deed::Rename { who: 1, to: 1 }];
        let mut late = watch(2, 0);
        late[0].loaded = 1;
        hold(&[say, rename], &late).await;
    }
}

/// The pages of one person.
struct Watch {
    person: PersonId,
    closes: usize,
    reopens: usize,
    /// Its stream is open all the time.
    live: Option<Follower>,
    /// Its stream is opened at the end.
    late: Page,
    /// Its stream is closed in the middle and opened again.
    gap: Gap,
}

enum Gap {
    Open(Follower),
    Closed(Page),
}

async fn hold(bursts: &[Vec<Deed>], plans: &[Plan]) {
    let town = Arc::new(RwLock::new(Town::found().await));
    let mut watches = Vec::new();
    for (now, burst) in bursts.iter().enumerate() {
        for plan in plans {
            let loaded = usize::from(plan.loaded) % bursts.len();
            if loaded == now
                && let Some(watch) = load(&town, plan, now).await
            {
                watches.push(watch);
            }
        }
        for watch in &mut watches {
            watch.turn(&town, now).await;
        }
        town_burst(&town, burst).await;
    }
    {
        let town = town.read().await;
        let end = town.world.chat.describe_me(town.bell, THE_END, "");
        end.await.expect("the end");
    }
    for watch in watches {
        watch.compare(&town).await;
    }
    let town = town.read().await;
    town.world.live.stop().await;
    town.world.store.close().await;
}

/// Readers may sign in meanwhile, so the lock is held for writing only when all is done.
async fn town_burst(town: &Arc<RwLock<Town>>, burst: &[Deed]) {
    town.write().await.burst(burst).await;
}

/// Loads somebody's page, unless they are banned.
async fn load(town: &Arc<RwLock<Town>>, plan: &Plan, now: usize) -> Option<Watch> {
    let reader = town.read().await;
    let person = reader.people[usize::from(plan.who) % reader.people.len()];
    let room = reader.rooms[usize::from(plan.room) % reader.rooms.len()];
    reader.sign_in(person).await?;
    let chat = &reader.world.chat;
    let state = match chat.page(person, Some(room), Stretch::Newest).await {
        Ok((_, state, _)) => state,
        // A room that they may not know of.
        Err(_) => {
            chat.page(person, None, Stretch::Newest)
                .await
                .expect("a page")
                .1
        }
    };
    let page = Page::new(state);
    let closes = now + usize::from(plan.closed);
    Some(Watch {
        person,
        closes,
        reopens: closes + usize::from(plan.reopened),
        live: Some(Follower::start(town, person, page.clone())),
        gap: Gap::Open(Follower::start(town, person, page.clone())),
        late: page,
    })
}

impl Watch {
    async fn turn(&mut self, town: &Arc<RwLock<Town>>, now: usize) {
        if now == self.closes {
            self.gap = match std::mem::replace(&mut self.gap, Gap::Closed(self.late.clone())) {
                Gap::Open(follower) => Gap::Closed(follower.stop().await),
                closed @ Gap::Closed(_) => closed,
            };
        }
        if now == self.reopens {
            self.gap = match std::mem::replace(&mut self.gap, Gap::Closed(self.late.clone())) {
                Gap::Closed(page) => Gap::Open(Follower::start(town, self.person, page)),
                open @ Gap::Open(_) => open,
            };
        }
    }

    async fn compare(mut self, town: &Arc<RwLock<Town>>) {
        let mut pages = vec![(
            "late",
            Follower::start(town, self.person, self.late).end().await,
        )];
        if let Some(live) = self.live.take() {
            pages.push(("live", live.end().await));
        }
        let gap = match self.gap {
            Gap::Open(follower) => follower,
            Gap::Closed(page) => Follower::start(town, self.person, page),
        };
        pages.push(("gap", gap.end().await));
        let is_active = town.read().await.sign_in(self.person).await.is_some();
        for (name, (page, banned)) in pages {
            if !is_active {
                assert!(banned, "{name}: the stream of somebody banned goes on");
                let town = town.read().await;
                let fresh = town
                    .world
                    .chat
                    .page(town.people[0], None, Stretch::Newest)
                    .await;
                let ban = fresh.expect("a page").1.people[&self.person].seq;
                assert!(page.newest <= ban, "{name}: told something after the ban");
                continue;
            }
            // Banned and let in again: the page comes back now.
            let page = if banned {
                Follower::start(town, self.person, page).end().await.0
            } else {
                page
            };
            assert_fresh(&town.read().await.world.chat, name, &page.state).await;
        }
    }
}
