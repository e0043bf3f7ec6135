//! What people arrange for themselves: sections of their rooms, and bookmarks.

use super::{
    Chat, Result, allowed,
    messages::readable,
    search::{in_order, lit_at},
};
use crate::{
    domain::{
        MessageId, PersonId, Problem, RoomId,
        desk::{self, BOOKMARK_LIMIT, SECTION_LIMIT, Section, Way},
        input::SectionName,
        permission::Action,
        search::Found,
    },
    store::{self, Db},
};

impl Chat {
    /// Makes a bookmark of somebody's at a message, or takes it away. Doing so again changes nothing.
    ///
    /// # Errors
    ///
    /// [`Problem::NotFound`], [`Problem::MessageDeleted`], [`Problem::TooManyBookmarks`].
    pub async fn bookmark(&self, who: PersonId, id: MessageId, on: bool) -> Result<()> {
        let now = self.clock.now();
        self.write(move |db| {
            Box::pin(async move {
                if !on {
                    return Ok(store::desks::unmark(db, who, id).await?);
                }
                if readable(db, who, id).await?.is_deleted() {
                    return Err(Problem::MessageDeleted.into());
                }
                store::desks::mark(db, who, id, now).await?;
                let count = store::desks::count(db, who).await?;
                if usize::try_from(count).is_ok_and(|count| count <= BOOKMARK_LIMIT) {
                    Ok(())
                } else {
                    Err(Problem::TooManyBookmarks {
                        limit: BOOKMARK_LIMIT,
                    }
                    .into())
                }
            })
        })
        .await
    }

    /// What somebody has bookmarks at and may still read, the last bookmark first.
    ///
    /// # Errors
    ///
    /// Only where the database fails.
    pub async fn bookmarks(&self, who: PersonId) -> Result<Found> {
        let mut db = self.store.search().await?;
        let ids = store::desks::bookmarks(&mut db, who).await?;
        let hits = in_order(&mut db, &ids, |message| lit_at(&message.content, &[])).await?;
        Ok(Found { hits, more: false })
    }

    /// Puts a room into the section of somebody's list that is called so, which is made where there is none; into no section
    /// for an empty name. Only they see it so.
    ///
    /// # Errors
    ///
    /// [`Problem::NotFound`], [`Problem::NotMember`]; [`Problem::SectionNameInvalid`], [`Problem::TooManySections`].
    pub async fn place_room(&self, who: PersonId, room: RoomId, section: &str) -> Result<()> {
        let section = if section.trim().is_empty() {
            String::new()
        } else {
            String::from(SectionName::new(section)?)
        };
        self.write(move |db| {
            Box::pin(async move {
                allowed(db, room, who, Action::Read).await?;
                arrange(db, who, |sections| desk::place(sections, room, &section)).await
            })
        })
        .await
    }

    /// Moves a room one place within its section of somebody's list.
    ///
    /// # Errors
    ///
    /// [`Problem::NotFound`], [`Problem::NotMember`].
    pub async fn shift_room(&self, who: PersonId, room: RoomId, way: Way) -> Result<()> {
        self.write(move |db| {
            Box::pin(async move {
                allowed(db, room, who, Action::Read).await?;
                arrange(db, who, |sections| desk::shift(sections, room, way)).await
            })
        })
        .await
    }

    /// Moves a section of somebody's list one place.
    ///
    /// # Errors
    ///
    /// Only where the server can't save.
    pub async fn shift_section(&self, who: PersonId, name: &str, way: Way) -> Result<()> {
        let name = name.to_owned();
        self.write(move |db| {
            Box::pin(async move {
                arrange(db, who, |sections| {
                    desk::shift_section(sections, &name, way);
                })
                .await
            })
        })
        .await
    }
}

async fn arrange(db: &mut Db, who: PersonId, change: impl FnOnce(&mut Vec<Section>)) -> Result<()> {
    let mut sections = store::desks::of(db, who).await?.sections;
    change(&mut sections);
    if sections.len() > SECTION_LIMIT {
        return Err(Problem::TooManySections {
            limit: SECTION_LIMIT,
        }
        .into());
    }
    Ok(store::desks::arrange(db, who, &sections).await?)
}
