//! The words of the admin panel.

use crate::domain::{Deed, Language};

/// The panel's words in a language. They stand apart from the others: no page that lives needs them.
pub(crate) fn of(language: Language) -> &'static AdminWords {
    match language {
        Language::English => &EN,
        Language::Chinese => &ZH,
    }
}

/// See [`words`](crate::app::words).
pub(crate) struct AdminWords {
    pub(crate) panel: &'static str,
    pub(crate) overview: &'static str,
    pub(crate) people: &'static str,
    pub(crate) log: &'static str,
    pub(crate) collections: &'static str,
    pub(crate) to_chat: &'static str,
    pub(crate) page: fn(i64, i64) -> String,
    pub(crate) pages: &'static str,
    pub(crate) previous: &'static str,
    pub(crate) next: &'static str,
    pub(crate) people_more: fn(i64, i64) -> String,
    pub(crate) signed_in: &'static str,
    pub(crate) streams: fn(usize) -> String,
    pub(crate) rooms: &'static str,
    pub(crate) rooms_more: fn(i64, i64, i64) -> String,
    pub(crate) messages: &'static str,
    pub(crate) by_day: &'static str,
    pub(crate) by_day_says: fn(i64, i64) -> String,
    pub(crate) as_table: &'static str,
    pub(crate) day: &'static str,
    pub(crate) storage: &'static str,
    pub(crate) database: &'static str,
    pub(crate) database_log: &'static str,
    pub(crate) media: &'static str,
    pub(crate) media_more: fn(i64, &str) -> String,
    pub(crate) program: &'static str,
    pub(crate) version: &'static str,
    pub(crate) uptime: &'static str,
    pub(crate) lasting: fn(i64, i64, i64) -> String,
    pub(crate) backup: &'static str,
    pub(crate) never: &'static str,
    pub(crate) troubles: &'static str,
    pub(crate) no_troubles: &'static str,
    pub(crate) log_lead: &'static str,
    pub(crate) nobody: &'static str,
    pub(crate) search: &'static str,
    pub(crate) find: &'static str,
    pub(crate) found: fn(i64) -> String,
    pub(crate) new_account: &'static str,
    pub(crate) you: &'static str,
    pub(crate) member: &'static str,
    pub(crate) email: &'static str,
    pub(crate) state: &'static str,
    pub(crate) since: &'static str,
    pub(crate) document: &'static str,
    pub(crate) yourself: &'static str,
    pub(crate) rights: &'static str,
    pub(crate) make_admin: &'static str,
    pub(crate) make_admin_hint: &'static str,
    pub(crate) make_member: &'static str,
    pub(crate) make_member_hint: &'static str,
    pub(crate) password: &'static str,
    pub(crate) reset: &'static str,
    pub(crate) reset_hint: &'static str,
    pub(crate) reset_made: &'static str,
    pub(crate) reset_made_hint: &'static str,
    pub(crate) unlock: &'static str,
    pub(crate) sessions: &'static str,
    pub(crate) no_sessions: &'static str,
    pub(crate) end_session: &'static str,
    pub(crate) delete_account: &'static str,
    pub(crate) delete_account_hint: &'static str,
    pub(crate) delete_account_sure: fn(&str) -> String,
    pub(crate) delete_forever: &'static str,
    pub(crate) filter: &'static str,
    pub(crate) field_name: &'static str,
    pub(crate) condition: &'static str,
    pub(crate) value: &'static str,
    pub(crate) add_filter: &'static str,
    pub(crate) take_away: fn(&str) -> String,
    pub(crate) columns: &'static str,
    pub(crate) show: &'static str,
    pub(crate) choose: fn(&str) -> String,
    pub(crate) edit_chosen: &'static str,
    pub(crate) delete_chosen: &'static str,
    pub(crate) new: &'static str,
    pub(crate) new_in: fn(&str) -> String,
    pub(crate) make: &'static str,
    pub(crate) cancel: &'static str,
    pub(crate) save: &'static str,
    pub(crate) saved: &'static str,
    pub(crate) go_on: &'static str,
    pub(crate) overtaken: &'static str,
    pub(crate) theirs: fn(&str) -> String,
    pub(crate) invalid_form: &'static str,
    pub(crate) invalid: fn(&str) -> String,
    pub(crate) delete: &'static str,
    pub(crate) delete_hint: &'static str,
    pub(crate) delete_sure: fn(usize) -> String,
    pub(crate) deleted: fn(usize) -> String,
    pub(crate) changed: fn(usize) -> String,
    pub(crate) change_field: fn(&str) -> String,
    pub(crate) yes: &'static str,
    pub(crate) no: &'static str,
    pub(crate) new_password: &'static str,
    pub(crate) new_password_lead: &'static str,
    pub(crate) set_password: &'static str,
    pub(crate) reset_invalid: &'static str,
    pub(crate) deed: fn(Deed) -> &'static str,
    pub(crate) collection: fn(&str) -> Option<&'static str>,
    pub(crate) field: fn(&str) -> Option<&'static str>,
    pub(crate) option: fn(&str) -> Option<&'static str>,
    pub(crate) operator: fn(&str) -> String,
    pub(crate) delete_says: fn(&str) -> Option<&'static str>,
}

