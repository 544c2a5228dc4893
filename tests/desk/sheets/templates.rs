//! What a locality puts in the place of the built-in: a template, a logo, colours. Broken ones never keep a slip from coming out.

use super::Pdf;
use super::samples;
use signpost::slip::{Paper, render};
use signpost::snapshot::Stationery;

/// A logo as small as can be.
const LOGO: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10" fill="#00703c"/></svg>"##;

#[test]
fn a_locality_uses_its_own_template_logo_and_colour() {
    let mut stationery = with_template(
        "#let data = json(\"data.json\")\n#image(data.logo, alt: data.look.logo_alt)\n#text(fill: rgb(data.look.colour), data.slip.hub + \" of our own\")\n#set document(title: \"Help with secrets\", author: \"Sam\", keywords: (\"abuse\",))",
    );
    stationery.logo = Some(("svg".into(), LOGO.as_bytes().to_vec()));
    stationery.look.colour = Some("#00703c".into());
    stationery.look.logo_alt = Some("Exampleshire Council".into());
    let made = render::pdf(&samples::english(), Paper::A4, &stationery).unwrap();
    assert!(made.warnings.is_empty(), "{:?}", made.warnings);
    let pdf = Pdf::from_bytes(&made.out);
    assert!(pdf.text().contains("Riverside Family Hub of our own"), "{}", pdf.text());
    assert!(pdf.source().contains("/Alt (Exampleshire Council)"));
    // Whatever a template calls the file, a list of files shows the same for every slip.
    let info = pdf.info();
    assert!(
        info.contains("Family hub") && !info.contains("secrets") && !info.contains("Sam") && !info.contains("abuse"),
        "{info}"
    );
}

#[test]
fn a_broken_template_gives_way_to_the_built_in_one_and_says_where_it_is_broken() {
    for (template, place, what) in [
        ("#let x = (1,\n", "slip/slip.typ:1:", "unclosed"),
        ("= Hello\n#unknown-thing", "slip/slip.typ:2:2", "unknown variable: unknown-thing"),
        ("#let data = json(\"data.json\")\n#data.slip.nothing", "slip/slip.typ:2:", "nothing"),
        ("\n\n  #read(\"/etc/passwd\")", "slip/slip.typ:3:", "not found"),
        ("#read(\"../../secret.toml\")", "slip/slip.typ:1:", "escape"),
        ("#import \"@preview/cetz:0.3.0\": canvas", "slip/slip.typ:1:", "package"),
        ("#let f(x) = f(x + 1)\n#f(1)", "slip/slip.typ:1:", "depth exceeded"),
        ("#let n = 0\n#while n < 1 { n -= 1 }", "slip/slip.typ:2:", "infinite"),
        ("Smile \u{1f600}", "", "U+1F600"),
        ("#place(dx: 500mm)[Far away]", "", "runs off the page"),
        ("#datetime.today().display()", "slip/slip.typ:1:", "date"),
    ] {
        for paper in [Paper::A5, Paper::Roll80] {
            let made = render::pdf(&samples::english(), paper, &with_template(template)).unwrap();
            let [warning] = made.warnings.as_slice() else { panic!("{template}: {:?}", made.warnings) };
            assert!(warning.starts_with("The slip was made with the built-in template"), "{warning}");
            assert!(warning.contains(place) && warning.contains(what), "{template}: {warning}");
            assert_eq!(made.out, render::pdf(&samples::english(), paper, &Stationery::default()).unwrap().out);
        }
    }
}

#[test]
fn a_picture_without_words_is_fine_on_screen_and_not_in_a_pdf() {
    let mut stationery = with_template("#image(json(\"data.json\").logo)\nOur slip");
    stationery.logo = Some(("svg".into(), LOGO.as_bytes().to_vec()));
    let made = render::pdf(&samples::english(), Paper::A4, &stationery).unwrap();
    assert!(made.warnings[0].contains("slip/slip.typ:1:2") && made.warnings[0].contains("alt"), "{:?}", made.warnings);
    let pictures = render::pictures(&samples::english(), Paper::A4, &stationery, 2.0).unwrap();
    assert!(pictures.warnings.is_empty(), "{:?}", pictures.warnings);
}

#[test]
fn a_broken_logo_or_colour_is_left_out_and_said() {
    for (ending, bytes) in [("svg", &b"<svg"[..]), ("png", b"no picture"), ("bmp", b"BM")] {
        let stationery = Stationery { logo: Some((ending.into(), bytes.to_vec())), ..Stationery::default() };
        let made = render::pdf(&samples::english(), Paper::A4, &stationery).unwrap();
        assert!(made.warnings[0].starts_with("The slip was made without the logo"), "{:?}", made.warnings);
        assert!(Pdf::from_bytes(&made.out).text().contains("01632 960123"));
    }
    let mut stationery = Stationery { logo: Some(("svg".into(), LOGO.as_bytes().to_vec())), ..Stationery::default() };
    stationery.look.colour = Some("blue-ish".into());
    let made = render::pdf(&samples::english(), Paper::A4, &stationery).unwrap();
    assert_eq!(made.warnings.len(), 1);
    assert!(
        made.warnings[0].contains("slip/look.toml") && made.warnings[0].contains("blue-ish"),
        "{:?}",
        made.warnings
    );
    assert!(Pdf::from_bytes(&made.out).source().contains("/Alt (Riverside Family Hub)"), "the good logo stays");
}

#[test]
fn the_words_of_a_locality_stand_at_the_end() {
    let mut stationery = Stationery::default();
    stationery.look.footer = Some("Exampleshire Council, for *every* family".into());
    let made = render::pdf(&samples::english(), Paper::A4, &stationery).unwrap();
    assert!(Pdf::from_bytes(&made.out).text().contains("Exampleshire Council, for *every* family"));
}

fn with_template(text: &str) -> Stationery {
    Stationery { template: Some(text.to_owned()), ..Stationery::default() }
}
