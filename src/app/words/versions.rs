//! The words about what a message said before it was edited.

/// See [`words`](crate::app::words).
pub(crate) struct VersionWords {
    pub(crate) title: &'static str,
    /// Who wrote it, and in which room.
    pub(crate) by: fn(&str) -> String,
    pub(crate) now: &'static str,
    pub(crate) first: &'static str,
    /// There is nothing but what it says now.
    pub(crate) none: &'static str,
    /// In the place of words that a message of files has not.
    pub(crate) empty: &'static str,
    pub(crate) to_message: &'static str,
}

pub(crate) static EN: VersionWords = VersionWords {
    title: "Edits",
    by: |who| format!("What {who} wrote, the newest first."),
    now: "Now",
    first: "At first",
    none: "Nothing is known of what it said before.",
    empty: "No words",
    to_message: "Back to the message",
};

pub(crate) static ZH: VersionWords = VersionWords {
    title: "编辑记录",
    by: |who| format!("{who}写过的内容，最新的在前。"),
    now: "现在",
    first: "最初",
    none: "没有编辑前的内容。",
    empty: "没有文字",
    to_message: "回到这条消息",
};
