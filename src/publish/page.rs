//! HTML: one file that needs nothing else. It runs no script and fetches nothing, and it says so to the browser.

mod chart;

use super::drawn::Drawn;
use super::words::{self, notices};
use crate::tally::{Cell, Document, Shape, Table};
use std::fmt::Write;

/// Looks of the page: light and dark, wide and narrow, on paper, with the reader's own colours.
const STYLE: &str = include_str!("../../assets/tally/page.css");
/// Most missing desks that are named at the top.
const MISSING: usize = 6;
/// Most bars of a chart.
const BARS: usize = 15;
/// Most curves of a chart.
const CURVES: usize = 10;

/// Returns the page.
pub fn whole(document: &Document) -> String {
    let mut page = Page { document, symbol: words::symbol(document), out: String::new() };
    page.put();
    page.out
}

/// Returns a text as it stands in a page or in quotes.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// The page as it is written.
struct Page<'a> {
    document: &'a Document,
    symbol: String,
    out: String,
}

impl Page<'_> {
    fn put(&mut self) {
        let document = self.document;
        self.head();
        self.add("<a class=\"skip\" href=\"#main\">Skip to the figures</a>\n<header>\n");
        for notice in notices(document) {
            self.add(&format!(
                "<p class=\"notice\"><strong>{}</strong> {}</p>\n",
                escaped(&notice.head),
                escaped(&notice.text)
            ));
        }
        self.element("h1", &document.title);
        self.add("</header>\n<main id=\"main\">\n");
        self.figures();
        self.paragraph("protection", &words::protection(document));
        self.missing();
        if document.tables.len() > 1 {
            self.add("<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">Contents</h2>\n<ol>\n");
            for table in &document.tables {
                let id = words::safe(&table.id);
                self.add(&format!("<li><a href=\"#{id}\">{}</a></li>\n", escaped(&table.title)));
            }
            self.add("<li><a href=\"#about\">About the figures</a></li>\n</ol>\n</nav>\n");
        }
        document.tables.iter().for_each(|table| self.table(table));
        self.about();
        self.add("</main>\n<footer>\n");
        let state = &document.state;
        let made = state.made.format("%-d %B %Y");
        self.paragraph("quiet", &format!("Made on {made}. Version {} of release {}.", state.revision, state.id));
        self.add("</footer>\n</body>\n</html>\n");
    }

    fn head(&mut self) {
        self.add("<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n");
        self.add(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
        );
        self.add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        let notices = notices(self.document);
        let heads: Vec<String> = notices.iter().map(|notice| notice.head.clone()).collect();
        let title = heads.iter().chain([&self.document.title]).cloned().collect::<Vec<_>>().join(" - ");
        self.element("title", &title);
        self.add("<style>\n");
        self.add(STYLE);
        if !heads.is_empty() {
            // The heads are the program's own words: nothing of them ends a text of a style sheet.
            self.add(&format!(
                "@page {{ @top-center {{ content: \"{}\"; font: bold 11pt sans-serif }} }}\n",
                heads.join(" - ")
            ));
        }
        self.add("</style>\n</head>\n<body>\n");
    }

    fn figures(&mut self) {
        if self.document.figures.is_empty() {
            return;
        }
        self.add("<section aria-labelledby=\"glance\">\n<h2 id=\"glance\">At a glance</h2>\n<dl class=\"figures\">\n");
        for figure in &self.document.figures {
            let shown = escaped(&words::shown(&figure.cell, &self.symbol));
            let class = if matches!(figure.cell, Cell::Words(_)) { "words" } else { "number" };
            let before = figure.before.as_ref().map(|before| {
                let before = escaped(&words::shown(before, &self.symbol));
                format!("<span class=\"quiet\">a year before: {before}</span>")
            });
            self.add(&format!(
                "<div><dt>{}</dt><dd><strong class=\"{class}\">{shown}</strong> {}</dd><dd>{}</dd></div>\n",
                escaped(&figure.label),
                before.unwrap_or_default(),
                escaped(&figure.sentence),
            ));
        }
        self.add("</dl>\n</section>\n");
    }

    fn missing(&mut self) {
        let missing = words::missing(self.document);
        if missing.len() > MISSING {
            self.paragraph(
                "",
                &format!("{} desks or hubs are missing, in whole or in part: see About the figures.", missing.len()),
            );
        } else {
            self.list(&missing);
        }
    }

    fn table(&mut self, table: &Table) {
        let id = words::safe(&table.id);
        self.add(&format!("<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{}</h2>\n", escaped(&table.title)));
        let notes = std::iter::once(words::unit(table.unit)).chain(table.notes.iter().map(String::as_str));
        self.paragraph("quiet", &notes.collect::<Vec<_>>().join(" "));
        let most = table.chart.as_ref().map_or(0, |chart| if chart.shape == Shape::Bars { BARS } else { CURVES });
        if let Some(drawn) = Drawn::of(table, &self.symbol, most) {
            self.chart(&drawn, &id);
        }
        self.add(&format!(
            "<div class=\"scroll\" role=\"region\" aria-labelledby=\"{id}-caption\" tabindex=\"0\">\n<table>\n<caption id=\"{id}-caption\">{}, {}, {}</caption>\n<thead>\n<tr>",
            escaped(&table.title),
            escaped(&self.document.place),
            escaped(&self.document.period),
        ));
        for heading in &table.headings {
            self.add(&format!("<th scope=\"col\">{}</th>", escaped(heading)));
        }
        for (at, column) in table.columns.iter().enumerate() {
            let class = if words::is_numeric(table, at) { " class=\"number\"" } else { "" };
            self.add(&format!("<th scope=\"col\"{class}>{}</th>", escaped(&column.title)));
        }
        self.add("</tr>\n</thead>\n<tbody>\n");
        for line in &table.lines {
            self.add(if line.total { "<tr class=\"total\">" } else { "<tr>" });
            for label in &line.labels {
                self.add(&format!("<th scope=\"row\">{}</th>", escaped(label)));
            }
            for cell in &line.cells {
                let class = match cell {
                    Cell::Words(_) => "",
                    Cell::Hidden => " class=\"number hidden\"",
                    _ => " class=\"number\"",
                };
                self.add(&format!("<td{class}>{}</td>", escaped(&words::shown(cell, &self.symbol))));
            }
            self.add("</tr>\n");
        }
        self.add("</tbody>\n</table>\n</div>\n");
        if table.lines.is_empty() {
            self.paragraph("quiet", "Nothing was counted.");
        }
        self.add("</section>\n");
    }

    fn chart(&mut self, drawn: &Drawn, id: &str) {
        self.add("<figure>\n");
        self.add(&chart::svg(drawn, id, &self.symbol));
        let mut said = Vec::new();
        if drawn.more > 0 {
            let all = drawn.rows.len() + drawn.more;
            said.push(format!("The first {} of {all}; the table has all of them.", drawn.rows.len()));
        }
        if drawn.shape == Shape::Curves {
            said.push("Each line has a scale of its own, from 0 up.".to_owned());
        }
        if !said.is_empty() {
            self.element("figcaption", &said.join(" "));
        }
        self.add("</figure>\n");
    }

    fn about(&mut self) {
        let document = self.document;
        self.add("<section aria-labelledby=\"about\">\n<h2 id=\"about\">About the figures</h2>\n");
        self.element("h3", "How they are protected");
        self.paragraph("", &words::protection(document));
        self.list(&document.hidden);
        if !document.desks.is_empty() {
            self.element("h3", "Desks");
            self.list(&words::desks(document));
        }
        if !document.definitions.is_empty() {
            self.element("h3", "What the words mean");
            self.add("<dl>\n");
            for definition in &document.definitions {
                self.element("dt", &definition.word);
                self.element("dd", &definition.meaning);
            }
            self.add("</dl>\n");
        }
        self.add("</section>\n");
    }

    fn list(&mut self, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        self.add("<ul>\n");
        lines.iter().for_each(|line| self.element("li", line));
        self.add("</ul>\n");
    }

    fn paragraph(&mut self, class: &str, text: &str) {
        if class.is_empty() {
            return self.element("p", text);
        }
        self.add(&format!("<p class=\"{class}\">{}</p>\n", escaped(text)));
    }

    fn element(&mut self, name: &str, text: &str) {
        // Writing to a text never fails.
        let _ = writeln!(self.out, "<{name}>{}</{name}>", escaped(text));
    }

    fn add(&mut self, markup: &str) {
        self.out.push_str(markup);
    }
}
