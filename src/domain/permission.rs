//! Who may do what. Every door asks here, and so does the page before it offers something.

use super::{PersonId, Problem, Role, RoomKind, RoomRole};

/// How somebody stands towards a room. Nobody stands in any way to a thread who is not in the room that it is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What they are on the server.
    pub role: Role,
    /// The room's kind.
    pub kind: RoomKind,
    /// Whether the room was put away.
    pub archived: bool,
    /// What they are in the room, in a thread: in the room that it is in; `None` outside.
    pub inside: Option<RoomRole>,
}

/// Something to be done with a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Know that it exists, its name and description.
    See,
    /// Read what was said.
    Read,
    /// Say something, or edit what one said.
    Write,
    /// Answer with an emoji, or take that back.
    React,
    /// Delete somebody else's words.
    Moderate,
    /// Come in unasked.
    Join,
    /// Go.
    Leave,
    /// Bring somebody else in.
    Invite,
    /// Rename, describe, archive, bring back; remove somebody; share the charge of it.
    Manage,
    /// Delete it, with all that was said in it.
    Delete,
}

impl Standing {
    /// Whether they may.
    ///
    /// # Errors
    ///
    /// [`Problem::NotFound`] for a room that they may not know of, so that asking tells nothing; otherwise the reason.
    pub fn may(self, action: Action) -> Result<(), Problem> {
        use Action::{Delete, Invite, Join, Leave, Manage, Moderate, React, Read, See, Write};
        let member = self.inside.is_some();
        let is_known = match self.kind {
            RoomKind::Open => self.role != Role::Guest,
            RoomKind::Thread => true,
            RoomKind::Closed | RoomKind::Direct => false,
        };
        if !member && !is_known {
            return Err(Problem::NotFound);
        }

        match action {
            See => Ok(()),
            Delete if self.kind == RoomKind::Direct => Err(Problem::DirectIsFixed),
            // A thread goes with its room.
            Delete if self.kind == RoomKind::Thread => Err(Problem::Forbidden),
            // An admin's, also from outside: an open room that nobody is in any more must have an end.
            Delete if self.role == Role::Admin => Ok(()),
            Delete => Err(Problem::Forbidden),
            Join if member => Ok(()),
            // Nothing can be read from outside, and to look into a thread is to come in.
            Join if self.archived && self.kind != RoomKind::Thread => Err(Problem::RoomArchived),
            Join => Ok(()),
            _ if !member => Err(Problem::NotMember),
            Read => Ok(()),
            Invite if self.role == Role::Guest => Err(Problem::Forbidden),
            Leave | Invite | Manage if self.kind == RoomKind::Direct => Err(Problem::DirectIsFixed),
            Leave => Ok(()),
            // What a thread is and who may come in, its room says.
            Invite | Manage if self.kind == RoomKind::Thread => Err(Problem::Forbidden),
            // An archived room can be managed, or nobody could bring it back.
            Manage if self.in_charge() => Ok(()),
            Manage => Err(Problem::Forbidden),
            _ if self.archived => Err(Problem::RoomArchived),
            Write | React | Invite => Ok(()),
            Moderate if self.in_charge() => Ok(()),
            Moderate => Err(Problem::Forbidden),
        }
    }

    fn in_charge(self) -> bool {
        self.role == Role::Admin || self.inside == Some(RoomRole::Owner)
    }
}

/// Whether somebody may say something in another's name: a bot that an admin has allowed it. What they may say where is then
/// what the other may.
///
/// # Errors
///
/// [`Problem::Forbidden`].
pub fn speak_for(role: Role, allowed: bool) -> Result<(), Problem> {
    match role {
        Role::Bot if allowed => Ok(()),
        Role::Admin | Role::Member | Role::Guest | Role::Bot => Err(Problem::Forbidden),
    }
}

/// Whether somebody may make rooms.
///
/// # Errors
///
/// [`Problem::Forbidden`].
pub fn make_room(role: Role) -> Result<(), Problem> {
    match role {
        Role::Guest => Err(Problem::Forbidden),
        Role::Admin | Role::Member | Role::Bot => Ok(()),
    }
}

