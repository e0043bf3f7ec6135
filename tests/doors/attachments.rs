//! Files in messages: how they come in, who may fetch them, and that they go with their message.

use std::collections::BTreeSet;

use parlour::domain::{
    Message, Problem,
    media::{ATTACHMENT_LIMIT, Attachment, Form},
};
use serde_json::json;

use super::{
    actor::{Actor, Answer, form},
    drawing::png,
    server::{DAY, House, SECOND},
};

const PAGE: &str = "text/html,application/xhtml+xml,*/*;q=0.8";
const CLIENT: &str = "6f9619ff-8b86-4d11-b42d-00c04fc964ff";

async fn post(who: &Actor, path: &str, accept: &str, form: Vec<u8>) -> Answer {
    let request = who
        .page_request("POST", path)
        .header("content-type", "multipart/form-data; boundary=line")
        .header("accept", accept);
    who.send(request.body(form.into()).unwrap()).await
}

async fn upload(who: &Actor, name: &str, bytes: &[u8]) -> Attachment {
    let form = form(&[], &[("file", name, bytes)]);
    post(who, "/do/media/upload", "application/json", form)
        .await
        .is(200)
        .read()
}

/// Sends a form without JavaScript.
pub(crate) async fn submit(
    who: &Actor,
    words: &[(&str, &str)],
    files: &[(&str, &str, &[u8])],
) -> Answer {
    post(
        who,
        "/do/messages/send-with-files",
        PAGE,
        form(words, files),
    )
    .await
}

/// Says something with files as the page does.
async fn say(who: &Actor, room: &str, text: &str, files: &[(&Attachment, &str)]) -> Answer {
    let id = uuid::Uuid::from_bytes(parlour::chat::token::random_bytes()).to_string();
    say_as(who, room, text, files, &id).await
}

async fn say_as(
    who: &Actor,
    room: &str,
    text: &str,
    files: &[(&Attachment, &str)],
    client_id: &str,
) -> Answer {
    let mut fields = vec![
        ("room".to_owned(), room.to_owned()),
        ("text".to_owned(), text.to_owned()),
        ("client_id".to_owned(), client_id.to_owned()),
    ];
    for (index, (file, alt)) in files.iter().enumerate() {
        fields.push((format!("files[{index}][id]"), file.id.to_string()));
        fields.push((format!("files[{index}][alt]"), (*alt).to_owned()));
    }
    let fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (&**name, &**value))
        .collect();
    who.call("messages/send", &fields).await
}

async fn fetch(who: &Actor, file: &Attachment, form: Form) -> u16 {
    who.get(&file.key.address(form)).await.status.as_u16()
}

#[tokio::test]
async fn a_message_carries_its_files_in_their_order() {
    let House {
        server: _server,
        bob,
        eve,
        ..
    } = House::open().await;
    let picture = upload(&bob, "cat.png", &png(1_000, 500)).await;
    let text = upload(&bob, "notes.txt", b"words").await;
    assert_eq!((picture.width, picture.height), (Some(1_000), Some(500)));
    assert!(picture.has_sizes && !text.has_sizes);
    let files = [(&text, ""), (&picture, " a cat\n on a roof ")];
    let message: Message = say(&bob, "1", "look", &files).await.is(200).read();
    let described = Attachment {
        alt: "a cat on a roof".to_owned(),
        ..picture.clone()
    };
    assert_eq!(message.attachments, [text.clone(), described]);
    // Everybody in the room is told the same, and so is who asks for what was said before.
    let fields = [("room", "1"), ("before", "99")];
    let history: Vec<Message> = eve.call("messages/history", &fields).await.read();
    assert_eq!(history, [message]);
    for form in [Form::Original, Form::Card, Form::Thumbnail] {
        assert_eq!(fetch(&eve, &picture, form).await, 200);
    }
    // Words are told without a word of files.
    let plain = bob.say("1", "words").await;
    assert!(!plain.is(200).text().contains("attachments"));
}

