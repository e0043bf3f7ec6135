//! The program itself: what it says to who starts it.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Command, Output, Stdio},
};

use sqlx::{Connection as _, SqliteConnection};
use tempfile::TempDir;

use super::mail_server::{MailServer, Mood};

/// What takes a mail server, but for the address that links begin with.
const MAIL: [&str; 5] = [
    "serve",
    "--smtp-url",
    "smtp://mail.example.org",
    "--mail-from",
    "chat@example.org",
];

/// The program, in a folder of its own and knowing nothing of ours.
fn parlour(folder: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_parlour"));
    command
        .current_dir(folder.path())
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn run(folder: &TempDir, arguments: &[&str]) -> Output {
    parlour(folder).args(arguments).output().unwrap()
}

/// Runs it with one line on its standard input.
fn tell(folder: &TempDir, arguments: &[&str], line: &str) -> Output {
    let mut child = parlour(folder)
        .args(arguments)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    // It may have ended without reading; the pipe is then closed.
    let _ = child.stdin.take().unwrap().write_all(line.as_bytes());
    child.wait_with_output().unwrap()
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Holds that it failed, with one line that holds these words, and gives the line.
#[track_caller]
fn failed(output: &Output, words: &[&str]) -> String {
    let said = text(&output.stderr);
    assert!(
        output
            .status
            .code()
            .is_some_and(|code| code != 0 && code != 101),
        "{output:?}"
    );
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.starts_with("parlour: "), "{said}");
    for word in words {
        assert!(said.contains(word), "{word} is not in: {said}");
    }
    assert!(output.stdout.is_empty(), "{output:?}");
    said
}

#[track_caller]
fn done(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{output:?}");
    text(&output.stdout)
}

#[test]
fn a_wrong_command_line_is_explained_in_one_line() {
    let folder = folder();
    for (arguments, words) in [
        (vec!["serve", "--nope"], vec!["--nope"]),
        (vec!["serve", "--addr", "here"], vec!["here", "--addr"]),
        (
            vec!["serve", "--addr", "127.0.0.1:99999"],
            vec!["127.0.0.1:99999"],
        ),
        (
            vec!["serve", "--base-url", "example.org"],
            vec!["example.org", "--base-url"],
        ),
        (
            vec!["serve", "--base-url", "https://example.org/chat"],
            vec!["without a path"],
        ),
        (
            vec!["serve", "--trusted-proxy", "10.0.0.0/99"],
            vec!["10.0.0.0/99"],
        ),
        (vec!["serve", "--open-beyond-loopback"], vec!["--open"]),
        (
            vec!["serve", "--cors-origin", "nonsense"],
            vec!["--cors-origin", "nonsense"],
        ),
        (
            vec!["serve", "--cors-origin", "https://a.example/"],
            vec!["--cors-origin", "https://a.example/"],
        ),
        (
            vec!["serve", "--cors-origin", "*,https://a.example"],
            vec!["--cors-origin", "alone"],
        ),
        (
            vec!["serve", "--smtp-url", "mail.example.org"],
            vec!["--smtp-url", "smtps://"],
        ),
        (
            vec!["serve", "--smtp-url", "smtp://mail.example.org"],
            vec!["--mail-from"],
        ),
        (
            [&MAIL[..3], &["--mail-from", "nobody"]].concat(),
            vec!["--mail-from", "address"],
        ),
        (MAIL.to_vec(), vec!["--base-url"]),
        (
            [
                &MAIL[..],
                &[
                    "--base-url",
                    "https://chat.example.org",
                    "--smtp-password-file",
                    "none",
                ],
            ]
            .concat(),
            vec!["--smtp-password-file"],
        ),
        (vec!["serve", "--log", "parlour=loud"], vec!["--log"]),
        (vec!["serve", "more"], vec!["more"]),
        (vec!["sing"], vec!["sing"]),
        (vec!["user", "add"], vec!["--email"]),
        (vec![], vec!["serve"]),
    ] {
        failed(&run(&folder, &arguments), &words);
    }
    let made = folder.path().read_dir().unwrap().count();
    assert_eq!(made, 0, "nothing was begun");
}

#[test]
fn a_mail_servers_password_is_neither_taken_from_the_command_line_nor_shown() {
    let folder = folder();
    let more = [
        "--mail-from",
        "chat@example.org",
        "--base-url",
        "https://chat.example.org",
    ];
    let url = "smtps://chat:hunter22@mail.example.org";
    let line = failed(
        &run(
            &folder,
            &[&["serve", "--smtp-url", url], &more[..]].concat(),
        ),
        &["PARLOUR_SMTP_URL", "--smtp-password-file"],
    );
    assert!(!line.contains("hunter22"), "{line}");
    for wrong in [
        "smtps://chat:hunter22@mail.example.org/?x",
        "chat:hunter22@mail.example.org",
    ] {
        let serve = parlour(&folder)
            .arg("serve")
            .args(more)
            .env("PARLOUR_SMTP_URL", wrong)
            .output();
        let line = failed(&serve.unwrap(), &["--smtp-url"]);
        assert!(!line.contains("hunter22"), "{line}");
    }
    let help = parlour(&folder)
        .args(["serve", "--help"])
        .env("PARLOUR_SMTP_URL", url)
        .output();
    assert!(!done(&help.unwrap()).contains("hunter22"));
}

/// A server that runs until it is dropped.
struct Serving(std::process::Child);

impl Serving {
    /// Starts one on a free port, waits until it says where it is, and gives that.
    fn begin(folder: &TempDir, options: &[&str]) -> (Self, SocketAddr) {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let mut serve = parlour(folder);
        serve.args(["serve", "--addr", &address.to_string()]);
        let mut server = Self(serve.args(options).spawn().unwrap());
        let mut first = String::new();
        let said = server.0.stdout.take().unwrap();
        BufReader::new(said).read_line(&mut first).unwrap();
        (server, address)
    }

    /// What it logs, line by line.
    fn log(&mut self) -> impl Iterator<Item = String> + use<> {
        let log = self.0.stderr.take().unwrap();
        BufReader::new(log).lines().map_while(Result::ok)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Has a password forgotten on a server with such a mail server, and gives that server and what must not be in its log: the
/// secret that was mailed.
async fn forgotten(folder: &TempDir, mood: Mood) -> (Serving, String) {
    let mut mails = MailServer::open(mood).await;
    let add = ["user", "add", "--email", "ada@example.com"];
    done(&tell(folder, &add, "green lamp on the stairs"));
    let (server, address) = Serving::begin(folder, &mails.options());
    let fields = [("email", "ada@example.com")];
    let form = reqwest::Client::new()
        .post(format!("http://{address}/forgot"))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .body(super::actor::encode(&fields));
    assert!(form.send().await.unwrap().status().is_success());
    let mail = mails.mail().await;
    let link = mail.text.lines().find(|line| line.starts_with("http"));
    let (_, token) = link.unwrap().rsplit_once('/').unwrap();
    (server, token.to_owned())
}

// Several threads: this one waits for the log, while the mail server speaks.
#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_was_mailed_is_not_in_the_log() {
    for (mood, says) in [
        (Mood::Cross, ["a mail was not sent", "I don't like", ""]),
        (Mood::Full, ["is tried again", "no room for", "minutes=1"]),
    ] {
        let folder = folder();
        let (mut server, token) = forgotten(&folder, mood).await;
        let logged = server.log().find(|line| {
            assert!(!line.contains(&token), "{line}");
            line.contains(says[0])
        });
        let line = logged.unwrap();
        assert!(says.iter().all(|words| line.contains(words)), "{line}");
    }
}

#[test]
fn it_says_in_the_log_where_no_mail_is_configured() {
    const SAYS: &str = "no mail is configured: who forgets a password asks an admin for a link";
    let folder = folder();
    let (mut server, _) = Serving::begin(&folder, &[]);
    assert!(server.log().any(|line| line.contains(SAYS)));
    drop(server);
    let mail = ["--base-url", "https://chat.example.org"];
    let (mut server, _) = Serving::begin(&folder, &[&MAIL[1..], &mail].concat());
    let mut log = server.log();
    // Whoever listens has said all of that before.
    let before = log.find(|line| {
        assert!(!line.contains(SAYS), "{line}");
        line.contains("each connection needs a file handle")
    });
    assert!(before.is_some());
}

#[test]
fn a_schedule_that_is_no_time_is_explained() {
    let folder = folder();
    for wrong in ["soon", "24", "0h", "-1d", "1w"] {
        let schedule = format!("--schedule={wrong}");
        let backup = ["serve", "--backup", "backups", &schedule];
        failed(&run(&folder, &backup), &["--schedule", wrong, "90m"]);
    }
    assert!(!folder.path().join("backups").exists());
}

#[test]
fn a_wrong_variable_is_explained_like_a_wrong_option() {
    let folder = folder();
    let output = parlour(&folder)
        .arg("serve")
        .env("PARLOUR_ADDR", "here")
        .output()
        .unwrap();
    failed(&output, &["here"]);
}

#[test]
fn open_mode_stays_on_this_machine_unless_told_twice() {
    let folder = folder();
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:80"] {
        let output = run(&folder, &["serve", "--open", "--addr", address]);
        failed(&output, &["--open", address, "--open-beyond-loopback"]);
    }
}

#[test]
fn a_folder_that_cannot_be_used_is_named() {
    let folder = folder();
    std::fs::write(folder.path().join("file"), "not a folder").unwrap();
    std::fs::create_dir(folder.path().join("broken")).unwrap();
    std::fs::write(
        folder.path().join("broken/parlour.db"),
        "no database, but long enough that one might look for its beginning".repeat(20),
    )
    .unwrap();
    for data in [
        "file",
        "file/below",
        "/proc/nobody/can/write/here",
        "broken",
    ] {
        failed(
            &run(&folder, &["serve", "--addr", "127.0.0.1:0", "--data", data]),
            &[data],
        );
        failed(&run(&folder, &["user", "list", "--data", data]), &[data]);
    }
    let left = std::fs::read(folder.path().join("broken/parlour.db")).unwrap();
    assert!(
        left.starts_with(b"no database"),
        "what is not ours is left alone"
    );
}

#[test]
fn a_port_in_use_is_named() {
    let folder = folder();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = run(&folder, &["serve", "--addr", &address]);
    failed(&output, &[&address]);
}

#[tokio::test]
async fn a_newer_database_is_left_alone() {
    let folder = folder();
    done(&run(&folder, &["user", "list"]));
    let file = folder.path().join("data/parlour.db");
    let url = format!("sqlite://{}", file.display());
    let mut db = SqliteConnection::connect(&url).await.unwrap();
    sqlx::query(
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
         values (9999, 'of the future', 1, x'00', 0)",
    )
    .execute(&mut db)
    .await
    .unwrap();
    db.close().await.unwrap();
    let before = std::fs::read(&file).unwrap();
    for arguments in [vec!["serve", "--addr", "127.0.0.1:0"], vec!["user", "list"]] {
        let line = failed(&run(&folder, &arguments), &["newer"]);
        assert!(line.contains("parlour.db"), "{line}");
    }
    assert_eq!(std::fs::read(&file).unwrap(), before);
}

#[test]
fn accounts_are_made_listed_and_given_another_password() {
    let folder = folder();
    let list = || done(&run(&folder, &["user", "list"]));
    let add = |email: &str, more: &[&str], password: &str| {
        let arguments = [&["user", "add", "--email", email], more].concat();
        tell(&folder, &arguments, password)
    };
    assert_eq!(list(), "");
    assert_eq!(
        done(&add(
            "Ada@example.com",
            &["--name", "Ada"],
            "green lamp on the stairs\n"
        )),
        "1\n"
    );
    assert_eq!(
        done(&add(
            "bob@example.com",
            &[],
            "green lamp on the stairs\r\nmore\n"
        )),
        "2\n"
    );
    assert_eq!(
        done(&add(
            "eve@example.com",
            &["--admin"],
            "green lamp on the stairs"
        )),
        "3\n"
    );
    assert_eq!(
        list(),
        "1\tada@example.com\tAda\tadmin\tactive\n\
         2\tbob@example.com\tbob\tmember\tactive\n\
         3\teve@example.com\teve\tadmin\tactive\n"
    );
    for (email, password, words) in [
        ("bob@example.com", "green lamp on the stairs", "already"),
        ("nobody", "green lamp on the stairs", "email"),
        ("new@example.com", "short", "8 characters"),
        ("new@example.com", "password", "commonest"),
        ("new@example.com", "\n", "standard input"),
        ("new@example.com", "", "standard input"),
    ] {
        let line = failed(&add(email, &[], password), &[words]);
        assert!(password.trim().is_empty() || password == "password" || !line.contains(password));
    }
    let change = |email: &str, password: &str| {
        tell(&folder, &["user", "passwd", "--email", email], password)
    };
    assert_eq!(
        done(&change("bob@example.com", "a tower of nine lamps\n")),
        ""
    );
    failed(
        &change("nobody@example.com", "a tower of nine lamps"),
        &["no such account"],
    );
    failed(&change("bob@example.com", "short"), &["8 characters"]);
    assert_eq!(list().lines().count(), 3);
    assert!(is_private(&folder.path().join("data")));
}

#[cfg(unix)]
fn is_private(folder: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    folder
        .metadata()
        .unwrap()
        .permissions()
        .mode()
        .is_multiple_of(0o100)
}

#[cfg(not(unix))]
fn is_private(_: &Path) -> bool {
    true
}

#[test]
fn help_names_every_option() {
    use clap::CommandFactory as _;
    let folder = folder();
    let cli = parlour::server::config::Cli::command();
    let short = done(&run(&folder, &["--help"]));
    let serve = done(&run(&folder, &["serve", "--help"]));
    for command in cli.get_subcommands() {
        assert!(short.contains(command.get_name()), "{short}");
    }
    for option in [
        "addr",
        "data",
        "base-url",
        "open",
        "sign-up",
        "cors-origin",
        "trusted-proxy",
    ] {
        assert!(serve.contains(&format!("--{option}")), "{serve}");
    }
    for option in cli.find_subcommand("serve").unwrap().get_arguments() {
        let name = option.get_long().unwrap();
        assert!(serve.contains(&format!("--{name}")), "{name}");
        if let Some(variable) = option.get_env() {
            assert!(serve.contains(variable.to_str().unwrap()), "{name}");
        }
    }
    let user = done(&run(&folder, &["user", "--help"]));
    for command in ["add", "passwd", "list", "voice", "key"] {
        assert!(user.contains(command), "{user}");
        done(&run(&folder, &["user", command, "--help"]));
    }
    assert!(done(&run(&folder, &["--version"])).contains(env!("CARGO_PKG_VERSION")));
    assert_eq!(folder.path().read_dir().unwrap().count(), 0);
}
