//! A real nginx, set up as the README says.

use std::{
    fmt::Write as _,
    fs,
    net::{Ipv4Addr, SocketAddr},
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;
use tokio::net::{TcpListener, TcpStream};

use crate::support::soon;

/// The README, of which the configuration is a part.
const README: &str = include_str!("../../README.md");

/// A running nginx, ended when it is dropped.
#[derive(Debug)]
pub(crate) struct Nginx {
    child: Child,
    _folder: TempDir,
    pub(crate) address: SocketAddr,
}

impl Nginx {
    /// Starts one in front of a server; `None` where none is on the path.
    pub(crate) async fn start(server: SocketAddr) -> Option<Self> {
        Command::new("nginx").arg("-v").output().ok()?;
        let folder = tempfile::tempdir().expect("a folder");
        let address = free_address().await;
        let configuration = configuration(&folder, address, server);
        let file = folder.path().join("nginx.conf");
        fs::write(&file, configuration).expect("a file");
        let child = Command::new("nginx")
            .arg("-e")
            .arg(folder.path().join("error.log"))
            .arg("-p")
            .arg(folder.path())
            .arg("-c")
            .arg(&file)
            .stderr(Stdio::null())
            .spawn()
            .expect("nginx");
        let nginx = Self {
            child,
            _folder: folder,
            address,
        };
        let there = async { while TcpStream::connect(address).await.is_err() {} };
        soon(there).await;
        Some(nginx)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Asked, its master ends the workers; killed, it would leave them behind.
        let id = self.child.id().to_string();
        let _ = Command::new("kill").args(["-TERM", &id]).status();
        let _ = self.child.wait();
    }
}

/// An address that was free a moment ago: nginx can't choose one itself.
async fn free_address() -> SocketAddr {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
    listener.expect("a port").local_addr().expect("an address")
}

/// What the README has people put into the `server` block, around it what nginx needs to run in a folder.
fn configuration(folder: &TempDir, address: SocketAddr, server: SocketAddr) -> String {
    let (_, after) = README.split_once("```nginx\n").expect("nginx's part");
    let (location, _) = after.split_once("```").expect("its end");
    let location = location.replace("127.0.0.1:3000", &server.to_string());
    assert!(location.contains(&server.to_string()), "{location}");
    let mut text = "daemon off;\nworker_processes 1;\n".to_owned();
    let folder = folder.path().display();
    let _ = writeln!(text, "pid {folder}/pid;\nerror_log {folder}/error.log;");
    text += "events { worker_connections 512; }\nhttp {\naccess_log off;\n";
    for name in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
        let _ = writeln!(text, "{name}_temp_path {folder}/{name};");
    }
    let _ = writeln!(text, "server {{\nlisten {address};\n{location}}}\n}}");
    text
}
