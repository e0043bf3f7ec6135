//! The servers that are measured: started afresh, in a folder of their own, and ended.

mod nchan;
pub(crate) mod parlour;
mod pocketbase;

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

use crate::{
    Result,
    bench::Bench,
    clock::pause,
    http,
    town::{Scene, token},
};

/// How long a server may take to come up, and to end.
const PATIENCE: Duration = Duration::from_secs(20);

/// Which server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The program in question.
    Parlour,
    /// The same, acknowledging before the disk has it.
    ParlourRelaxed,
    /// What fan-out costs at least: `limit`.
    Floor,
    /// nginx with nchan, a worker for each core.
    Nchan,
    /// `PocketBase`, for sends.
    PocketBase,
}

/// A running server. It ends when this is dropped: a database is one whole file then.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) kind: Kind,
    pub(crate) address: SocketAddr,
    folder: PathBuf,
    /// Whether the folder goes with it.
    is_passing: bool,
    child: Child,
    /// Kept open, so that it may write there.
    _output: Option<BufReader<ChildStdout>>,
}

impl Server {
    /// Starts one, Parlour with the town in its database, and waits until it answers. None: there is no such peer here.
    pub(crate) fn start(bench: &Bench, kind: Kind) -> Result<Option<Self>> {
        let folder = bench.fresh_folder()?;
        let mut server = match kind {
            Kind::Parlour | Kind::ParlourRelaxed => {
                let database = parlour::database(&folder);
                fs::copy(bench.town()?, &database)?;
                // Else the server's first syncs would have to wait for the copy.
                File::open(database)?.sync_all()?;
                Self::parlour(bench, &folder, kind == Kind::ParlourRelaxed)?
            }
            Kind::Floor => {
                let mut command = Command::new(std::env::current_exe()?);
                command.arg("limit");
                Self::announced(kind, command, &folder)?
            }
            Kind::Nchan => match bench.peer("nchan/root/usr/sbin/nginx") {
                Some(nginx) => {
                    let address = free_address()?;
                    let command = nchan::command(&nginx, &folder, address, bench.cores)?;
                    Self::reachable(kind, command, &folder, address)?
                }
                None => return Ok(None),
            },
            Kind::PocketBase => match bench.peer("pocketbase/pocketbase") {
                Some(program) => {
                    let address = free_address()?;
                    let command = pocketbase::command(&program, &folder, address)?;
                    let server = Self::reachable(kind, command, &folder, address)?;
                    pocketbase::open_collection(address)?;
                    server
                }
                None => return Ok(None),
            },
        };
        server.is_passing = true;
        Ok(Some(server))
    }

    /// Starts Parlour on a folder, which stays.
    pub(crate) fn parlour(bench: &Bench, folder: &Path, relaxed: bool) -> Result<Self> {
        let mut command = Command::new(&bench.program);
        command.args(["serve", "--addr", "127.0.0.1:0", "--log", "error", "--data"]);
        command.arg(folder);
        if relaxed {
            command.arg("--relaxed");
        }
        let kind = if relaxed {
            Kind::ParlourRelaxed
        } else {
            Kind::Parlour
        };
        Self::announced(kind, command, folder)
    }

    /// Starts one that says where it is in its first line.
    fn announced(kind: Kind, mut command: Command, folder: &Path) -> Result<Self> {
        let mut child = quiet(&mut command, folder)?
            .stdout(Stdio::piped())
            .spawn()?;
        let mut output = child.stdout.take().map(BufReader::new);
        let mut line = String::new();
        if let Some(output) = &mut output {
            output.read_line(&mut line)?;
        }
        let address = line
            .trim()
            .rsplit_once("http://")
            .map(|(_, address)| address.parse());
        let Some(Ok(address)) = address else {
            let said = fs::read_to_string(folder.join("stderr"))?;
            return Err(format!("{kind:?} did not start: {line}{said}").into());
        };
        Ok(Self {
            kind,
            address,
            folder: folder.to_owned(),
            is_passing: false,
            child,
            _output: output,
        })
    }

    /// Starts one that was told where to be, and waits until it is there.
    fn reachable(
        kind: Kind,
        mut command: Command,
        folder: &Path,
        address: SocketAddr,
    ) -> Result<Self> {
        let child = quiet(&mut command, folder)?.stdout(Stdio::null()).spawn()?;
        let mut server = Self {
            kind,
            address,
            folder: folder.to_owned(),
            is_passing: false,
            child,
            _output: None,
        };
        let begun = Instant::now();
        while TcpStream::connect(address).is_err() {
            if begun.elapsed() > PATIENCE || server.child.try_wait()?.is_some() {
                let said = fs::read_to_string(server.folder.join("stderr"))?;
                return Err(format!("{kind:?} did not start: {said}").into());
            }
            pause(Duration::from_millis(10));
        }
        Ok(server)
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What stream `index` of a scene asks.
    pub(crate) fn listen(&self, scene: Scene, index: u32) -> Vec<u8> {
        match self.kind {
            Kind::Parlour | Kind::ParlourRelaxed => {
                parlour::listen(self.address, scene.listener(index), "?history=0")
            }
            _ => http::get(self.address, "/sub/hall", "Accept: text/event-stream\r\n"),
        }
    }

    /// What goes on after a cursor asks.
    pub(crate) fn go_on(&self, person: u32, cursor: &str) -> Vec<u8> {
        parlour::listen(self.address, person, &format!("?after={cursor}"))
    }

    /// The cursor of now.
    pub(crate) fn cursor(&self) -> Result<String> {
        parlour::cursor(self.address)
    }

    /// What posts message `seq` of a scene: the same words to each server.
    pub(crate) fn say(&self, scene: Scene, seq: u32, client_id: &str, mark: &str) -> Vec<u8> {
        let (room, sender) = scene.message(seq);
        let path = match self.kind {
            Kind::Parlour | Kind::ParlourRelaxed => "/api/messages",
            Kind::PocketBase => pocketbase::PATH,
            Kind::Floor | Kind::Nchan => "/pub/hall",
        };
        let json = format!(
            r#"{{"room":{room},"clientId":"{client_id}","content":"{mark} the quick brown fox jumps over the lazy dog, and then walks home in the rain, as ever"}}"#
        );
        let headers = format!("Authorization: Bearer {}\r\n", token(sender));
        http::post(self.address, path, &headers, &json)
    }

    /// Asks it to stop, and kills it if it doesn't.
    fn stop(&mut self) -> Result<()> {
        let begun = Instant::now();
        if let Some(pid) = Pid::from_raw(self.child.id().cast_signed()) {
            // It may have ended already.
            let _ = kill_process(pid, Signal::TERM);
        }
        while self.child.try_wait()?.is_none() {
            if begun.elapsed() > PATIENCE {
                self.child.kill()?;
            }
            pause(Duration::from_millis(5));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // There is nobody to tell; a folder that stays is taken away by the next run.
        let _ = self.stop();
        if self.is_passing {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// Without input, and what it complains of in a file.
fn quiet<'c>(command: &'c mut Command, folder: &Path) -> Result<&'c mut Command> {
    let complaints = File::create(folder.join("stderr"))?;
    Ok(command.stdin(Stdio::null()).stderr(complaints))
}

/// An address that nobody has at this moment.
fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}