static EN: AdminWords = AdminWords {
    panel: "Administration",
    overview: "Overview",
    people: "People",
    log: "Log",
    collections: "Collections",
    to_chat: "Back to the chat",
    page: |page, pages| format!("Page {page} of {pages}"),
    pages: "Pages",
    previous: "Previous",
    next: "Next",
    people_more: |admins, banned| format!("{admins} of them admins, {banned} more banned"),
    signed_in: "Signed in",
    streams: |streams| {
        if streams == 1 {
            "1 open page".to_owned()
        } else {
            format!("{streams} open pages")
        }
    },
    rooms: "Rooms",
    rooms_more: |open, closed, direct| {
        format!("{open} open, {closed} closed; {direct} direct talks")
    },
    messages: "Messages",
    by_day: "Messages by day",
    by_day_says: |said, most| {
        format!("Messages of the last two weeks: {said} in all, {most} on the busiest day")
    },
    as_table: "As a table",
    day: "Day",
    storage: "Storage",
    database: "Database",
    database_log: "Its write-ahead log",
    media: "Uploads",
    media_more: |count, size| {
        if count == 1 {
            format!("1 upload, {size}")
        } else {
            format!("{count} uploads, {size}")
        }
    },
    program: "Server",
    version: "Version",
    uptime: "Running for",
    lasting: |days, hours, minutes| {
        if days > 0 {
            format!("{days} d {hours} h")
        } else if hours > 0 {
            format!("{hours} h {minutes} min")
        } else {
            format!("{minutes} min")
        }
    },
    backup: "Last backup",
    never: "never",
    troubles: "Warnings and errors",
    no_troubles: "None since the server was started.",
    log_lead: "What admins decided, the newest first.",
    nobody: "Command line",
    search: "Search",
    find: "Find",
    found: |n| {
        if n == 1 {
            "1 found".to_owned()
        } else {
            format!("{n} found")
        }
    },
    new_account: "New account",
    you: "You",
    member: "Member",
    email: "Email",
    state: "State",
    since: "Here since",
    document: "Document",
    yourself: "This is you. Your name, password and sessions are in your own settings; another admin decides about your rights.",
    rights: "Rights",
    make_admin: "Make admin",
    make_admin_hint: "An admin invites, bans and deletes people, and may do all that is on these pages.",
    make_member: "Make member",
    make_member_hint: "A member has no way to these pages.",
    password: "Password",
    reset: "Make reset link",
    reset_hint: "Somebody who forgot their password chooses another by a link. Who guessed wrong too often has to wait, unless you let them try again at once.",
    reset_made: "The reset link",
    reset_made_hint: "Copy it now, and give it to nobody else: it is shown this once, works once, and for an hour.",
    unlock: "Let try again",
    sessions: "Signed in on",
    no_sessions: "Nowhere at the moment.",
    end_session: "Sign out",
    delete_account: "Delete account",
    delete_account_hint: "Their messages stay where they are, under “Deleted account”. Name, address, picture, sessions and memberships are erased.",
    delete_account_sure: |name| format!("Delete the account of {name}? Nobody can bring it back."),
    delete_forever: "Delete for ever",
    filter: "Filter",
    field_name: "Field",
    condition: "Condition",
    value: "Value",
    add_filter: "Add",
    take_away: |says| format!("Remove filter: {says}"),
    columns: "Columns",
    show: "Show",
    choose: |title| format!("Choose {title}"),
    edit_chosen: "Edit chosen",
    delete_chosen: "Delete chosen",
    new: "New",
    new_in: |plural| format!("{plural}: new"),
    make: "Create",
    cancel: "Cancel",
    save: "Save",
    saved: "Saved.",
    go_on: "Back to the list",
    overtaken: "Somebody else changed this meanwhile. What they wrote stands below yours; save again to put yours in its place.",
    theirs: |theirs| format!("Theirs: {theirs}"),
    invalid_form: "Something is not right yet. See the fields below.",
    invalid: str::to_owned,
    delete: "Delete",
    delete_hint: "Nobody can bring it back.",
    delete_sure: |n| {
        if n == 1 {
            "Delete this one?".to_owned()
        } else {
            format!("Delete these {n}?")
        }
    },
    deleted: |n| format!("{n} deleted."),
    changed: |n| format!("{n} changed."),
    change_field: |label| format!("Change: {label}"),
    yes: "Yes",
    no: "No",
    new_password: "New password",
    new_password_lead: "Choose another password. You are signed in with it at once, and everywhere else signed out.",
    set_password: "Set password",
    reset_invalid: "This link no longer works. Ask an admin for a new one.",
    deed: deed_in_english,
    collection: |_| None,
    field: field_in_english,
    option: |_| None,
    operator: operator_in_english,
    delete_says: |slug| {
        Some(match slug {
            "users" => {
                "The account's messages stay, under “Deleted account”; name, address, sessions and memberships go."
            }
            "rooms" => "The room goes with everything that was said in it, for everybody.",
            "memberships" => "They are in the room no more. What they said stays.",
            "messages" => "The words go; that there was a message stays to be seen.",
            _ => return None,
        })
    },
};

