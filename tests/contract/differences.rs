//! Where Parlour answers differently, on purpose.

/// An answer that is different: to which question, why, and what Parlour says instead.
pub(crate) struct Difference {
    pub(crate) name: &'static str,
    pub(crate) reason: &'static str,
    pub(crate) status: u16,
    /// What its body must have, as JSON; keys that are not here don't matter.
    pub(crate) body: &'static str,
}

const fn difference(
    name: &'static str,
    reason: &'static str,
    status: u16,
    body: &'static str,
) -> Difference {
    Difference {
        name,
        reason,
        status,
        body,
    }
}

pub(crate) const DIFFERENCES: &[Difference] = &[
    difference(
        "findByID non numeric",
        "a word is nobody's number, and no fault of the server",
        404,
        r#"{"errors":[{"message":"Not Found"}]}"#,
    ),
    difference(
        "POST nonexistent user",
        "a bad value is the asker's fault, and its field is named",
        400,
        r#"{"errors":[{"name":"ValidationError","data":{"collection":"messages","errors":[{"label":"Sender","message":"This relationship field has the following invalid relationships: 99 0","path":"sender"}]}}]}"#,
    ),
    difference(
        "POST wrong type content",
        "what is no text is refused rather than converted",
        400,
        r#"{"errors":[{"name":"ValidationError","data":{"errors":[{"label":"Content","path":"content"}]}}]}"#,
    ),
    difference(
        "POST extra field + id + createdAt",
        "the question before was refused, so this is number 7; createdAt is the server's to write",
        201,
        r#"{"doc":{"id":7,"sender":1,"receiver":2,"content":"x"},"message":"Message successfully created."}"#,
    ),
    difference(
        "POST malformed JSON",
        "what is wrong is said",
        400,
        r#"{"errors":[{"message":"The body is not valid JSON."}]}"#,
    ),
    difference(
        "POST no content-type",
        "a body that is JSON is taken for it",
        201,
        r#"{"doc":{"id":8,"content":"noct"},"message":"Message successfully created."}"#,
    ),
    difference(
        "PATCH bulk no where",
        "what is wrong is said",
        400,
        r#"{"errors":[{"message":"Missing 'where' query of documents to update."}]}"#,
    ),
    difference(
        "DELETE bulk no where",
        "what is wrong is said",
        400,
        r#"{"errors":[{"message":"Missing 'where' query of documents to delete."}]}"#,
    ),
    difference(
        "duplicate",
        "who has an account speaks for themselves: the copy of Bob's message is Alice's, in the same room",
        200,
        r#"{"doc":{"id":10,"sender":{"id":1},"receiver":{"id":2},"content":"edited"},"message":"Message successfully duplicated."}"#,
    ),
    difference(
        "OPTIONS",
        "an answer to a preflight is its headers; there is no body",
        200,
        "null",
    ),
    difference(
        "me auth",
        "the token is not repeated: a page's cookie is out of its scripts' reach, and stays so",
        200,
        r#"{"user":{"id":1,"email":"alice@example.com","collection":"users","_strategy":"local-jwt"},"collection":"users","strategy":"local-jwt","message":"Account"}"#,
    ),
    difference(
        "me Bearer",
        "as above",
        200,
        r#"{"user":{"id":1,"email":"alice@example.com"},"message":"Account"}"#,
    ),
    difference(
        "me cookie",
        "as above",
        200,
        r#"{"user":{"id":1,"email":"alice@example.com"},"message":"Account"}"#,
    ),
    difference(
        "me cookie cross-origin",
        "as above; that the other site's page can't read it, the missing CORS header sees to",
        200,
        r#"{"user":{"id":1,"email":"alice@example.com"},"message":"Account"}"#,
    ),
    difference(
        "reset-password bad token",
        "what is wrong is said",
        403,
        r#"{"errors":[{"message":"Token is either invalid or has expired."}]}"#,
    ),
    difference(
        "reset-password ok",
        "it says when the session ends, as signing in does",
        200,
        r#"{"message":"Password reset successfully.","user":{"id":1,"email":"alice@example.com","collection":"users"}}"#,
    ),
    difference(
        "verify (verify not enabled)",
        "a token that is none is the asker's fault",
        403,
        r#"{"errors":[{"message":"Verification token is invalid."}]}"#,
    ),
    difference(
        "login after 5 failures (right password)",
        "guessing is slowed rather than locked, and the answer says for how long",
        429,
        r#"{"errors":[{"message":"Too many attempts. Please try again in 2 seconds."}]}"#,
    ),
    difference(
        "GET /access anon",
        "Parlour has other collections, and tells who has no account nothing of the fields of users",
        200,
        r#"{"collections":{"users":{"fields":{}},"messages":{"fields":true,"create":true,"read":true,"update":true,"delete":true}}}"#,
    ),
    difference(
        "logout anon",
        "what is wrong is said",
        400,
        r#"{"errors":[{"message":"No User"}]}"#,
    ),
    difference(
        "graphql",
        "GraphQL is not offered",
        404,
        r#"{"message":"Route not found \"/api/graphql\""}"#,
    ),
    difference(
        "SSE HEAD",
        "HEAD is answered wherever GET is (RFC 9110, 9.1)",
        200,
        "null",
    ),
    difference(
        "POST /media (auth)",
        "an address that nobody can guess, with the size that is shown small; pictures have no focal points",
        201,
        r#"{"doc":{"id":1,"alt":"a picture","filename":"a.png","mimeType":"image/png","width":60,"height":40},"message":"Media successfully created."}"#,
    ),
    difference(
        "POST /media same name again",
        "as above; a file is told from others by its number, and so keeps its name",
        201,
        r#"{"doc":{"id":2,"alt":"again","filename":"a.png"},"message":"Media successfully created."}"#,
    ),
    difference(
        "GET /media",
        "as above",
        200,
        r#"{"docs":[{"id":2,"alt":"again","filename":"a.png"}],"hasNextPage":true,"hasPrevPage":false,"limit":1,"nextPage":2,"page":1,"pagingCounter":1,"prevPage":null,"totalDocs":2,"totalPages":2}"#,
    ),
    difference(
        "PATCH /media/1",
        "as above",
        200,
        r#"{"doc":{"id":1,"alt":"new","filename":"a.png"},"message":"Updated successfully."}"#,
    ),
    difference(
        "DELETE /media/2",
        "as above",
        200,
        r#"{"doc":{"id":2,"alt":"again","filename":"a.png"},"message":"Deleted successfully."}"#,
    ),
    difference(
        "GET /media/file/a.png headers",
        "a file is at its document's url; a name leads nowhere",
        404,
        r#"{"message":"Route not found \"/api/media/file/a.png\""}"#,
    ),
    difference(
        "GET /media/file/none.png",
        "what there is not is no fault of the server",
        404,
        r#"{"message":"Route not found \"/api/media/file/none.png\""}"#,
    ),
    difference(
        "HTML upload",
        "any file is taken, and given out so that no browser runs what is in it",
        201,
        r#"{"doc":{"alt":"a page","filename":"x.html","width":null},"message":"Media successfully created."}"#,
    ),
];
