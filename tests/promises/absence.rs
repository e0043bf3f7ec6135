//! However long a page was away, and whatever happened meanwhile: back again it shows what a fresh page shows.

use futures_util::future::{join, join_all};
use parlour::{
    chat::Chat,
    domain::{MessageId, PersonId, RoomId, State},
};

use crate::{
    comparison::assert_fresh, effort::effort, listener::Listener, program, site::Site,
    support::soon, tab::Tab,
};

/// How many changes a page misses. Around 50, because that is a page of history; 2,000 is the most that are told.
fn gaps() -> Vec<usize> {
    effort(
        vec![1, 49, 50, 51, 1_000, 2_500],
        vec![
            1, 49, 50, 51, 199, 200, 201, 1_000, 1_999, 2_000, 2_001, 10_000,
        ],
    )
}

/// Makes things happen: messages, edits, deletions, somebody who comes and goes, new names of people and of the room.
struct Events<'s> {
    chat: &'s Chat,
    ada: PersonId,
    room: RoomId,
    /// Who comes and goes.
    guest: PersonId,
    said: Vec<MessageId>,
}

impl<'s> Events<'s> {
    fn of(site: &'s Site, guest: PersonId) -> Self {
        Self {
            chat: &site.world.chat,
            ada: site.ada.id,
            room: site.room,
            guest,
            said: Vec::new(),
        }
    }

    /// So many changes, those of a kind at once.
    async fn happen(&mut self, count: usize) {
        let mut left = count;
        while left > 0 {
            left -= self.say(left.min(300).div_ceil(2)).await;
            left -= self.edit(left.min(60)).await;
            left -= self.delete(left.min(20)).await;
            left -= self.others(left.min(4)).await;
        }
    }

    async fn say(&mut self, count: usize) -> usize {
        let sent = (0..count).map(async |n| {
            let text = format!("word {n}");
            self.chat.send(self.ada, self.room, &text, None).await
        });
        for sent in join_all(sent).await {
            self.said.push(sent.expect("a message").id);
        }
        count
    }

    /// Every third of the newest.
    async fn edit(&self, count: usize) -> usize {
        let newest = self.said.iter().rev().step_by(3).take(count);
        let text = format!("edited as one of {}", self.said.len());
        let edited = newest.map(|id| self.chat.edit(self.ada, *id, &text));
        let edited = join_all(edited).await;
        assert!(edited.iter().all(Result::is_ok));
        edited.len()
    }

    /// Some that are older, edited ones among them.
    async fn delete(&mut self, count: usize) -> usize {
        let end = self.said.len() / 2;
        let gone: Vec<MessageId> = self.said.drain(end.saturating_sub(count)..end).collect();
        let deleted = gone.iter().map(|id| self.chat.delete(self.ada, *id));
        let deleted = join_all(deleted).await;
        assert!(deleted.iter().all(Result::is_ok));
        deleted.len()
    }