static ZH: AdminWords = AdminWords {
    panel: "管理后台",
    overview: "概览",
    people: "成员",
    log: "操作日志",
    collections: "数据",
    to_chat: "返回聊天",
    page: |page, pages| format!("第 {page} / {pages} 页"),
    pages: "分页",
    previous: "上一页",
    next: "下一页",
    people_more: |admins, banned| format!("其中管理员 {admins} 人，另有 {banned} 人被封禁"),
    signed_in: "已登录",
    streams: |streams| format!("{streams} 个页面在线"),
    rooms: "房间",
    rooms_more: |open, closed, direct| format!("公开 {open}，私密 {closed}；私聊 {direct}"),
    messages: "消息",
    by_day: "每日消息",
    by_day_says: |said, most| format!("最近两周的消息：共 {said} 条，最多的一天 {most} 条"),
    as_table: "以表格查看",
    day: "日期",
    storage: "存储",
    database: "数据库",
    database_log: "预写日志",
    media: "上传文件",
    media_more: |count, size| format!("{count} 个，{size}"),
    program: "服务器",
    version: "版本",
    uptime: "已运行",
    lasting: |days, hours, minutes| {
        if days > 0 {
            format!("{days} 天 {hours} 小时")
        } else if hours > 0 {
            format!("{hours} 小时 {minutes} 分钟")
        } else {
            format!("{minutes} 分钟")
        }
    },
    backup: "最近备份",
    never: "从未",
    troubles: "警告与错误",
    no_troubles: "自服务器启动以来没有。",
    log_lead: "管理员的操作记录，最新的在前。",
    nobody: "命令行",
    search: "搜索",
    find: "查找",
    found: |n| format!("共 {n} 项"),
    new_account: "新建账号",
    you: "你",
    member: "成员",
    email: "邮箱",
    state: "状态",
    since: "加入时间",
    document: "记录",
    yourself: "这是你自己的账号。姓名、密码和登录设备请在个人设置中修改；你的权限由其他管理员决定。",
    rights: "权限",
    make_admin: "设为管理员",
    make_admin_hint: "管理员可以邀请、封禁和删除成员，并使用本后台的全部功能。",
    make_member: "设为普通成员",
    make_member_hint: "普通成员无法进入本后台。",
    password: "密码",
    reset: "生成重置链接",
    reset_hint: "忘记密码的成员可通过链接设置新密码。输错次数过多的成员需要等待，你也可以让其立即重试。",
    reset_made: "重置链接已生成",
    reset_made_hint: "请立即复制，且只发给本人：链接仅显示这一次，一小时内有效，只能使用一次。",
    unlock: "允许立即重试",
    sessions: "登录设备",
    no_sessions: "目前没有登录。",
    end_session: "强制退出",
    delete_account: "删除账号",
    delete_account_hint: "其消息会保留，发送者显示为“已删除的账号”。姓名、邮箱、头像、登录和房间成员资格将被清除。",
    delete_account_sure: |name| format!("确定删除 {name} 的账号吗？删除后无法恢复。"),
    delete_forever: "永久删除",
    filter: "筛选",
    field_name: "字段",
    condition: "条件",
    value: "值",
    add_filter: "添加",
    take_away: |says| format!("移除筛选：{says}"),
    columns: "列",
    show: "应用",
    choose: |title| format!("选择 {title}"),
    edit_chosen: "编辑所选",
    delete_chosen: "删除所选",
    new: "新建",
    new_in: |plural| format!("新建{plural}"),
    make: "创建",
    cancel: "取消",
    save: "保存",
    saved: "已保存。",
    go_on: "返回列表",
    overtaken: "此内容已被他人修改。对方的内容显示在你的下方；再次保存将以你的内容覆盖。",
    theirs: |theirs| format!("对方的内容：{theirs}"),
    invalid_form: "填写有误，请查看下方各项。",
    invalid: |message| {
        if message == "This field is required." {
            "此项必填。".to_owned()
        } else {
            format!("填写有误（{message}）")
        }
    },
    delete: "删除",
    delete_hint: "删除后无法恢复。",
    delete_sure: |n| format!("确定删除这 {n} 项吗？"),
    deleted: |n| format!("已删除 {n} 项。"),
    changed: |n| format!("已修改 {n} 项。"),
    change_field: |label| format!("修改：{label}"),
    yes: "是",
    no: "否",
    new_password: "设置新密码",
    new_password_lead: "请设置新密码。设置后将立即登录，其他设备会全部退出。",
    set_password: "设置密码",
    reset_invalid: "链接已失效，请向管理员索取新的链接。",
    deed: deed_in_chinese,
    collection: |slug| {
        Some(match slug {
            "users" => "账号",
            "rooms" => "房间",
            "memberships" => "房间成员",
            "messages" => "消息",
            "media" => "文件",
            _ => return None,
        })
    },
    field: field_in_chinese,
    option: |word| {
        Some(match word {
            "admin" => "管理员",
            "member" => "成员",
            "owner" => "管理者",
            "open" => "公开",
            "closed" => "私密",
            "direct" => "私聊",
            "en" => "English",
            "zh" => "简体中文",
            _ => return None,
        })
    },
    operator: operator_in_chinese,
    delete_says: |slug| {
        Some(match slug {
            "users" => {
                "账号的消息会保留，发送者显示为“已删除的账号”；姓名、邮箱、登录和成员资格将被清除。"
            }
            "rooms" => "房间及其中所有消息将对所有人删除。",
            "memberships" => "对方将被移出房间，已发送的消息会保留。",
            "messages" => "消息内容将被删除，但仍会显示曾有一条消息。",
            _ => return None,
        })
    },
};

