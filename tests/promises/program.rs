//! The whole program, as somebody runs it.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio},
};

use tokio::task::spawn_blocking;

use crate::support::soon;

fn parlour() -> Command {
    Command::new(env!("CARGO_BIN_EXE_parlour"))
}

/// A running server, killed when it is dropped.
#[derive(Debug)]
pub(crate) struct Program {
    child: Child,
    /// Kept open, so that it may write there.
    _output: BufReader<ChildStdout>,
    pub(crate) url: String,
}

impl Program {
    /// Starts one on a folder, and waits until it says where it is.
    pub(crate) async fn start(folder: &Path) -> Self {
        let mut child = parlour()
            .args(["serve", "--addr", "127.0.0.1:0", "--log", "error", "--data"])
            .arg(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program");
        let mut output = BufReader::new(child.stdout.take().expect("its output"));
        let reading = spawn_blocking(move || {
            let mut line = String::new();
            output.read_line(&mut line).map(|_| (line, output))
        });
        let (line, output) = soon(reading).await.expect("a thread").expect("a line");
        let url = line.strip_prefix("Parlour is at ").expect("the address");
        Self {
            url: url.trim().to_owned(),
            child,
            _output: output,
        }
    }

    /// Ends it as a power cut does: at once, and without asking.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("a signal");
        self.child.wait().expect("an end");
    }

    /// Asks it to stop.
    pub(crate) fn ask_to_stop(&self) {
        let asked = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status();
        assert!(asked.expect("a signal").success());
    }

    /// Waits until it has ended.
    pub(crate) async fn ended(mut self) -> ExitStatus {
        let waiting = spawn_blocking(move || self.child.wait());
        soon(waiting).await.expect("a thread").expect("an end")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs the program to its end, with something to read.
pub(crate) async fn run(words: &[&str], folder: &Path, input: &str) -> Output {
    let mut child = parlour()
        .args(words)
        .arg("--data")
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    let mut stdin = child.stdin.take().expect("its input");
    // It may end without having read.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    let waiting = spawn_blocking(move || child.wait_with_output());
    soon(waiting).await.expect("a thread").expect("an end")
}

/// Makes an account by the command line.
pub(crate) async fn add_user(folder: &Path, email: &str) {
    let words = ["user", "add", "--email", email];
    let done = run(&words, folder, "a long password\n").await;
    assert!(done.status.success(), "{done:?}");
}