    /// The guest comes and goes, the room and Ada get other words.
    async fn others(&self, count: usize) -> usize {
        let (chat, ada, room) = (self.chat, self.ada, self.room);
        let word = format!("after {} messages", self.said.len());
        for turn in 0..count {
            let done = match turn {
                0 => chat.invite_into(ada, room, self.guest).await,
                1 => chat.remove_from(ada, room, self.guest).await,
                2 => chat.describe_room(ada, room, "lobby", &word).await,
                _ => chat.describe_me(ada, &word, "").await,
            };
            done.expect("a change");
        }
        count
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_gap_of_any_size_a_page_is_as_a_fresh_one_also_across_a_restart() {
    let mut site = Site::open().await;
    let bob = site.member("Bob").await;
    let guest = site.world.person("Guest").await;
    for gap in gaps() {
        let mut page = site.tab(&bob).await;
        // It was live before it went away.
        page.connect(site.url()).await;
        page.catch_up(&site, &format!("before {gap}")).await;
        page.disconnect();
        let mut other = page.twin();
        let mut events = Events::of(&site, guest);
        events.happen(gap).await;

        page.connect(site.url()).await;
        page.catch_up(&site, &format!("after {gap}")).await;
        site = site.restarted().await;
        other.connect(site.url()).await;
        other
            .catch_up(&site, &format!("after {gap} and a restart"))
            .await;
        // A page that was reset goes on like any other.
        let mut events = Events::of(&site, guest);
        events.happen(20).await;
        other
            .catch_up(&site, &format!("after {gap}, a restart, and more"))
            .await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_between_rendering_and_connecting_arrives() {
    let site = Site::open().await;
    let bob = site.member("Bob").await;
    let ada = site.sender(&site.ada);
    for round in 0..effort(5, 50) {
        let mut page = site.tab(&bob).await;
        for n in 0..=round % 3 {
            ada.say(site.url(), &format!("between {round} {n}")).await;
        }
        page.connect(site.url()).await;
        page.catch_up(&site, &format!("round {round}")).await;
    }
}

/// Pages are rendered and connected at any moment while others write: what falls between registering a stream and
/// catching up, and between catching up and going live, falls there sooner or later.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_opens_in_the_middle_of_a_storm_misses_nothing() {
    let site = Site::open().await;
    let bob = site.member("Bob").await;
    let mut writers = Vec::new();
    for n in 0..4 {
        let who = site.member(&format!("Writer{n}")).await;
        writers.push(site.sender(&who));
    }
    for wave in 0..effort(1, 15) {
        let mut open: Vec<Tab> = Vec::new();
        for n in 0..24 {
            let opening = async {
                let mut page = site.tab(&bob).await;
                page.connect(site.url()).await;
                page
            };
            let writing = join_all(writers.iter().map(async |writer| {
                for word in 0..5 {
                    writer.say(site.url(), &format!("{n} {word}")).await;
                }
            }));
            let (page, _) = soon(join(opening, writing)).await;
            open.push(page);
        }
        let end = site.sender(&site.ada).say(site.url(), "the end").await;
        let end = end["seq"].as_i64().unwrap();
        let over = |page: &State| page.cursor.seq >= end;
        let reading = open.iter_mut().map(|page| page.read_until(&site, over));
        soon(join_all(reading)).await;
        for page in &open {
            assert_eq!(page.reloads, 0);
            assert_fresh(
                &site.world.chat,
                &format!("in wave {wave}"),
                &page.page.state,
            )
            .await;
        }
    }
}

/// A page may know more of its reader's rooms than the hub was told. The program looks once a second for what another process
/// wrote, so here it nearly always is so; where it has just looked, there is nothing to miss.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_knows_of_its_membership_before_the_hub_does_misses_nothing() {
    let site = Site::open().await;
    let chat = &site.world.chat;
    let eve = site.world.somebody("Eve").await;
    for _ in 0..effort(2, 20) {
        chat.join(eve.id, site.room).await.unwrap();
        let page = site.tab(&eve).await.page;
        let place = format!("after={}", page.cursor());
        let mut heard = Listener::open(site.url(), &eve, &place).await;
        // From here on it is told what happens.
        heard.presence().await;
        let said = chat.send(site.ada.id, site.room, "to all", None);
        let said = said.await.unwrap();
        // What is known of the membership is a newer change now, which hides the one before.
        chat.leave(eve.id, site.room).await.unwrap();
        chat.join(eve.id, site.room).await.unwrap();
        assert_eq!(heard.messages(1).await[0].id, said.id);
        heard.changes("sync").await;
        chat.leave(eve.id, site.room).await.unwrap();
        heard.changes("sync").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_command_line_writes_every_page_has_soon() {
    let site = Site::open().await;
    let bob = site.member("Bob").await;
    let mut pages = Vec::new();
    for who in [&site.ada, &bob, &bob] {
        let mut page = site.tab(who).await;
        page.connect(site.url()).await;
        pages.push(page);
    }
    program::add_user(site.folder(), "new@example.org").await;
    let is_there = |page: &State| page.people.values().any(|person| person.name == "new");
    for page in &mut pages {
        page.read_until(&site, is_there).await;
    }
    // A new password from there ends the streams of that person, and of nobody else.
    let words = ["user", "passwd", "--email", "bob@example.org"];
    let done = program::run(&words, site.folder(), "another long password\n").await;
    assert!(done.status.success(), "{done:?}");
    let [mut adas, mut one, mut other] = <[Tab; 3]>::try_from(pages).unwrap();
    one.read_to_end().await;
    other.read_to_end().await;
    adas.catch_up(&site, "still here").await;
}
