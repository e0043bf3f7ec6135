//! The panel in Chinese.

use super::AdminWords;
use crate::domain::Deed;

pub(super) static ZH: AdminWords = AdminWords {
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
    deed,
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
    field,
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
    operator,
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
    settings: "设置",
    sign_up: "允许任何人注册",
    sign_up_hint: "关闭后只能通过邀请链接加入。",
    sign_up_by_option: "服务器启动时使用了 --sign-up，以该选项为准。",
    retention: "多少天后删除消息",
    retention_hint: "留空则永久保留。删除后无法恢复，但仍会显示曾有一条消息。",
    retention_invalid: "请填写 1 到 3650 之间的整数，或留空。",
};

fn deed(deed: Deed) -> &'static str {
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

fn field(name: &str) -> Option<&'static str> {
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

fn operator(operator: &str) -> String {
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