fn deed_in_english(deed: Deed) -> &'static str {
    match deed {
        Deed::AccountMade => "Made the account of",
        Deed::AccountDeleted => "Deleted the account of",
        Deed::Banned => "Banned",
        Deed::Unbanned => "Let in again",
        Deed::MadeAdmin => "Made an admin of",
        Deed::MadeMember => "Made a member again of",
        Deed::ResetDrawn => "Made a reset link for",
        Deed::Unlocked => "Let try again",
        Deed::SessionEnded => "Signed out",
        Deed::InviteMade => "Made an invite link",
        Deed::InviteRevoked => "Ended an invite link",
        Deed::RoomOpened => "Opened a room",
        Deed::RoomClosed => "Closed a room",
        Deed::RoomDeleted => "Deleted a room",
        Deed::SettingChanged => "Changed a setting",
    }
}

fn deed_in_chinese(deed: Deed) -> &'static str {
    match deed {
        Deed::AccountMade => "创建账号",
        Deed::AccountDeleted => "删除账号",
        Deed::Banned => "封禁",
        Deed::Unbanned => "解除封禁",
        Deed::MadeAdmin => "设为管理员",
        Deed::MadeMember => "设为普通成员",
        Deed::ResetDrawn => "生成密码重置链接",
        Deed::Unlocked => "允许立即重试",
        Deed::SessionEnded => "强制退出",
        Deed::InviteMade => "创建邀请链接",
        Deed::InviteRevoked => "撤销邀请链接",
        Deed::RoomOpened => "公开房间",
        Deed::RoomClosed => "将房间设为私密",
        Deed::RoomDeleted => "删除房间",
        Deed::SettingChanged => "修改设置",
    }
}

