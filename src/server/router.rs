//! Which address leads where.

use std::{error::Error as _, sync::Arc};

use axum::{
    Router,
    body::{HttpBody as _, to_bytes},
    extract::{DefaultBodyLimit, FromRef, Request, State},
    http::{
        Extensions, HeaderMap, HeaderValue, Method, StatusCode, Version, header, request::Parts,
    },
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http_body_util::LengthLimitError;
use leptos::prelude::*;
use leptos_axum::{LeptosRoutes, ResponseOptions, generate_route_list};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, DefaultPredicate, Predicate as _},
    cors::{AllowOrigin, CorsLayer},
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
};

use super::{
    Mail, Settings, admin, assets, csrf, forgot, headers, locale, log, logo, media, pace, reset,
    rest, sse, typed, visit,
};
use crate::{
    api::{self, request::wants_page, typed::TypedForms},
    app::{self, shell::shell},
    chat::Chat,
    domain::Problem,
    live::Live,
    store,
};

/// How large a request may be, in bytes: the longest message in the widest encoding, and some.
pub(super) const BODY_LIMIT: usize = 256 * 1_024;

/// What the handlers share.
#[derive(Clone, Debug, FromRef)]
pub struct App {
    /// What may be done.
    pub chat: Chat,
    /// The streams.
    pub live: Live,
    /// How mail is sent, where it is.
    pub mail: Mail,
    /// Refused forms that wait for their page.
    pub typed: Arc<TypedForms>,
    /// How the server was started.
    pub settings: Arc<Settings>,
    /// What Leptos needs to know.
    pub leptos: LeptosOptions,
}

/// The whole server.
pub fn router(app: App) -> Router {
    // For pages, and what they call.
    let context = page_context(&app);
    let options = app.leptos.clone();
    let pages = Router::new().leptos_routes_with_context(
        &app,
        generate_route_list(app::App),
        context,
        move || shell(options.clone()),
    );

    // For programs, and the seed's own client.
    let programs = rest::router()
        .route("/api/messages/sse", get(sse::stream))
        .method_not_allowed_fallback(rest::error::no_route);

    // For admins.
    let panel = admin::router(&app);

    // Uploads are streamed, and measured as they come.
    let uploads = Router::new()
        .route(api::me::PICTURE, post(media::portrait::set))
        .route(api::media::UPLOAD, post(media::enclosed::upload))
        .route(api::messages::WITH_FILES, post(media::enclosed::send))
        .route("/media/{key}/{form}", get(media::fetch))
        .merge(admin::uploads(&app))
        .layer(DefaultBodyLimit::disable());
    let files = rest::uploads().layer(DefaultBodyLimit::disable());

    let asked = ServiceBuilder::new()
        .layer(from_fn_with_state(app.clone(), visit::visit))
        .layer(from_fn_with_state(app.clone(), csrf::same_site));
    let paced = from_fn_with_state(app.clone(), pace::keep);
    let read = ServiceBuilder::new()
        .layer(from_fn(whole))
        .layer(from_fn_with_state(app.clone(), typed::keep))
        .layer(DefaultBodyLimit::max(BODY_LIMIT));
    let always = ServiceBuilder::new()
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .layer(from_fn(log::requests))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(from_fn(headers::strict))
        // What is compressed already and what must not wait, the stream above all, is left alone by its own rules; what
        // can be asked for in parts, by this one.
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(is_one_piece)))
        .layer(CatchPanicLayer::custom(|_| rest::error::respond(&Problem::Internal)));

    // What other sites' pages may use: they shall be able to read a refusal, too.
    let shared = programs
        .layer(read.clone())
        .merge(files)
        .layer(paced.clone())
        .layer(cors(&app.settings.cors_origin));

    pages
        .merge(panel)
        .merge(forgot::router())
        .merge(reset::router())
        .route("/language/{code}", get(locale::choose))
        .fallback(nothing)
        .layer(read)
        .merge(uploads)
        .layer(paced)
        .merge(shared)
        .layer(asked)
        .layer(from_fn(assets::first))
        .route("/healthz", get(health))
        // Nobody is asked who they are for it, either.
        .merge(logo::router())
        .layer(always)
        .with_state(app)
}

