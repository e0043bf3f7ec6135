//! The same send again is the same message: at once, after a restart, and after an answer that got lost.

use futures_util::future::join_all;
use serde_json::Value;
use tokio::{io::AsyncWriteExt as _, net::TcpStream};

use crate::{
    effort::effort,
    sender::{document, new_id},
    site::Site,
    support::soon,
};

/// How many messages there are.
async fn count(site: &Site) -> usize {
    let history = site.world.chat.history(site.ada.id, site.room, None).await;
    history.unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_send_repeated_at_once_and_after_a_restart_gets_one_answer() {
    let mut site = Site::open().await;
    let ada = site.sender(&site.ada);
    let name = new_id();
    let mut first: Option<Value> = None;
    for _ in 0..effort(2, 20) {
        let sends = (0..50).map(|_| ada.send(site.url(), "once", &name));
        for answer in join_all(sends).await {
            let answer = document(answer).await;
            assert_eq!(*first.get_or_insert_with(|| answer.clone()), answer);
        }
        site = site.restarted().await;
    }
    assert_eq!(count(&site).await, 1);
}

/// The connection is gone before the answer: sometimes before the server has read the request to its end, sometimes
/// after.
#[tokio::test(flavor = "multi_thread")]
async fn a_send_whose_answer_got_lost_is_there_once_when_it_is_repeated() {
    let site = Site::open().await;
    let ada = site.sender(&site.ada);
    let rounds = effort(20, 300);
    for round in 0..rounds {
        let (name, text) = (new_id(), format!("word {round}"));
        let body = format!(
            r#"{{"room":{},"content":"{text}","clientId":"{name}"}}"#,
            site.room
        );
        let request = format!(
            "POST /api/messages HTTP/1.1\r\nhost: parlour\r\nauthorization: JWT {}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            site.ada.token,
            body.len()
        );
        let mut line = TcpStream::connect(site.program.address()).await.unwrap();
        soon(line.write_all(request.as_bytes())).await.unwrap();
        drop(line);
        let answer = document(ada.send(site.url(), &text, &name).await).await;
        assert_eq!(answer["number"], round + 1);
        let again = document(ada.send(site.url(), &text, &name).await).await;
        assert_eq!(again, answer);
    }
    let mut db = site.world.store.read().await.unwrap();
    let messages = parlour::store::messages::page(&mut db, site.room, None, i64::MAX).await;
    assert_eq!(messages.unwrap().len(), usize::try_from(rounds).unwrap());
}
