//! The panel's lists: what their search finds, and what they are filtered and sorted by.

use super::{
    panel::{browse, furnish, slugs},
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
    furnish(&house).await;
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
        ("messages", "HELL", "1"),
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
    }
}

/// The values of the options of a field, unless it is none to choose in.
fn options(page: &str, name: &str) -> Vec<String> {
    let field = page.split_once(&format!("name=\"{name}\""));
    let inside = field.and_then(|(_, rest)| rest.split_once("</select>"));
    let (inside, _) = inside.unwrap_or_default();
    let options = inside.split("<option value=\"").skip(1);
    options
        .filter_map(|option| option.split('"').next().map(str::to_owned))
        .collect()
}

#[tokio::test]
async fn whatever_a_filter_offers_can_be_asked() {
    let house = House::open().await;
    let mut asked = 0;
    for slug in slugs(&house).await {
        let list = format!("/admin/collections/{slug}");
        let fields = options(&browse(&house.ada, &list).await.text(), "field");
        for several in ["sizes", "attachments", "mentions", "reactions", "password"] {
            assert!(!fields.iter().any(|field| field == several), "{several}");
        }
        for field in fields {
            let step = browse(&house.ada, &format!("{list}?q=a&field={field}")).await;
            let step = step.is(200).text();
            let operators = options(&step, "operator");
            assert!(!operators.is_empty(), "{slug} {field}");
            for operator in operators {
                let mut values = options(&step, "value");
                values.push(if operator == "exists" { "true" } else { "" }.to_owned());
                for value in values {
                    let query = format!("q=a&field={field}&operator={operator}&value={value}");
                    let more = browse(&house.ada, &format!("{list}?{query}")).await;
                    let more = more.is(303).location();
                    let page = browse(&house.ada, &more).await.is(200).text();
                    assert!(page.contains("Remove filter: "), "{more}");
                    asked += 1;
                }
            }
        }
    }
    assert!(asked > 150, "{asked}");
}

#[tokio::test]
async fn a_list_is_sorted_by_what_has_an_order_only() {
    let house = House::open().await;
    let columns = ["content", "mentions", "reactions", "attachments"];
    let columns = columns.map(|name| format!("select[{name}]=true")).join("&");
    let list = format!("/admin/collections/messages?{columns}");
    let page = browse(&house.ada, &list).await.text();
    for (head, sorts) in [
        ("Content", true),
        ("Mentions", false),
        ("Reactions", false),
        ("Attachments", false),
    ] {
        assert_eq!(page.contains(&format!("{head}</a></th>")), sorts, "{head}");
        assert!(page.contains(&format!("{head}<")), "{head}");
    }
}

#[tokio::test]
async fn a_filter_knows_what_has_no_value() {
    let house = House::open().await;
    let language = [("name", "Bob"), ("language", "zh")];
    house.bob.call("me/describe", &language).await.is(200);
    for (operator, value, count) in [
        ("equals", "zh", "1"),
        ("not_equals", "zh", "2"),
        ("equals", "null", "2"),
        ("not_equals", "null", "1"),
    ] {
        let query = format!("where[and][0][language][{operator}]={value}");
        assert_eq!(found(&house, "users", &query).await, count, "{query}");
    }
}