#[tokio::test]
async fn files_may_speak_for_themselves() {
    let House {
        server: _server,
        bob,
        ..
    } = House::open().await;
    let file = upload(&bob, "a.txt", b"words").await;
    let message: Message = say(&bob, "1", " \n", &[(&file, "")]).await.is(200).read();
    assert_eq!(
        (message.content.as_str(), message.attachments.len()),
        ("", 1)
    );
    say(&bob, "1", "", &[])
        .await
        .refused(&Problem::MessageEmpty);
    // Its words may go and come as long as it has files; a message of words keeps some.
    let id = message.id.to_string();
    let edit = async |id: &str, text: &str| {
        bob.call("messages/edit", &[("id", id), ("text", text)])
            .await
    };
    let edited: Message = edit(&id, "a file").await.is(200).read();
    assert_eq!(edited.attachments, message.attachments);
    let emptied: Message = edit(&id, "").await.is(200).read();
    assert_eq!(emptied.content, "");
    let words: Message = bob.say("1", "words").await.read();
    edit(&words.id.to_string(), "")
        .await
        .refused(&Problem::MessageEmpty);
}

#[tokio::test]
async fn only_ones_own_files_go_and_only_once() {
    let House {
        server, bob, eve, ..
    } = House::open().await;
    let [one, other, hers] = [
        upload(&bob, "one", b"1").await,
        upload(&bob, "other", b"2").await,
        upload(&eve, "hers", b"3").await,
    ];
    bob.set_picture("me.png", &png(9, 9)).await.is(200);
    say(&bob, "1", "here", &[(&one, "")]).await.is(200);
    let portrait = Attachment {
        id: parlour::domain::MediaId(one.id.0 + 3),
        ..one.clone()
    };
    let nothing = Attachment {
        id: parlour::domain::MediaId(99),
        ..one.clone()
    };
    let before = server.dump().await;
    for wrong in [&one, &hers, &portrait, &nothing] {
        say(&bob, "1", "here", &[(&other, ""), (wrong, "")])
            .await
            .refused(&Problem::FileGone);
    }
    say(&bob, "1", "twice", &[(&other, ""), (&other, "")])
        .await
        .refused(&Problem::FileGone);
    let long = "x".repeat(501);
    say(&bob, "1", "long", &[(&other, &long)]).await.is(400);
    let many = vec![(&other, ""); ATTACHMENT_LIMIT + 1];
    let limit = ATTACHMENT_LIMIT;
    say(&bob, "1", "many", &many)
        .await
        .refused(&Problem::TooManyFiles { limit });
    assert_eq!(server.dump().await, before, "nothing was done");
    say(&bob, "1", "here", &[(&other, "")]).await.is(200);
}

#[tokio::test]
async fn a_repeated_send_gets_the_same_message() {
    let House {
        server: _server,
        bob,
        ..
    } = House::open().await;
    let file = upload(&bob, "a.txt", b"words").await;
    let send = async || say_as(&bob, "1", "here", &[(&file, "")], CLIENT).await;
    let first: Message = send().await.is(200).read();
    let again: Message = send().await.is(200).read();
    assert_eq!(first, again);
}

#[tokio::test]
async fn who_may_read_the_message_may_fetch_its_files() {
    let House {
        server: _server,
        ada,
        bob,
        eve,
        anon,
    } = House::open().await;
    let room = bob.room("closed", "secret").await;
    let eves = eve.id.to_string();
    let invite = [("room", room.as_str()), ("person", &*eves)];
    bob.call("rooms/invite", &invite).await.is(200);
    let file = upload(&bob, "a.png", &png(9, 9)).await;
    // Before it is sent it is its owner's.
    for form in [Form::Original, Form::Thumbnail] {
        let seen = [
            fetch(&bob, &file, form).await,
            fetch(&eve, &file, form).await,
            fetch(&anon, &file, form).await,
        ];
        assert_eq!(seen, [200, 404, 401]);
    }
    say(&bob, &room, "", &[(&file, "")]).await.is(200);
    let seen = async || {
        let mut seen = Vec::new();
        for who in [&bob, &eve, &ada, &anon] {
            seen.push(fetch(who, &file, Form::Original).await);
        }
        seen
    };
    assert_eq!(seen().await, [200, 200, 404, 401]);
    let remove = [("room", room.as_str()), ("person", &eve.id.to_string())];
    bob.call("rooms/remove", &remove).await.is(200);
    assert_eq!(seen().await, [200, 404, 404, 401]);
    // Who said it may have left, too.
    let lobby = upload(&bob, "b.txt", b"words").await;
    say(&bob, "1", "", &[(&lobby, "")]).await.is(200);
    bob.call("rooms/leave", &[("room", "1")]).await.is(200);
    assert_eq!(fetch(&bob, &lobby, Form::Original).await, 404);
}

