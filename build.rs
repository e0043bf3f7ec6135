//! Tells cargo what the binary embeds beside its code.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
    // A release carries the page's assets (see `server::assets`). Debug builds read them from the disk.
    if std::env::var_os("PROFILE").is_some_and(|profile| profile == "release") {
        println!("cargo:rerun-if-changed=target/site");
    }
}
