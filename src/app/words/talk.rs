//! The words of the talk: log, composer, connection.

/// See [`words`](crate::app::words).
pub(crate) struct TalkWords {
    /// The log, by its room's name.
    pub(crate) log: fn(&str) -> String,
    pub(crate) about: &'static str,
    /// So many people in a room.
    pub(crate) members: fn(i64) -> String,
    pub(crate) older: &'static str,
    pub(crate) older_failed: &'static str,
    pub(crate) try_again: &'static str,
    pub(crate) past: &'static str,
    pub(crate) to_newest: &'static str,
    pub(crate) loading: &'static str,
    pub(crate) load_failed: &'static str,
    pub(crate) empty_title: &'static str,
    pub(crate) empty_text: &'static str,
    pub(crate) new: &'static str,
    /// So many messages below.
    pub(crate) new_below: fn(i64) -> String,
    pub(crate) today: &'static str,
    pub(crate) yesterday: &'static str,
    date: fn(&Date) -> String,
    /// A message's name: its sender and its time.
    pub(crate) message: fn(&str, &str) -> String,
    pub(crate) edited: &'static str,
    /// The bot that wrote it in its sender's name.
    pub(crate) via: fn(&str) -> String,
    pub(crate) deleted: &'static str,
    pub(crate) sending: &'static str,
    pub(crate) waiting: &'static str,
    /// A send was refused, and why.
    pub(crate) refused: fn(&str) -> String,
    pub(crate) send_again: &'static str,
    pub(crate) discard: &'static str,
    pub(crate) tools: &'static str,
    pub(crate) edit: &'static str,
    pub(crate) delete: &'static str,
    pub(crate) copy: &'static str,
    pub(crate) copied: &'static str,
    pub(crate) copy_code: &'static str,
    pub(crate) link: &'static str,
    /// A link led to a message that is not here.
    pub(crate) missing: &'static str,
    /// What a tool does, and to which message.
    pub(crate) act: fn(&str, &str) -> String,
    pub(crate) edit_hint: &'static str,
    pub(crate) save: &'static str,
    pub(crate) cancel: &'static str,
    pub(crate) delete_question: &'static str,
    pub(crate) delete_waits: &'static str,
    pub(crate) undo: &'static str,
    pub(crate) keep: &'static str,
    /// The list of what an `@` may mean.
    pub(crate) suggestions: &'static str,
    /// Whom `@room` and `@here` call.
    pub(crate) everybody: &'static str,
    pub(crate) unread: &'static str,
    pub(crate) bookmark: &'static str,
    pub(crate) unmark: &'static str,
    pub(crate) marked: &'static str,
    pub(crate) pin: &'static str,
    pub(crate) unpin: &'static str,
    pub(crate) pinned_by: fn(&str) -> String,
    /// The composer, by its room's name.
    pub(crate) write: fn(&str) -> String,
    pub(crate) send: &'static str,
    pub(crate) attach: &'static str,
    pub(crate) files: &'static str,
    pub(crate) describe: &'static str,
    pub(crate) remove: &'static str,
    pub(crate) remove_preview: &'static str,
    pub(crate) picture: &'static str,
    pub(crate) previous: &'static str,
    pub(crate) next: &'static str,
    pub(crate) download: &'static str,
    pub(crate) close: &'static str,
    pub(crate) command_me: &'static str,
    pub(crate) command_shrug: &'static str,
    pub(crate) command_topic: &'static str,
    /// There is no command of this name.
    pub(crate) no_command: fn(&str) -> String,
    pub(crate) hint: &'static str,
    pub(crate) join: &'static str,
    pub(crate) outside: &'static str,
    pub(crate) archived: &'static str,
    /// Those who are writing just now.
    pub(crate) typing: fn(&[String]) -> String,
    pub(crate) reconnecting: &'static str,
    /// The line is back; so many messages came meanwhile.
    pub(crate) caught_up: fn(i64) -> String,
    pub(crate) signed_out: &'static str,
    pub(crate) sign_in: &'static str,
    /// Said aloud: somebody's words.
    pub(crate) said: fn(&str, &str) -> String,
    /// Said aloud: so many messages at once.
    pub(crate) burst: fn(i64) -> String,
}

