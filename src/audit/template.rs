//! The locality's own template and logo, tried with slips as a desk makes them: what is wrong with them is better known here than with a family waiting.

use super::Report;
use crate::catalogue::{File, Folder, Listing, Part, Problem, SlipLook, check, parse};
use crate::error::Error;
use crate::slip::{Code, Fact, Item, Number, Paper, Said, Slip, Tongue, render};
use crate::snapshot::Stationery;
use std::sync::Arc;

/// Returns what is wrong with the template and the logo when slips are made with them. What can be told without that is told elsewhere.
pub(super) fn reports(folder: &Folder, listing: &Listing, newer: bool) -> Vec<Report> {
    let of = |part: Part| listing.files.iter().filter(move |file| file.part == part);
    let template = of(Part::SlipTemplate).next();
    let template_text = template.and_then(|file| folder.read(file).ok());
    if template_text.as_ref().is_some_and(|text| !check::template(text).is_empty()) {
        return Vec::new();
    }
    // As the desk chooses: of two logos the one that prints well at any size.
    let logo = of(Part::SlipLogo).next_back();
    let logo = logo.and_then(|file| {
        let bytes = folder.bytes(file).ok()?;
        let good = check::logo(&file.path, &bytes).is_empty();
        good.then(|| (file, (check::ending(&file.path).to_owned(), bytes.into_owned())))
    });
    let look = of(Part::SlipLook).next().and_then(|file| folder.read(file).ok());
    let look = look.map(|text| parse::<SlipLook>(&text, newer).value).unwrap_or_default();
    let mut stationery =
        Stationery { template: template_text.as_deref().map(str::to_owned), look, ..Stationery::default() };
    let mut out = Vec::new();
    if let Some(file) = template
        && let Some(text) = &template_text
        && let Some(error) = tried(&stationery)
    {
        out.push(of_template(file, text, &error));
        // Whatever the logo does, it would be told of the template again.
        stationery.template = None;
    }
    if let Some((file, logo)) = logo {
        stationery.logo = Some(logo);
        if let Some(error) = tried(&stationery) {
            let problem =
                Problem::error("logo-not-usable", 0..0, format!("No slip can be made with this logo. {}", error.what));
            let hint = "Export it again as a plain SVG or PNG, a few centimetres wide.";
            out.push(Report { path: file.path.clone(), text: Arc::from(""), problem: problem.hint(hint) });
        }
    }
    out
}

/// Returns what is wrong when slips of each kind are made.
fn tried(stationery: &Stationery) -> Option<Error> {
    if stationery.template.is_none() && stationery.logo.is_none() {
        return None;
    }
    let (slip, discreet) = (sample(true), Slip { discreet: true, ..sample(true) });
    let (large, plain) = (Slip { large: true, ..sample(true) }, Slip { plain: true, ..sample(false) });
    let kinds = [(&slip, Paper::A5), (&discreet, Paper::A5), (&large, Paper::A4), (&plain, Paper::Roll58)];
    kinds.into_iter().find_map(|(slip, paper)| render::own(slip, paper, stationery).err())
}

/// Returns an error of a template as a problem at its place.
fn of_template(file: &File, text: &str, error: &Error) -> Report {
    let placed = error.what.strip_prefix(file.path.as_str()).and_then(|rest| {
        let mut parts = rest.strip_prefix(':')?.splitn(3, ':');
        let (line, column) = (parts.next()?.parse::<usize>().ok()?, parts.next()?.parse::<usize>().ok()?);
        let start = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum::<usize>();
        let (at, c) = text.get(start..)?.char_indices().nth(column.checked_sub(1)?)?;
        Some((start + at..start + at + c.len_utf8(), parts.next()?.trim()))
    });
    let (span, said) = placed.unwrap_or((0..0, &error.what));
    let what = format!("No slip can be made with this template: {said}");
    let problem = Problem::error("template-not-usable", span, what)
        .hint("Mend it, or delete it, and the built-in template is used.");
    Report { path: file.path.clone(), text: Arc::from(text), problem }
}

/// Returns a slip that has everything which a slip can have, in English alone or in another language too.
fn sample(other: bool) -> Slip {
    let said = |english: &str, own: &str| Said { english: english.to_owned(), own: other.then(|| own.to_owned()) };
    let item = |name: &str| Item {
        name: Some(name.to_owned()),
        hindrance: Some(said("Waiting list", "انتظار کی فہرست")),
        line: Some(said("Play and songs for under-fives and their grown-ups.", "بچوں کے لیے کھیل اور گیت۔")),
        first: Some("Please ring first. We have not checked this lately.".into()),
        phones: vec![Number { number: "01632 960123".to_owned(), note: Some("reception".into()) }],
        text_number: Some("PLAY to 85258".to_owned()),
        facts: vec![
            Fact {
                heading: said("When", "کب"),
                lines: vec!["Tuesdays, 10am to 11:30am".into(), "Closed on bank holidays".into()],
            },
            Fact {
                heading: said("Where", "کہاں"),
                lines: vec!["Garden room, 1 Long Example Street, Exampleford, HP20 0VC".into()],
            },
            Fact {
                heading: said("Website", "ویب سائٹ"),
                lines: vec!["https://a-rather-long-name.example/with/a/long/way/behind/it".into()],
            },
        ],
        code: Some(Code { label: said("Scan to ring", "فون کریں"), address: "tel:+441632960123".to_owned() }),
        example: true,
    };
    Slip {
        hub: "Family hub".to_owned(),
        example: true,
        hub_lines: vec!["1 High Street, Exampleford, HP20 0VC".into(), "01632 960100".into()],
        date: said("22 November 2026", "22 نومبر 2026"),
        tongue: other.then(|| Tongue {
            code: "ur".to_owned(),
            name: "Urdu".to_owned(),
            own_name: "اردو".to_owned(),
            right_to_left: true,
            checked: false,
        }),
        items: vec![item("Stay and play"), Item { name: None, code: None, ..item("") }],
        line: Some("Ask for the navigator.".to_owned()),
        notes: vec!["In danger now? Ring 999.".into()],
        ..Slip::default()
    }
}
