//! Files for messages: one at a time, before the message is sent, or all of them in one form with it.

use axum::{
    Extension,
    extract::{Multipart, State},
    http::HeaderMap,
    response::Response,
};

use super::form;
use crate::{
    api::{
        messages::WITH_FILES,
        request::{Visit, wants_page},
        typed::{QUERY, Typed},
    },
    chat::{Error, Said, Source},
    domain::{
        Message, PersonId, Problem, RoomId,
        media::{ATTACHMENT_LIMIT, Attachment, Enclosure},
    },
    server::router::App,
};

/// The name of the field of one file.
const FILE: &str = "file";
/// The name of the fields of several.
const FILES: &str = "files";

/// `POST /do/media/upload`: keeps a file for a message to be, and answers with its [`Attachment`].
pub(in crate::server) async fn upload(
    State(app): State<App>,
    Extension(visit): Extension<Visit>,
    sent: form::Sent,
) -> Response {
    form::answer(keep(&app, &visit, sent).await)
}

async fn keep(app: &App, visit: &Visit, sent: form::Sent) -> Result<Attachment, Problem> {
    let session = visit.session.ok_or(Problem::SignedOut)?;
    let mut form = form::open(sent)?;
    while let Some(field) = form::next(&mut form).await? {
        if field.name() != Some(FILE) {
            continue;
        }
        let name = field.file_name().unwrap_or_default().to_owned();
        let kept = app
            .chat
            .keep_draft(session.person, &name, form::chunks(field));
        return kept.await.map(Attachment::from).map_err(Error::problem);
    }
    Err(Problem::FileMissing)
}

/// `POST /do/messages/send-with-files`: says something, with files. What was typed is kept where it is refused.
pub(in crate::server) async fn send(
    State(app): State<App>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
    sent: form::Sent,
) -> Response {
    let mut letter = Letter::default();
    let done = deliver(&app, &visit, sent, &mut letter).await;
    if !wants_page(&headers) {
        return form::answer(done);
    }
    let path = letter
        .value("room")
        .and_then(|room| room.parse::<RoomId>().ok());
    let path = path.map_or_else(|| "/".to_owned(), |room| format!("/rooms/{room}"));
    let page = form::page(&visit, &path);
    form::lead(match done {
        Ok(_) => page,
        Err(problem) => {
            let back = form::refused_at(WITH_FILES, &page, problem);
            let token = app.typed.keep(Typed::new(WITH_FILES, letter.words));
            format!("{back}&{QUERY}={}", token.reveal())
        }
    })
}

/// What was read of a form so far.
#[derive(Default)]
struct Letter {
    words: Vec<(String, String)>,
    files: Vec<Enclosure>,
}

impl Letter {
    fn value(&self, name: &str) -> Option<&str> {
        let mut words = self.words.iter();
        words
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// Reads a form, and keeps its files as they come.
    async fn read(
        &mut self,
        app: &App,
        who: PersonId,
        form: &mut Multipart,
    ) -> Result<(), Problem> {
        while let Some(field) = form::next(form).await? {
            let name = field.name().unwrap_or_default().to_owned();
            let file = field.file_name().map(str::to_owned);
            match file {
                None => self.words.push((name, form::text(field).await?)),
                // A field in which nothing was chosen.
                Some(file) if name != FILES || file.is_empty() => {}
                Some(_) if self.files.len() == ATTACHMENT_LIMIT => {
                    return Err(Problem::TooManyFiles {
                        limit: ATTACHMENT_LIMIT,
                    });
                }
                Some(file) => {
                    let kept = app.chat.keep_draft(who, &file, form::chunks(field)).await;
                    let id = kept.map_err(Error::problem)?.id;
                    self.files.push(Enclosure { id, alt: None });
                }
            }
        }
        Ok(())
    }

    async fn send(&self, app: &App, who: PersonId) -> Result<Message, Problem> {
        let missing = |name: &str| Problem::Malformed(format!("`{name}` is missing or no number."));
        let room = self.value("room").and_then(|room| room.parse().ok());
        let reply_to = match self.value("reply_to").filter(|id| !id.is_empty()) {
            Some(id) => Some(id.parse().map_err(|_| missing("reply_to"))?),
            None => None,
        };
        let client_id = self.value("client_id").and_then(|id| id.parse().ok());
        let said = Said {
            text: self.value("text").unwrap_or_default(),
            files: &self.files,
            via: None,
            client_id: Some(client_id.ok_or_else(|| missing("client_id"))?),
            timestamp: None,
            source: Source::Person(who),
            reply_to,
            also_in_room: self.value("also_in_room") == Some("true"),
        };
        let sent = app
            .chat
            .say(who, room.ok_or_else(|| missing("room"))?, said);
        sent.await.map_err(Error::problem)
    }
}

async fn deliver(
    app: &App,
    visit: &Visit,
    sent: form::Sent,
    letter: &mut Letter,
) -> Result<Message, Problem> {
    let who = visit.session.ok_or(Problem::SignedOut)?.person;
    let mut form = form::open(sent)?;
    let done = match letter.read(app, who, &mut form).await {
        Ok(()) => letter.send(app, who).await,
        Err(problem) => {
            form::hear_out(&mut form, app.chat.limits().upload).await;
            Err(problem)
        }
    };
    // What came into no message: all of it where it was refused, and the second time where it was sent twice.
    let is_in = |id| {
        let message = done.as_ref().ok();
        message.is_some_and(|message| message.attachments.iter().any(|file| file.id == id))
    };
    let ids = letter.files.iter().map(|file| file.id);
    let left: Vec<_> = ids.filter(|id| !is_in(*id)).collect();
    app.chat
        .discard_drafts(who, &left)
        .await
        .map_err(Error::problem)?;
    done
}
