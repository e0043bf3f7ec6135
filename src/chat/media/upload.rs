//! Takes an upload in as it comes, piece by piece: never whole in memory.

use std::{pin::pin, time::Duration};

use futures_util::{Stream, StreamExt as _};
use tokio::{fs::File, io::AsyncWriteExt as _, time::timeout};

use super::{Result, shelf::Parcel};
use crate::domain::{Problem, media::Form};

/// A file as it comes, piece by piece; breaks off with what to say of it.
pub trait Chunks: Stream<Item = Result<Self::Piece, Problem>> + Send {
    /// Some bytes of it.
    type Piece: AsRef<[u8]> + Send + Sync;
}

impl<T, P> Chunks for T
where
    T: Stream<Item = Result<P, Problem>> + Send,
    P: AsRef<[u8]> + Send + Sync,
{
    type Piece = P;
}

/// How long to wait for the next piece.
const PATIENCE: Duration = Duration::from_secs(30);
/// How many times the limit is still listened to, of what is too large: browsers hear the answer only when they have
/// said everything.
const HEARD_OUT: u64 = 4;

/// Writes an upload into its parcel, and has it on the disk; refuses what has more bytes than are allowed.
pub(super) async fn receive(
    parcel: &Parcel,
    chunks: impl Chunks,
    (limit, too_large): (u64, Problem),
) -> Result<()> {
    let mut file = File::create(parcel.file(Form::Original)).await?;
    let mut chunks = pin!(chunks);
    let mut size = 0;
    loop {
        let Ok(next) = timeout(PATIENCE, chunks.next()).await else {
            return Err(Problem::Malformed("The body broke off.".to_owned()).into());
        };
        let Some(chunk) = next.transpose()? else {
            break;
        };
        let bytes = chunk.as_ref();
        size += bytes.len() as u64;
        if size <= limit {
            file.write_all(bytes).await?;
        } else if size > limit.saturating_mul(HEARD_OUT) {
            break;
        }
    }
    if size > limit {
        return Err(too_large.into());
    }
    if size == 0 {
        return Err(Problem::FileMissing.into());
    }
    file.sync_all().await?;
    Ok(())
}
