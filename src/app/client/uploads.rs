//! Files on their way to the server, for messages that are being written.

use leptos::{prelude::*, task::spawn_local};

use super::browser::{self, Picked, Progress};
use crate::{
    api::{self, Error},
    domain::{
        MediaId, Problem, RoomId,
        media::{ATTACHMENT_LIMIT, Attachment},
    },
};

/// How many are sent at once; the server lets one person have four.
const TOGETHER: usize = 3;

/// A file for a message to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Upload {
    /// Which one, on this page.
    pub(crate) id: u32,
    /// Where the message is to be said.
    pub(crate) room: RoomId,
    /// As this device calls it.
    pub(crate) name: String,
    /// What it shows, as typed.
    pub(crate) alt: String,
    /// How far it is.
    pub(crate) step: Step,
}

/// How far an upload is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Others go first.
    Waits,
    /// So many hundredths of it have gone.
    Goes(u8),
    /// The server has it.
    Up(Attachment),
    /// It did not get there.
    Failed(Error),
}

/// The files of all rooms' messages to be.
#[derive(Clone, Copy)]
pub(crate) struct Uploads(RwSignal<Vec<Upload>>);

impl Uploads {
    pub(super) fn new() -> Self {
        Self(RwSignal::default())
    }

    /// The uploads for a room, in their order.
    pub(crate) fn ids(self, room: RoomId) -> Vec<u32> {
        self.with(room, |uploads| uploads.map(|upload| upload.id).collect())
    }

    /// One of them.
    pub(crate) fn find(self, id: u32) -> Option<Upload> {
        self.0
            .with(|uploads| uploads.iter().find(|upload| upload.id == id).cloned())
    }

    /// How many of a room's are not with the server, and whether one of these has failed.
    pub(crate) fn missing(self, room: RoomId) -> (usize, bool) {
        self.with(room, |uploads| {
            uploads.fold((0, false), |(count, failed), upload| match upload.step {
                Step::Up(_) => (count, failed),
                Step::Failed(_) => (count + 1, true),
                Step::Waits | Step::Goes(_) => (count + 1, failed),
            })
        })
    }

    /// Sends files that were picked for a room's next message.
    ///
    /// # Errors
    ///
    /// [`Problem::TooManyFiles`] where some were left out.
    pub(crate) fn add(self, room: RoomId, picked: Vec<Picked>) -> Result<(), Problem> {
        let free = ATTACHMENT_LIMIT.saturating_sub(self.ids(room).len());
        let fit = picked.len() <= free;
        self.0.update(|uploads| {
            for (index, Picked { id, name }) in picked.into_iter().enumerate() {
                if index < free {
                    uploads.push(Upload {
                        id,
                        room,
                        name,
                        alt: String::new(),
                        step: Step::Waits,
                    });
                } else {
                    browser::release(id);
                }
            }
        });
        self.go_on();
        if fit {
            return Ok(());
        }
        Err(Problem::TooManyFiles {
            limit: ATTACHMENT_LIMIT,
        })
    }

    /// Says what a picture shows.
    pub(crate) fn describe(self, id: u32, alt: String) {
        self.change(id, |upload| upload.alt = alt);
    }

    /// Sends one again that failed.
    pub(crate) fn retry(self, id: u32) {
        self.change(id, |upload| upload.step = Step::Waits);
        self.go_on();
    }

    /// Gives one up, wherever it is.
    pub(crate) fn cancel(self, id: u32) {
        browser::release(id);
        if let Some(Step::Up(file)) = untrack(|| self.find(id)).map(|upload| upload.step) {
            discard(file.id);
        }
        self.0
            .update(|uploads| uploads.retain(|upload| upload.id != id));
        self.go_on();
    }

    /// The files for a room's message, which is sent now.
    pub(crate) fn take(self, room: RoomId) -> Vec<Attachment> {
        let mut files = Vec::new();
        self.0.update(|uploads| {
            uploads.retain(|upload| match &upload.step {
                Step::Up(file) if upload.room == room => {
                    browser::release(upload.id);
                    files.push(Attachment {
                        alt: upload.alt.clone(),
                        ..file.clone()
                    });
                    false
                }
                _ => true,
            });
        });
        files
    }

    /// Puts the files of a message that was refused before those of the next.
    pub(crate) fn give_back(self, room: RoomId, files: Vec<Attachment>) {
        self.0.update(|uploads| {
            let back = files.into_iter().map(|file| Upload {
                id: browser::next_id(),
                room,
                name: file.filename.clone(),
                alt: file.alt.clone(),
                step: Step::Up(file),
            });
            uploads.splice(0..0, back);
        });
    }

    fn with<T>(self, room: RoomId, read: impl FnOnce(&mut dyn Iterator<Item = &Upload>) -> T) -> T {
        self.0
            .with(|uploads| read(&mut uploads.iter().filter(|upload| upload.room == room)))
    }

    fn change(self, id: u32, change: impl FnOnce(&mut Upload)) {
        self.0.try_update(|uploads| {
            if let Some(upload) = uploads.iter_mut().find(|upload| upload.id == id) {
                change(upload);
            }
        });
    }

    /// Sends the next of those that wait.
    fn go_on(self) {
        let going = |upload: &&Upload| matches!(upload.step, Step::Goes(_));
        while let Some(id) = self.0.with_untracked(|uploads| {
            let free = uploads.iter().filter(going).count() < TOGETHER;
            let next = uploads.iter().find(|upload| upload.step == Step::Waits);
            next.filter(|_| free).map(|upload| upload.id)
        }) {
            self.change(id, |upload| upload.step = Step::Goes(0));
            let heard = move |progress| self.hear(id, progress);
            if !browser::send(id, api::media::UPLOAD, heard) {
                self.change(id, |upload| upload.step = Step::Failed(Error::Unreachable));
            }
        }
    }

    fn hear(self, id: u32, progress: Progress) {
        let step = match progress {
            Progress::Gone(hundredths) => Step::Goes(hundredths),
            Progress::Answered(true, body) => {
                serde_json::from_str(&body).map_or(Step::Failed(Error::Unreachable), Step::Up)
            }
            Progress::Answered(false, body) => {
                Step::Failed(serde_json::from_str(&body).unwrap_or(Error::Unreachable))
            }
            Progress::Lost => Step::Failed(Error::Unreachable),
        };
        self.change(id, |upload| upload.step = step);
        self.go_on();
    }
}

/// Has the server forget a file that is not to be sent. What it doesn't hear, it clears away by itself.
pub(crate) fn discard(file: MediaId) {
    spawn_local(async move { _ = api::media::discard(file).await });
}
