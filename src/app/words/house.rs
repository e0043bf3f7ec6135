//! The words of the frame around every page, and of the pages that are not there.

/// See [`words`](crate::app::words).
pub(crate) struct HouseWords {
    pub(crate) skip: &'static str,
    pub(crate) navigation: &'static str,
    pub(crate) rooms: &'static str,
    pub(crate) people: &'static str,
    pub(crate) all_rooms: &'static str,
    pub(crate) all_people: &'static str,
    pub(crate) new_room: &'static str,
    pub(crate) new_direct: &'static str,
    pub(crate) search: &'static str,
    pub(crate) settings: &'static str,
    pub(crate) back: &'static str,
    pub(crate) closed: &'static str,
    pub(crate) unread: fn(i64) -> String,
    /// So many of them call the reader.
    pub(crate) calls: fn(i64) -> String,
    pub(crate) mentions: &'static str,
    pub(crate) next_unread: &'static str,
    pub(crate) next_unread_keys: &'static str,
    pub(crate) read_all: &'static str,
    pub(crate) nobody_yet: &'static str,
    pub(crate) just_me: &'static str,
    pub(crate) formerly: &'static str,
    pub(crate) empty_title: &'static str,
    pub(crate) empty_text: &'static str,
    pub(crate) missing_title: &'static str,
    pub(crate) missing_text: &'static str,
    pub(crate) missing_room_title: &'static str,
    pub(crate) missing_room_text: &'static str,
    pub(crate) to_rooms: &'static str,
    pub(crate) to_start: &'static str,
    pub(crate) failed_title: &'static str,
    pub(crate) try_again: &'static str,
    pub(crate) language: &'static str,
    pub(crate) list: fn(&[String]) -> String,
}

pub(crate) static EN: HouseWords = HouseWords {
    skip: "Skip to content",
    navigation: "Rooms and people",
    rooms: "Rooms",
    people: "People",
    all_rooms: "All rooms",
    all_people: "Everybody",
    new_room: "New room",
    new_direct: "New talk",
    search: "Search",
    settings: "Settings",
    back: "Back to rooms",
    closed: "closed",
    unread: |n| {
        if n == 1 {
            "1 unread message".to_owned()
        } else {
            format!("{n} unread messages")
        }
    },
    calls: |n| {
        if n == 1 {
            "1 mention".to_owned()
        } else {
            format!("{n} mentions")
        }
    },
    mentions: "Mentions",
    next_unread: "Next unread room",
    next_unread_keys: "Next unread room (Alt+Shift+↓)",
    read_all: "Mark all as read",
    nobody_yet: "Talks with one or a few people stand here.",
    just_me: "Just me",
    formerly: "Deleted account",
    empty_title: "Welcome to Parlour",
    empty_text: "You are not in a room yet. Join one that is open, or make your own and ask people in.",
    missing_title: "There is nothing at this address",
    missing_text: "The link may be old or mistyped. Everything else is where it was.",
    missing_room_title: "This room is not open to you",
    missing_room_text: "It may be closed, or the link may be wrong. Somebody who is in the room can ask you in.",
    to_rooms: "See all rooms",
    to_start: "Go to the start",
    failed_title: "This page could not be shown",
    try_again: "Try again",
    language: "Language",
    list: |names| names.join(", "),
};

pub(crate) static ZH: HouseWords = HouseWords {
    skip: "跳到正文",
    navigation: "房间与成员",
    rooms: "房间",
    people: "私聊",
    all_rooms: "所有房间",
    all_people: "所有成员",
    new_room: "新建房间",
    new_direct: "发起私聊",
    search: "搜索",
    settings: "设置",
    back: "返回房间列表",
    closed: "私密",
    unread: |n| format!("{n} 条未读消息"),
    calls: |n| format!("{n} 条提及"),
    mentions: "提及我的",
    next_unread: "下一个未读房间",
    next_unread_keys: "下一个未读房间（Alt+Shift+↓）",
    read_all: "全部标为已读",
    nobody_yet: "一对一或小范围的私聊会显示在这里。",
    just_me: "仅自己",
    formerly: "已删除的账号",
    empty_title: "欢迎来到 Parlour",
    empty_text: "你还没有加入任何房间。可以加入一个公开房间，或者新建房间并邀请同事。",
    missing_title: "找不到页面",
    missing_text: "链接可能已过期或有误，其他内容一切如常。",
    missing_room_title: "无法进入这个房间",
    missing_room_text: "房间可能是私密的，或链接有误。可以请房间里的成员邀请你加入。",
    to_rooms: "查看所有房间",
    to_start: "返回首页",
    failed_title: "页面无法显示",
    try_again: "重试",
    language: "语言",
    list: |names| names.join("、"),
};
