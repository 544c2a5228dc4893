use super::*;
use crate::tally::plan::{self, InCatalogue, NeedName, Offer};
use crate::tally::{Area, Cell, Key, Period, Rules};
use uuid::Uuid;

struct None_;

impl Offer for None_ {
    fn offer(&self, _: &str, _: &Area) -> InCatalogue {
        InCatalogue::default()
    }
}

fn names() -> Names {
    let need = |id: &str| NeedName { id: id.to_owned(), name: id.to_uppercase(), ..NeedName::default() };
    Names {
        locality: ("example".to_owned(), "Exampleshire".to_owned()),
        hubs: vec![("mill".to_owned(), "Mill Lane".to_owned()), ("quay".to_owned(), "Quay Street".to_owned())],
        needs: vec![need("debt"), need("food"), need("rare")],
        ..Names::default()
    }
}

fn made(year: i32, cell: impl Fn(&Key) -> Cell, before: Option<&Document>) -> Document {
    let wanted = Wanted {
        period: Period::Quarter(year, 3),
        hub: None,
        hubs: names().hubs.iter().map(|(id, _)| [id.clone()].into()).collect(),
        months: true,
        internal: false,
    };
    let plans = plan::release(&wanted, &names(), &None_);
    let tables = plans.iter().map(|plan| fill(plan, &cell)).collect();
    let state = State { revision: 1, revises: None, made: wanted.period.span().last, id: Uuid::from_u128(1) };
    let protection = Protection::Protected(Rules::default());
    let about = About { example: false, protection, state, desks: Vec::new(), hidden: Vec::new() };
    document(&wanted, &names(), tables, before, about)
}

fn shown(key: &Key) -> Cell {
    let values: Vec<&str> = key.what.values().iter().map(|(_, value)| value.as_str()).collect();
    match values.as_slice() {
        [] if key.area.len() == 2 => Cell::Count(200),
        ["yes"] => Cell::Count(150),
        ["debt"] => Cell::Count(40),
        ["food"] => Cell::Count(60),
        ["rare", "nothing-to-offer"] | ["rare"] => Cell::Hidden,
        ["debt", "nothing-to-offer"] if key.area.contains("quay") => Cell::Count(10),
        _ => Cell::Count(0),
    }
}

#[test]
fn lines_stand_by_what_is_shown_and_those_of_zeros_are_left_out() {
    let document = made(2026, shown, None);
    let needs = document.tables.iter().find(|table| table.id == "needs").unwrap();
    let ids: Vec<&str> = needs.lines.iter().map(|line| line.id.as_str()).collect();
    assert_eq!(ids, ["food", "debt", "rare"]);
    let gaps = document.tables.iter().find(|table| table.id == "gaps").unwrap();
    let ids: Vec<&str> = gaps.lines.iter().map(|line| line.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "debt quay",
            "debt mill+quay",
            "rare mill",
            "rare quay",
            "rare mill+quay",
            "food mill",
            "food quay",
            "food mill+quay",
            "debt mill"
        ]
    );
    assert!(document.tables.iter().all(|table| table.id != "channel" || table.lines.is_empty()));
}

#[test]
fn figures_and_percentages_are_made_of_what_is_shown() {
    let document = made(2026, shown, None);
    let said: Vec<String> = document.figures.iter().map(|f| format!("{} {:?}", f.label, f.cell)).collect();
    assert_eq!(
        said,
        [
            "Enquiries Count(200)",
            "Something was offered Percent(75)",
            "Most asked for: FOOD Count(60)",
            "Widest gap: DEBT, Quay Street Count(10)",
        ]
    );
    assert_eq!(percent(&Cell::Hidden, &Cell::Count(10)), None);
    assert_eq!(percent(&Cell::Count(5), &Cell::Count(0)), None);
}

#[test]
fn a_year_before_is_told_as_it_was_released() {
    let before = made(2025, |key| if key.what.values().is_empty() { Cell::Count(100) } else { shown(key) }, None);
    let document = made(2026, shown, Some(&before));
    let enquiries = document.tables.iter().find(|table| table.id == "enquiries").unwrap();
    assert_eq!(enquiries.cell("all", "year-before"), Some(&Cell::Count(100)));
    assert_eq!(enquiries.cell("all", "change"), Some(&Cell::Words("100% more".to_owned())));
    let needs = document.tables.iter().find(|table| table.id == "needs").unwrap();
    assert_eq!(needs.cell("rare", "change"), Some(&Cell::Blank));
    assert_eq!(needs.cell("food", "change"), Some(&Cell::Words("no change".to_owned())));
    assert_eq!(document.figures[0].before, Some(Cell::Count(100)));
}
