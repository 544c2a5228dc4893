//! The search judged by labelled queries: the starter's own list, and what is said of lists that are missed or wrong.

use crate::check::good;
use crate::common::{Answer, Home, NOW, on_starter, starter};
use signpost::catalogue::check::KINDS;
use signpost::catalogue::{Folder, Labelled, QUERIES};
use signpost::clock::{Clock, parse_now};
use signpost::snapshot::Cache;
use std::collections::BTreeMap;

/// Finds and says nothing that the good catalogue does not.
const MET: &str = "\
# now = 2026-11-22T10:15
query\tprimary_need\talso_ok\tkind
toy library\ttoy-lending\t\tkeyword
he hit me last night\tdomestic-abuse\t\turgent
he hits the target\tnone\t\tbenign-trap
pothole\tnone\t\tnone
";

/// Misses five goals: a need that no service answers, a prompt that is due and one that is not.
const MISSED: &str = "\
# now = 2026-11-22T10:15
query\tprimary_need\talso_ok\tkind
toy library\ttoy-lending\t\tkeyword
bailiffs at the door\tdebt-advice\t\tphrase
owes the catalogue\tdebt-advice\t\tphrase
zxqv blorptang\tdomestic-abuse\tfood-support\turgent
he hit me a winning ball\tdebt-advice\t\tbenign-trap
";

/// Returns a home with the good catalogue and a list in it.
fn with(list: &str) -> Home {
    let home = good();
    home.write("cat/queries.tsv", list);
    home
}

fn judged(home: &Home) -> Answer {
    home.run(&["judge", "--catalogue", "cat"])
}

/// Returns the lines that begin with a word.
fn lines<'a>(answer: &'a Answer, word: &str) -> Vec<&'a str> {
    answer.out.lines().filter(|line| line.starts_with(word)).collect()
}

#[test]
fn the_search_reaches_its_goals_on_the_starters_own_list() {
    let home = Home::new();
    let answer = on_starter(&home, &["judge"]);
    assert_eq!(lines(&answer, "met").len() + lines(&answer, "MISSED").len(), 9, "{}{}", answer.out, answer.err);
    assert_eq!((lines(&answer, "MISSED"), answer.code), (vec![], 0), "{}", answer.out);
}

#[test]
fn the_starters_own_list_tries_every_need_in_every_kind() {
    let text = std::fs::read_to_string(starter().join(QUERIES)).unwrap();
    let list = Labelled::parse(&text, QUERIES).unwrap();
    assert!(list.queries.len() >= 300 && list.now.is_some(), "{} queries", list.queries.len());
    let (mut needs, mut kinds) = (BTreeMap::new(), BTreeMap::new());
    for label in &list.queries {
        *needs.entry(label.primary_need.as_str()).or_insert(0) += 1;
        *kinds.entry(label.kind.as_str()).or_insert(0) += 1;
    }
    let few = |counts: &BTreeMap<&str, i32>, least: i32| counts.values().any(|count| *count < least);
    assert_eq!((needs.len(), few(&needs, 4)), (50, false), "49 needs and none: {needs:?}");
    assert_eq!((kinds.len(), few(&kinds, 20)), (KINDS.len(), false), "{kinds:?}");
}

