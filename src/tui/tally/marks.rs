//! Bars and curves of letters.

use crate::tally::Cell;
use ratatui::symbols::{bar, block};

/// Returns a bar as long as its share of the most, in half columns; whatever is more than nothing is seen.
pub fn bar(count: u64, most: u64, width: usize) -> String {
    if count == 0 || most == 0 || width == 0 {
        return String::new();
    }
    let halves = u128::from(count) * 2 * (width as u128) / u128::from(most);
    let halves = usize::try_from(halves).unwrap_or(2 * width).clamp(1, 2 * width);
    let half = if halves % 2 == 1 { block::HALF } else { "" };
    format!("{}{half}", block::FULL.repeat(halves / 2))
}

/// The eight heights of a curve.
const HEIGHTS: [&str; 8] = [
    bar::ONE_EIGHTH,
    bar::ONE_QUARTER,
    bar::THREE_EIGHTHS,
    bar::HALF,
    bar::FIVE_EIGHTHS,
    bar::THREE_QUARTERS,
    bar::SEVEN_EIGHTHS,
    bar::FULL,
];

/// Returns a curve with one column for each cell. What is hidden is a letter and no height: a height would tell what is hidden.
pub fn curve(cells: &[Cell]) -> String {
    let most = most(cells);
    let letter = |cell: &Cell| match cell {
        Cell::Count(0) => ".",
        Cell::Count(count) => {
            let step = u128::from(count - 1) * 8 / u128::from(most.max(1));
            HEIGHTS[usize::try_from(step).unwrap_or(7).min(7)]
        }
        Cell::Hidden => "c",
        _ => " ",
    };
    cells.iter().map(letter).collect()
}

/// Returns the largest count that is shown.
pub fn most<'a>(cells: impl IntoIterator<Item = &'a Cell>) -> u64 {
    let count = |cell: &Cell| if let Cell::Count(count) = cell { *count } else { 0 };
    cells.into_iter().map(count).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_share() {
        assert_eq!(bar(100, 100, 4), "████");
        assert_eq!(bar(50, 100, 4), "██");
        assert_eq!(bar(40, 100, 4), "█▌");
        assert_eq!(bar(1, u64::MAX, 4), "▌", "more than nothing is seen");
        for none in [bar(0, 100, 4), bar(0, 0, 4), bar(5, 5, 0)] {
            assert_eq!(none, "");
        }
    }

    #[test]
    fn a_curve_tells_none_from_hidden_and_draws_no_height_for_it() {
        let cells = [Cell::Count(80), Cell::Count(40), Cell::Count(10), Cell::Count(0), Cell::Hidden, Cell::Blank];
        assert_eq!(curve(&cells), "█▄▁.c ");
        assert_eq!(curve(&[Cell::Hidden, Cell::Hidden]), "cc");
        assert_eq!(curve(&[Cell::Count(u64::MAX)]), "█");
    }
}
