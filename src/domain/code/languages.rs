//! Which languages there are, by the names that people give them, and what is what in them.

use super::{
    Grammar, Kind,
    words::{Key, Quoted, Words},
};

/// The languages, each with its names between blanks.
pub(super) static ALL: [(&str, Grammar); 24] = [
    ("bash sh shell zsh console ksh", Grammar::Words(BASH)),
    ("c h objc objective-c", Grammar::Words(C)),
    ("c++ cpp cc cxx hpp", Grammar::Words(CPP)),
    ("c# csharp cs", Grammar::Words(CSHARP)),
    ("css scss less", Grammar::Words(CSS)),
    ("diff patch", Grammar::Diff),
    ("dockerfile docker", Grammar::Words(DOCKER)),
    ("go golang", Grammar::Words(GO)),
    ("html htm xml svg vue svelte", Grammar::Markup),
    ("java", Grammar::Words(JAVA)),
    ("javascript js jsx mjs cjs node", Grammar::Words(JAVASCRIPT)),
    ("json jsonc json5 jsonl", Grammar::Words(JSON)),
    ("kotlin kt kts", Grammar::Words(KOTLIN)),
    ("lua", Grammar::Words(LUA)),
    ("markdown md", Grammar::Markdown),
    ("php", Grammar::Words(PHP)),
    ("python py python3", Grammar::Words(PYTHON)),
    ("ruby rb", Grammar::Words(RUBY)),
    ("rust rs", Grammar::Words(RUST)),
    (
        "sql sqlite postgres postgresql mysql plsql",
        Grammar::Words(SQL),
    ),
    ("swift", Grammar::Words(SWIFT)),
    ("toml ini cfg conf properties env", Grammar::Words(TOML)),
    ("typescript ts tsx mts", Grammar::Words(TYPESCRIPT)),
    ("yaml yml", Grammar::Words(YAML)),
];

const fn quoted(open: &'static str, close: &'static str, escapes: bool, lines: bool) -> Quoted {
    Quoted {
        open,
        close,
        escapes,
        lines,
    }
}

const DOUBLE: Quoted = quoted("\"", "\"", true, false);
const SINGLE: Quoted = quoted("'", "'", true, false);
const THREE: Quoted = quoted("\"\"\"", "\"\"\"", true, true);

/// What most languages that look like C have.
const LIKE_C: Words = Words {
    keywords: "",
    caseless: false,
    remark: &["//"],
    apart: false,
    aside: Some(("/*", "*/")),
    nests: false,
    strings: &[DOUBLE, SINGLE],
    escapes: false,
    letters: false,
    patterns: false,
    within: "",
    signs: &[],
    capitals: true,
    calls: true,
    keys: None,
};

/// What most languages have whose comments begin with `#`.
const LIKE_SHELL: Words = Words {
    remark: &["#"],
    aside: None,
    ..LIKE_C
};

const BASH: Words = Words {
    keywords: "if then else elif fi for while until do done case esac in function select time return exit break continue \
               local export readonly declare unset shift source alias set trap exec eval cd echo printf read test true false \
               sudo",
    apart: true,
    strings: &[
        quoted("\"", "\"", true, true),
        quoted("'", "'", false, true),
    ],
    escapes: true,
    within: "-",
    signs: &[('$', Kind::Name)],
    capitals: false,
    ..LIKE_SHELL
};

const C: Words = Words {
    keywords: "auto bool break case char const continue default do double else enum extern false float for goto if inline int \
               long nullptr register restrict return short signed sizeof static struct switch true typedef union unsigned void \
               volatile while NULL size_t ssize_t int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t",
    signs: &[('#', Kind::Keyword)],
    ..LIKE_C
};

const CPP: Words = Words {
    keywords: "alignas alignof and auto bool break case catch char class co_await co_return co_yield concept const consteval \
               constexpr const_cast continue decltype default delete do double dynamic_cast else enum explicit export extern \
               false final float for friend goto if inline int long mutable namespace new noexcept not nullptr operator or \
               override private protected public reinterpret_cast requires return short signed sizeof static static_assert \
               static_cast struct switch template this throw true try typedef typename union unsigned using virtual void \
               volatile wchar_t while std size_t int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t",
    strings: &[quoted("R\"(", ")\"", false, true), DOUBLE, SINGLE],
    ..C
};

