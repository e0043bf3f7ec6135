//! Why something was not done, said to the person who asked for it.

use crate::domain::{
    Problem,
    input::{ALT_LIMIT, NAME_LIMIT, PASSWORD_MAX, PASSWORD_MIN, TOPIC_LIMIT},
    media::spoken_size,
};

#[expect(clippy::too_many_lines, reason = "a sentence for each problem")]
pub(crate) fn english(problem: &Problem) -> String {
    let said = match problem {
        Problem::SignedOut => "You are signed out. Please sign in again.",
        Problem::Forbidden => "You may not do this. Ask somebody who looks after it.",
        Problem::NotFound => "This is no longer here, or not open to you.",
        Problem::Malformed(_) => {
            "Something in this form was not understood. Please check it and try again."
        }
        Problem::MessageEmpty => "A message needs some words.",
        Problem::MessageTooLong { length, limit } => {
            return format!(
                "This message has {length} characters; {limit} fit. Shorten it or send it in parts."
            );
        }
        Problem::NotMember => "You are not in this room. Join it to write here.",
        Problem::RoomArchived => {
            "This room is archived: it can be read, but nothing new can be said."
        }
        Problem::MessageDeleted => "This message was deleted in the meantime.",
        Problem::ReplyGone => "The message that you answer was deleted in the meantime.",
        Problem::EmojiInvalid => "A reaction is one emoji.",
        Problem::TooManyEmoji { limit } => {
            return format!(
                "This message has {limit} different reactions already, and more don't fit."
            );
        }
        Problem::TooManySections { limit } => {
            return format!("You have {limit} sections already.");
        }
        Problem::TooManyBookmarks { limit } => {
            return format!(
                "You have {limit} bookmarks already. Remove one that is no longer needed."
            );
        }
        Problem::SectionNameInvalid => {
            return format!("A section needs a name of at most {NAME_LIMIT} characters.");
        }
        Problem::TooManyPins { limit } => {
            return format!(
                "This room has {limit} pinned messages already. Unpin one that is no longer needed."
            );
        }
        Problem::RoomNameInvalid => {
            return format!("Give the room a name of at most {NAME_LIMIT} characters.");
        }
        Problem::RoomNameTaken => "There is a room of this name already. Please choose another.",
        Problem::TopicTooLong => {
            return format!("The description has at most {TOPIC_LIMIT} characters.");
        }
        Problem::ThreadInThread => "This message is in a thread already.",
        Problem::DirectIsFixed => {
            "The people in a direct talk stay the same. Start another talk instead."
        }
        Problem::Overtaken => "Somebody else has changed this meanwhile. Look at it again first.",
        Problem::LastOwner => {
            "Somebody has to look after the room. Make another member an owner first."
        }
        Problem::DirectSize => "Choose between one and eight people to talk with.",
        Problem::NameInvalid => {
            return format!("Please give a name of at most {NAME_LIMIT} characters.");
        }
        Problem::KeyNameInvalid => {
            return format!("Give the key a name of at most {NAME_LIMIT} characters.");
        }
        Problem::TooManyKeys { limit } => {
            return format!("You have {limit} keys already. End one that you no longer need.");
        }
        Problem::EmailInvalid => "This doesn't look like an email address.",
        Problem::EmailTaken => "There is an account with this address already. Sign in instead?",
        Problem::PasswordTooShort => {
            return format!("A password has at least {PASSWORD_MIN} characters.");
        }
        Problem::PasswordTooLong => {
            return format!("A password has at most {PASSWORD_MAX} characters.");
        }
        Problem::PasswordCommon => {
            "This password is among the first that anybody would try. Please choose another."
        }
        Problem::PasswordWrong => "The current password is not right.",
        Problem::CredentialsWrong => "Email address or password is not right.",
        Problem::TooMany { seconds } => {
            return format!(
                "Too many tries. Please wait {} and try again.",
                english_wait(*seconds)
            );
        }
        Problem::InviteInvalid => "This invitation no longer works. Ask for a new link.",
        Problem::SetupInvalid => {
            "This link no longer works. The newest one is in the server's output."
        }
        Problem::SignUpClosed => "People come here by invitation. Ask somebody inside for a link.",
        Problem::FileMissing => "Please choose a file first.",
        Problem::FileTooLarge { limit } => {
            return format!(
                "This file is too large: at most {} fit.",
                spoken_size(*limit)
            );
        }
        Problem::QuotaSpent { quota } => {
            return format!(
                "Your uploads would take more than the {} that each person has here.",
                spoken_size(*quota)
            );
        }
        Problem::TooManyFiles { limit } => {
            return format!("A message takes at most {limit} files. Send the others in another.");
        }
        Problem::FileGone => "A file of this message is no longer there. Please attach it again.",
        Problem::AltTooLong => {
            return format!("A description has at most {ALT_LIMIT} characters.");
        }
        Problem::PictureUnknown => "This is no picture. PNG, JPEG, GIF and WebP can be used.",
        Problem::PictureBroken => "This picture is damaged and can't be read.",
        Problem::PictureTooLarge { megapixels } => {
            return format!(
                "This picture has too many pixels: at most {megapixels} million can be worked on."
            );
        }
        Problem::Unavailable => {
            "The server can't save anything at the moment. Please try again soon."
        }
        Problem::Internal => "Something went wrong on the server. Please try again.",
    };
    said.to_owned()
}

