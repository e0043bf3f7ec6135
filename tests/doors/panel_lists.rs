//! The panel's lists: what their search finds, and what they are filtered and sorted by.

use parlour::domain::Message;

use super::{
    drawing::png,
    panel::{browse, upload},
    server::House,
};

/// How many a list finds.
async fn found(house: &House, slug: &str, query: &str) -> String {
    let path = format!("/admin/collections/{slug}?{query}");
    let page = browse(&house.ada, &path).await.is(200).text();
    let (before, _) = page.split_once(" found</p>").expect("how many");
    before.rsplit('>').next().unwrap().to_owned()
}

#[tokio::test]
async fn lists_are_searched_filtered_sorted_and_cut_to_columns() {
    let house = House::open().await;
    let list = |query: &str| format!("/admin/collections/users?{query}");
    let all = browse(&house.ada, &list("sort=-name")).await.text();
    let at = |text: &str| all.find(text).unwrap();
    assert!(at(">Eve<") < at(">Bob<") && at(">Bob<") < at(">Ada<"));
    let found = browse(&house.ada, &list("q=BO")).await.text();
    assert!(found.contains(">Bob<") && !found.contains(">Eve<"));
    let narrowed = browse(
        &house.ada,
        &list("q=e&field=role&operator=equals&value=member"),
    )
    .await;
    let narrowed = narrowed.is(303).location();
    let found = browse(&house.ada, &narrowed).await.text();
    assert!(
        found.contains(">Eve<") && !found.contains(">Ada<"),
        "{narrowed}"
    );
    assert!(found.contains("Remove filter: Role is member"));
    let columns = browse(&house.ada, &list("select[email]=true")).await.text();
    assert!(columns.contains("ada@example.com") && !columns.contains(">Ada<"));
    let second = browse(&house.ada, &list("limit=2&sort=name&page=2"))
        .await
        .text();
    assert!(
        second.contains(">Eve<") && !second.contains(">Bob<") && second.contains("Page 2 of 2")
    );
}

#[tokio::test]
async fn a_search_looks_through_the_words_that_tell_documents_apart() {
    let house = House::open().await;
    let topic = [
        ("name", "garden"),
        ("topic", "Roses 100%"),
        ("kind", "open"),
    ];
    house.ada.call("rooms/create", &topic).await.is(200);
    let said: Message = house.bob.say("1", "Hello there").await.is(200).read();
    let reaction = [("id", &said.id.to_string()[..]), ("add", "🎉")];
    house.eve.call("messages/react", &reaction).await.is(200);
    let picture = png(30, 20);
    upload(&house.ada, "the plan", &picture).await.is(303);
    for (slug, words, count) in [
        ("users", "BO", "1"),
        ("users", "example.com", "3"),
        // What all accounts say that they are.
        ("users", "users", "0"),
        ("users", "u", "0"),
        ("rooms", "gard", "1"),
        ("rooms", "roses", "1"),
        ("rooms", "100%25", "1"),
        ("rooms", "open", "0"),
        ("memberships", "eve", "1"),
        ("memberships", "lobby", "3"),
        ("memberships", "garden", "1"),
        ("memberships", "member", "0"),
        ("messages", "THERE", "1"),
        ("messages", "bob", "0"),
        ("reactions", "🎉", "1"),
        ("reactions", "👍", "0"),
        ("media", "PLAN", "1"),
        ("media", "a.png", "1"),
        // Its type, and where its bytes are.
        ("media", "image/", "0"),
        ("media", "original", "0"),
        ("media", "thumb", "0"),
    ] {
        let query = format!("q={words}");
        assert_eq!(found(&house, slug, &query).await, count, "{slug} {words}");
        let list = format!("/admin/collections/{slug}");
        let page = browse(&house.ada, &list).await.text();
        assert!(page.contains("name=\"q\""), "{slug}");
    }
}