/// Whether an answer is to be had as a whole only.
fn is_one_piece(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    !headers.contains_key(header::ACCEPT_RANGES)
}

/// What every page, and every server function, finds in its context; and the headers of a page.
fn page_context(app: &App) -> impl Fn() + Clone + Send + Sync + 'static {
    let (chat, forms) = (app.chat.clone(), Arc::clone(&app.typed));
    move || {
        provide_context(chat.clone());
        provide_context(Arc::clone(&forms));
        if let Some(typed) = use_context::<Parts>().and_then(|parts| typed::of(&forms, &parts)) {
            provide_context(typed);
        }
        if let (Some(nonce), Some(response)) =
            (leptos::nonce::use_nonce(), use_context::<ResponseOptions>())
            && let Ok(policy) = HeaderValue::from_str(&headers::page_policy(&nonce))
        {
            response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
            // A page is asked for anew each time: a copy may show what its reader may no longer see. It may wait in the
            // browser's back-forward cache, from where it catches up by the stream.
            response.insert_header(
                header::CACHE_CONTROL,
                HeaderValue::from_static("private, no-cache"),
            );
        }
    }
}

/// Has a request's body read before anybody acts on it, so that one that is too large or breaks off is the same to every
/// door: server functions would take either for nonsense in the arguments.
async fn whole(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    // Who announces too much need not send it.
    let announced = body.size_hint().lower();
    if announced > BODY_LIMIT as u64 {
        return rest::error::too_large(BODY_LIMIT);
    }
    match to_bytes(body, BODY_LIMIT).await {
        Ok(bytes) => next.run(Request::from_parts(parts, bytes.into())).await,
        Err(error)
            if error
                .source()
                .is_some_and(<dyn std::error::Error + 'static>::is::<LengthLimitError>) =>
        {
            rest::error::too_large(BODY_LIMIT)
        }
        Err(_) => rest::error::respond(&Problem::Malformed("The body broke off.".to_owned())),
    }
}

/// The page that says that there is nothing here, for who wants a page.
pub(super) async fn nothing(State(app): State<App>, request: Request) -> Response {
    if !wants_page(request.headers()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let options = app.leptos.clone();
    let render = leptos_axum::render_app_async_with_context(page_context(&app), move || {
        shell(options.clone())
    });
    let mut response = render(request).await.into_response();
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// Whether the server is well: it answers, and reads its database.
async fn health(State(app): State<App>) -> Response {
    let asked = async {
        let mut db = app.chat.store().read().await?;
        store::changes::last(&mut db).await
    };
    match asked.await {
        Ok(_) => "ok\n".into_response(),
        Err(error) => {
            tracing::error!(%error, "the database can't be read");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database can't be read\n",
            )
                .into_response()
        }
    }
}

/// Which other sites' pages may use the programs' part: the seed's rules for the same list.
fn cors(origins: &[String]) -> CorsLayer {
    let layer = CorsLayer::new()
        .allow_methods([
            Method::PUT,
            Method::PATCH,
            Method::POST,
            Method::GET,
            Method::DELETE,
            Method::OPTIONS,
        ])
        .allow_headers([
            header::ORIGIN,
            header::CONTENT_TYPE,
            header::ACCEPT,
            header::AUTHORIZATION,
            header::CONTENT_ENCODING,
            header::HeaderName::from_static("x-requested-with"),
            header::HeaderName::from_static("x-payload-http-method-override"),
        ]);
    match origins {
        [] => CorsLayer::new(),
        [star] if star == "*" => layer.allow_origin(AllowOrigin::any()),
        list => layer
            .allow_origin(AllowOrigin::list(
                list.iter().filter_map(|origin| origin.parse().ok()),
            ))
            .allow_credentials(true),
    }
}
