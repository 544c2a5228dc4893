//! How cells look: dark on white, and plain in grey.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

/// Dark blue, the only colour: it is dark grey on a grey printer.
pub const BLUE: u32 = 0x1d_70b8;
const QUIET: u32 = 0x50_5a5f;
const LINE: u32 = 0xb1_b4b6;

/// The formats of a workbook.
pub struct Looks {
    pub title: Format,
    pub part: Format,
    pub notice: Format,
    pub quiet: Format,
    pub head: Format,
    pub head_right: Format,
    pub head_words: Format,
    pub term: Format,
    pub text: Format,
    /// Plain and of totals, and each as it is and kept from being run.
    labels: [[Format; 2]; 2],
    words: [[Format; 2]; 2],
    numbers: [Format; 2],
    percents: [Format; 2],
    hiddens: [Format; 2],
}

impl Looks {
    pub fn new() -> Self {
        let plain = Format::new().set_font_name("Arial").set_font_size(11).set_align(FormatAlign::VerticalCenter);
        let cell = plain.clone().set_border_bottom(FormatBorder::Thin).set_border_bottom_color(LINE);
        let total = cell.clone().set_bold().set_border_top(FormatBorder::Thin);
        let right = |format: &Format| format.clone().set_align(FormatAlign::Right);
        let wrapped = |format: &Format| {
            let wrapped = format.clone().set_text_wrap();
            [wrapped.clone(), wrapped.set_quote_prefix()]
        };
        let both = [&cell, &total];
        let head = plain
            .clone()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Bottom)
            .set_border_bottom(FormatBorder::Medium);
        Self {
            title: plain.clone().set_bold().set_font_size(16),
            part: plain.clone().set_bold().set_font_size(13).set_border_bottom(FormatBorder::Medium),
            notice: plain.clone().set_bold().set_font_size(12).set_font_color(0x94_2514),
            quiet: plain.clone().set_font_color(QUIET),
            head_right: right(&head),
            // Words behind numbers keep away from them.
            head_words: head.clone().set_indent(1),
            head,
            term: plain.clone().set_bold().set_text_wrap(),
            text: plain.clone().set_text_wrap().set_align(FormatAlign::Left),
            labels: both.map(|format| wrapped(format)),
            words: both.map(|format| wrapped(&format.clone().set_indent(1))),
            numbers: both.map(|format| right(format).set_num_format("#,##0")),
            percents: both.map(|format| right(format).set_num_format("0%")),
            hiddens: both.map(|format| right(format).set_font_color(QUIET)),
        }
    }

    /// Returns the look of a label; one that would run as a formula when somebody edits it is held as text.
    pub fn label(&self, total: bool, runs: bool) -> &Format {
        &self.labels[usize::from(total)][usize::from(runs)]
    }

    /// Returns the look of words in a cell.
    pub fn words(&self, total: bool, runs: bool) -> &Format {
        &self.words[usize::from(total)][usize::from(runs)]
    }

    pub fn number(&self, total: bool) -> &Format {
        &self.numbers[usize::from(total)]
    }

    pub fn percent(&self, total: bool) -> &Format {
        &self.percents[usize::from(total)]
    }

    pub fn hidden(&self, total: bool) -> &Format {
        &self.hiddens[usize::from(total)]
    }
}