/// English.
pub(crate) static EN: TalkWords = TalkWords {
    log: |room| format!("Messages in {room}"),
    about: "About this room",
    members: |n| {
        if n == 1 {
            "1 person".to_owned()
        } else {
            format!("{n} people")
        }
    },
    older: "Older messages",
    older_failed: "Older messages could not be loaded.",
    try_again: "Try again",
    past: "You are reading older messages.",
    to_newest: "To the newest",
    loading: "Loading…",
    load_failed: "The messages could not be loaded.",
    empty_title: "Nothing has been said here yet",
    empty_text: "Be the first: a hello is a fine beginning.",
    new: "New",
    new_below: |n| format!("{n} new"),
    today: "Today",
    yesterday: "Yesterday",
    date: |date| {
        let (weekday, month) = (WEEKDAYS[date.weekday], MONTHS[date.month - 1]);
        match date.year {
            Some(year) => format!("{weekday}, {} {month} {year}", date.day),
            None => format!("{weekday}, {} {month}", date.day),
        }
    },
    message: |who, when| format!("{who}, {when}"),
    edited: "(edited)",
    via: |bot| format!("via {bot}"),
    deleted: "This message was deleted.",
    sending: "sending…",
    waiting: "waiting for the network",
    refused: |why| format!("Not sent. {why}"),
    send_again: "Try again",
    discard: "Discard",
    tools: "What to do with this message",
    edit: "Edit",
    delete: "Delete",
    copy: "Copy text",
    copied: "Copied",
    copy_code: "Copy code",
    link: "Copy link",
    missing: "The message that the link leads to is not in this room, or is gone. These are the newest ones.",
    act: |tool, message| format!("{tool}: {message}"),
    edit_hint: "Enter saves, Esc cancels",
    save: "Save",
    cancel: "Cancel",
    delete_question: "Delete this message for everyone?",
    delete_waits: "Deleted.",
    undo: "Undo",
    keep: "Keep",
    suggestions: "People to mention",
    everybody: "everybody in this room",
    unread: "Mark as unread from here",
    bookmark: "Bookmark",
    unmark: "Remove bookmark",
    marked: "Bookmarked",
    pin: "Pin",
    unpin: "Unpin",
    pinned_by: |name| format!("Pinned by {name}"),
    write: |room| format!("Write to {room}"),
    send: "Send",
    attach: "Attach files",
    files: "Files of this message",
    describe: "Describe this picture",
    remove: "Remove",
    remove_preview: "Remove preview",
    picture: "Picture",
    previous: "Previous picture",
    next: "Next picture",
    download: "Download",
    close: "Close",
    command_me: "says it of you: /me waves",
    command_shrug: "adds ¯\\_(ツ)_/¯",
    command_topic: "says what the room is for",
    no_command: |name| {
        format!("There is no command /{name}. To say it as it is, begin with //{name}.")
    },
    hint: "Enter sends, Shift+Enter starts a new line",
    join: "Join",
    outside: "You are not in this room. Join to read and write here.",
    archived: "This room is archived: it can be read, but nothing new can be said.",
    typing: |names| match names {
        [] => String::new(),
        [one] => format!("{one} is typing…"),
        [one, two] => format!("{one} and {two} are typing…"),
        _ => "Several people are typing…".to_owned(),
    },
    reconnecting: "Reconnecting… your messages are safe",
    caught_up: |n| match n {
        0 => "Caught up".to_owned(),
        n => format!("Caught up: {n} new"),
    },
    signed_out: "You were signed out.",
    sign_in: "Sign in again",
    said: |who, words| format!("{who}: {words}"),
    burst: |n| format!("{n} new messages"),
};

/// Simplified Chinese.
pub(crate) static ZH: TalkWords = TalkWords {
    log: |room| format!("{room} 的消息"),
    about: "房间详情",
    members: |n| format!("{n} 人"),
    older: "更早的消息",
    older_failed: "更早的消息加载失败。",
    try_again: "重试",
    past: "正在查看更早的消息。",
    to_newest: "回到最新",
    loading: "加载中…",
    load_failed: "消息加载失败。",
    empty_title: "这里还没有消息",
    empty_text: "来打个招呼，开启第一段对话吧。",
    new: "新消息",
    new_below: |n| format!("{n} 条新消息"),
    today: "今天",
    yesterday: "昨天",
    date: |date| {
        let weekday = WEEKDAYS_ZH[date.weekday];
        match date.year {
            Some(year) => format!("{year}年{}月{}日 {weekday}", date.month, date.day),
            None => format!("{}月{}日 {weekday}", date.month, date.day),
        }
    },
    message: |who, when| format!("{who}，{when}"),
    edited: "（已编辑）",
    via: |bot| format!("由 {bot} 代发"),
    deleted: "这条消息已删除。",
    sending: "发送中…",
    waiting: "等待网络恢复",
    refused: |why| format!("未能发送。{why}"),
    send_again: "重试",
    discard: "放弃",
    tools: "消息操作",
    edit: "编辑",
    delete: "删除",
    copy: "复制文字",
    copied: "已复制",
    copy_code: "复制代码",
    link: "复制链接",
    missing: "链接指向的消息不在这个房间，或已不存在。下面是最新的消息。",
    act: |tool, message| format!("{tool}：{message}"),
    edit_hint: "Enter 保存，Esc 取消",
    save: "保存",
    cancel: "取消",
    delete_question: "删除后所有人都将看不到这条消息，确定删除吗？",
    delete_waits: "已删除。",
    undo: "撤销",
    keep: "保留",
    suggestions: "可提及的人",
    everybody: "房间里的所有人",
    unread: "从这里开始标为未读",
    bookmark: "收藏",
    unmark: "取消收藏",
    marked: "已收藏",
    pin: "置顶",
    unpin: "取消置顶",
    pinned_by: |name| format!("由{name}置顶"),
    write: |room| format!("发消息到 {room}"),
    send: "发送",
    attach: "添加文件",
    files: "消息中的文件",
    describe: "描述这张图片",
    remove: "移除",
    remove_preview: "移除预览",
    picture: "图片",
    previous: "上一张",
    next: "下一张",
    download: "下载",
    close: "关闭",
    command_me: "以第三人称描述自己，例如 /me 挥手",
    command_shrug: "附上 ¯\\_(ツ)_/¯",
    command_topic: "修改房间说明",
    no_command: |name| format!("没有 /{name} 这个命令。如需原样发送，请以 //{name} 开头。"),
    hint: "Enter 发送，Shift+Enter 换行",
    join: "加入",
    outside: "你还没有加入这个房间，加入后即可查看和发言。",
    archived: "房间已归档，只能查看，不能发言。",
    typing: |names| match names {
        [] => String::new(),
        [one] => format!("{one} 正在输入…"),
        [one, two] => format!("{one} 和 {two} 正在输入…"),
        _ => "多人正在输入…".to_owned(),
    },
    reconnecting: "正在重新连接… 你的消息不会丢失",
    caught_up: |n| match n {
        0 => "已同步到最新".to_owned(),
        n => format!("已同步，收到 {n} 条新消息"),
    },
    signed_out: "你已退出登录。",
    sign_in: "重新登录",
    said: |who, words| format!("{who}：{words}"),
    burst: |n| format!("{n} 条新消息"),
};

const WEEKDAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];
const WEEKDAYS_ZH: [&str; 7] = [
    "星期日",
    "星期一",
    "星期二",
    "星期三",
    "星期四",
    "星期五",
    "星期六",
];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl TalkWords {
    /// Names a day, given as days since 1970-01-01: relative to today, where that is known, else in full.
    pub(crate) fn day(&self, day: i64, today: Option<i64>) -> String {
        match today.map(|today| today - day) {
            Some(0) => self.today.to_owned(),
            Some(1) => self.yesterday.to_owned(),
            _ => {
                let mut date = Date::of(day);
                // The year goes without saying in the reader's own.
                if today.is_some_and(|today| Date::of(today).year == date.year) {
                    date.year = None;
                }
                (self.date)(&date)
            }
        }
    }
}

/// A day of the calendar.
struct Date {
    year: Option<i64>,
    /// 1 to 12.
    month: usize,
    day: i64,
    /// 0 is Sunday.
    weekday: usize,
}

impl Date {
    /// The proleptic Gregorian calendar by days since 1970-01-01 (H. Hinnant, "chrono-compatible low-level date
    /// algorithms", `civil_from_days`: years begin in March, so that the leap day is their last).
    fn of(days: i64) -> Self {
        const DAYS_TO_1970: i64 = 719_468;
        const ERA: i64 = 146_097;
        let shifted = days + DAYS_TO_1970;
        let day_of_era = shifted.rem_euclid(ERA);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let month = if march_month < 10 {
            march_month + 3
        } else {
            march_month - 9
        };
        let year = year_of_era + shifted.div_euclid(ERA) * 400 + i64::from(month <= 2);
        Self {
            year: Some(year),
            month: usize::try_from(month).unwrap_or(1),
            day: day_of_year - (153 * march_month + 2) / 5 + 1,
            weekday: usize::try_from((days + 4).rem_euclid(7)).unwrap_or(0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_names() {
        // 2026-11-23, a Monday.
        let today = 20_780;
        for (day, today, english, chinese) in [
            (today, Some(today), "Today", "今天"),
            (today - 1, Some(today), "Yesterday", "昨天"),
            (
                today - 3,
                Some(today),
                "Friday, 20 November",
                "11月20日 星期五",
            ),
            (
                today - 3,
                None,
                "Friday, 20 November 2026",
                "2026年11月20日 星期五",
            ),
            (
                today + 1,
                Some(today),
                "Tuesday, 24 November",
                "11月24日 星期二",
            ),
            (
                0,
                Some(today),
                "Thursday, 1 January 1970",
                "1970年1月1日 星期四",
            ),
            (
                11_016,
                Some(today),
                "Tuesday, 29 February 2000",
                "2000年2月29日 星期二",
            ),
            (
                -1,
                Some(today),
                "Wednesday, 31 December 1969",
                "1969年12月31日 星期三",
            ),
        ] {
            assert_eq!(EN.day(day, today), english);
            assert_eq!(ZH.day(day, today), chinese);
        }
    }

    #[test]
    fn numbers_suit_their_words() {
        assert_eq!((EN.caught_up)(0), "Caught up");
        assert_eq!((EN.caught_up)(23), "Caught up: 23 new");
        assert_eq!((ZH.burst)(5), "5 条新消息");
    }
}
