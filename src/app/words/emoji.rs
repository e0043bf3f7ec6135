//! The words of what opens above a talk: all emoji, and who reacted.

/// See [`words`](crate::app::words).
pub(crate) struct EmojiWords {
    pub(crate) search: &'static str,
    pub(crate) recent: &'static str,
    pub(crate) none: &'static str,
    pub(crate) loading: &'static str,
    pub(crate) failed: &'static str,
    pub(crate) tone: &'static str,
    /// No tone of skin in particular, and the tones from the lightest to the darkest.
    pub(crate) tones: [&'static str; 6],
    /// How many people reacted with an emoji.
    pub(crate) count: fn(usize) -> String,
    /// In the place of who reacted, where nobody does any more.
    pub(crate) nobody: &'static str,
}

/// English.
pub(crate) static EN: EmojiWords = EmojiWords {
    search: "Search emoji",
    recent: "Used lately",
    none: "No emoji was found. Try another word.",
    loading: "Loading…",
    failed: "The emoji could not be loaded.",
    tone: "Skin tone",
    tones: [
        "Default",
        "Light",
        "Medium-light",
        "Medium",
        "Medium-dark",
        "Dark",
    ],
    count: |count| match count {
        1 => "1 person".to_owned(),
        count => format!("{count} people"),
    },
    nobody: "Nobody has reacted.",
};

/// Simplified Chinese.
pub(crate) static ZH: EmojiWords = EmojiWords {
    search: "搜索表情",
    recent: "最近使用",
    none: "没有找到表情，换个词试试。",
    loading: "加载中…",
    failed: "表情加载失败。",
    tone: "肤色",
    tones: [
        "默认",
        "浅肤色",
        "中浅肤色",
        "中等肤色",
        "中深肤色",
        "深肤色",
    ],
    count: |count| format!("{count} 人"),
    nobody: "还没有人回应。",
};
