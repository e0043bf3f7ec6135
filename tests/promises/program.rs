//! The whole program, as somebody runs it.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    net::SocketAddr,
    path::Path,
    process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio},
};

use tokio::task::spawn_blocking;

use crate::support::soon;

/// Where the program is.
pub(crate) const PARLOUR: &str = env!("CARGO_BIN_EXE_parlour");

/// A running server, killed when it is dropped.
#[derive(Debug)]
pub(crate) struct Program {
    child: Child,
    /// Kept open, so that it may write there.
    _output: BufReader<ChildStdout>,
    pub(crate) url: String,
}

impl Program {
    /// Starts one on a folder, where everybody may send as fast as they can.
    pub(crate) async fn start(folder: &Path) -> Self {
        Self::start_with(folder, &["--send-rate", "0"]).await
    }

    /// Starts one on a folder, with these options.
    pub(crate) async fn start_with(folder: &Path, options: &[&str]) -> Self {
        Self::start_by(Command::new(PARLOUR), folder, options).await
    }

    /// Starts one by a command that becomes the program, and waits until it says where it is.
    pub(crate) async fn start_by(mut command: Command, folder: &Path, options: &[&str]) -> Self {
        let mut child = command
            .args(["serve", "--addr", "127.0.0.1:0", "--log", "off", "--data"])
            .arg(folder)
            .args(options)
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

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        let address = self.url.strip_prefix("http://").expect("plain HTTP");
        address.parse().expect("an address")
    }

    /// Its number among the machine's processes.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// How much memory it has, in bytes.
    pub(crate) fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.id()));
        let status = status.expect("its status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let number = line.and_then(|line| line.trim().strip_suffix(" kB"));
        let kib: u64 = number.expect("a number").trim().parse().expect("a number");
        kib * 1_024
    }

    /// How many connections it has open, its listening one among them.
    pub(crate) fn sockets(&self) -> usize {
        let open = fs::read_dir(format!("/proc/{}/fd", self.id())).expect("its files");
        open.filter_map(|entry| fs::read_link(entry.ok()?.path()).ok())
            .filter(|target| target.to_string_lossy().starts_with("socket:"))
            .count()
    }

    /// Ends it as a power cut does: at once, and without asking.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("a signal");
        self.child.wait().expect("an end");
    }

    /// Asks it to stop.
    pub(crate) fn ask_to_stop(&self) {
        let asked = Command::new("kill")
            .args(["-TERM", &self.id().to_string()])
            .status();
        assert!(asked.expect("a signal").success());
    }

    /// Waits until it has ended.
    pub(crate) async fn ended(mut self) -> ExitStatus {
        let waiting = spawn_blocking(move || self.child.wait());
        soon(waiting).await.expect("a thread").expect("an end")
    }

    /// Asks it to stop, and waits until it has.
    pub(crate) async fn stop(self) {
        self.ask_to_stop();
        assert!(self.ended().await.success());
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
    let mut child = Command::new(PARLOUR)
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
