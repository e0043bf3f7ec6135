//! nginx with the nchan module, the fastest well-known fan-out of server-sent events: history in memory, resuming,
//! ordered; no users, no rights, nothing on disk.

use std::{fs, net::SocketAddr, path::Path, process::Command};

use crate::Result;

/// Debian's packages, unpacked: `nginx` is `<root>/usr/sbin/nginx`.
pub(super) fn command(
    nginx: &Path,
    folder: &Path,
    address: SocketAddr,
    workers: usize,
) -> Result<Command> {
    let root = nginx.ancestors().nth(3).ok_or("nginx without a root")?;
    let (root, here) = (root.display(), folder.display());
    let configuration = format!(
        r#"load_module "{root}/usr/lib/nginx/modules/ngx_nchan_module.so";
daemon off;
worker_processes {workers};
pid "{here}/pid";
error_log "{here}/error" warn;
events {{ worker_connections 19000; multi_accept on; }}
http {{
    access_log off;
    client_body_temp_path "{here}/body";
    proxy_temp_path "{here}/proxy";
    fastcgi_temp_path "{here}/fastcgi";
    uwsgi_temp_path "{here}/uwsgi";
    scgi_temp_path "{here}/scgi";
    keepalive_requests 100000000;
    keepalive_timeout 3600s;
    tcp_nodelay on;
    nchan_shared_memory_size 512M;
    server {{
        listen {address} backlog=4096;
        location = /pub/hall {{
            nchan_publisher;
            nchan_channel_id hall;
            nchan_message_buffer_length 2000;
            nchan_message_timeout 10m;
        }}
        location = /sub/hall {{
            nchan_subscriber eventsource;
            nchan_channel_id hall;
            nchan_subscriber_first_message newest;
        }}
    }}
}}
"#
    );
    let file = folder.join("nginx.conf");
    // nginx started by root hands its workers to `nobody`, who may not enter this folder.
    let whoever = if rustix::process::geteuid().is_root() {
        "user root;\n"
    } else {
        ""
    };
    fs::write(&file, format!("{whoever}{configuration}"))?;
    let mut command = Command::new(nginx);
    command.arg("-p").arg(folder).arg("-c").arg(file);
    Ok(command)
}
