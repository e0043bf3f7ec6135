//! Sources that are meant to harm.

use super::super::{plain, render};

/// Sources that make a careless parser slow, deep or large. The bound on time is generous, for slow
/// machines and unoptimised builds; quadratic time would be far above it.
#[test]
fn hostile_sources() {
    let repeated = [
        ">",
        "> ",
        ">\n",
        "*",
        "_",
        "~~",
        "[",
        "]",
        "![",
        "`",
        "<",
        "\\",
        "&",
        "- ",
        "-\n",
        "1. ",
        "* a ",
        "*a_ ",
        "**a",
        "_a",
        "a**b",
        "a***b*",
        "[a](",
        "[](",
        "![](",
        "[a](<",
        "[a](b \"",
        "[a](https://b)",
        "http://",
        "https://a ",
        "<http://",
        "<a",
        "`a``b",
        "```\n",
        "```a\n",
        "~~~\n",
        "    a\n\n",
        "- a\n",
        "- a\n\n",
        "> - ",
        "-\t",
        "\t",
        "> > a\n",
        "1.\n",
        "*a **b ",
        "~~a ~~",
        "\u{3000}",
        "（**",
        "**“a”**的",
        "h",
        "http://a.",
        "\n",
        "\r",
        "\0",
        "(",
        "[(",
    ];
    for unit in repeated {
        let ramp: String = (0..140).map(|n| unit.repeat(n) + "a\n").collect();
        let source = unit.repeat(20_000 / unit.len());
        for source in [
            source.clone(),
            source.clone() + "a",
            "[".repeat(5_000) + &source,
            ramp,
        ] {
            let start = std::time::Instant::now();
            let html = render(&source);
            plain(&source);
            assert!(
                start.elapsed().as_secs() < 2,
                "{unit:?} took {:?}",
                start.elapsed()
            );
            assert!(
                html.len() <= source.len() * 16 + 200,
                "{unit:?} grew to {}",
                html.len()
            );
        }
    }
    // Backtick runs of ever new lengths find no partner, each looking through all that follows.
    let ticks: String = (1..200).map(|n| "`".repeat(n) + "a").collect();
    assert_eq!(plain(&ticks), ticks);
    let nested = "> - ".repeat(3_000) + "a";
    let html = render(&nested);
    assert_eq!(
        html.matches("<blockquote>").count() + html.matches("<ul>").count(),
        8
    );
    let nested = "*".repeat(4_000) + "a" + &"*".repeat(4_000);
    assert_eq!(render(&nested).matches("<strong>").count(), 8);
}
