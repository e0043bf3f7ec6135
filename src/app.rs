//! stub
use leptos::prelude::*;
pub mod shell {
    use leptos::prelude::*;
    pub fn shell(_o: LeptosOptions) -> impl IntoView {
        view! {<p>"x"</p>}
    }
}
#[component]
pub fn App() -> impl IntoView {
    view! {<p>"x"</p>}
}
