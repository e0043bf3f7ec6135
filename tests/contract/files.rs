//! The questions with files, which no text can hold.

use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::json;

use super::{
    actor::{Actor, Answer, form},
    drawing::png,
};

/// What was asked about files, in this order.
pub(crate) const QUESTIONS: [&str; 11] = [
    "POST /media (auth)",
    "POST /media same name again",
    "POST /media anon",
    "POST /media no file",
    "POST /media no alt",
    "GET /media",
    "PATCH /media/1",
    "DELETE /media/2",
    "GET /media/file/a.png headers",
    "GET /media/file/none.png",
    "HTML upload",
];

/// Puts one of them.
pub(crate) async fn ask(name: &str, anon: &Actor, alice: &Actor) -> Answer {
    let picture = png(60, 40);
    let page = b"<!doctype html><script>alert(1)</script>";
    match name {
        "POST /media (auth)" => upload(alice, Some("a picture"), Some(("a.png", &picture))).await,
        "POST /media same name again" => {
            upload(alice, Some("again"), Some(("a.png", &picture))).await
        }
        "POST /media anon" => upload(anon, Some("x"), Some(("a.png", &picture))).await,
        "POST /media no file" => upload(alice, Some("x"), None).await,
        "POST /media no alt" => upload(alice, None, Some(("a.png", &picture))).await,
        "GET /media" => anon.get("/api/media?limit=1").await,
        "PATCH /media/1" => {
            let body = json!({"alt": "new"}).to_string();
            alice.ask("PATCH", "/api/media/1", body).await
        }
        "DELETE /media/2" => alice.ask("DELETE", "/api/media/2", "").await,
        "GET /media/file/a.png headers" => anon.get("/api/media/file/a.png").await,
        "GET /media/file/none.png" => anon.get("/api/media/file/none.png").await,
        "HTML upload" => upload(alice, Some("a page"), Some(("x.html", page))).await,
        other => panic!("{other} is no question about files"),
    }
}

async fn upload(who: &Actor, alt: Option<&str>, file: Option<(&str, &[u8])>) -> Answer {
    let document = alt.map_or_else(|| json!({}), |alt| json!({"alt": alt}));
    let document = document.to_string();
    let files: Vec<_> = file
        .iter()
        .map(|(name, bytes)| ("file", *name, *bytes))
        .collect();
    let mut request = Request::builder()
        .method("POST")
        .uri("/api/media")
        .header(header::HOST, "chat.example")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=line");
    if let Some(token) = &who.token {
        request = request.header(header::AUTHORIZATION, format!("JWT {token}"));
    }
    let body = Body::from(form(&[("_payload", &document)], &files));
    who.send(request.body(body).unwrap()).await
}
