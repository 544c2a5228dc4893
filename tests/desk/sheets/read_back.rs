//! PDF read back: text, tags, languages, what the file tells of itself.

use super::samples::{self, TONGUES};
use super::{Pdf, unspaced};
use signpost::slip::{Item, Paper, Slip, render};
use signpost::snapshot::Stationery;

#[test]
fn a_pdf_says_what_the_slip_says_and_nothing_of_who_made_it() {
    let pdf = Pdf::of(&samples::english(), Paper::A4);
    let text = pdf.text();
    for words in [
        "Riverside Family Hub",
        "22 November 2026",
        "Ask for Sam at the desk",
        "EXAMPLE - not a real service",
        "Riverside Stay and Play",
        "Please ring first.",
        "01632 960123",
        "0808 800 2222",
        "free to call",
        "07700 900668",
        "Waiting list",
        "Scan to ring",
        "Exampleford, HP20 0VD",
        "the-baby-bank-at-riverside@a-long-name.example.org",
    ] {
        assert!(text.contains(words), "{words} is missing in {text}");
    }
    let info = pdf.info();
    for line in
        ["Title:           Family hub", "Creator:         Signpost", "Tagged:          yes", "Pages:           1"]
    {
        assert!(info.contains(line), "{line} is missing in {info}");
    }
    for told in ["CreationDate", "ModDate", "Author", "Subject", "Keywords"] {
        assert!(!info.contains(told), "{info}");
    }
    let source = pdf.source();
    assert!(source.contains("pdfuaid:part>1<"), "PDF/UA-1");
    assert!(source.contains("/Alt (Scan to ring: tel:+441632960123)"), "the code in words");
}

#[test]
fn a_screen_reader_finds_headings_paragraphs_and_pictures() {
    let tags = Pdf::of(&samples::english(), Paper::A5).tags();
    assert_eq!(tags.matches("H1 ").count(), 1, "{tags}");
    assert_eq!(tags.matches("H2 ").count(), 3, "{tags}");
    assert_eq!(tags.matches("Figure").count(), 2, "{tags}");
    let order = ["Riverside Family Hub", "Riverside Stay and Play", "Helpline for parents", "Baby bank"];
    let places: Vec<usize> = order.iter().map(|name| tags.find(name).unwrap()).collect();
    assert!(places.is_sorted(), "{tags}");
}

#[test]
fn each_passage_carries_its_language_and_reads_back() {
    for words in &TONGUES {
        for paper in [Paper::A4, Paper::Roll58] {
            let pdf = Pdf::of(&samples::tongue(words.code), paper);
            let source = pdf.source();
            let marked = |code: &str| source.matches(&format!("/Lang ({code})")).count();
            assert!(marked(words.code) >= 10 && marked("en") >= 1, "{}: {}", words.code, marked(words.code));
            let text = pdf.text();
            for english in ["01632 960123", "0808 800 2222", "Riverside Stay and Play", "Free"] {
                assert!(unspaced(&text).contains(&unspaced(english)), "{}: {english} is missing in {text}", words.code);
            }
            // Programs put Nastaliq's hanging words together letter by letter: there the pictures must do.
            if words.code != "ur" {
                let own = unspaced(&text);
                // What stands around a dash may come back in another order.
                for passage in [words.ring, words.free].into_iter().chain(words.example.split(" - ")) {
                    assert!(own.contains(&unspaced(passage)), "{}: {passage} is missing in {text}", words.code);
                }
            }
        }
    }
}

#[test]
fn nothing_in_a_text_is_markup() {
    for name in [
        "#set page(width: 1cm)",
        "*bold* _not_ `code`",
        "back\\slash \\u{41}",
        "$x^2$ and #(1/0)",
        "<tag> @reference",
        "= Heading",
        "\"quoted\" // comment /* more */",
        "#include \"data.json\"",
    ] {
        let pdf = Pdf::of(&named(name), Paper::A4);
        assert!(pdf.text().contains(name), "{name} is missing in {}", pdf.text());
        assert!(pdf.info().contains("595.276 x 841.89"), "{name}");
    }
}

#[test]
fn a_character_that_turns_text_round_is_gone() {
    let pdf = Pdf::of(&named("Play \u{202e}and\u{2066} stay\u{200b}"), Paper::A4);
    assert!(pdf.text().contains("Play and stay"), "{}", pdf.text());
    assert!(!pdf.source().contains("202E") && !pdf.source().contains("202e"));
}

#[test]
fn a_character_without_a_letter_is_an_error_that_names_it() {
    for (name, missing) in
        [("Play \u{1f600} group", "\"\u{1f600}\" (U+1F600)"), ("\u{4e2d}\u{6587}", "\"\u{4e2d}\" (U+4E2D)")]
    {
        let slip = named(name);
        let pdf = render::pdf(&slip, Paper::A4, &Stationery::default()).unwrap_err();
        let picture = render::roll(&slip, Paper::Roll80, &Stationery::default()).unwrap_err();
        for error in [pdf, picture] {
            let said = error.to_string();
            assert!(said.contains(missing) && said.contains(name) && said.contains("write it"), "{said}");
        }
    }
}

#[test]
fn every_letter_of_the_languages_of_families_is_there() {
    let letters = "ŵŷŴŶâêîôû ąćęłńóśźżĄĆĘŁŃÓŚŹŻ ăâîșțĂÂÎȘȚ şţ єіїґЄІЇҐ щюяё ٹڈڑںےھہۓ ءآأؤإئ پچژگ ।॥ '’‘“”–—…£€°½ ½¼×•";
    let pdf = Pdf::of(&named(letters), Paper::A4);
    assert!(pdf.info().contains("Pages:           1"));
}

#[test]
fn a_discreet_slip_tells_nothing() {
    for paper in [Paper::A4, Paper::A5, Paper::Roll80, Paper::Roll58] {
        let pdf = Pdf::of(&samples::discreet(), paper);
        let (text, info, tags) = (pdf.text(), pdf.info(), pdf.tags());
        assert!(text.contains("0808 2000 247") && text.contains("Riverside Family"), "{text}");
        assert!(info.contains("Title:           Family hub"), "{info}");
        assert!(!tags.contains("Figure") && tags.contains("H2 \"1\"") && tags.contains("H2 \"2\""), "{tags}");
        for word in ["play", "helpline", "baby", "scan", "http", "tel:", "discreet", "only in english"] {
            let all = format!("{text}{info}{tags}").to_lowercase();
            assert!(!all.contains(word), "{word}: {all}");
        }
    }
}

#[test]
fn a_discreet_slip_with_a_code_all_the_same_prints_none() {
    let mut slip = samples::discreet();
    slip.items[0].code = samples::english().items[0].code.clone();
    assert!(!Pdf::of(&slip, Paper::A4).tags().contains("Figure"));
}

/// Returns a slip with one service of this name.
fn named(name: &str) -> Slip {
    Slip {
        hub: "Riverside Family Hub".into(),
        date: "22 November 2026".into(),
        items: vec![Item { name: Some(name.into()), ..Item::default() }],
        ..Slip::default()
    }
}
