//! The page for browsers and the brief on paper: their tables, their texts, and how long their bars and how high their points are.

use super::read::{Odd, Release, Sheet, compared, digits};
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Stdio};

/// Part of the width that the longest bar takes, and how far a rounded length may be from its number.
const WIDEST: f64 = 80.0;
const NEAR: f64 = 0.006;
/// Height in dots between ground and highest point of a curve, and how far a point may be from its number.
const HIGH: f64 = 31.0;
const DOT: f64 = 0.06;

fn all<'a>(of: ElementRef<'a>, selector: &str) -> Vec<ElementRef<'a>> {
    of.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(of: ElementRef) -> String {
    of.text().collect::<String>().trim().to_owned()
}

/// Returns what the page tells that the tables don't.
pub fn html(release: &Release, bytes: &[u8]) -> Vec<Odd> {
    let source = std::str::from_utf8(bytes).unwrap();
    let page = Html::parse_document(source);
    let root = page.root_element();
    let mut odd = Vec::new();
    if source.contains("<!--") || source.contains("<script") || source.contains(" data-") {
        odd.push("html: it holds comments, scripts or data".to_owned());
    }
    for sheet in &release.sheets {
        let sections = all(root, "section");
        let Some(section) = sections.into_iter().find(|one| one.value().attr("aria-labelledby") == Some(&sheet.id))
        else {
            odd.push(format!("html: no section {}", sheet.id));
            continue;
        };
        let lines: Vec<Vec<String>> =
            all(section, "tr").iter().map(|line| all(*line, "th, td").into_iter().map(text).collect()).collect();
        let lines: Vec<Vec<String>> = lines.into_iter().map(|line| line.into_iter().map(bare).collect()).collect();
        odd.extend(compared(&format!("html {}", sheet.id), sheet, &lines));
        for picture in all(section, "svg") {
            odd.extend(drawn(release, sheet, picture).into_iter().map(|what| format!("html {}: {what}", sheet.id)));
        }
    }
    let words: Vec<String> = all(root, "body *").into_iter().map(own_text).collect();
    odd.extend(tells(release, "html", &words));
    odd
}

/// Returns a number without the commas that group its digits.
fn bare(cell: String) -> String {
    let plain: String = cell.chars().filter(|c| *c != ',').collect();
    if plain.parse::<u64>().is_ok() { plain } else { cell }
}

fn own_text(of: ElementRef) -> String {
    of.children().filter_map(|child| child.value().as_text().map(|text| text.to_string())).collect::<Vec<_>>().join(" ")
}

fn tells(release: &Release, place: &str, words: &[String]) -> Vec<Odd> {
    let told: BTreeSet<String> = words.iter().flat_map(|text| digits(text).collect::<Vec<_>>()).collect();
    let known = |number: &String| {
        release.digits.contains(number)
            || number.len() > 5 && release.digits.iter().any(|digits| digits.contains(number))
            || release.digits.iter().any(|digits| digits.trim_start_matches('0') == number)
    };
    told.into_iter().filter(|n| !known(n)).map(|number| format!("{place}: {number} is in no table")).collect()
}

/// Lengths and heights must be those of the numbers that are shown, and nothing where the symbol stands.
fn drawn(release: &Release, sheet: &Sheet, picture: ElementRef) -> Vec<Odd> {
    let Some((from, to, curves)) = sheet.chart else { return vec!["a chart that the table has not".to_owned()] };
    let number = |cell: &String| cell.trim_end_matches('%').parse::<f64>().ok();
    let rows = sheet.lines.iter().filter(|line| !line.total).map(|line| &line.cells[from..=to]);
    let rows: Vec<_> = rows.filter(|cells| cells.iter().any(|cell| !cell.is_empty())).collect();
    let rows = &rows[..rows.len().min(if curves { 10 } else { 15 })];
    let attr = |of: &ElementRef, name: &str| -> f64 {
        of.value().attr(name).and_then(|value| value.trim_end_matches('%').parse().ok()).unwrap_or(f64::NAN)
    };
    let mut odd = Vec::new();
    if !curves {
        let highest = rows.iter().filter_map(|cells| number(&cells[0])).fold(1.0, f64::max);
        let wanted: Vec<f64> = rows
            .iter()
            .filter_map(|cells| number(&cells[0]))
            .filter(|count| *count > 0.0)
            .map(|count| count / highest * WIDEST)
            .collect();
        let is: Vec<f64> = all(picture, "rect").iter().map(|bar| attr(bar, "width")).collect();
        if is.len() != wanted.len() || is.iter().zip(&wanted).any(|(is, should)| (is - should).abs() > NEAR) {
            odd.push(format!("bars are {is:?} long, not {wanted:?}"));
        }
        let values: Vec<String> = all(picture, "text.value").into_iter().map(|one| bare(text(one))).collect();
        if values != rows.iter().map(|cells| cells[0].clone()).collect::<Vec<_>>() {
            odd.push(format!("bars say {values:?}"));
        }
        return odd;
    }
    let points = all(picture, "line.ground, circle");
    let mut row = 0;
    let mut ground = 0.0;
    let mut is: Vec<Vec<f64>> = Vec::new();
    for point in points {
        if point.value().name() == "line" {
            ground = attr(&point, "y1");
            is.push(Vec::new());
            row += 1;
        } else {
            is[row - 1].push((ground - attr(&point, "cy")) / HIGH);
        }
    }
    let wanted: Vec<Vec<f64>> = rows
        .iter()
        .map(|cells| {
            let counts: Vec<f64> = cells.iter().filter_map(number).collect();
            let highest = counts.iter().copied().fold(1.0, f64::max);
            counts.into_iter().map(|count| count / highest).collect()
        })
        .collect();
    let near = |is: &Vec<f64>, should: &Vec<f64>| {
        is.len() == should.len() && is.iter().zip(should).all(|(is, should)| (is - should).abs() * HIGH <= DOT)
    };
    if is.len() != wanted.len() || !is.iter().zip(&wanted).all(|(is, should)| near(is, should)) {
        odd.push(format!("points stand at {is:?}, not {wanted:?}"));
    }
    let _ = release;
    odd
}

/// Returns what the brief tells that the tables don't.
pub fn pdf(release: &Release, bytes: &[u8]) -> Vec<Odd> {
    let mut run = Command::new("pdftotext");
    let run = run.args(["-layout", "-enc", "UTF-8", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut run = run.spawn().expect("pdftotext, of the package poppler-utils");
    run.stdin.take().unwrap().write_all(bytes).unwrap();
    let said = String::from_utf8(run.wait_with_output().unwrap().stdout).unwrap();
    // It says how many lines it shows, and breaks ids within.
    let words: Vec<String> =
        said.split("the first ").map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit()).to_owned()).collect();
    let mut odd = tells(release, "pdf", &words);
    if !said.contains(&release.symbol) && release.figures.iter().any(|(_, cell)| *cell == release.symbol) {
        odd.push("pdf: it says nothing where a figure is hidden".to_owned());
    }
    odd
}