const CSHARP: Words = Words {
    keywords: "abstract as async await base bool break byte case catch char checked class const continue decimal default \
               delegate do double else enum event explicit extern false finally fixed float for foreach get if implicit in init \
               int interface internal is lock long namespace new null object operator out override params private protected \
               public readonly record ref required return sbyte sealed set short sizeof static string struct switch this throw \
               true try typeof uint ulong unchecked unsafe ushort using var virtual void volatile when where while yield",
    strings: &[THREE, quoted("@\"", "\"", false, true), DOUBLE, SINGLE],
    signs: &[('#', Kind::Keyword)],
    ..LIKE_C
};

const CSS: Words = Words {
    keywords: "important",
    within: "-",
    signs: &[
        ('@', Kind::Keyword),
        ('#', Kind::Number),
        ('$', Kind::Name),
        ('.', Kind::Name),
    ],
    capitals: false,
    // In a plain style sheet two slashes are a part of an address.
    remark: &[],
    keys: Some(Key::ColonWithin),
    ..LIKE_C
};

const DOCKER: Words = Words {
    keywords: "FROM AS RUN CMD LABEL EXPOSE ENV ADD COPY ENTRYPOINT VOLUME USER WORKDIR ARG ONBUILD STOPSIGNAL HEALTHCHECK \
               SHELL",
    ..BASH
};

const GO: Words = Words {
    keywords: "break case chan const continue default defer else fallthrough for func go goto if import interface map package \
               range return select struct switch type var any bool byte comparable complex64 complex128 error float32 float64 \
               int int8 int16 int32 int64 rune string uint uint8 uint16 uint32 uint64 uintptr true false nil iota",
    strings: &[DOUBLE, SINGLE, quoted("`", "`", false, true)],
    ..LIKE_C
};

const JAVA: Words = Words {
    keywords: "abstract assert boolean break byte case catch char class const continue default do double else enum extends \
               false final finally float for goto if implements import instanceof int interface long native new null package \
               permits private protected public record return sealed short static strictfp super switch synchronized this throw \
               throws transient true try var void volatile while yield",
    strings: &[THREE, DOUBLE, SINGLE],
    signs: &[('@', Kind::Name)],
    ..LIKE_C
};

const JAVASCRIPT: Words = Words {
    keywords: "async await break case catch class const continue debugger default delete do else export extends false finally \
               for from function get if import in instanceof let new null of return set static super switch this throw true try \
               typeof undefined var void while with yield",
    strings: &[DOUBLE, SINGLE, quoted("`", "`", true, true)],
    patterns: true,
    within: "$",
    signs: &[('@', Kind::Name)],
    ..LIKE_C
};

const JSON: Words = Words {
    keywords: "true false null",
    capitals: false,
    calls: false,
    keys: Some(Key::Colon),
    ..LIKE_C
};

const KOTLIN: Words = Words {
    keywords: "abstract actual annotation as break by catch class companion const constructor continue crossinline data do \
               else enum expect external false final finally for fun get if import in infix init inline inner interface internal \
               is lateinit noinline null object open operator out override package private protected public reified return \
               sealed set super suspend tailrec this throw true try typealias val value var vararg when where while",
    nests: true,
    ..JAVA
};

const LUA: Words = Words {
    keywords: "and break do else elseif end false for function goto if in local nil not or repeat return then true until while \
               self",
    remark: &["--"],
    aside: Some(("--[[", "]]")),
    strings: &[DOUBLE, SINGLE, quoted("[[", "]]", false, true)],
    capitals: false,
    ..LIKE_C
};

const PHP: Words = Words {
    keywords: "abstract and array as bool break callable case catch class clone const continue declare default do echo else \
               elseif empty enum extends false final finally fn for foreach function global if implements include instanceof \
               int interface isset list match mixed namespace new null or print private protected public readonly require \
               require_once return self static string switch this throw trait true try unset use var void while yield php",
    remark: &["//", "#"],
    signs: &[('$', Kind::Name)],
    ..LIKE_C
};

