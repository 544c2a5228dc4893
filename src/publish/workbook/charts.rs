//! Native charts, and the sheet whose numbers they draw.

use super::looks::BLUE;
use super::{DATA, Page};
use crate::publish::drawn::{Drawn, Mark, Row};
use crate::publish::words;
use crate::tally::{Shape, Table};
use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartFont, ChartFormat, ChartLine, ChartLineDashType, ChartMarker, ChartMarkerType,
    ChartSolidFill, Color, Sparkline, Worksheet, XlsxError,
};

/// Most bars of a chart.
const BARS: usize = 20;
/// Most lines of a line chart; every line of the table has its small curve besides.
const LINES: usize = 5;
/// Width of a chart in dots.
const WIDE: u32 = 620;
/// Longest text in the place of a chart that spreadsheets take.
const LONGEST_WORDS: usize = 255;
/// Longest label on an axis.
const LONGEST: usize = 40;

/// What the charts draw, block below block.
#[derive(Default)]
pub struct Charts {
    blocks: Vec<Drawn>,
    /// First row that is free.
    next: u32,
}

/// Rows of the sheet before the first block.
const HEAD: u32 = 5;

impl Charts {
    /// Returns whether there is none.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Adds the chart of a table beside it, where the table has its heads and ends on the right.
    pub fn add(
        &mut self,
        page: &Page,
        table: &Table,
        (head, right): (u32, u16),
        sheet: &mut Worksheet,
    ) -> Result<(), XlsxError> {
        let curves = table.chart.as_ref().is_some_and(|chart| chart.shape == Shape::Curves);
        let Some(drawn) = Drawn::of(table, &page.symbol, if curves { usize::MAX } else { BARS }) else {
            return Ok(());
        };
        if self.blocks.is_empty() {
            self.next = HEAD;
        }
        // A title, the heads of the columns, the rows, a row between.
        let first = self.next + 2;
        self.next = first + drawn.rows.len() as u32 + 1;
        let last = super::column(drawn.columns.len());
        let mut after = right;
        let mut chart = match drawn.shape {
            Shape::Bars => bars(&drawn, first),
            Shape::Curves => {
                sheet.write_string_with_format(head, right, "Curve", &page.looks.head_words)?;
                sheet.set_column_width(right, 22)?;
                for (at, row) in drawn.rows.iter().enumerate() {
                    let line = first + at as u32;
                    let curve = Sparkline::new()
                        .set_range((DATA, line, 1, line, last))
                        .set_sparkline_color(Color::RGB(BLUE))
                        .set_custom_min(0.0)
                        .set_line_weight(1.5)
                        .show_markers(true);
                    sheet.add_sparkline(head + 1 + row.line as u32, right, &curve)?;
                }
                after += 1;
                lines(&drawn, first, last)
            }
        };
        chart.set_alt_text(words::shortened(&drawn.in_words(), LONGEST_WORDS)).set_name(&table.title);
        chart.title().set_name((DATA, first - 2, 0)).set_font(ChartFont::new().set_bold().set_size(12));
        sheet.insert_chart(head, after + 1, &chart)?;
        self.blocks.push(drawn);
        Ok(())
    }

    /// Writes the sheet.
    pub fn write(&self, page: &Page, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let mut row = page.head("The numbers that the charts draw", sheet)?;
        let looks = &page.looks;
        let said = format!(
            "They are those of the tables. Where a count is hidden the label says {} and the chart has a gap.",
            page.symbol
        );
        sheet.write_string_with_format(row, 0, said, &looks.quiet)?;
        sheet.set_column_width(0, 52)?;
        sheet.set_column_range_width(1, 30, 14)?;
        row = HEAD;
        for drawn in &self.blocks {
            sheet.write_string_with_format(row, 0, title(drawn), &looks.part)?;
            for (at, column) in drawn.columns.iter().enumerate() {
                sheet.write_string_with_format(row + 1, 1 + super::column(at), column, &looks.head_right)?;
            }
            row += 2;
            for line in &drawn.rows {
                let label = name(line, &page.symbol);
                let runs = words::runs(&label);
                sheet.write_string_with_format(row, 0, &label, looks.label(false, runs))?;
                for (at, mark) in line.marks.iter().enumerate() {
                    if let Mark::Value(value) = mark {
                        let column = 1 + super::column(at);
                        sheet.write_number_with_format(row, column, *value as f64, looks.number(false))?;
                    }
                }
                row += 1;
            }
            row += 1;
        }
        Ok(())
    }
}

