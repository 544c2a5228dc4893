//! The first sheet: what the workbook is, how it is protected, and what its words mean.

use super::{Page, height};
use crate::publish::words;
use rust_xlsxwriter::{Url, Worksheet, XlsxError};

type Done = Result<(), XlsxError>;

/// Widths of the columns in letters.
const WIDTHS: [usize; 4] = [30, 18, 18, 64];

/// Writes the sheet.
pub fn write(page: &Page, names: &[String], sheet: &mut Worksheet) -> Done {
    let document = page.document;
    for (column, width) in WIDTHS.iter().enumerate() {
        sheet.set_column_width(column as u16, *width as f64)?;
    }
    let mut about = About { page, row: page.head(&document.title, sheet)?, sheet };
    let state = &document.state;
    about.term("Place", &document.place)?;
    about.term("Period", &format!("{} ({})", document.period, document.period_id))?;
    about.term("Made on", &state.made.format("%-d %B %Y").to_string())?;
    about.term("Release", &format!("version {}, {}", state.revision, state.id))?;
    about.figures()?;
    about.part("How the figures are protected")?;
    about.line(&words::protection(document))?;
    document.hidden.iter().try_for_each(|sentence| about.line(sentence))?;
    if !document.desks.is_empty() {
        about.part("Desks")?;
        words::desks(document).iter().try_for_each(|desk| about.line(desk))?;
    }
    about.part("Tables")?;
    for (table, name) in document.tables.iter().zip(names) {
        about.link(name, &table.title)?;
    }
    if !document.definitions.is_empty() {
        about.part("What the words mean")?;
        document.definitions.iter().try_for_each(|definition| about.term(&definition.word, &definition.meaning))?;
    }
    Ok(())
}

/// The sheet as it is written.
struct About<'a> {
    page: &'a Page<'a>,
    row: u32,
    sheet: &'a mut Worksheet,
}

impl About<'_> {
    fn part(&mut self, title: &str) -> Done {
        self.row += 1;
        for column in 0..4 {
            self.sheet.write_string_with_format(
                self.row,
                column,
                if column == 0 { title } else { "" },
                &self.page.looks.part,
            )?;
        }
        self.row += 1;
        Ok(())
    }

    fn line(&mut self, text: &str) -> Done {
        self.wide(0, text)
    }

    fn term(&mut self, word: &str, meaning: &str) -> Done {
        self.sheet.write_string_with_format(self.row, 0, word, &self.page.looks.term)?;
        self.wide(1, meaning)
    }

    fn link(&mut self, name: &str, title: &str) -> Done {
        let url = Url::new(format!("internal:'{name}'!A1")).set_text(name);
        self.sheet.write_url(self.row, 0, url)?;
        self.wide(1, title)
    }

    /// Writes a text from a column to the last, in as many lines as it takes: no spreadsheet makes room for a merged text by itself.
    fn wide(&mut self, from: u16, text: &str) -> Done {
        let letters = WIDTHS[usize::from(from)..].iter().sum();
        self.sheet.merge_range(self.row, from, self.row, 3, text, &self.page.looks.text)?;
        self.sheet.set_row_height(self.row, height([text], &[letters]))?;
        self.row += 1;
        Ok(())
    }

    fn figures(&mut self) -> Done {
        let figures = &self.page.document.figures;
        if figures.is_empty() {
            return Ok(());
        }
        self.part("At a glance")?;
        let looks = &self.page.looks;
        for (column, (head, look)) in [
            ("", &looks.head),
            ("This period", &looks.head_right),
            ("A year before", &looks.head_right),
            ("", &looks.head),
        ]
        .into_iter()
        .enumerate()
        {
            self.sheet.write_string_with_format(self.row, column as u16, head, look)?;
        }
        for figure in figures {
            self.row += 1;
            self.sheet.write_string_with_format(self.row, 0, &figure.label, looks.label(false, false))?;
            self.page.cell(&figure.cell, false, (self.row, 1), self.sheet)?;
            if let Some(before) = &figure.before {
                self.page.cell(before, false, (self.row, 2), self.sheet)?;
            }
            self.sheet.write_string_with_format(self.row, 3, &figure.sentence, looks.words(false, false))?;
            let shown = |cell| words::shown(cell, &self.page.symbol);
            let (now, before) = (shown(&figure.cell), figure.before.as_ref().map(shown).unwrap_or_default());
            self.sheet.set_row_height(self.row, height([&*figure.label, &now, &before, &figure.sentence], &WIDTHS))?;
        }
        self.row += 1;
        Ok(())
    }
}