#[test]
fn goals_are_told_in_words_with_their_limits() {
    let home = with(MET);
    let answer = judged(&home);
    insta::assert_snapshot!(answer.whole(&home), @r#"
    kind           queries   first right      in three    MRR   none told  prompts ok/not
    benign-trap          1             -             -      -    1/1 100%             0/0
    keyword              1      1/1 100%      1/1 100%  1.000           -             0/0
    none                 1             -             -      -    1/1 100%             0/0
    urgent               1      1/1 100%      1/1 100%  1.000           -             1/0
    all                  4      2/2 100%      2/2 100%  1.000    2/2 100%             1/0

    goals          reached  wanted  of what
    met           2/2 100%     95%  primary need among the first three hits
    met           2/2 100%     90%  first hit right: the primary need or an also_ok one
    met           2/2 100%     90%  none: told "no match yet"
    met           1/1 100%     95%  urgent: the right safeguarding prompt raised
    met           2/2 100%    100%  benign-trap and none: no safeguarding prompt raised
    --- exit code 0
    "#);
    let answer = home.run(&["judge", "--catalogue", "cat", "--json"]);
    let told: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    let first = &told["goals"][0];
    assert_eq!((&first["id"], &first["least"], &first["met"]), (&"in-three".into(), &95.into(), &true.into()));
}

#[test]
fn a_missed_goal_ends_judge_with_one_and_is_a_warning_of_the_check() {
    let home = with(MISSED);
    let answer = judged(&home);
    let (failed, figures) = answer.out.split_at(answer.out.find("kind  ").unwrap());
    assert!(failed.contains("     4  phrase         bailiffs at the door") && failed.contains("Debt  "), "{failed}");
    assert!(
        failed.contains("Prompts that fail") && failed.contains("     6  urgent         zxqv blorptang"),
        "{failed}"
    );
    assert_eq!(answer.code, 1);
    insta::assert_snapshot!(figures, @r#"
    kind           queries   first right      in three    MRR   none told  prompts ok/not
    benign-trap          1      0/1   0%      0/1   0%  0.000           -             0/1
    keyword              1      1/1 100%      1/1 100%  1.000           -             0/0
    phrase               2      0/2   0%      0/2   0%  0.000           -             0/0
    urgent               1      0/1   0%      0/1   0%  0.000           -             0/1
    all                  5      1/5  20%      1/5  20%  0.200           -             0/2

    goals          reached  wanted  of what
    MISSED        1/5  20%     95%  primary need among the first three hits
    MISSED        1/5  20%     90%  first hit right: the primary need or an also_ok one
    MISSED        0/2   0%     90%  phrase: primary need among the first three
    MISSED        0/1   0%     95%  urgent: the right safeguarding prompt raised
    MISSED        0/1   0%    100%  benign-trap and none: no safeguarding prompt raised
    "#);
    let checked = home.run(&["catalogue", "check", "cat"]);
    insta::assert_snapshot!(checked.whole(&home), @r#"
    cat/queries.tsv:4:1: warning: The search misses a goal (primary need among the first three hits): 1 of 5 are 20%, wanted are 95%. Missed by line 4 "bailiffs at the door", line 5 "owes the catalogue", line 6 "zxqv blorptang", line 7 "he hit me a winning ball".
      4 | bailiffs at the door    debt-advice        phrase
        | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        hint: Add what families say to the words of the right need in needs.toml, or mend the label; signpost judge lists all that fail.

    cat/queries.tsv:4:1: warning: The search misses a goal (first hit right: the primary need or an also_ok one): 1 of 5 are 20%, wanted are 90%. Missed by line 4 "bailiffs at the door", line 5 "owes the catalogue", line 6 "zxqv blorptang", line 7 "he hit me a winning ball".
      4 | bailiffs at the door    debt-advice        phrase
        | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        hint: Add what families say to the words of the right need in needs.toml, or mend the label; signpost judge lists all that fail.

    cat/queries.tsv:4:1: warning: The search misses a goal (phrase: primary need among the first three): 0 of 2 are 0%, wanted are 90%. Missed by line 4 "bailiffs at the door", line 5 "owes the catalogue".
      4 | bailiffs at the door    debt-advice        phrase
        | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        hint: Add what families say to the words of the right need in needs.toml, or mend the label; signpost judge lists all that fail.

    cat/queries.tsv:6:1: warning: The search misses a goal (urgent: the right safeguarding prompt raised): 0 of 1 are 0%, wanted are 95%. Missed by line 6 "zxqv blorptang".
      6 | zxqv blorptang    domestic-abuse    food-support    urgent
        | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        hint: Add what was said to the phrases of safeguarding.toml, or mend the label.

    cat/queries.tsv:7:1: warning: The search misses a goal (benign-trap and none: no safeguarding prompt raised): 0 of 1 are 0%, wanted are 100%. Missed by line 7 "he hit me a winning ball".
      7 | he hit me a winning ball    debt-advice        benign-trap
        | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        hint: Add what was said to "except" in safeguarding.toml, or narrow the phrase that fits it.

    10 files checked, no errors, 5 warnings.
    --- exit code 0
    "#);
    home.write("cat/queries.tsv", MET);
    let checked = home.run(&["catalogue", "check", "cat"]);
    assert_eq!((checked.code, checked.out.as_str()), (0, "10 files checked, no problems.\n"));
}

#[test]
fn each_bad_line_of_a_list_brings_its_message() {
    let home = with(
        "# now = soon\n\
         query\tprimary_need\talso_ok\tkind\n\
         toy library toy-lending\n\
         \ttoy-lending\t\tkeyword\n\
         toys\ttoy-lendin\tplay\tkeyword\n\
         toys to borrow\ttoy-lending\t\tslag\n\
         pothole\tnone\t\tphrase\n\
         Toys, to borrow!\ttoy-lending\t\tkeyword\n\
         a zero\u{200b}width space\ttoy-lending\t\tkeyword\n\
         drum kit\ttoy-lending\t\tkeyword\tloud\n",
    );
    let checked = home.run(&["catalogue", "check", "cat"]);
    insta::assert_snapshot!(checked.whole(&home), @r#"
    cat/queries.tsv:1:1: error: "soon" is not a date and time.
      1 | # now = soon
        | ^^^^^^^^^^^^
        hint: Write it as 2026-11-22T10:15.

    cat/queries.tsv:3:1: error: There is no tab in this line, so nobody can tell the query from its need.
      3 | toy library toy-lending
        | ^^^^^^^^^^^^^^^^^^^^^^^
        hint: The columns are query, primary_need, also_ok and kind, with tabs between them.

    cat/queries.tsv:4:1: error: A line needs a query and a primary need.
      4 |     toy-lending        keyword
        | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        hint: The columns are query, primary_need, also_ok and kind, with tabs between them.

    cat/queries.tsv:5:1: error: There is no need "toy-lendin".
      5 | toys    toy-lendin    play    keyword
        | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        hint: Did you mean "toy-lending"?

    cat/queries.tsv:5:1: error: There is no need "play".
      5 | toys    toy-lendin    play    keyword
        | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        hint: needs.toml lists the needs.

    cat/queries.tsv:6:1: error: There is no kind "slag".
      6 | toys to borrow    toy-lending        slag
        | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        hint: Did you mean "slang"?

    cat/queries.tsv:7:1: error: Either the kind says that nothing fits or the need does, but not both.
      7 | pothole    none        phrase
        | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        hint: Where nothing fits, both are none.

    cat/queries.tsv:8:1: error: The query "Toys, to borrow!" stands in line 6 too.
      8 | Toys, to borrow!    toy-lending        keyword
        | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        hint: Keep one of them.

    cat/queries.tsv:9:7: error: There is a character here that can't be seen (U+200B).
      9 | a zero<U+200B>width space    toy-lending        keyword
        |       ^^^^^^^^
        hint: Delete the text around it and type it again, without copy and paste.

    cat/queries.tsv:10:1: error: This line has 5 columns, the header 4.
      10 | drum kit    toy-lending        keyword    loud
         | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
         hint: The columns are query, primary_need, also_ok and kind, with tabs between them.

    10 problems in 1 file of 10 checked.
    --- exit code 1
    "#);
    for (list, what) in [
        ("words\n", "queries.tsv:1:1: error: The header has no column \"query\"."),
        ("", "queries.tsv:1:1: error: There are no queries in this file."),
        (
            "query\tprimary_need\tkind\ntoys\ttoy-lending\tkeyword\n",
            "queries.tsv:1:1: warning: The list doesn't say for which day",
        ),
    ] {
        home.write("cat/queries.tsv", list);
        let checked = home.run(&["catalogue", "check", "cat"]);
        assert!(checked.out.contains(what), "{}", checked.out);
    }
    home.write("cat/queries.tsv", "query\tprimary_need\ntoys\ttoy-lendin\n");
    let answer = judged(&home);
    assert!(answer.err.contains("queries.tsv:2: The catalogue has no need \"toy-lendin\"."), "{}", answer.err);
    assert!(answer.err.contains("Did you mean \"toy-lending\"?") && answer.code == 2, "{}", answer.err);
}

#[test]
fn a_list_is_no_part_of_what_the_desk_stands_on() {
    let home = good();
    let answer = judged(&home);
    assert_eq!(answer.code, 2);
    assert!(
        answer.err.contains("The catalogue has no queries.tsv") && answer.err.contains("judge FILE"),
        "{}",
        answer.err
    );
    let (folder, clock) = (Folder::Disk(home.path("cat")), Clock::fixed(parse_now(NOW).unwrap()));
    let fresh = || Cache::of(&home.path("other-cache"), &folder).fresh(&folder, clock).unwrap().compiled.is_some();
    assert!(fresh() && !fresh());
    home.write("cat/queries.tsv", "no list at all\n");
    assert!(!fresh(), "nothing is compiled from the list");
    let doctor = home.run(&["doctor", "--catalogue", "cat"]);
    assert!(doctor.out.contains("Of 10 files 1 has a mistake: queries.tsv"), "{}", doctor.out);
    let found = home.run(&["search", "--catalogue", "cat", "toys"]);
    assert_eq!((found.code, found.err.as_str()), (0, ""));
}

#[test]
fn the_list_inside_the_program_is_judged_where_no_catalogue_was_configured() {
    let home = Home::new();
    let answer = home.run(&["judge", "--json"]);
    let told: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
    assert!(told["summary"]["all"]["queries"].as_u64().unwrap() >= 300);
}
