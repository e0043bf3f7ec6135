//! A client's socket.

use std::io;

use tokio::net::TcpStream;

/// How many bytes a client may send after its request.
const TALK: usize = 4 * 1_024;

/// Waits until the client is gone. It has nothing to say after its request: who talks on and on is let go.
pub(super) async fn gone(socket: &TcpStream) -> io::Error {
    let mut said = 0;
    while said < TALK {
        if let Err(error) = socket.readable().await {
            return error;
        }
        match socket.try_read(&mut [0; 256]) {
            Ok(0) => return io::ErrorKind::UnexpectedEof.into(),
            Ok(length) => said += length,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return error,
        }
    }
    io::ErrorKind::InvalidData.into()
}

/// Writes all of it, as fast as the client takes it.
pub(super) async fn write(socket: &TcpStream, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match socket.try_write(bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => socket.writable().await?,
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
