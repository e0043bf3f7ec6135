//! The whole program with people on it.

use parlour::chat::page::Stretch;
use std::path::Path;

use parlour::domain::RoomId;

use crate::{
    page::Page,
    program::Program,
    sender::Sender,
    support::{Somebody, World},
    tab::Tab,
};

/// A running program, and beside it another process on the same database: the test.
#[derive(Debug)]
pub(crate) struct Site {
    /// What the test itself does to the database, and looks up in it.
    pub(crate) world: World,
    pub(crate) program: Program,
    /// The admin, who owns the room.
    pub(crate) ada: Somebody,
    pub(crate) room: RoomId,
}

impl Site {
    /// With an admin, who owns an open room.
    pub(crate) async fn open() -> Self {
        let (world, ada, room) = World::with_room().await;
        let program = Program::start(world.folder.path()).await;
        Self {
            world,
            program,
            ada,
            room,
        }
    }

    /// The same, with the program killed and another one started.
    pub(crate) async fn restarted(self) -> Self {
        self.program.kill();
        let program = Program::start(self.world.folder.path()).await;
        Self { program, ..self }
    }

    /// Where it is.
    pub(crate) fn url(&self) -> &str {
        &self.program.url
    }

    /// Where its data is.
    pub(crate) fn folder(&self) -> &Path {
        self.world.folder.path()
    }

    /// Somebody in the room.
    pub(crate) async fn member(&self, name: &str) -> Somebody {
        self.world.member(name, self.room).await
    }

    /// Somebody who sends into the room.
    pub(crate) fn sender(&self, who: &Somebody) -> Sender {
        Sender::new(who, self.room)
    }

    /// Somebody's page, loaded now.
    pub(crate) async fn tab(&self, who: &Somebody) -> Tab {
        let page = self
            .world
            .chat
            .page(who.id, Some(self.room), Stretch::Newest)
            .await;
        Tab::new(who, Page::new(page.expect("a page").1))
    }
}
