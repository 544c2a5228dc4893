//! Replaces bytes of a text, and keeps every comment that stood among them.

use std::ops::Range;

/// What is to be replaced in a text.
pub(super) struct Splices<'t> {
    text: &'t str,
    all: Vec<(Range<usize>, String)>,
    /// How this file ends its lines.
    newline: &'static str,
}

impl<'t> Splices<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        Self { text, all: Vec::new(), newline }
    }

    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    /// Replaces a value; comments inside it move above its line.
    pub(super) fn replace_value(&mut self, key: Range<usize>, value: Range<usize>, now: &str) {
        let start = self.line_start(key.start);
        let kept = comments(&self.text[value.clone()]);
        let kept: String = kept.iter().map(|comment| format!("{comment}{}", self.newline)).collect();
        if !kept.is_empty() {
            self.all.push((start..start, kept));
        }
        self.all.push((value, now.to_owned()));
    }

    /// Takes out the line or lines of these bytes; comments in and behind them stay.
    pub(super) fn take_out(&mut self, bytes: Range<usize>) {
        let start = self.line_start(bytes.start);
        let end = self.line_end(bytes.end);
        let mut kept = comments(&self.text[bytes.clone()]);
        let behind = self.text[bytes.end..end].trim();
        if !behind.is_empty() {
            kept.push(behind);
        }
        let mut from = start;
        // Of the blank lines around a table that goes, one is enough.
        let header = self.text.as_bytes().get(bytes.start) == Some(&b'[');
        let above = &self.text[..start];
        if header && kept.is_empty() && is_blank(above.lines().next_back().unwrap_or("x")) && !above.is_empty() {
            from = self.line_start(start - 1);
        }
        let kept: String = kept.iter().map(|comment| format!("{comment}{}", self.newline)).collect();
        self.all.push((from..end, kept));
    }

    /// Adds a line below the one that these bytes end in.
    pub(super) fn add_after(&mut self, at: usize, line: &str) {
        let end = self.line_end(at);
        self.add_at(end, line);
    }

    /// Adds a line above the one that these bytes begin in.
    pub(super) fn add_before(&mut self, at: usize, line: &str) {
        let start = self.line_start(at);
        self.add_at(start, line);
    }

    /// Adds a line at the start of a line or the end of the text.
    fn add_at(&mut self, at: usize, line: &str) {
        let open = !self.text[..at].is_empty() && !self.text[..at].ends_with('\n');
        let line = line.replace('\n', self.newline);
        let line = if open { format!("{}{line}", self.newline) } else { format!("{line}{}", self.newline) };
        self.all.push((at..at, line));
    }

    /// Adds tables, apart from what stands around them by a blank line, below the line that these bytes end in.
    pub(super) fn add_apart(&mut self, at: usize, lines: &str) {
        self.add_apart_at(self.line_end(at), lines);
    }

    /// Adds tables above the one that these bytes begin in, and above the comments that belong to it.
    pub(super) fn add_above(&mut self, at: usize, lines: &str) {
        let header = self.line_start(at);
        let mut start = header;
        while start > 0 && self.is_spoken_for(&(start..start)) {
            start = self.line_start(start - 1);
        }
        // A comment at the top of a file is about the file.
        self.add_apart_at(if start == 0 { header } else { start }, lines);
    }

    fn add_apart_at(&mut self, end: usize, lines: &str) {
        let above = self.text[..end].lines().next_back().is_none_or(is_blank);
        let below = self.text[end..].lines().next().is_none_or(is_blank);
        let (before, after) = (if above { "" } else { "\n" }, if below { "" } else { "\n" });
        self.add_at(end, &format!("{before}{lines}{after}"));
    }

    /// Returns whether a comment stands right above the line of these bytes, and so belongs to it.
    pub(super) fn is_spoken_for(&self, bytes: &Range<usize>) -> bool {
        let start = self.line_start(bytes.start);
        self.text[..start].lines().next_back().is_some_and(|line| line.trim_start().starts_with('#'))
    }

    /// Returns the text with everything replaced.
    pub(super) fn done(mut self) -> String {
        self.all.sort_by_key(|(range, _)| (range.start, range.end));
        let mut out = String::with_capacity(self.text.len() + 64);
        let mut at = 0;
        for (range, now) in &self.all {
            // Two neighbours may both take out the blank line between them.
            let start = range.start.max(at);
            out.push_str(&self.text[at..start]);
            out.push_str(now);
            at = range.end.max(start);
        }
        out.push_str(&self.text[at..]);
        out
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// Returns where the line ends, its ending included.
    fn line_end(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline + 1)
    }
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// Returns the comments of a piece of TOML.
pub(super) fn comments(toml: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(found) = toml[at..].find(['#', '"', '\'']) {
        at += found;
        let rest = &toml[at..];
        at += match rest.as_bytes()[0] {
            b'#' => {
                let end = rest.find('\n').unwrap_or(rest.len());
                out.push(rest[..end].trim_end());
                end
            }
            _ => text_length(rest),
        };
    }
    out
}

/// Returns the length of the text in quotes that this begins with.
fn text_length(toml: &str) -> usize {
    let quote = &toml[..1];
    let long = quote.repeat(3);
    let close = if toml.starts_with(&long) { long.as_str() } else { quote };
    let mut at = close.len();
    while let Some(rest) = toml.get(at..).filter(|rest| !rest.is_empty()) {
        if quote == "\"" && rest.starts_with('\\') {
            at += 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
        } else if rest.starts_with(close) {
            let end = at + close.len();
            // Up to two quotes may stand right before the three that close.
            let more =
                if close.len() == 3 { toml[end..].chars().take_while(|c| quote.starts_with(*c)).count() } else { 0 };
            return end + more.min(2);
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    toml.len()
}
