//! One command of a group fails in the database, or takes the group's whole transaction with it.

use futures_util::future::join_all;
use sqlx::{AssertSqlSafe, Connection as _};

use crate::{effort::effort, receipts::Receipts, sender::new_id, site::Site, support::connect};

/// The word that makes the database fail.
const DYNAMITE: &str = "dynamite";

/// Makes the database fail at each message of that word: `abort` undoes the statement, `rollback` the transaction.
async fn mine(site: &Site, how: &str) {
    let mut db = connect(site.folder()).await;
    // After the triggers that number messages and tell of them: all of their work is to be undone.
    let sql = format!(
        "create trigger mine after insert on messages when new.content = '{DYNAMITE}'
         begin select raise({how}, 'boom'); end"
    );
    let made = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut db).await;
    made.unwrap();
    db.close().await.unwrap();
}

/// Sends a lot at once, so that the writer takes it in groups. Says of each whether it was acknowledged.
async fn send_all(site: &Site, texts: &[&str], receipts: &mut Receipts) -> Vec<bool> {
    let sender = site.sender(&site.ada);
    let sends = texts.iter().map(async |text| {
        let name = new_id();
        let answer = sender.send(site.url(), text, &name).await;
        (name, answer)
    });
    let mut acknowledged = Vec::new();
    for (name, answer) in join_all(sends).await {
        acknowledged.push(receipts.file(name, answer).await);
    }
    acknowledged
}

#[tokio::test(flavor = "multi_thread")]
async fn a_send_that_the_database_refuses_is_undone_alone() {
    let site = Site::open().await;
    mine(&site, "abort").await;
    let mut page = site.tab(&site.ada).await;
    page.connect(site.url()).await;
    let texts: Vec<&str> = (0..effort(120, 1_000))
        .map(|n| if n % 3 == 1 { DYNAMITE } else { "words" })
        .collect();
    let mut receipts = Receipts::default();
    let acknowledged = send_all(&site, &texts, &mut receipts).await;
    for (text, acknowledged) in texts.iter().zip(acknowledged) {
        assert_eq!(acknowledged, *text != DYNAMITE, "{text}");
    }
    receipts.compare(&site).await;
    page.catch_up(&site, "after the mine").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_that_is_lost_is_acknowledged_to_nobody() {
    let site = Site::open().await;
    mine(&site, "rollback").await;
    let mut page = site.tab(&site.ada).await;
    page.connect(site.url()).await;
    let mut receipts = Receipts::default();
    let texts = [["words"; 20].as_slice(), &[DYNAMITE], &["words"; 20]].concat();
    for _ in 0..effort(3, 50) {
        let acknowledged = send_all(&site, &texts, &mut receipts).await;
        assert!(!acknowledged[20]);
        receipts.compare(&site).await;
    }
    // Nobody is any the worse for it, and what was lost is there when it is sent again.
    let ada = site.sender(&site.ada);
    receipts.send_again(&ada, site.url(), "words").await;
    receipts.compare(&site).await;
    page.catch_up(&site, "after the mines").await;
}
