//! Somebody's page over HTTP, which may be away, and comes back.

use parlour::domain::State;
use reqwest::{Response, StatusCode};

use crate::{
    comparison::assert_fresh,
    listener::request,
    page::Page,
    site::Site,
    support::{Somebody, soon},
};

/// A page, and its stream while it has one.
#[derive(Debug)]
pub(crate) struct Tab {
    who: Somebody,
    pub(crate) page: Page,
    stream: Option<Response>,
    /// How often it was asked to load itself afresh, and did.
    pub(crate) reloads: usize,
}

impl Tab {
    /// A page that has no stream yet.
    pub(crate) fn new(who: &Somebody, page: Page) -> Self {
        Self {
            who: who.clone(),
            page,
            stream: None,
            reloads: 0,
        }
    }

    /// The same page once more, without a stream.
    pub(crate) fn twin(&self) -> Self {
        Self::new(&self.who, self.page.clone())
    }

    /// Opens the stream where the page stands. Of what comes nothing is read yet.
    pub(crate) async fn connect(&mut self, url: &str) {
        self.page.hear_anew();
        let after = format!("after={}", self.page.cursor());
        let answer = soon(request(url, Some(&self.who), &after).send()).await;
        let answer = answer.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK);
        self.stream = Some(answer);
    }

    /// Goes away.
    pub(crate) fn disconnect(&mut self) {
        self.stream = None;
    }

    /// Reads a piece of the stream; false at its end.
    pub(crate) async fn read(&mut self) -> bool {
        let stream = self.stream.as_mut().expect("a stream");
        // A connection that breaks is an end as well.
        let piece = soon(stream.chunk()).await.ok().flatten();
        let Some(piece) = piece else {
            self.stream = None;
            return false;
        };
        self.page.take(&piece);
        true
    }

    /// Reads the stream to its end.
    pub(crate) async fn read_to_end(&mut self) {
        while self.read().await {}
    }

    /// Reads until the page shows something; where the stream asks for it, the page is loaded afresh.
    pub(crate) async fn read_until(&mut self, site: &Site, done: impl Fn(&State) -> bool) {
        loop {
            if self.page.resets > 0 {
                let fresh = site.tab(&self.who).await;
                self.page = fresh.page;
                self.reloads += 1;
                self.connect(site.url()).await;
            }
            if done(&self.page.state) {
                return;
            }
            assert!(self.read().await, "the stream ended");
        }
    }

    /// Reads up to everything that has happened, and holds that the page shows what a fresh one shows.
    pub(crate) async fn catch_up(&mut self, site: &Site, mark: &str) {
        let said = site.sender(&site.ada).say(site.url(), mark).await;
        let seq = said["seq"].as_i64().expect("a number");
        self.read_until(site, |state| state.cursor.seq >= seq).await;
        assert_fresh(&site.world.chat, mark, &self.page.state).await;
    }
}
