//! Somebody's rights end in the middle of a stream, and in the middle of a replay.

use futures_util::future::{join, join_all};
use parlour::chat::page::Stretch;
use parlour::{
    chat::Chat,
    domain::{PersonId, RoomId, RoomKind, Seq, input::NewPassword},
};

use crate::{
    page::Page,
    sender::Sender,
    site::Site,
    support::{Somebody, soon},
    tab::Tab,
};

/// How rights end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Removed,
    Banned,
    SignedOut,
    NewPassword,
}

const ENDS: [End; 4] = [End::Removed, End::Banned, End::SignedOut, End::NewPassword];

impl End {
    /// Brings it about, in another process than the one that has the streams.
    async fn come(self, chat: &Chat, ada: PersonId, bob: &Somebody, room: RoomId) {
        let done = match self {
            Self::Removed => chat.remove_from(ada, room, bob.id).await,
            Self::Banned => chat.ban(ada, bob.id, true).await,
            Self::SignedOut => chat.end_session(bob.id, bob.session.id).await,
            Self::NewPassword => {
                let password = NewPassword::new("a long new password").unwrap();
                chat.set_password(bob.id, password).await
            }
        };
        done.expect("an end");
    }

    /// The number of that change.
    async fn seq(self, site: &Site, bob: PersonId, room: RoomId) -> Seq {
        let kind = match self {
            Self::Removed => "membership",
            Self::Banned => "person",
            Self::SignedOut | Self::NewPassword => "sessions",
        };
        let mut db = site.world.store.read().await.unwrap();
        let sql = "select seq from changes where kind = ? and person_id = ? and coalesce(room_id, ?3) = ?3";
        let found = sqlx::query_scalar(sql).bind(kind).bind(bob).bind(room);
        found.fetch_one(&mut *db).await.unwrap()
    }
}

/// Bob, and a closed room that he is in.
async fn bob_in_a_closed_room(site: &Site) -> (Somebody, RoomId) {
    let bob = site.member("Bob").await;
    let closed = site.world.room(&site.ada, RoomKind::Closed, "closed").await;
    let invited = site.world.chat.invite_into(site.ada.id, closed, bob.id);
    invited.await.unwrap();
    (bob, closed)
}

/// A page of somebody's that looks into a room.
async fn look(site: &Site, who: &Somebody, room: RoomId) -> Tab {
    let page = site
        .world
        .chat
        .page(who.id, Some(room), Stretch::Newest)
        .await;
    Tab::new(who, Page::new(page.expect("a page").1))
}

/// The newest number of a room that a page was told of.
fn newest(page: &Tab, room: RoomId) -> Seq {
    let window = page.page.state.windows.get(&room);
    let messages = window
        .into_iter()
        .flat_map(|window| window.messages.values());
    messages.map(|message| message.seq).max().unwrap_or(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_middle_of_a_stream_nothing_later_arrives_and_the_stream_ends() {
    for end in ENDS {
        let site = Site::open().await;
        let (bob, closed) = bob_in_a_closed_room(&site).await;
        let mut page = look(&site, &bob, closed).await;
        page.connect(site.url()).await;
        let ada = Sender::new(&site.ada, closed);
        let writing = async {
            for n in 0..60 {
                ada.say(site.url(), &format!("word {n}")).await;
                if n == 20 {
                    end.come(&site.world.chat, site.ada.id, &bob, closed).await;
                }
            }
        };
        let mut heard = 0;
        let reading = async {
            if end == End::Removed {
                let ada = site.ada.id;
                while page.page.state.people[&ada].name != "The End" {
                    assert!(
                        page.read().await,
                        "who is removed from a room stays signed in"
                    );
                    heard = heard.max(newest(&page, closed));
                }
            } else {
                while page.read().await {
                    heard = heard.max(newest(&page, closed));
                }
            }
        };
        let writing = async {
            writing.await;
            let named = site.world.chat.describe_me(site.ada.id, "The End", "");
            named.await.unwrap();
        };
        soon(join(writing, reading)).await;
        let seq = end.seq(&site, bob.id, closed).await;
        assert!(heard > 0, "{end:?}: the stream was live");
        assert!(heard < seq, "{end:?} at {seq}, and heard of {heard}");
        if end == End::Removed {
            assert!(!page.page.state.rooms.contains_key(&closed));
        } else {
            assert!(page.page.newest <= seq, "{end:?}: told something after it");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_middle_of_a_replay_nothing_more_of_it_is_read() {
    const MISSED: usize = 800;
    for end in ENDS {
        let site = Site::open().await;
        let (bob, closed) = bob_in_a_closed_room(&site).await;
        let mut page = look(&site, &bob, closed).await;
        // More than the connection holds, so that the server has to wait in the middle.
        let long = "long ".repeat(1_800);
        let chat = &site.world.chat;
        let said = (0..MISSED).map(|_| chat.send(site.ada.id, closed, &long, None));
        for said in join_all(said).await {
            said.unwrap();
        }
        page.connect(site.url()).await;
        assert!(page.read().await);
        end.come(chat, site.ada.id, &bob, closed).await;
        let later = chat.send(site.ada.id, closed, "later", None).await.unwrap();
        let mut heard = 0;
        while page.page.resets == 0 && page.read().await {
            heard = heard.max(newest(&page, closed));
            let left = !page.page.state.rooms.contains_key(&closed);
            if left {
                break;
            }
        }
        let window = page.page.state.windows.get(&closed);
        let count = window.map_or(0, |window| window.messages.len());
        assert!(count < MISSED, "{end:?}: all of it came");
        assert!(heard < later.seq, "{end:?}: heard what was said later");
        if end == End::Removed {
            page.catch_up(&site, "after the removal").await;
        }
    }
}
