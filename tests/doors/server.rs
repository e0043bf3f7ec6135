//! A server for one test: its own folder, its own clock.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use axum::Router;
use clap::Parser as _;
use leptos::config::LeptosOptions;
use parlour::{
    chat::{Chat, Clock},
    domain::Role,
    live::Live,
    server::{
        App, Mail,
        config::{Cli, Command},
        router,
    },
    store::{Durability, Store},
};
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};
use tempfile::TempDir;

use super::actor::Actor;

pub(crate) const SECOND: i64 = 1_000;
pub(crate) const DAY: i64 = 24 * 60 * 60 * SECOND;

/// The time at which every test begins: 2026-11-23, in milliseconds since 1970.
const BEGIN: i64 = 1_795_392_000_000;

/// A server without a socket.
pub(crate) struct Server {
    pub(crate) router: Router,
    pub(crate) chat: Chat,
    time: Arc<AtomicI64>,
    folder: TempDir,
}

/// A server on which three people have accounts. Ada is its admin; all are in the lobby.
pub(crate) struct House {
    pub(crate) server: Server,
    pub(crate) anon: Actor,
    pub(crate) ada: Actor,
    pub(crate) bob: Actor,
    pub(crate) eve: Actor,
}

impl Server {
    /// A server that nobody has an account on yet, started with these options.
    pub(crate) async fn fresh(options: &[&str]) -> Self {
        let line = ["parlour", "serve"].iter().chain(options);
        let Command::Serve(settings) = Cli::try_parse_from(line).unwrap().command else {
            unreachable!("serve was asked for")
        };
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("parlour.db"), Durability::Full)
            .await
            .unwrap();
        let time = Arc::new(AtomicI64::new(BEGIN));
        let clock = Clock::Set(Arc::clone(&time));
        let chat = Chat::new(store.clone(), clock.clone(), settings.options());
        let app = App {
            chat: chat.clone(),
            live: Live::start(&chat).await.unwrap(),
            mail: Mail::start(&settings, &chat).unwrap(),
            typed: Arc::default(),
            settings: Arc::new(*settings),
            leptos: LeptosOptions::builder().output_name("parlour").build(),
        };
        Self {
            router: router(app),
            chat,
            time,
            folder,
        }
    }

    /// Lets time pass, in milliseconds.
    pub(crate) fn pass(&self, milliseconds: i64) {
        self.time.fetch_add(milliseconds, Ordering::Relaxed);
    }

    /// Every file of uploads, by its path below their folder, in order.
    pub(crate) fn uploads(&self) -> Vec<String> {
        let root = self.folder.path().join("media");
        let mut found = Vec::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let below = path.strip_prefix(&root).unwrap();
                    found.push(below.to_string_lossy().into_owned());
                }
            }
        }
        found.sort();
        found
    }

    pub(crate) fn anon(&self) -> Actor {
        Actor::new(self.router.clone(), 1)
    }

    /// Every row of every table that holds rows of its own, as text.
    pub(crate) async fn dump(&self) -> String {
        let mut db = self.open().await;
        let tables: Vec<String> = sqlx::query_scalar(
            "select name from pragma_table_list where type in ('table', 'shadow') order by name",
        )
        .fetch_all(&mut db)
        .await
        .unwrap();
        let mut text = String::new();
        for table in tables {
            let columns: Vec<String> =
                sqlx::query_scalar("select 'quote(' || name || ')' from pragma_table_info(?)")
                    .bind(&table)
                    .fetch_all(&mut db)
                    .await
                    .unwrap();
            let columns = columns.join(" || ' ' || ");
            let query = format!("select {columns} from {table} order by 1");
            let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(query))
                .fetch_all(&mut db)
                .await
                .unwrap();
            text += &[&[table], &rows[..], &[String::new()]].concat().join("\n");
        }
        text
    }

    /// Every byte that the database has on the disk, once the log has been written back.
    pub(crate) async fn bytes(&self) -> Vec<u8> {
        let mut db = self.open().await;
        // Until the server's own checkpoint, if one is under way, has ended.
        loop {
            let (busy, ..): (i64, i64, i64) = sqlx::query_as("pragma wal_checkpoint(truncate)")
                .fetch_one(&mut db)
                .await
                .unwrap();
            if busy == 0 {
                break;
            }
            tokio::task::yield_now().await;
        }
        let mut files: Vec<PathBuf> = std::fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        files
            .iter()
            .flat_map(|file| std::fs::read(file).unwrap())
            .collect()
    }

    async fn open(&self) -> SqliteConnection {
        let file = self.folder.path().join("parlour.db");
        SqliteConnection::connect(&format!("sqlite://{}", file.display()))
            .await
            .unwrap()
    }
}

/// Whether some bytes hold a text.
pub(crate) fn holds(bytes: &[u8], text: &str) -> bool {
    bytes
        .windows(text.len())
        .any(|window| window == text.as_bytes())
}

/// The password of everybody in a [`House`].
pub(crate) const PASSWORD: &str = "green lamp on the stairs";

impl House {
    pub(crate) async fn open() -> Self {
        Self::open_with(&[]).await
    }

    pub(crate) async fn open_with(options: &[&str]) -> Self {
        let server = Server::fresh(options).await;
        let mut actors = Vec::new();
        for (number, name) in (2..).zip(["Ada", "Bob", "Eve"]) {
            let email = format!("{}@example.com", name.to_lowercase());
            let id = server
                .chat
                .add_person(name, &email, PASSWORD, Role::Member)
                .await
                .unwrap();
            let mut actor = Actor::new(server.router.clone(), number);
            actor.id = id.0;
            actor.sign_in(&email, PASSWORD).await;
            actors.push(actor);
        }
        let [ada, bob, eve] = <[Actor; 3]>::try_from(actors).unwrap_or_else(|_| unreachable!());
        Self {
            anon: server.anon(),
            server,
            ada,
            bob,
            eve,
        }
    }
}