/// What fields are called whose declaration has no name for people.
fn field_in_english(name: &str) -> Option<&'static str> {
    Some(match name {
        "updatedAt" => "Changed",
        "createdAt" => "Made",
        "lastNumber" => "Newest number",
        "number" => "Number",
        "readNumber" => "Read up to",
        "editedAt" => "Edited",
        "deletedAt" => "Deleted",
        "seq" => "Change",
        "collection" => "Kind of document",
        "password" => "Password",
        "clientId" => "Client id",
        _ => return None,
    })
}

fn field_in_chinese(name: &str) -> Option<&'static str> {
    Some(match name {
        "updatedAt" => "修改时间",
        "createdAt" => "创建时间",
        "lastNumber" => "最新编号",
        "number" => "编号",
        "readNumber" => "已读至",
        "editedAt" => "编辑时间",
        "deletedAt" => "删除时间",
        "seq" => "变更序号",
        "collection" => "类型",
        "password" => "密码",
        "clientId" => "客户端编号",
        "id" => "编号",
        "email" => "邮箱",
        "name" => "名称",
        "role" => "角色",
        "language" => "语言",
        "active" => "可登录",
        "kind" => "类型",
        "topic" => "简介",
        "archived" => "已归档",
        "room" => "房间",
        "person" => "成员",
        "sender" => "发送者",
        "receiver" => "接收者",
        "content" => "内容",
        "timestamp" => "发送时间",
        "filename" => "文件名",
        "alt" => "说明",
        "filesize" => "大小",
        "mimeType" => "文件类型",
        "width" => "宽度",
        "height" => "高度",
        "owner" => "上传者",
        "url" => "地址",
        _ => return None,
    })
}

fn operator_in_english(operator: &str) -> String {
    let says = match operator {
        "equals" => "is",
        "not_equals" => "is not",
        "greater_than" => "is above",
        "greater_than_equal" => "is at least",
        "less_than" => "is below",
        "less_than_equal" => "is at most",
        "like" => "has the words",
        "not_like" => "lacks",
        "contains" => "contains",
        "in" => "is one of",
        "not_in" => "is none of",
        "exists" => "exists (true, false)",
        "all" => "is each of",
        other => other,
    };
    says.to_owned()
}

fn operator_in_chinese(operator: &str) -> String {
    let says = match operator {
        "equals" => "等于",
        "not_equals" => "不等于",
        "greater_than" => "大于",
        "greater_than_equal" => "不小于",
        "less_than" => "小于",
        "less_than_equal" => "不大于",
        "like" => "包含词语",
        "not_like" => "不包含",
        "contains" => "包含",
        "in" => "属于",
        "not_in" => "不属于",
        "exists" => "存在（true、false）",
        "all" => "全部等于",
        other => other,
    };
    says.to_owned()
}
