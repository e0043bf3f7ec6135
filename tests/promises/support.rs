//! A server in this process over a real file: the store, the chat, the stream, and HTTP where a test asks for it.

use std::{
    net::Ipv4Addr,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use clap::Parser as _;
use parlour::{
    chat::{self, Chat, Clock, CurrentSession, settings::Options, token::Token},
    domain::{
        PersonId, Role, RoomId, RoomKind, RoomRole, Timestamp,
        input::{Email, PersonName},
    },
    live::{Live, Viewer},
    server::{
        App, Mail, Settings,
        config::{Cli, Command},
        listen, router,
    },
    store::{self, Durability, Store},
};
use sqlx::{ConnectOptions as _, SqliteConnection, sqlite::SqliteConnectOptions};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

use crate::effort::patience;

/// When the tests take place: in 2100, so that a session made here lasts by the clock of the whole program as well.
pub(crate) const NOW: Timestamp = Timestamp(4_102_444_800_000);

const HOUR: i64 = 3_600_000;

/// Waits for what must happen.
pub(crate) async fn soon<T>(what: impl Future<Output = T>) -> T {
    tokio::time::timeout(patience(), what)
        .await
        .expect("what must happen does not")
}

/// A server's inside, and its folder.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) folder: TempDir,
    pub(crate) store: Store,
    pub(crate) chat: Chat,
    pub(crate) live: Live,
    pub(crate) time: Arc<AtomicI64>,
}

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub(crate) struct Somebody {
    pub(crate) id: PersonId,
    pub(crate) session: CurrentSession,
    pub(crate) token: String,
}

impl Somebody {
    pub(crate) fn viewer(&self) -> Viewer {
        Viewer::Person {
            person: self.id,
            session: self.session.id,
            expires_at: self.session.expires_at,
        }
    }
}

/// The database's file in a data folder.
pub(crate) fn file(folder: &Path) -> PathBuf {
    folder.join("parlour.db")
}

/// A connection to the database in a data folder, as another process has it.
pub(crate) async fn connect(folder: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(file(folder));
    options.connect().await.expect("a connection")
}

impl World {
    /// An empty one.
    pub(crate) async fn new() -> Self {
        Self::on(tempfile::tempdir().expect("a folder")).await
    }

    /// One over the database in a folder, which another process may be using, too.
    pub(crate) async fn on(folder: TempDir) -> Self {
        // The tests of this kind don't cut the power.
        let store = Store::open(&file(folder.path()), Durability::Relaxed)
            .await
            .expect("a store");
        let time = Arc::new(AtomicI64::new(NOW.0));
        let clock = Clock::Set(Arc::clone(&time));
        let unpaced = Options {
            send_rate: Some(0),
            ..Options::default()
        };
        let chat = Chat::new(store.clone(), clock, unpaced);
        let live = Live::start(&chat).await.expect("a stream");
        Self {
            folder,
            store,
            chat,
            live,
            time,
        }
    }

    /// One with an admin, who owns an open room.
    pub(crate) async fn with_room() -> (Self, Somebody, RoomId) {
        let world = Self::new().await;
        let admin = world.somebody("Ada").await;
        let room = world.room(&admin, RoomKind::Open, "lobby").await;
        (world, admin, room)
    }

    /// Closes it, and leaves the folder.
    pub(crate) async fn leave(self) -> TempDir {
        self.live.stop().await;
        self.store.close().await;
        self.folder
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, milliseconds: i64) {
        self.time.fetch_add(milliseconds, Ordering::Relaxed);
    }

    /// Makes an account, the first of them an admin's. Nobody signs in with its password, so none is hashed.
    pub(crate) async fn person(&self, name: &str) -> PersonId {
        let email =
            Email::new(&format!("{}@example.org", name.to_lowercase())).expect("an address");
        let name = PersonName::new(name).expect("a name");
        let made: chat::Result<PersonId> = self
            .store
            .write(move |db| {
                Box::pin(async move {
                    let role = if store::people::none(db).await? {
                        Role::Admin
                    } else {
                        Role::Member
                    };
                    Ok(store::people::insert(db, &email, &name, "-", role, NOW).await?)
                })
            })
            .await;
        made.expect("an account")
    }

    /// Begins a session for somebody.
    pub(crate) async fn sign_in(&self, id: PersonId) -> Somebody {
        let token = Token::draw();
        let hash = token.hash();
        let expires_at = NOW.plus(24 * HOUR);
        let session: chat::Result<_> = self
            .store
            .write(move |db| {
                Box::pin(async move {
                    Ok(store::sessions::insert(db, id, &hash, "", "", NOW, expires_at).await?)
                })
            })
            .await;
        Somebody {
            id,
            session: CurrentSession {
                id: session.expect("a session"),
                person: id,
                expires_at,
                is_key: false,
            },
            token: token.reveal().to_owned(),
        }
    }

    /// An account, signed in.
    pub(crate) async fn somebody(&self, name: &str) -> Somebody {
        self.sign_in(self.person(name).await).await
    }

    /// An account, signed in, inside a room.
    pub(crate) async fn member(&self, name: &str, room: RoomId) -> Somebody {
        let somebody = self.somebody(name).await;
        let joined: chat::Result<()> = self
            .store
            .write(move |db| {
                Box::pin(async move {
                    let role = RoomRole::Member;
                    Ok(store::memberships::join(db, room, somebody.id, role, NOW).await?)
                })
            })
            .await;
        joined.expect("a membership");
        somebody
    }

    /// A room with somebody in it.
    pub(crate) async fn room(&self, owner: &Somebody, kind: RoomKind, name: &str) -> RoomId {
        let made = self.chat.create_room(owner.id, kind, name, "").await;
        made.expect("a room")
    }

    /// Says so many things in a room, all at once, numbered from 1.
    pub(crate) async fn chatter(&self, who: &Somebody, room: RoomId, count: usize) {
        let said = (1..=count).map(async |n| {
            let text = format!("word {n}");
            self.chat.send(who.id, room, &text, None).await
        });
        for sent in futures_util::future::join_all(said).await {
            sent.expect("a message");
        }
    }

    /// Serves it on a port of its own, with these options of the command line, and gives its address.
    pub(crate) async fn serve(&self, options: &[&str]) -> String {
        let settings = settings(options);
        let app = App {
            chat: self.chat.clone(),
            live: self.live.clone(),
            mail: Mail::start(&settings, &self.chat).expect("a way for mail, or none"),
            typed: Arc::default(),
            settings: Arc::new(settings),
            leptos: leptos::config::LeptosOptions::builder()
                .output_name("parlour")
                .build(),
        };
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .expect("a port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(listen(listener, router(app), CancellationToken::new()));
        format!("http://{address}")
    }
}

fn settings(options: &[&str]) -> Settings {
    let words = ["parlour", "serve"]
        .into_iter()
        .chain(options.iter().copied());
    match Cli::try_parse_from(words).expect("options").command {
        Command::Serve(settings) => *settings,
        _ => unreachable!("`serve` is asked for"),
    }
}