/// Whether somebody may begin a direct talk with others; `met` says that they are in a room with each of them.
///
/// # Errors
///
/// [`Problem::Forbidden`].
pub fn begin_talk(role: Role, met: bool) -> Result<(), Problem> {
    match role {
        Role::Guest if !met => Err(Problem::Forbidden),
        Role::Guest | Role::Admin | Role::Member | Role::Bot => Ok(()),
    }
}

/// Whether somebody may fetch what was uploaded and stands in no room, as people's pictures do: everybody who is
/// signed in, and in open mode anybody.
///
/// # Errors
///
/// [`Problem::SignedOut`].
pub fn fetch(who: Option<PersonId>, open: bool) -> Result<(), Problem> {
    match who {
        None if !open => Err(Problem::SignedOut),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every answer, written down: one line per place one can stand in, one letter per action in the order of the
    /// enum. `y` yes, `?` not found, `m` not a member, `a` archived, `d` direct is fixed, `n` forbidden.
    #[test]
    fn the_table() {
        use Action::{Delete, Invite, Join, Leave, Manage, Moderate, React, Read, See, Write};
        let actions = [
            See, Read, Write, React, Moderate, Join, Leave, Invite, Manage, Delete,
        ];
        let (admin, member, guest) = (Role::Admin, Role::Member, Role::Guest);
        let (owns, is_in, out) = (Some(RoomRole::Owner), Some(RoomRole::Member), None);
        let (open, closed, direct) = (RoomKind::Open, RoomKind::Closed, RoomKind::Direct);
        let thread = RoomKind::Thread;
        for (role, kind, archived, inside, expected) in [
            (member, open, false, out, "ymmmmymmmn"),
            (member, open, false, is_in, "yyyynyyynn"),
            (member, open, false, owns, "yyyyyyyyyn"),
            (member, open, true, out, "ymmmmammmn"),
            (member, open, true, is_in, "yyaaayyann"),
            (member, open, true, owns, "yyaaayyayn"),
            (admin, open, false, out, "ymmmmymmmy"),
            (admin, open, false, is_in, "yyyyyyyyyy"),
            (admin, open, true, is_in, "yyaaayyayy"),
            (member, closed, false, out, "??????????"),
            (member, closed, false, is_in, "yyyynyyynn"),
            (member, closed, false, owns, "yyyyyyyyyn"),
            (admin, closed, false, out, "??????????"),
            (admin, closed, false, is_in, "yyyyyyyyyy"),
            (member, direct, false, out, "??????????"),
            (member, direct, false, is_in, "yyyynydddd"),
            (admin, direct, false, out, "??????????"),
            (admin, direct, false, is_in, "yyyyyydddd"),
            (guest, open, false, out, "??????????"),
            (guest, open, false, is_in, "yyyynyynnn"),
            (guest, open, true, is_in, "yyaaayynnn"),
            (guest, closed, false, out, "??????????"),
            (guest, closed, false, is_in, "yyyynyynnn"),
            (guest, closed, false, owns, "yyyyyyynyn"),
            (guest, direct, false, is_in, "yyyynydndd"),
            (member, thread, false, out, "ymmmmymmmn"),
            (member, thread, false, is_in, "yyyynyynnn"),
            (member, thread, false, owns, "yyyyyyynnn"),
            (member, thread, true, out, "ymmmmymmmn"),
            (member, thread, true, is_in, "yyaaayynnn"),
            (admin, thread, false, is_in, "yyyyyyynnn"),
            (guest, thread, false, out, "ymmmmymmmn"),
            (guest, thread, false, is_in, "yyyynyynnn"),
        ] {
            let standing = Standing {
                role,
                kind,
                archived,
                inside,
            };
            let answers: String = actions
                .into_iter()
                .map(|action| match standing.may(action) {
                    Ok(()) => 'y',
                    Err(Problem::NotFound) => '?',
                    Err(Problem::NotMember) => 'm',
                    Err(Problem::RoomArchived) => 'a',
                    Err(Problem::DirectIsFixed) => 'd',
                    Err(_) => 'n',
                })
                .collect();
            assert_eq!(answers, expected, "{standing:?}");
        }
    }
}
