//! The words of the mails that the server sends, and of the page that asks for one.

use crate::domain::Language;

/// They stand apart from the others: no page that lives needs them.
pub(crate) fn of(language: Language) -> &'static MailWords {
    match language {
        Language::English => &EN,
        Language::Chinese => &ZH,
    }
}

/// See [`words`](crate::app::words). Whatever stands between a server's name and an address comes as plain text.
pub(crate) struct MailWords {
    pub(crate) forgot: &'static str,
    pub(crate) forgot_lead: &'static str,
    pub(crate) ask: &'static str,
    pub(crate) asked: &'static str,
    pub(crate) asked_lead: &'static str,
    pub(crate) no_mail: &'static str,
    pub(crate) to_sign_in: &'static str,
    /// The server's name.
    pub(crate) reset_subject: fn(&str) -> String,
    /// The server's name, the account's address, the link.
    pub(crate) reset: fn(&str, &str, &str) -> String,
    /// Who invites, and the server's name.
    pub(crate) invitation_subject: fn(&str, &str) -> String,
    /// Who invites, the server's name, for how many days, the link.
    pub(crate) invitation: fn(&str, &str, i64, &str) -> String,
    /// The server's name.
    pub(crate) test_subject: fn(&str) -> String,
    /// The server's address.
    pub(crate) test: fn(&str) -> String,
}

static EN: MailWords = MailWords {
    forgot: "Forgot your password?",
    forgot_lead: "Give the address that you sign in with, and a link to choose another password comes by mail.",
    ask: "Send me a link",
    asked: "Look into your mail",
    asked_lead: "If somebody has an account with this address, a link is on its way there. It works for an hour. \
                 Nothing came? Look among the spam, or ask an admin for a link.",
    no_mail: "This server sends no mail. Ask one of its admins for a link: they make it in a moment, and with it you \
              choose another password.",
    to_sign_in: "Back to the sign-in",
    reset_subject: |server| format!("Another password for {server}"),
    reset: |server, email, link| {
        format!(
            "Somebody asked to choose another password for the account {email} on {server}.\n\nIf that was you, open \
             this link within an hour. It works once.\n\n{link}\n\nIf it was not you, there is nothing to do: your \
             password stays as it is.\n"
        )
    },
    invitation_subject: |by, server| format!("{by} invites you to {server}"),
    invitation: |by, server, days, link| {
        let days = if days == 1 {
            "a day".to_owned()
        } else {
            format!("{days} days")
        };
        format!(
            "{by} invites you to {server}.\n\nMake an account by this link. It works for {days}.\n\n{link}\n\nYou know \
             nothing of this? Then there is nothing to do.\n"
        )
    },
    test_subject: |server| format!("A test mail from {server}"),
    test: |url| format!("Mail works: this one was sent from the administration of {url}.\n"),
};

static ZH: MailWords = MailWords {
    forgot: "忘记密码？",
    forgot_lead: "请填写登录时使用的邮箱，我们会将设置新密码的链接发到该邮箱。",
    ask: "发送链接",
    asked: "请查收邮件",
    asked_lead: "如果该邮箱已注册账号，链接已发往该邮箱，一小时内有效。没有收到？请查看垃圾邮件，或向管理员索取链接。",
    no_mail: "本服务器未配置邮件。请联系管理员，管理员可以立即为你生成重置链接，打开后即可设置新密码。",
    to_sign_in: "返回登录",
    reset_subject: |server| format!("重置你在 {server} 的密码"),
    reset: |server, email, link| {
        format!(
            "有人请求为 {server} 的账号 {email} 设置新密码。\n\n如果是你本人，请在一小时内打开以下链接，链接只能使用一次：\n\n{link}\n\n\
             如果不是你，无需任何操作，密码不会改变。\n"
        )
    },
    invitation_subject: |by, server| format!("{by} 邀请你加入 {server}"),
    invitation: |by, server, days, link| {
        format!(
            "{by} 邀请你加入 {server}。\n\n请打开以下链接注册账号，链接 {days} 天内有效：\n\n{link}\n\n如果你对此并不知情，请忽略此邮件。\n"
        )
    },
    test_subject: |server| format!("来自 {server} 的测试邮件"),
    test: |url| format!("邮件配置正常：这封邮件由 {url} 的管理后台发出。\n"),
};