#[tokio::test]
async fn in_open_mode_everybody_reads_files_of_messages_only() {
    let house = House::open_with(&["--open"]).await;
    let room = house.bob.room("closed", "secret").await;
    let [sent, waiting] = [
        upload(&house.bob, "a.txt", b"words").await,
        upload(&house.bob, "b.txt", b"words").await,
    ];
    say(&house.bob, &room, "", &[(&sent, "")]).await.is(200);
    for who in [&house.anon, &house.eve] {
        assert_eq!(fetch(who, &sent, Form::Original).await, 200);
        assert_eq!(fetch(who, &waiting, Form::Original).await, 404);
    }
}

#[tokio::test]
async fn files_go_with_their_message() {
    let House {
        server, bob, eve, ..
    } = House::open().await;
    let [one, other] = [
        upload(&bob, "a.png", &png(9, 9)).await,
        upload(&bob, "b.txt", b"words").await,
    ];
    let kept = upload(&bob, "c.txt", b"words").await;
    say(&bob, "1", "", &[(&kept, "")]).await.is(200);
    let all: Message = say(&bob, "1", "look", &[(&one, ""), (&other, "")])
        .await
        .read();
    assert_eq!(server.uploads().len(), 5);
    let deleted = bob
        .call("messages/delete", &[("id", &all.id.to_string())])
        .await;
    let tombstone: Message = deleted.is(200).read();
    assert!(tombstone.attachments.is_empty());
    let folders: BTreeSet<String> = server.uploads().into_iter().collect();
    let only = format!("{}/{}/original", &kept.key.to_string()[..2], kept.key);
    assert_eq!(folders, BTreeSet::from([only]));
    for file in [&one, &other] {
        assert_eq!(fetch(&eve, file, Form::Original).await, 404);
        assert!(!server.dump().await.contains(&file.key.to_string()));
    }
}

#[tokio::test]
async fn what_is_never_sent_goes_after_a_day() {
    let House {
        server, bob, eve, ..
    } = House::open().await;
    let [sent, waiting, hers] = [
        upload(&bob, "a.txt", b"words").await,
        upload(&bob, "b.txt", b"words").await,
        upload(&eve, "c.txt", b"words").await,
    ];
    say(&bob, "1", "", &[(&sent, "")]).await.is(200);
    bob.set_picture("me.png", &png(9, 9)).await.is(200);
    // One's own can be cleared away at once, once it is known that it is in no message; nobody else's.
    for id in [sent.id, hers.id] {
        bob.call("media/discard", &[("id", &id.to_string())])
            .await
            .is(200);
    }
    assert_eq!(server.uploads().len(), 4);
    server.pass(DAY);
    assert_eq!(server.chat.sweep_drafts().await.unwrap(), 0);
    let discard = [("id", &*hers.id.to_string())];
    eve.call("media/discard", &discard).await.is(200);
    eve.call("media/discard", &discard).await.is(200);
    assert_eq!(server.uploads().len(), 3);
    server.pass(SECOND);
    assert_eq!(server.chat.sweep_drafts().await.unwrap(), 1);
    assert_eq!(fetch(&bob, &waiting, Form::Original).await, 404);
    assert_eq!(fetch(&bob, &sent, Form::Original).await, 200);
    assert_eq!(server.uploads().len(), 2);
    say(&bob, "1", "", &[(&waiting, "")])
        .await
        .refused(&Problem::FileGone);
}

