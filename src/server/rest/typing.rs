//! Who is writing just now.

use axum::{
    Json,
    response::{IntoResponse as _, Response},
};
use serde_json::json;

use super::{
    asker::{Id, Request},
    error::Refusal,
};
use crate::domain::RoomId;

/// `POST /api/rooms/{id}/typing`: the others in the room are told that who asks is writing there.
pub(super) async fn tell(Id(room): Id, request: Request) -> Result<Response, Refusal> {
    let who = request.asker.member()?;
    request.asker.chat.typing(who, RoomId(room)).await?;
    Ok(Json(json!({"message": "The others in the room are told."})).into_response())
}
