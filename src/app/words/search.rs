//! The words of searching.

/// See [`words`](crate::app::words).
pub(crate) struct SearchWords {
    pub(crate) label: &'static str,
    pub(crate) help: &'static str,
    pub(crate) conditions: [(&'static str, &'static str); 6],
    pub(crate) none: &'static str,
    pub(crate) none_text: &'static str,
    pub(crate) results: &'static str,
    pub(crate) older: &'static str,
    pub(crate) failed: &'static str,
    pub(crate) mentions_lead: &'static str,
    pub(crate) mentions_label: &'static str,
    pub(crate) no_mentions: &'static str,
    pub(crate) no_mentions_text: &'static str,
}

pub(crate) static EN: SearchWords = SearchWords {
    label: "Search messages",
    help: "All words must be in the message; parts of words count. Quotes hold words together.",
    conditions: [
        ("from:ann", "written by Ann; from:me by you"),
        ("in:lobby", "in that room"),
        ("before:2026-12-01", "before that day"),
        ("after:2026-11-01", "after that day"),
        ("has:link", "with a web address"),
        ("has:image", "with a picture; has:file with any file"),
    ],
    none: "Nothing was found",
    none_text: "Try fewer words, or parts of them.",
    results: "What was found, the newest first",
    older: "Look further back",
    failed: "The search did not work.",
    mentions_lead: "What was said to you by name, to everybody in a room, or in reply to you, and what people reacted to.",
    mentions_label: "Messages that mention you, the newest first",
    no_mentions: "Nobody has mentioned you yet",
    no_mentions_text: "When somebody writes @ and your name, replies to you or reacts to what you said, it stands here.",
};

pub(crate) static ZH: SearchWords = SearchWords {
    label: "搜索消息",
    help: "消息须包含所有词语，词语的一部分也可以；用引号可搜索完整短语。",
    conditions: [
        ("from:安", "由某人发送；from:me 表示自己"),
        ("in:大厅", "在某个房间内"),
        ("before:2026-12-01", "在某日之前"),
        ("after:2026-11-01", "在某日之后"),
        ("has:link", "包含链接"),
        ("has:image", "包含图片；has:file 表示包含文件"),
    ],
    none: "没有找到结果",
    none_text: "试试更少或更短的词语。",
    results: "搜索结果，最新的在前",
    older: "查看更早的结果",
    failed: "搜索失败。",
    mentions_lead: "提到你或房间里所有人的消息、给你的回复，以及收到回应的消息。",
    mentions_label: "提及你的消息，最新的在前",
    no_mentions: "还没有人提及你",
    no_mentions_text: "别人用 @ 加上你的名字、回复你或回应你的消息时，会出现在这里。",
};