fn english_wait(seconds: u64) -> String {
    match seconds {
        0 | 1 => "a second".to_owned(),
        2..=90 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}

pub(crate) fn chinese(problem: &Problem) -> String {
    let said = match problem {
        Problem::SignedOut => "你已退出登录，请重新登录。",
        Problem::Forbidden => "你没有权限执行此操作，请联系负责人。",
        Problem::NotFound => "内容不存在，或未对你开放。",
        Problem::Malformed(_) => "提交的内容有误，请检查后重试。",
        Problem::MessageEmpty => "消息不能为空。",
        Problem::MessageTooLong { length, limit } => {
            return format!("消息共 {length} 字，超出 {limit} 字的上限。请精简或分条发送。");
        }
        Problem::NotMember => "你不在这个房间里，加入后即可发言。",
        Problem::RoomArchived => "房间已归档，只能查看，不能发言。",
        Problem::MessageDeleted => "这条消息已被删除。",
        Problem::ReplyGone => "你要回复的消息已被删除。",
        Problem::EmojiInvalid => "回应只能是一个表情。",
        Problem::TooManyEmoji { limit } => {
            return format!("这条消息已有 {limit} 种回应，不能再添加新的。");
        }
        Problem::TooManySections { limit } => return format!("分组已达上限（{limit} 个）。"),
        Problem::TooManyBookmarks { limit } => {
            return format!("已收藏 {limit} 条消息，请先取消不再需要的。");
        }
        Problem::SectionNameInvalid => return format!("请填写分组名称，最多 {NAME_LIMIT} 字。"),
        Problem::TooManyPins { limit } => {
            return format!("房间已有 {limit} 条置顶消息，请先取消不再需要的置顶。");
        }
        Problem::RoomNameInvalid => return format!("请填写房间名称，最多 {NAME_LIMIT} 字。"),
        Problem::RoomNameTaken => "已有同名房间，请换一个名称。",
        Problem::TopicTooLong => return format!("简介最多 {TOPIC_LIMIT} 字。"),
        Problem::ThreadInThread => "这条消息已经在话题中。",
        Problem::DirectIsFixed => "私聊成员不可更改，可以另外发起一个私聊。",
        Problem::Overtaken => "此内容已被他人修改，请先重新查看。",
        Problem::LastOwner => "房间不能没有管理者，请先把其他成员设为管理者。",
        Problem::DirectSize => "请选择 1 到 8 位聊天对象。",
        Problem::NameInvalid => return format!("请填写姓名，最多 {NAME_LIMIT} 字。"),
        Problem::KeyNameInvalid => return format!("请填写密钥名称，最多 {NAME_LIMIT} 字。"),
        Problem::TooManyKeys { limit } => {
            return format!("密钥已有 {limit} 个，请先停用不再需要的密钥。");
        }
        Problem::EmailInvalid => "邮箱地址格式不正确。",
        Problem::EmailTaken => "该邮箱已注册，请直接登录。",
        Problem::PasswordTooShort => return format!("密码至少 {PASSWORD_MIN} 个字符。"),
        Problem::PasswordTooLong => return format!("密码最多 {PASSWORD_MAX} 个字符。"),
        Problem::PasswordCommon => "这个密码太常见，容易被猜到，请换一个。",
        Problem::PasswordWrong => "当前密码不正确。",
        Problem::CredentialsWrong => "邮箱或密码不正确。",
        Problem::TooMany { seconds } => {
            return format!("尝试次数过多，请在{}后重试。", chinese_wait(*seconds));
        }
        Problem::InviteInvalid => "邀请链接已失效，请索取新的链接。",
        Problem::SetupInvalid => "链接已失效，最新链接请查看服务器输出。",
        Problem::SignUpClosed => "本站仅限受邀加入，请向站内成员索取邀请链接。",
        Problem::FileMissing => "请先选择文件。",
        Problem::FileTooLarge { limit } => {
            return format!("文件过大，最大 {}。", spoken_size(*limit));
        }
        Problem::QuotaSpent { quota } => {
            return format!("上传空间不足，每人共 {}。", spoken_size(*quota));
        }
        Problem::TooManyFiles { limit } => {
            return format!("一条消息最多 {limit} 个文件，其余请另发一条。");
        }
        Problem::FileGone => "消息中的某个文件已不存在，请重新添加。",
        Problem::AltTooLong => return format!("图片说明最多 {ALT_LIMIT} 字。"),
        Problem::PictureUnknown => "这不是图片，支持 PNG、JPEG、GIF 和 WebP。",
        Problem::PictureBroken => "图片已损坏，无法读取。",
        Problem::PictureTooLarge { megapixels } => {
            return format!("图片像素过高，最多 {} 万像素。", megapixels * 100);
        }
        Problem::Unavailable => "服务器暂时无法保存，请稍后重试。",
        Problem::Internal => "服务器出错了，请重试。",
    };
    said.to_owned()
}

fn chinese_wait(seconds: u64) -> String {
    match seconds {
        0..=90 => format!(" {} 秒", seconds.max(1)),
        _ => format!(" {} 分钟", seconds.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_said_in_whole_units() {
        let problem = |seconds| Problem::TooMany { seconds };
        assert_eq!(
            english(&problem(1)),
            "Too many tries. Please wait a second and try again."
        );
        assert_eq!(
            english(&problem(91)),
            "Too many tries. Please wait 2 minutes and try again."
        );
        assert_eq!(chinese(&problem(30)), "尝试次数过多，请在 30 秒后重试。");
        assert_eq!(chinese(&problem(600)), "尝试次数过多，请在 10 分钟后重试。");
    }
}
