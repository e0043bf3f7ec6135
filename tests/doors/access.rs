//! What one may do with each field, as it is told, and as it is.

use serde_json::{Value, json};

use super::{
    actor::Actor,
    panel::{browse, send},
    server::House,
};

async fn fields(actor: &Actor, slug: &str, id: i64) -> Value {
    let path = format!("/api/{slug}/access/{id}");
    actor.post(&path, json!({})).await.is(200).json()["fields"].clone()
}

#[tokio::test]
async fn one_is_told_what_one_may_do_with_each_field() {
    let house = House::open().await;
    let (ada, bob) = (house.ada.id, house.bob.id);
    let role = async |actor: &Actor, id| fields(actor, "users", id).await["role"].clone();
    let name = async |actor: &Actor, id| fields(actor, "users", id).await["name"].clone();
    let read = json!({"read": true});
    assert_eq!(role(&house.bob, bob).await, read);
    assert_eq!(
        name(&house.bob, bob).await,
        json!({"read": true, "update": true})
    );
    assert_eq!(name(&house.bob, ada).await, read);
    let all = json!({"create": true, "read": true, "update": true});
    assert_eq!(role(&house.ada, bob).await, all);
    assert_eq!(
        role(&house.ada, ada).await,
        json!({"create": true, "read": true})
    );
    assert_eq!(
        name(&house.ada, bob).await,
        json!({"create": true, "read": true})
    );
    // Who has no account sees nothing of it.
    assert_eq!(fields(&house.anon, "users", bob).await, json!({}));

    // Of what is one's own, nothing is kept back.
    let of = async |person: i64| {
        let path = format!("/api/memberships?where[person][equals]={person}");
        let found = house.bob.get(&path).await.json();
        fields(
            &house.bob,
            "memberships",
            found["docs"][0]["id"].as_i64().unwrap(),
        )
        .await
    };
    assert_eq!(of(bob).await, json!(true));
    let others = of(ada).await;
    assert_eq!(others["level"], Value::Null);
    assert_eq!(others["role"], json!({"read": true, "update": true}));
    let message = house.bob.say("1", "words").await.json();
    let id = message["id"].as_i64().unwrap();
    assert_eq!(fields(&house.bob, "messages", id).await, json!(true));
    let others = fields(&house.eve, "messages", id).await;
    assert_eq!(others["content"], json!({"create": true, "read": true}));
    assert_eq!(others["pinned"], json!({"read": true, "update": true}));
    // Of what there is not, one learns no more than of all of them.
    assert_eq!(
        fields(&house.eve, "messages", 99).await,
        fields(&house.eve, "messages", 98).await
    );
}

#[tokio::test]
async fn a_change_that_may_not_be_as_a_whole_is_none() {
    let house = House::open().await;
    let path = format!("/api/users/{}", house.bob.id);
    let both = json!({"role": "guest", "name": "Bobby"}).to_string();
    house.ada.ask("PATCH", &path, both.clone()).await.is(403);
    let bulk = format!("/api/users?where[id][equals]={}", house.bob.id);
    house.ada.ask("PATCH", &bulk, both).await.is(400);
    let doc = house.ada.get(&path).await.json();
    assert_eq!(
        (&doc["role"], &doc["name"]),
        (&json!("member"), &json!("Bob"))
    );
    // Of several, those are changed that may be.
    let found = "/api/users?where[id][greater_than]=0";
    let guest = json!({"role": "guest"}).to_string();
    let done = house.ada.ask("PATCH", found, guest).await.is(400).json();
    assert_eq!(done["errors"].as_array().unwrap().len(), 1);
    assert_eq!(done["errors"][0]["id"], house.ada.id);
    assert_eq!(done["docs"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn the_description_says_who_writes_what() {
    let house = House::open().await;
    let description = house.anon.get("/api/openapi.json").await.json();
    let schemas = &description["components"]["schemas"];
    let user = &schemas["User"]["properties"];
    assert_eq!(user["createdAt"]["readOnly"], true);
    assert_eq!(user["name"]["readOnly"], Value::Null);
    assert_eq!(
        schemas["NewUser"]["properties"]["password"]["writeOnly"],
        true
    );
    let says = |field: &Value| field["description"].as_str().unwrap().to_owned();
    assert!(says(&user["role"]).ends_with("Changed by admins, of others."));
    assert!(says(&user["name"]).ends_with("Changed by oneself."));
    let level = &schemas["Membership"]["properties"]["level"];
    assert!(says(level).contains("Shown to oneself."));
    let page = house.anon.get("/api/docs").await.text();
    assert!(
        page.contains("<td>optional; changed by admins, of others</td>"),
        "{page}"
    );
}

#[tokio::test]
async fn forms_offer_what_may_be_written() {
    let house = House::open().await;
    let form = async |id: i64| {
        let page = browse(&house.ada, &format!("/admin/collections/users/{id}")).await;
        page.is(200).text()
    };
    let (mine, bobs) = (form(house.ada.id).await, form(house.bob.id).await);
    let has = |page: &str, field: &str| page.contains(&format!("id=\"field-{field}\""));
    for (field, in_mine, in_bobs) in [
        ("name", true, false),
        ("language", true, false),
        ("role", false, true),
        ("active", false, true),
        ("createdAt", false, false),
    ] {
        assert_eq!(has(&mine, field), in_mine, "{field}");
        assert_eq!(has(&bobs, field), in_bobs, "{field}");
    }
    // What was not offered is not taken either.
    let doc = house
        .ada
        .get(&format!("/api/users/{}", house.bob.id))
        .await
        .json();
    let seen = doc["updatedAt"].as_str().unwrap();
    let path = format!("/admin/collections/users/{}", house.bob.id);
    let typed = [("updatedAt", seen), ("name", "Bobby"), ("role", "member")];
    send(&house.ada, &path, &typed).await.is(303);
    let doc = house
        .ada
        .get(&format!("/api/users/{}", house.bob.id))
        .await
        .json();
    assert_eq!(doc["name"], "Bob");
}
