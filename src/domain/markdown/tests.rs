//! What people type, and what they see.

mod hostile;
mod links;

use super::{plain, render};

/// Checks pairs of source and HTML, and names every one that differs.
fn check(pairs: &[(&str, &str)]) {
    let wrong: Vec<_> = pairs
        .iter()
        .map(|&(source, expected)| (source, expected, render(source)))
        .filter(|(_, expected, got)| expected != got)
        .map(|(source, expected, got)| format!("\n  {source:?}\n  want {expected}\n  got  {got}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.concat());
}

#[test]
fn text() {
    check(&[
        ("", ""),
        (" \n\n\t\n", ""),
        ("hello", "<p>hello</p>"),
        (
            "one\ntwo\r\nthree\rfour",
            "<p>one<br>two<br>three<br>four</p>",
        ),
        ("one\n\n\ntwo", "<p>one</p><p>two</p>"),
        ("  one  \n  two  ", "<p>one<br>two</p>"),
        ("　　全角缩进", "<p>　　全角缩进</p>"),
        ("a\0b\x07c\u{85}d\te", "<p>a\u{FFFD}bcd\te</p>"),
        (
            r#"<b>&"'</b>"#,
            "<p>&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;</p>",
        ),
        ("<!-- a -->", "<p>&lt;!-- a --&gt;</p>"),
        ("&copy; &#x41;", "<p>&amp;copy; &amp;#x41;</p>"),
        (r"\*not\* \\ \a \<b>", r"<p>*not* \ \a &lt;b&gt;</p>"),
        ("C:\\dir\\\nC:\\文", "<p>C:\\dir\\<br>C:\\文</p>"),
        (r"¯\_(ツ)_/¯", r"<p>¯\_(ツ)_/¯</p>"),
    ]);
}

#[test]
fn what_is_no_feature_is_text() {
    check(&[
        ("# lobby", "<p># lobby</p>"),
        ("#1 priority", "<p>#1 priority</p>"),
        ("###", "<p>###</p>"),
        ("Title\n===", "<p>Title<br>===</p>"),
        ("Title\n---\nmore", "<p>Title</p><hr><p>more</p>"),
        ("|a|b|\n|-|-|", "<p>|a|b|<br>|-|-|</p>"),
        ("a[^1]\n\n[^1]: b", "<p>a[^1]</p><p>[^1]: b</p>"),
        ("[a]: http:b", "<p>[a]: http:b</p>"),
        ("- [ ] todo", "<ul><li>[ ] todo</li></ul>"),
        ("-", "<p>-</p>"),
        ("+1", "<p>+1</p>"),
        ("1.", "<p>1.</p>"),
        (">", "<p>&gt;</p>"),
        (">_<", "<p>&gt;_&lt;</p>"),
        (
            ">3 files\n>= 2\n>:(",
            "<p>&gt;3 files<br>&gt;= 2<br>&gt;:(</p>",
        ),
        ("```", "<p>```</p>"),
        ("-----BEGIN-----", "<p>-----BEGIN-----</p>"),
    ]);
}

#[test]
fn emphasis() {
    check(&[
        (
            "*a* _b_ **c** __d__ ~~e~~",
            "<p><em>a</em> <em>b</em> <strong>c</strong> <strong>d</strong> <del>e</del></p>",
        ),
        ("***a***", "<p><em><strong>a</strong></em></p>"),
        ("*a **b** c*", "<p><em>a <strong>b</strong> c</em></p>"),
        ("*a**b*", "<p><em>a**b</em></p>"),
        ("**a*", "<p>*<em>a</em></p>"),
        ("*a _b* c_", "<p><em>a _b</em> c_</p>"),
        ("*one\ntwo*", "<p><em>one<br>two</em></p>"),
        ("2 * 3 * 4, a*b", "<p>2 * 3 * 4, a*b</p>"),
        (
            "snake_case_name __init__",
            "<p>snake_case_name <strong>init</strong></p>",
        ),
        ("~5 to ~10, 3~5, ~~~x", "<p>~5 to ~10, 3~5, ~~~x</p>"),
        ("**a", "<p>**a</p>"),
        ("****", "<hr>"),
        ("a **** b", "<p>a **** b</p>"),
    ]);
}

#[test]
fn emphasis_beside_chinese() {
    check(&[
        ("**中文**字", "<p><strong>中文</strong>字</p>"),
        ("**“强调”**的字", "<p><strong>“强调”</strong>的字</p>"),
        (
            "他说**“强调”**的字",
            "<p>他说<strong>“强调”</strong>的字</p>",
        ),
        ("**注意：**请看", "<p><strong>注意：</strong>请看</p>"),
        (
            "请看**（重要）**这里",
            "<p>请看<strong>（重要）</strong>这里</p>",
        ),
        (
            "这是**重点。**下一句",
            "<p>这是<strong>重点。</strong>下一句</p>",
        ),
        (
            "*斜体，*字~~删。~~除",
            "<p><em>斜体，</em>字<del>删。</del>除</p>",
        ),
        (
            "用**`代码`**吧",
            "<p>用<strong><code>代码</code></strong>吧</p>",
        ),
        (
            "**好🎉**的，**好！**吧",
            "<p><strong>好🎉</strong>的，<strong>好！</strong>吧</p>",
        ),
        ("변수**(이름)**은", "<p>변수<strong>(이름)</strong>은</p>"),
        ("3~5天，8~10天", "<p>3~5天，8~10天</p>"),
    ]);
}

#[test]
fn code() {
    check(&[
        (
            "`a` ``b`c`` ` d `",
            "<p><code>a</code> <code>b`c</code> <code>d</code></p>",
        ),
        (
            "`*a* <b> \\n` https",
            "<p><code>*a* &lt;b&gt; \\n</code> https</p>",
        ),
        ("`http://a.b`", "<p><code>http://a.b</code></p>"),
        ("`a\nb` ` ` `c", "<p><code>a b</code> <code> </code> `c</p>"),
        ("*a `b* c`", "<p>*a <code>b* c</code></p>"),
        (
            "```rust\nfn a<'b>() {}\n\n\tx\n```",
            "<pre><code class=\"language-rust\">fn a&lt;&#39;b&gt;() {}\n\n\tx</code></pre>",
        ),
        (
            "~~~ C++ and more\n```\n~~~~\nb",
            "<pre><code class=\"language-c++\">```</code></pre><p>b</p>",
        ),
        ("```\"onload=x\na\n```", "<pre><code>a</code></pre>"),
        (
            "```Objective-C,x\na\n```",
            "<pre><code class=\"language-objective-c\">a</code></pre>",
        ),
        (
            "```aaaaaaaaaabbbbbbbbbbccc\na",
            "<pre><code class=\"language-aaaaaaaaaabbbbbbbbbb\">a</code></pre>",
        ),
        ("```\n```", "<pre><code></code></pre>"),
        ("```\na\n  b", "<pre><code>a\n  b</code></pre>"),
        ("```\na```", "<pre><code>a</code></pre>"),
        ("```one line```", "<p><code>one line</code></p>"),
        (
            "a\n```\nb\n```\nc",
            "<p>a</p><pre><code>b</code></pre><p>c</p>",
        ),
        (
            "    a\n\n      b\n\nc\n    d",
            "<pre><code>a\n\n  b</code></pre><p>c<br>d</p>",
        ),
        ("\ta", "<pre><code>a</code></pre>"),
    ]);
}

#[test]
fn lists() {
    check(&[
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        (
            "* a\n\n* b\n+ c",
            "<ul><li>a</li><li>b</li></ul><ul><li>c</li></ul>",
        ),
        ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
        (
            "3) a\n9) b\n4. c",
            "<ol start=\"3\"><li>a</li><li>b</li></ol><ol start=\"4\"><li>c</li></ol>",
        ),
        (
            "To do:\n- a\n  b\nThat's it",
            "<p>To do:</p><ul><li>a<br>b</li></ul><p>That&#39;s it</p>",
        ),
        ("on\n24. December", "<p>on<br>24. December</p>"),
        ("so:\n1. a", "<p>so:</p><ol><li>a</li></ol>"),
        (
            "- a\n  - b\n    - c\n- d",
            "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>",
        ),
        (
            "1. a\n  - b\n10. c\n    d",
            "<ol><li>a<ul><li>b</li></ul></li><li>c<br>d</li></ol>",
        ),
        ("- a\n\n  b", "<ul><li><p>a</p><p>b</p></li></ul>"),
        (
            "- a\n  ```\n  b\n\n  c\n  ```\n- > d",
            "<ul><li>a<pre><code>b\n\nc</code></pre></li><li><blockquote><p>d</p></blockquote></li></ul>",
        ),
        ("- a\n-\n- b", "<ul><li>a</li><li></li><li>b</li></ul>"),
        ("- - a", "<ul><li><ul><li>a</li></ul></li></ul>"),
        ("-\ta", "<ul><li>a</li></ul>"),
        ("- - -\n* * *\n___", "<hr><hr><hr>"),
        ("2026. 5. 1", "<p>2026. 5. 1</p>"),
        ("- **文：**字", "<ul><li><strong>文：</strong>字</li></ul>"),
    ]);
}

#[test]
fn quotes() {
    check(&[
        (
            "> a\n>b\nanswer",
            "<blockquote><p>a<br>b</p></blockquote><p>answer</p>",
        ),
        ("a\n> b", "<p>a</p><blockquote><p>b</p></blockquote>"),
        (
            ">> a\n> b",
            "<blockquote><blockquote><p>a</p></blockquote><p>b</p></blockquote>",
        ),
        (
            "> - a\n>   b\n> ```\n> c\n> ```",
            "<blockquote><ul><li>a<br>b</li></ul><pre><code>c</code></pre></blockquote>",
        ),
        (
            "> a\n\n> b",
            "<blockquote><p>a</p></blockquote><blockquote><p>b</p></blockquote>",
        ),
    ]);
}

#[test]
fn plain_text() {
    for (source, expected) in [
        ("", ""),
        ("# a\n\n**b** `c`\nd", "# a b c d"),
        ("- a\n- b\n\n> c", "a b c"),
        (
            "[text](https://x.org) ![](https://y.org) https://z.org",
            "text https://y.org https://z.org",
        ),
        ("```rust\nlet a;\n  b\n```", "let a; b"),
        ("**“强调”**的字", "“强调”的字"),
        ("<b>&amp;", "<b>&amp;"),
        ("---", "---"),
    ] {
        assert_eq!(plain(source), expected, "source: {source:?}");
    }
}

#[test]
fn what_is_quoted_is_a_quotation_and_what_follows_is_not() {
    use super::quotation;
    assert_eq!(quotation(" one \n\n  two\n"), "> one\n>\n>   two\n");
    assert_eq!(
        render(&(quotation("3 files:\n>= 2") + "yes")),
        "<blockquote><p>3 files:<br>&gt;= 2</p></blockquote><p>yes</p>"
    );
    assert_eq!(quotation(" \n"), "");
}
