//! The brief: one page, whatever it holds, that says nothing that the document doesn't.

use super::{file, sample};
use crate::sheets::{Pdf, unspaced};
use signpost::tally::{Cell, Document};
use std::collections::BTreeSet;

fn brief(document: &Document) -> Pdf {
    Pdf::from_bytes(&file(document, ".pdf"))
}

#[test]
fn it_is_one_tagged_page_that_says_only_what_it_is() {
    for document in [sample::protected(), sample::internal(), sample::longest()] {
        let pdf = brief(&document);
        let (info, source) = (pdf.info(), pdf.source());
        for line in ["Pages:           1", "Tagged:          yes", "Creator:         Signpost", "595.276 x 841.89"] {
            assert!(info.contains(line), "{line}: {info}");
        }
        assert!(info.contains(&format!("Title:           {}", document.title)), "{info}");
        for told in ["CreationDate", "ModDate", "Author", "Subject", "Keywords"] {
            assert!(!info.contains(told), "{info}");
        }
        assert!(source.contains("pdfuaid:part>1<") && source.contains("/Lang (en-GB)"), "PDF/UA-1 in British English");
    }
}

#[test]
fn the_figures_charts_and_gaps_are_in_it() {
    let document = sample::protected();
    let text = brief(&document).text();
    let flat = unspaced(&text);
    for words in [
        "What families asked for: Exampleshire & Sir Enghraifft",
        "October to December 2026",
        "1,070",
        "a year before: 985",
        "86%",
        "Families made about 1,070 enquiries, 85 more than a year before.",
        "Needs by month",
        "Children's ages",
        "Where nothing could be offered",
        "3 services; 2 full, 1 not checked since March 2026",
        "Counts enquiries, not families: one family may ask several times.",
        "[c] stands for a count from 1 to 7",
        "MISSING: Tŷ Croeso / Welcome House. Nothing of it is counted.",
        "It is counted up to 30 November 2026 only.",
    ] {
        let found = words.split(' ').all(|word| flat.contains(word));
        assert!(found, "{words}: {text}");
    }
    // Bars carry their numbers.
    for (label, count) in [("Food & essentials", "255"), ("Stay and play", "45"), ("not asked", "610")] {
        assert!(text.contains(label) && text.contains(count), "{label}: {text}");
    }
}

#[test]
fn no_number_in_it_is_of_its_own_making() {
    for document in [sample::protected(), sample::longest()] {
        let mut known = numbers(&serde_json::to_string(&document).unwrap());
        known.extend(document.tables.iter().flat_map(|table| &table.lines).flat_map(|line| &line.cells).filter_map(
            |cell| {
                if let Cell::Count(count) = cell { Some(count.to_string()) } else { None }
            },
        ));
        let text = brief(&document).text();
        let mut own: BTreeSet<String> = numbers(&text).difference(&known).cloned().collect();
        // How many of the lines are there, and how many desks are not named.
        own.retain(|number| {
            !text.contains(&format!("first {number}")) && !text.contains(&format!("{number} more desks"))
        });
        assert!(own.is_empty(), "{own:?}: {text}");
    }
}

/// Returns the numbers of a text without the commas in them.
fn numbers(text: &str) -> BTreeSet<String> {
    let text = text.replace(',', "");
    text.split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .map(|digits| digits.trim_start_matches('0'))
        .map(str::to_owned)
        .collect()
}

#[test]
fn who_can_not_see_it_hears_it_in_order() {
    let pdf = brief(&sample::protected());
    let tags = pdf.tags();
    assert_eq!(tags.matches("H1 ").count(), 1, "{tags}");
    assert_eq!(tags.matches("Figure").count(), 3, "{tags}");
    assert!(tags.contains("TH ") && tags.contains("Table"), "{tags}");
    let spoken = pdf.spoken();
    let order = [
        "What families asked for: Exam",
        "Interpreter needed",
        "Needs by month",
        "Where nothing could",
        "About these figures",
    ];
    let places: Vec<usize> =
        order.iter().map(|words| spoken.find(words).unwrap_or_else(|| panic!("{words}: {spoken}"))).collect();
    assert!(places.is_sorted(), "{spoken}");
    let source = pdf.source();
    assert!(
        source.contains("Bar chart. Food & essentials 255; Childcare") && source.matches("/Alt ").count() == 3,
        "charts in words"
    );
}

#[test]
fn what_must_be_said_stands_at_head_and_foot() {
    let pdf = brief(&sample::internal());
    let text = pdf.text();
    assert!(text.trim_start().starts_with("INTERNAL - NOT FOR PUBLICATION"), "{text}");
    for head in ["INTERNAL - NOT FOR PUBLICATION", "EXAMPLE - NOT REAL FIGURES", "REVISED - VERSION 2"] {
        assert_eq!(text.matches(head).count(), 2, "{head}: {text}");
    }
    assert!(text.contains("3f2a9c0d") && text.contains("These are true counts"), "{text}");
}

#[test]
fn a_sign_that_no_font_has_does_not_stop_a_release() {
    let mut document = sample::protected();
    document.tables[0].lines[0].labels[0] = "Food \u{1f34e} & essentials \u{4e2d}".into();
    let text = brief(&document).text();
    assert!(text.contains("Food ? & essentials ?"), "{text}");
}

#[test]
fn a_document_with_nothing_in_it_is_a_page_too() {
    let mut document = sample::protected();
    document.tables.clear();
    document.figures.clear();
    let text = brief(&document).text();
    assert!(text.contains("About these figures"), "{text}");
}
