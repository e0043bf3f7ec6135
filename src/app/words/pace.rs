//! The words for who asks for too much in too short a time.

use crate::domain::Language;

/// They stand apart from the others: no page that lives needs them.
pub(crate) fn of(language: Language) -> &'static PaceWords {
    match language {
        Language::English => &EN,
        Language::Chinese => &ZH,
    }
}

/// See [`words`](crate::app::words).
pub(crate) struct PaceWords {
    pub(crate) title: &'static str,
    pub(crate) lead: &'static str,
}

static EN: PaceWords = PaceWords {
    title: "One moment, please",
    lead: "More was asked of this server from here than it takes in so short a time. Nothing of this last request was done.",
};

static ZH: PaceWords = PaceWords {
    title: "请稍候",
    lead: "短时间内来自这里的请求过多，刚才的请求没有执行。",
};