const PYTHON: Words = Words {
    keywords: "and as assert async await bool break bytes case class continue def del dict elif else except False finally float \
               for from global if import in int is lambda list match None nonlocal not object or pass raise return self set str \
               True try tuple while with yield",
    strings: &[THREE, quoted("'''", "'''", true, true), DOUBLE, SINGLE],
    signs: &[('@', Kind::Name)],
    ..LIKE_SHELL
};

const RUBY: Words = Words {
    keywords: "alias and attr_accessor attr_reader attr_writer begin break case class def defined do else elsif end ensure extend \
               false for if in include module next nil not or private protected public raise redo require require_relative \
               rescue retry return self super then true undef unless until when while yield",
    strings: &[DOUBLE, SINGLE, quoted("`", "`", true, true)],
    signs: &[('@', Kind::Name), (':', Kind::Text)],
    ..LIKE_SHELL
};

const RUST: Words = Words {
    keywords: "as async await bool break char const continue crate dyn else enum extern false f32 f64 fn for if i8 i16 i32 i64 \
               i128 impl in isize let loop macro_rules match mod move mut pub ref return self Self static str struct super trait \
               true type u8 u16 u32 u64 u128 union unsafe use usize where while",
    nests: true,
    strings: &[
        quoted("r##\"", "\"##", false, true),
        quoted("r#\"", "\"#", false, true),
        quoted("r\"", "\"", false, true),
        quoted("\"", "\"", true, true),
    ],
    letters: true,
    ..LIKE_C
};

const SQL: Words = Words {
    keywords: "add all alter analyze and any as asc autoincrement begin between bigint blob boolean by cascade case check column \
               commit conflict constraint create cross current_date current_timestamp database date default delete desc \
               distinct do drop else end except exists explain false filter foreign from full function group having if ilike in \
               index inner insert int integer intersect into is join key language left like limit natural not null numeric \
               offset on or order outer over partition plan pragma primary procedure real recursive references rename replace \
               returning right rollback row rows savepoint select serial set strict table temporary text then timestamp to \
               transaction trigger true truncate union unique update using vacuum values varchar view virtual when where window \
               with without",
    caseless: true,
    remark: &["--"],
    strings: &[
        quoted("'", "'", false, true),
        quoted("\"", "\"", false, true),
        quoted("`", "`", false, true),
    ],
    capitals: false,
    ..LIKE_C
};

const SWIFT: Words = Words {
    keywords: "actor any as associatedtype async await break case catch class continue convenience default defer deinit do else \
               enum extension fallthrough false fileprivate final for func guard if import in indirect init inout internal is \
               lazy let mutating nil nonisolated open operator override private protocol public repeat required rethrows return \
               self Self some static struct subscript super switch throw throws true try typealias unowned var weak where while",
    ..KOTLIN
};

const TOML: Words = Words {
    keywords: "true false",
    remark: &["#", ";"],
    apart: true,
    strings: &[
        THREE,
        quoted("'''", "'''", false, true),
        DOUBLE,
        quoted("'", "'", false, false),
    ],
    within: "-.",
    capitals: false,
    calls: false,
    keys: Some(Key::Equals),
    ..LIKE_SHELL
};

const TYPESCRIPT: Words = Words {
    keywords: "abstract any as async await bigint boolean break case catch class const continue declare default delete do else \
               enum export extends false finally for from function get if implements import in infer instanceof interface is \
               keyof let namespace never new null number object of override private protected public readonly return satisfies \
               set static string super switch symbol this throw true try type typeof undefined unique unknown var void while \
               yield",
    ..JAVASCRIPT
};

const YAML: Words = Words {
    keywords: "true false null yes no on off",
    apart: true,
    strings: &[
        quoted("\"", "\"", true, true),
        quoted("'", "'", false, true),
    ],
    within: "-.",
    capitals: false,
    calls: false,
    keys: Some(Key::ColonApart),
    ..LIKE_SHELL
};