#[tokio::test]
async fn a_form_without_javascript_carries_words_and_files() {
    let House {
        server, bob, eve, ..
    } = House::open().await;
    let words = [
        ("room", "1"),
        ("client_id", CLIENT),
        ("text", "two\r\nlines"),
    ];
    let files = [
        ("files", "a.png", &png(20, 10)[..]),
        ("files", "b.txt", b"words"),
    ];
    let sent = submit(&bob, &words, &files).await;
    assert_eq!(sent.is(302).location(), "http://chat.example/rooms/1");
    let history = async || -> Vec<Message> {
        eve.call("messages/history", &[("room", "1"), ("before", "99")])
            .await
            .read()
    };
    let said = history().await;
    assert_eq!(said[0].content, "two\nlines");
    let names: Vec<&str> = said[0]
        .attachments
        .iter()
        .map(|file| &*file.filename)
        .collect();
    assert_eq!(names, ["a.png", "b.txt"]);
    // A second click is the same message, and leaves nothing of what it brought.
    let before = server.uploads();
    submit(&bob, &words, &files).await.is(302);
    assert_eq!(history().await, said);
    assert_eq!(server.uploads(), before);
    // Browsers send a field for files that is empty, too.
    let plain = [
        ("room", "1"),
        ("client_id", "6f9619ff-8b86-4d11-b42d-00c04fc964f0"),
        ("text", "words"),
    ];
    submit(&bob, &plain, &[("files", "", b"")]).await.is(302);
    assert_eq!(history().await.len(), 2);
}

#[tokio::test]
async fn a_form_that_is_refused_leaves_nothing_and_keeps_what_was_typed() {
    let House {
        server,
        ada,
        bob,
        anon,
        ..
    } = House::open_with(&["--upload-limit", "2KB", "--upload-quota", "3KB"]).await;
    let room = ada.room("closed", "secret").await;
    // What was counted stays counted.
    let rows = async || {
        server
            .dump()
            .await
            .split("sqlite_sequence")
            .next()
            .map(str::to_owned)
    };
    let before = rows().await;
    let words = [("room", "1"), ("client_id", CLIENT), ("text", "my <words>")];
    let small: (&str, &str, &[u8]) = ("files", "a.txt", b"words");
    let large: (&str, &str, &[u8]) = ("files", "b.txt", &[b'x'; 2_049]);
    let half: (&str, &str, &[u8]) = ("files", "c.txt", &[b'x'; 1_600]);
    let limit = ATTACHMENT_LIMIT;
    for (files, problem) in [
        (vec![small, large], Problem::FileTooLarge { limit: 2_048 }),
        (
            vec![small, half, half],
            Problem::QuotaSpent { quota: 3_072 },
        ),
        (vec![small; limit + 1], Problem::TooManyFiles { limit }),
        (vec![small, ("files", "d.txt", b"")], Problem::FileMissing),
    ] {
        let refused = submit(&bob, &words, &files).await;
        refused.sent_back("/rooms/1", &problem);
        assert_eq!(server.uploads(), [""; 0], "{problem:?}");
        let page = bob
            .get(refused.location().trim_start_matches("http://chat.example"))
            .await;
        assert!(
            page.is(200).text().contains("my &lt;words&gt;"),
            "{problem:?}"
        );
    }
    // The message itself is refused.
    let outside = [("room", &*room), ("client_id", CLIENT), ("text", "hello")];
    submit(&bob, &outside, &[small]).await.is(302);
    submit(
        &bob,
        &[("room", "1"), ("client_id", CLIENT), ("text", "")],
        &[],
    )
    .await
    .sent_back("/rooms/1", &Problem::MessageEmpty);
    submit(&anon, &words, &[small]).await.is(302);
    assert_eq!(server.uploads(), [""; 0]);
    assert_eq!(rows().await, before);
    // What is no form of files is said to be none.
    let body = json!({"room": 1}).to_string();
    let request = bob
        .page_request("POST", "/do/media/upload")
        .header("content-type", "application/json");
    bob.send(request.body(body.into()).unwrap()).await.is(400);
    let form = form(&[("file", "words")], &[]);
    let none = post(&anon, "/do/media/upload", "application/json", form).await;
    none.refused(&Problem::SignedOut);
}
