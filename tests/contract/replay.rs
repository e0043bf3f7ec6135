//! The replay itself.

use axum::{
    body::Body,
    http::{Request, header},
};
use serde_json::{Value, json};

use super::{
    actor::{Actor, Answer},
    comparison::compare,
    differences::{DIFFERENCES, Difference},
    files,
    server::Server,
    transcript::{Answered, Asked, requests, samples},
};

/// The site that the seed was told of.
const ORIGIN: &str = "http://localhost:5173";

#[tokio::test]
async fn every_answer_of_the_seed_is_given_or_differs_on_purpose() {
    let server = Server::fresh(&["--open", "--cors-origin", ORIGIN]).await;
    let mut story = Story::begin(&server).await;
    let mut samples = samples().into_iter();
    let mut wrong = Vec::new();
    for asked in requests() {
        story.before(asked.name).await;
        let answer = story.ask(&asked).await;
        check(&samples.next().unwrap(), asked.name, &answer, &mut wrong);
        if asked.name == "reset-password bad token" {
            let (sample, answer) = (samples.next().unwrap(), story.reset().await);
            check(&sample, "reset-password ok", &answer, &mut wrong);
        }
    }
    let alice = story.alice().await;
    for name in files::QUESTIONS {
        let answer = files::ask(name, &story.anon, &alice).await;
        check(&samples.next().unwrap(), name, &answer, &mut wrong);
    }
    assert_eq!(samples.map(|sample| sample.name).next(), None);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_difference_is_of_a_question_and_has_a_reason() {
    let samples = samples();
    for Difference { name, reason, .. } in DIFFERENCES {
        assert!(samples.iter().any(|sample| sample.name == *name), "{name}");
        assert!(!reason.is_empty(), "{name}");
    }
}

/// What happens beside the questions.
struct Story {
    anon: Actor,
    token: String,
    again: String,
}

impl Story {
    /// Alice comes first and makes Bob an account; five messages go between the two.
    async fn begin(server: &Server) -> Self {
        let anon = server.anon();
        let alice = json!({"email": "alice@example.com", "password": "alice-pw-1"});
        let made = anon.post("/api/users/first-register", alice).await;
        let token = made.is(200).json()["token"].as_str().unwrap().to_owned();
        let mut alice = anon.clone();
        alice.token = Some(token.clone());
        let bob = json!({"email": "bob@example.com", "password": "bob-pw-1"});
        alice.post("/api/users", bob).await.is(201);
        for number in 1..=5 {
            let (sender, receiver) = (number % 2 + 1, (number + 1) % 2 + 1);
            let content = format!("m{number}");
            let body = json!({"sender": sender, "receiver": receiver, "content": content});
            anon.post("/api/messages", body).await.is(201);
        }
        Self {
            anon,
            token,
            again: String::new(),
        }
    }

    /// What comes before a question without being one.
    async fn before(&mut self, name: &str) {
        match name {
            "login after 5 failures (right password)" => {
                let wrong = json!({"email": "bob@example.com", "password": "x"});
                for _ in 0..5 {
                    self.anon
                        .post("/api/users/login", wrong.clone())
                        .await
                        .is(401);
                }
            }
            "unlock bob auth" => {
                let body = json!({"email": "alice@example.com", "password": "newpw-123"});
                let answer = self.anon.post("/api/users/login", body).await;
                let answer = answer.is(200).json();
                answer["token"]
                    .as_str()
                    .unwrap()
                    .clone_into(&mut self.again);
            }
            _ => {}
        }
    }

    async fn ask(&self, asked: &Asked) -> Answer {
        let mut request = Request::builder()
            .method(asked.method)
            .uri(asked.path)
            .header(header::HOST, "chat.example");
        for (name, value) in &asked.headers {
            let value = value.replace("<token>", &self.token);
            request = request.header(*name, value.replace("<again>", &self.again));
        }
        let is_form = asked.body.starts_with("--");
        let body = if is_form {
            asked.body.replace('\n', "\r\n")
        } else {
            asked.body.to_owned()
        };
        self.anon
            .send(request.body(Body::from(body)).unwrap())
            .await
    }

    /// Alice, signed in once more by the password that she has at the end.
    async fn alice(&self) -> Actor {
        let body = json!({"email": "alice@example.com", "password": "newpw-123"});
        let answer = self.anon.post("/api/users/login", body).await;
        let mut alice = self.anon.clone();
        alice.token = answer.is(200).json()["token"].as_str().map(str::to_owned);
        alice
    }

    /// Alice is handed a secret, and resets her password by it.
    async fn reset(&self) -> Answer {
        let mut alice = self.anon.clone();
        alice.token = Some(self.token.clone());
        let body = json!({"email": "alice@example.com"});
        let forgot = alice.post("/api/users/forgot-password", body).await;
        let token = forgot.is(200).json()["token"].clone();
        let body = json!({"token": token, "password": "newpw-123"});
        self.anon.post("/api/users/reset-password", body).await
    }
}

fn check(sample: &Answered, name: &str, answer: &Answer, wrong: &mut Vec<String>) {
    assert_eq!(sample.name, name, "questions and answers are in one order");
    let mut found = Vec::new();
    let body = if answer.body.is_empty() {
        Value::Null
    } else {
        answer.json()
    };
    if answer.status.as_u16() != sample.status {
        found.push(format!("{} instead of {}", answer.status, sample.status));
    }
    compare(&sample.body, &body, "", &mut found);
    headers(sample, answer, &mut found);
    let purpose = DIFFERENCES
        .iter()
        .find(|difference| difference.name == name);
    match purpose {
        None if found.is_empty() => {}
        None => wrong.push(format!("{name}: {}", found.join("; "))),
        Some(_) if found.is_empty() => wrong.push(format!("{name}: no longer differs")),
        Some(difference) => {
            let expected: Value = serde_json::from_str(difference.body).unwrap();
            if answer.status.as_u16() != difference.status || !has(&body, &expected) {
                wrong.push(format!(
                    "{name}: not as it should differ: {} {body}",
                    answer.status
                ));
            }
        }
    }
}

/// The headers of the answer that a program goes by.
fn headers(sample: &Answered, answer: &Answer, found: &mut Vec<String>) {
    for (name, value) in &sample.headers {
        let ours = answer.header(name).unwrap_or_default();
        let same = match name.as_str() {
            "access-control-allow-origin" | "access-control-allow-credentials" => ours == *value,
            "content-type" if !answer.body.is_empty() => ours == *value,
            // The seed has these in every answer; browsers look for them in that to a preflight.
            "access-control-allow-methods" => ours.is_empty() || words(ours) == words(value),
            // Of one that takes the cookie back.
            "set-cookie" => answer.cookie("payload-token").as_deref() == Some(""),
            _ => true,
        };
        if !same {
            found.push(format!("the header {name} is {ours:?}, not {value:?}"));
        }
    }
    let allowed = sample
        .headers
        .iter()
        .any(|(name, _)| name == "access-control-allow-origin");
    let ours = answer.header("access-control-allow-origin");
    if !sample.headers.is_empty() && !allowed && ours.is_some() {
        found.push("another site's page may read it".to_owned());
    }
}

fn words(list: &str) -> std::collections::BTreeSet<&str> {
    list.split(',').map(str::trim).collect()
}

/// Whether a value has everything that another one has.
fn has(value: &Value, part: &Value) -> bool {
    match (value, part) {
        (Value::Object(value), Value::Object(part)) => part
            .iter()
            .all(|(key, part)| value.get(key).is_some_and(|value| has(value, part))),
        (Value::Array(value), Value::Array(part)) => {
            value.len() == part.len()
                && value.iter().zip(part).all(|(value, part)| has(value, part))
        }
        _ => value == part,
    }
}
