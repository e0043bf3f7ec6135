//! What of a membership is its member's alone.

use super::{Chat, Result};
use crate::domain::{Membership, PersonId, Problem};

impl Chat {
    /// One's own membership by its number: how far one has read, and of what one wants to be told, is nobody else's to say.
    ///
    /// # Errors
    ///
    /// [`Problem::Forbidden`] for somebody else's; [`Problem::NotFound`].
    pub async fn own_membership(&self, who: PersonId, id: i64) -> Result<Membership> {
        let membership = self.membership(id).await?;
        if membership.person == who {
            Ok(membership)
        } else {
            Err(Problem::Forbidden.into())
        }
    }
}
