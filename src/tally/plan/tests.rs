use super::*;
use crate::tally::Unit;

struct Two;

impl Offer for Two {
    fn offer(&self, need: &str, _: &Area) -> InCatalogue {
        InCatalogue { listed: usize::from(need == "debt") * 2, stale: 1, ..InCatalogue::default() }
    }
}

fn names() -> Names {
    let need = |id: &str, sensitive| NeedName {
        id: id.to_owned(),
        name: id.to_uppercase(),
        group: "money".to_owned(),
        dfe_area: None,
        sensitive,
    };
    Names {
        locality: ("example".to_owned(), "Exampleshire".to_owned()),
        hubs: vec![("mill".to_owned(), "Mill Lane".to_owned()), ("quay".to_owned(), "Quay Street".to_owned())],
        needs: vec![need("abuse", true), need("debt", false)],
        groups: vec![("money".to_owned(), "Money".to_owned())],
        ..Names::default()
    }
}

fn wanted(hub: Option<&str>) -> Wanted {
    Wanted {
        period: Period::Quarter(2026, 3),
        hub: hub.map(str::to_owned),
        hubs: names().hubs.iter().map(|(id, _)| [id.clone()].into()).collect(),
        months: true,
        internal: false,
    }
}

fn keys(plans: &[Plan]) -> Vec<&Key> {
    plans.iter().flat_map(|plan| plan.keys.iter().flatten().flatten()).collect()
}

#[test]
fn nothing_sensitive_is_counted_by_hub_unless_it_is_internal() {
    let (names, all) = (names(), names().area());
    for hub in [None, Some("mill")] {
        let mut wanted = wanted(hub);
        let tells =
            |key: &&Key| key.area != all && key.what.values().iter().any(|(d, value)| names.is_sensitive(*d, value));
        let plans = release(&wanted, &names, &Two);
        assert_eq!(keys(&plans).into_iter().filter(tells).collect::<Vec<_>>(), Vec::<&Key>::new());
        wanted.internal = true;
        assert!(keys(&release(&wanted, &names, &Two)).iter().any(tells));
    }
}

#[test]
fn each_line_has_a_cell_for_each_column_and_each_name_its_own_file() {
    let plans = release(&wanted(None), &names(), &Two);
    let mut ids: Vec<&str> = plans.iter().map(|plan| plan.table.id.as_str()).collect();
    for plan in &plans {
        let table = &plan.table;
        assert!(table.id.len() <= 31 && !table.columns.is_empty(), "{}", table.id);
        assert_eq!(table.lines.len(), plan.keys.len());
        for (line, keys) in table.lines.iter().zip(&plan.keys) {
            assert_eq!(
                (line.cells.len(), line.labels.len()),
                (table.columns.len(), table.headings.len()),
                "{}",
                table.id
            );
            assert_eq!(keys.len(), table.columns.len());
        }
    }
    let many = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), many);
}

#[test]
fn gaps_tell_what_the_catalogue_has() {
    let plans = release(&wanted(None), &names(), &Two);
    let gaps = plans.iter().find(|plan| plan.table.id == "gaps").unwrap();
    assert_eq!(gaps.table.unit, Unit::Needs);
    let said: Vec<String> =
        gaps.table.lines.iter().map(|line| format!("{:?} {:?}", line.labels, line.cells[2])).collect();
    assert_eq!(
        said,
        [
            r#"["ABUSE", "Whole locality"] Words("none listed")"#,
            r#"["DEBT", "Whole locality"] Words("2 services listed, 1 stale")"#,
            r#"["DEBT", "Mill Lane"] Words("2 services listed, 1 stale")"#,
            r#"["DEBT", "Quay Street"] Words("2 services listed, 1 stale")"#,
        ]
    );
    let has = |listed, stale, full, restricted, days| InCatalogue { listed, stale, full, restricted, days }.in_words();
    assert_eq!(has(1, 1, 0, 0, 127), "1 service listed, all stale");
    assert_eq!(has(2, 1, 2, 0, 127), "2 services listed, all full or closed for now");
    assert_eq!(has(3, 1, 0, 3, 0b11111), "3 services listed, 1 stale, all for some families only, weekdays only");
    assert_eq!(has(2, 0, 0, 0, 0b1010), "2 services listed, on Tuesday and Thursday only");
}

#[test]
fn a_question_crosses_what_can_be_crossed() {
    let by = |text: &str| text.parse::<By>().unwrap();
    let plan = question(&wanted(None), &names(), by("channel"), Some(by("month"))).unwrap();
    assert_eq!((plan.table.columns.len(), plan.table.lines.len()), (4, 8));
    assert_eq!(plan.keys[0][1].as_ref().unwrap().span, Period::Month(2026, 10).span());
    assert!(question(&wanted(None), &names(), by("month"), Some(by("quarter"))).is_err());
    assert!(question(&wanted(None), &names(), by("need"), Some(by("need"))).is_err());
    assert!(question(&wanted(Some("mill")), &names(), by("channel"), Some(by("hub"))).is_err());
    assert!("colour".parse::<By>().unwrap_err().to_string().starts_with("Nothing can be counted by \"colour\"."));
}