/// Returns the title of a chart, with what is left out of it.
fn title(drawn: &Drawn) -> String {
    match (drawn.shape, drawn.more, drawn.rows.len()) {
        (Shape::Bars, 1.., shown) => format!("{}: the first {shown}", drawn.title),
        (Shape::Curves, _, LINES..) => format!("{}: the first {LINES}", drawn.title),
        _ => drawn.title.clone(),
    }
}

/// Returns the label of a bar or line, no longer than an axis bears; it says where something is hidden.
fn name(row: &Row, symbol: &str) -> String {
    let short = words::shortened(&row.label, LONGEST);
    if row.marks.contains(&Mark::Hidden) { format!("{short} {symbol}") } else { short }
}

fn bars(drawn: &Drawn, first: u32) -> Chart {
    let last = first + drawn.rows.len() as u32 - 1;
    let mut chart = Chart::new_bar();
    chart
        .add_series()
        .set_name((DATA, first - 1, 1))
        .set_categories((DATA, first, 0, last, 0))
        .set_values((DATA, first, 1, last, 1))
        .set_gap(35)
        .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(BLUE))))
        .set_data_label(ChartDataLabel::new().show_value().set_font(ChartFont::new().set_size(10)));
    chart.legend().set_hidden();
    // The first line of the table on top.
    chart.y_axis().set_reverse().set_major_gridlines(false).set_font(ChartFont::new().set_size(10));
    chart.x_axis().set_major_gridlines(false).set_min(0).set_hidden(true);
    chart.set_width(WIDE).set_height(90 + 24 * drawn.rows.len() as u32);
    chart
}

fn lines(drawn: &Drawn, first: u32, last: u16) -> Chart {
    // Dashes and points tell lines apart where colours can't; the colours are those that colour-blind people tell apart (Okabe and Ito).
    const LOOKS: [(u32, ChartLineDashType, ChartMarkerType); LINES] = [
        (BLUE, ChartLineDashType::Solid, ChartMarkerType::Circle),
        (0x00_0000, ChartLineDashType::Dash, ChartMarkerType::Square),
        (0xd5_5e00, ChartLineDashType::Solid, ChartMarkerType::Triangle),
        (0x00_9e73, ChartLineDashType::DashDot, ChartMarkerType::Diamond),
        (0x6a_4c93, ChartLineDashType::RoundDot, ChartMarkerType::X),
    ];
    let mut chart = Chart::new_line();
    for (at, (colour, dash, point)) in LOOKS.iter().enumerate().take(drawn.rows.len()) {
        let row = first + at as u32;
        let mut marker = ChartMarker::new();
        let mut filled = ChartFormat::new()
            .set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(*colour)))
            .set_line(ChartLine::new().set_color(Color::RGB(*colour)))
            .clone();
        marker.set_type(*point).set_size(7).set_format(&mut filled);
        chart
            .add_series()
            .set_name((DATA, row, 0))
            .set_categories((DATA, first - 1, 1, first - 1, last))
            .set_values((DATA, row, 1, row, last))
            .set_marker(&marker)
            .set_format(
                ChartFormat::new()
                    .set_line(ChartLine::new().set_color(Color::RGB(*colour)).set_width(2.25).set_dash_type(*dash)),
            );
    }
    chart.y_axis().set_min(0).set_major_gridlines(true);
    chart.legend().set_position(rust_xlsxwriter::ChartLegendPosition::Bottom);
    chart.set_width(WIDE).set_height(380);
    chart
}
