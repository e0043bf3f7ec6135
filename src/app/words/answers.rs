//! The words of answers: replies and reactions.

/// See [`words`](crate::app::words).
pub(crate) struct AnswerWords {
    pub(crate) reply: &'static str,
    /// Above what is being written: whom it answers.
    pub(crate) answering: fn(&str) -> String,
    pub(crate) end: &'static str,
    /// The quote above a reply, by its source's sender and words.
    pub(crate) quote: fn(&str, &str) -> String,
    /// In the place of words that a quote doesn't have.
    pub(crate) file: &'static str,
    pub(crate) thread: &'static str,
    /// A thread, by how it begins.
    pub(crate) named: fn(&str) -> String,
    pub(crate) reply_in_thread: &'static str,
    /// So many answers in a thread.
    pub(crate) replies: fn(i64) -> String,
    /// Where a thread is.
    pub(crate) thread_in: fn(&str) -> String,
    pub(crate) close_thread: &'static str,
    pub(crate) outside: &'static str,
    pub(crate) enter: &'static str,
    pub(crate) no_replies: &'static str,
    pub(crate) also_in_room: &'static str,
    /// The quote of an answer in a thread, by its sender and words.
    pub(crate) from_thread: fn(&str, &str) -> String,
    pub(crate) react: &'static str,
    /// The reactions to a message, as a group.
    pub(crate) reactions: &'static str,
    /// Who reacted.
    pub(crate) people: fn(&[String]) -> String,
    /// An emoji, who reacted with it, and how many these are.
    pub(crate) reaction: fn(&str, &str, usize) -> String,
    pub(crate) more: &'static str,
    pub(crate) emoji: &'static str,
    /// The way to who reacted.
    pub(crate) reacted: &'static str,
}

/// How many of those who reacted are named.
const NAMED: usize = 20;

/// English.
pub(crate) static EN: AnswerWords = AnswerWords {
    reply: "Reply",
    answering: |name| format!("Replying to {name}"),
    end: "Don't reply",
    quote: |name, words| format!("In reply to {name}: {words}"),
    file: "a file",
    thread: "Thread",
    named: |beginning| format!("Thread: {beginning}"),
    reply_in_thread: "Reply in thread",
    replies: |n| match n {
        1 => "1 reply".to_owned(),
        n => format!("{n} replies"),
    },
    thread_in: |room| format!("in {room}"),
    close_thread: "Close the thread",
    outside: "You have not looked into this thread yet.",
    enter: "Open the thread",
    no_replies: "Nobody has answered yet.",
    also_in_room: "Also show it in the room",
    from_thread: |name, words| format!("{name} in a thread: {words}"),
    react: "React",
    reactions: "Reactions",
    people: |names| match names.split_at_checked(NAMED) {
        Some((named, rest)) if !rest.is_empty() => {
            format!("{} and {} more", named.join(", "), rest.len())
        }
        _ => names.join(", "),
    },
    reaction: |emoji, people, count| match count {
        1 => format!("{emoji} {people}, 1 person"),
        count => format!("{emoji} {people}, {count} people"),
    },
    more: "More emoji",
    emoji: "Emoji",
    reacted: "Who reacted",
};

/// Simplified Chinese.
pub(crate) static ZH: AnswerWords = AnswerWords {
    reply: "回复",
    answering: |name| format!("回复 {name}"),
    end: "取消回复",
    quote: |name, words| format!("回复 {name}：{words}"),
    file: "文件",
    thread: "话题",
    named: |beginning| format!("话题：{beginning}"),
    reply_in_thread: "在话题中回复",
    replies: |n| format!("{n} 条回复"),
    thread_in: |room| format!("来自 {room}"),
    close_thread: "关闭话题",
    outside: "你还没有看过这个话题。",
    enter: "打开话题",
    no_replies: "还没有人回复。",
    also_in_room: "同时显示在房间",
    from_thread: |name, words| format!("{name}在话题中说：{words}"),
    react: "添加回应",
    reactions: "回应",
    people: |names| match names.split_at_checked(NAMED) {
        Some((named, rest)) if !rest.is_empty() => {
            format!("{}等 {} 人", named.join("、"), names.len())
        }
        _ => names.join("、"),
    },
    reaction: |emoji, people, count| format!("{emoji} {people}，{count} 人"),
    more: "更多表情",
    emoji: "表情",
    reacted: "查看谁回应了",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn not_everybody_is_named() {
        let names: Vec<String> = (1..=NAMED + 3).map(|n| format!("P{n}")).collect();
        assert_eq!((EN.people)(&names[..2]), "P1, P2");
        assert!((EN.people)(&names).ends_with("P20 and 3 more"));
        assert!((ZH.people)(&names).ends_with("P20等 23 人"));
        assert_eq!((EN.reaction)("👍", "Ada", 1), "👍 Ada, 1 person");
        assert_eq!((EN.reaction)("👍", "Ada, Bo", 2), "👍 Ada, Bo, 2 people");
    }
}
