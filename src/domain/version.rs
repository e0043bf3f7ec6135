//! What a message said before it was edited.

use serde::{Deserialize, Serialize};

use super::{Message, Timestamp};

/// The words of a message, as they once were.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// The words as typed, in Markdown.
    pub content: String,
    /// When they were written.
    pub written_at: Timestamp,
}

/// A message, and what it said before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edited {
    /// The message as it is.
    pub message: Message,
    /// What it said before, what was written last first.
    pub before: Vec<Version>,
}

impl Edited {
    /// All that it said, what was written last first.
    pub fn versions(&self) -> Vec<Version> {
        let Message {
            content,
            edited_at,
            created_at,
            ..
        } = &self.message;
        let now = Version {
            content: content.clone(),
            written_at: edited_at.unwrap_or(*created_at),
        };
        [&[now], &self.before[..]].concat()
    }
}
