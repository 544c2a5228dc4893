//! The page: what is in it, what is not, and how it is put together for who can't see it.

use super::{file, read, sample};
use scraper::{ElementRef, Html, Selector};
use signpost::tally::{Cell, Document, Shape};
use std::collections::BTreeSet;

fn page(document: &Document) -> Html {
    Html::parse_document(&String::from_utf8(file(document, ".html")).unwrap())
}

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(element: ElementRef) -> String {
    element.text().collect()
}

#[test]
fn every_table_shows_its_cells() {
    for document in [sample::protected(), sample::internal(), sample::longest()] {
        assert_eq!(read::html(&file(&document, ".html")), read::all(&document));
    }
}

#[test]
fn it_runs_nothing_and_fetches_nothing() {
    for document in [sample::protected(), sample::internal()] {
        let page = page(&document);
        for element in all(&page, "*") {
            let value = element.value();
            let forbidden = [
                "script",
                "link",
                "img",
                "iframe",
                "object",
                "embed",
                "base",
                "form",
                "image",
                "use",
                "foreignobject",
                "b",
            ];
            assert!(!forbidden.contains(&value.name().to_lowercase().as_str()), "{}", element.html());
            for (name, content) in value.attrs() {
                let fetches =
                    ["src", "srcset", "action", "xlink:href", "style", "background", "poster", "data"].contains(&name);
                assert!(!fetches && !name.starts_with("on"), "{name}: {}", element.html());
                assert!(
                    !content.contains("http://") && !content.contains("https://") && !content.contains("url("),
                    "{content}"
                );
                assert!(name != "href" || content.starts_with('#'), "{content}");
            }
        }
        let style = text(all(&page, "style")[0]);
        assert!(!style.contains("url(") && !style.contains("@import") && !style.contains("http"));
        let policy = all(&page, "meta[http-equiv='Content-Security-Policy']")[0].value().attr("content").unwrap();
        assert_eq!(policy, "default-src 'none'; style-src 'unsafe-inline'");
        // What looked like markup in a name is text.
        let cells = all(&page, "th").into_iter().map(text).collect::<Vec<_>>();
        assert!(cells.iter().any(|cell| cell == sample::ODD[2]) && cells.iter().any(|cell| cell == sample::ODD[7]));
    }
}

#[test]
fn a_screen_reader_finds_its_way() {
    let page = page(&sample::internal());
    assert_eq!(all(&page, "html")[0].value().attr("lang"), Some("en-GB"));
    let title = text(all(&page, "title")[0]);
    assert!(title.starts_with("INTERNAL - NOT FOR PUBLICATION - ") && title.contains("Exampleshire"), "{title}");
    // Headings go down one step at a time.
    let levels: Vec<u32> =
        all(&page, "h1, h2, h3, h4, h5, h6").iter().map(|h| h.value().name()[1..].parse().unwrap()).collect();
    assert_eq!((levels[0], levels.iter().filter(|level| **level == 1).count()), (1, 1));
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
    // Ids are there once, and everything that names one finds it.
    let ids: Vec<&str> = all(&page, "[id]").iter().map(|element| element.value().attr("id").unwrap()).collect();
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(known.len(), ids.len());
    for element in all(&page, "[aria-labelledby], a[href]") {
        let named =
            element.value().attr("aria-labelledby").or(element.value().attr("href").map(|href| &href[1..])).unwrap();
        assert!(named.split(' ').all(|id| known.contains(id)), "{named}");
    }
    let first = all(&page, "a")[0];
    assert_eq!((first.value().attr("href"), text(first).as_str()), (Some("#main"), "Skip to the figures"));
    for table in all(&page, "table") {
        assert_eq!(table.select(&Selector::parse("caption").unwrap()).count(), 1);
    }
    for th in all(&page, "th") {
        let wanted =
            if th.parent().and_then(|tr| tr.parent()).and_then(ElementRef::wrap).unwrap().value().name() == "thead" {
                "col"
            } else {
                "row"
            };
        assert_eq!(th.value().attr("scope"), Some(wanted), "{}", th.html());
    }
}

#[test]
fn each_chart_has_words_and_its_table_right_after() {
    let document = sample::protected();
    let page = page(&document);
    let drawn: Vec<_> =
        document.tables.iter().filter(|table| table.chart.is_some() && !table.lines.is_empty()).collect();
    let figures = all(&page, "figure");
    assert_eq!(figures.len(), drawn.len());
    for (figure, table) in figures.iter().zip(drawn) {
        let part = |name: &str| figure.select(&Selector::parse(name).unwrap()).next().unwrap();
        assert_eq!(part("svg").value().attr("role"), Some("img"));
        assert_eq!(text(part("svg > title")), table.title);
        let words = text(part("svg > desc"));
        let shown: Vec<String> = figure.select(&Selector::parse("svg .value").unwrap()).map(text).collect();
        let chart = table.chart.as_ref().unwrap();
        let wanted: Vec<String> = table
            .lines
            .iter()
            .filter(|line| !line.total)
            .take(if chart.shape == Shape::Bars { 15 } else { 10 })
            .flat_map(|line| line.cells[chart.from..=chart.to].to_vec())
            .map(|cell| match cell {
                Cell::Count(count) => count.to_string(),
                Cell::Hidden => "[c]".to_owned(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(shown, wanted, "{}", table.title);
        for line in table.lines.iter().filter(|line| !line.total).take(10) {
            assert!(words.contains(&line.labels[0]), "{words}");
        }
        let after = figure.next_siblings().find_map(ElementRef::wrap).unwrap();
        assert_eq!(read::grid(after), read::of(table));
    }
}

#[test]
fn the_page_says_what_must_be_said() {
    let page = page(&sample::internal());
    let notices: Vec<String> = all(&page, ".notice").into_iter().map(text).collect();
    assert_eq!(notices.len(), 3);
    assert!(notices[0].contains("board paper <on> \"hours\" & staffing, 12 January."), "{}", notices[0]);
    let print = text(all(&page, "style")[0]);
    assert!(print.contains("@top-center { content: \"INTERNAL - NOT FOR PUBLICATION - EXAMPLE"), "{print}");
    let whole = text(all(&page, "body")[0]);
    for words in [
        "1,070",
        "a year before: 985",
        "MISSING: Tŷ Croeso / Welcome House",
        "14 counts are hidden",
        "It never counts as no.",
        "Nothing was counted.",
    ] {
        assert!(whole.contains(words), "{words}");
    }
}
