//! The words about everybody, and how more come.

/// See [`words`](crate::app::words).
pub(crate) struct PeopleWords {
    pub(crate) title: &'static str,
    pub(crate) lead: &'static str,
    pub(crate) alone: &'static str,
    pub(crate) alone_admin: &'static str,
    pub(crate) talk: &'static str,
    pub(crate) talk_hint: &'static str,
    pub(crate) admin: &'static str,
    pub(crate) bot: &'static str,
    pub(crate) guest: &'static str,
    pub(crate) banned: &'static str,
    pub(crate) care: &'static str,
    pub(crate) care_hint: &'static str,
    pub(crate) ban: &'static str,
    pub(crate) unban: &'static str,
    pub(crate) invites: &'static str,
    pub(crate) invites_lead: &'static str,
    pub(crate) days: &'static str,
    pub(crate) uses: &'static str,
    pub(crate) days_option: fn(i64) -> String,
    pub(crate) uses_option: fn(i64) -> String,
    pub(crate) make: &'static str,
    pub(crate) made: &'static str,
    pub(crate) made_hint: &'static str,
    pub(crate) copy: &'static str,
    pub(crate) copied: &'static str,
    pub(crate) standing: &'static str,
    pub(crate) none: &'static str,
    pub(crate) by: fn(&str) -> String,
    pub(crate) used: fn(i64, i64) -> String,
    pub(crate) until: fn(&str) -> String,
    pub(crate) revoke: &'static str,
    pub(crate) panel: &'static str,
}

pub(crate) static EN: PeopleWords = PeopleWords {
    title: "Everybody",
    lead: "Choose one person or a few, and talk among yourselves.",
    alone: "Nobody else is here yet.",
    alone_admin: "Nobody else is here yet. Make an invite link below and send it to the people you'd like here.",
    talk: "Start talk",
    talk_hint: "Up to eight people. The same people always find the same talk.",
    admin: "Admin",
    bot: "Program",
    guest: "Guest",
    banned: "Banned",
    care: "Who may come in",
    care_hint: "Somebody banned is signed out at once and can't sign in. What they said stays.",
    ban: "Ban",
    unban: "Let in again",
    invites: "Invite links",
    invites_lead: "Whoever has the link can make an account, until it ends or is used up.",
    days: "Works for",
    uses: "Lets in",
    days_option: |n| {
        if n == 1 {
            "1 day".to_owned()
        } else {
            format!("{n} days")
        }
    },
    uses_option: |n| {
        if n == 1 {
            "1 person".to_owned()
        } else {
            format!("{n} people")
        }
    },
    make: "Make invite link",
    made: "Your invite link",
    made_hint: "Copy it now: it is shown this once.",
    copy: "Copy link",
    copied: "Copied",
    standing: "Links that work",
    none: "No link works at the moment.",
    by: |name| format!("Made by {name}"),
    used: |used, uses| format!("{used} of {uses} used"),
    until: |date| format!("until {date}"),
    revoke: "End link",
    panel: "Administration",
};

pub(crate) static ZH: PeopleWords = PeopleWords {
    title: "所有成员",
    lead: "选择一位或几位成员，发起私聊。",
    alone: "这里还没有其他人。",
    alone_admin: "这里还没有其他人。在下方创建邀请链接，发给想邀请的人吧。",
    talk: "发起私聊",
    talk_hint: "最多选择 8 人。相同的成员始终进入同一个私聊。",
    admin: "管理员",
    bot: "程序",
    guest: "访客",
    banned: "已封禁",
    care: "成员管理",
    care_hint: "被封禁的成员会立即退出且无法登录，已发送的消息会保留。",
    ban: "封禁",
    unban: "解除封禁",
    invites: "邀请链接",
    invites_lead: "在过期或用完之前，拿到链接的人都可以注册账号。",
    days: "有效期",
    uses: "可用次数",
    days_option: |n| format!("{n} 天"),
    uses_option: |n| format!("{n} 人"),
    make: "创建邀请链接",
    made: "邀请链接已创建",
    made_hint: "链接仅显示这一次，请立即复制。",
    copy: "复制链接",
    copied: "已复制",
    standing: "有效的链接",
    none: "目前没有有效的链接。",
    by: |name| format!("由 {name} 创建"),
    used: |used, uses| format!("已用 {used}/{uses} 次"),
    until: |date| format!("{date} 到期"),
    revoke: "撤销",
    panel: "管理后台",
};
