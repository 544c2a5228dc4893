//! The schemas of the catalogue's files: as the program writes them, and of one mind with the loader.

use super::common::{Home, starter};
use signpost::catalogue::{Problem, schema};
use std::path::{Path, PathBuf};
use toml::Value;

fn files_under(dir: &Path) -> Vec<PathBuf> {
    let all = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let mut out: Vec<PathBuf> =
        all.flat_map(|path| if path.is_dir() { files_under(&path) } else { vec![path] }).collect();
    out.retain(|path| path.extension().is_some_and(|end| end == "toml"));
    out.sort();
    out
}

/// Returns a file as editors hand it to a schema: dates are texts.
fn as_json(value: &Value) -> serde_json::Value {
    match value {
        Value::Datetime(at) => at.to_string().into(),
        // JSON has no infinity; it is a number all the same.
        Value::Float(number) if !number.is_finite() => f64::MAX.into(),
        Value::Array(items) => items.iter().map(as_json).collect(),
        Value::Table(table) => table.iter().map(|(key, value)| (key.clone(), as_json(value))).collect(),
        other => serde_json::to_value(other).unwrap(),
    }
}

/// Returns what the loader's structure has against a file; rules that need more than its shape are left out.
fn structural(problems: &[Problem]) -> Vec<&str> {
    let of_shape = ["unknown-field", "wrong-type", "unknown-value", "missing-field"];
    problems.iter().map(|problem| problem.code).filter(|code| of_shape.contains(code)).collect()
}

/// Returns which schema a file of a catalogue belongs to, by its path there.
fn name_of(path: &str) -> &str {
    match path.split_once('/') {
        Some(("services", _)) => "service",
        Some(("hubs", _)) => "hub",
        Some(("languages", _)) => "language",
        Some(("slip", _)) => "look",
        Some((folder, _)) => folder,
        None => path.strip_suffix(".toml").unwrap(),
    }
}

#[test]
fn the_files_of_the_starter_are_what_the_program_writes() {
    let home = Home::new();
    for name in schema::names() {
        let written = home.run(&["catalogue", "schema", name]).out;
        let kept = std::fs::read_to_string(starter().join(format!("schema/{name}.json"))).unwrap_or_default();
        assert!(written == kept, "{name}: run signpost catalogue schema --output services_catalog/schema");
    }
    assert_eq!(home.run(&["catalogue", "schema"]).out.lines().count(), schema::names().count());
    insta::assert_snapshot!(home.run(&["catalogue", "schema", "servce"]).err, @r#"
    signpost: There is no kind of file "servce".
              Did you mean "service"?
    "#);
}

#[test]
fn every_file_of_the_starter_names_its_schema_and_keeps_it() {
    let starter = starter();
    for path in files_under(&starter) {
        let inside = path.strip_prefix(&starter).unwrap().to_str().unwrap().replace('\\', "/");
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().next(), Some(schema::line(&inside, name_of(&inside)).as_str()), "{inside}");
        assert_eq!(refused(name_of(&inside), &text), None, "{inside}");
    }
}

/// Returns why the schema refuses a file; nothing when it takes it.
fn refused(name: &str, text: &str) -> Option<String> {
    let schema: serde_json::Value = serde_json::from_str(&schema::schema(name).unwrap()).unwrap();
    let validator = jsonschema::draft7::new(&schema).unwrap();
    let file = as_json(&Value::Table(toml::from_str(text).unwrap()));
    validator.iter_errors(&file).next().map(|error| format!("{} at {}", error, error.instance_path()))
}

/// Returns whether the check refuses the bad file, going by what it must say of it, which another test holds it to.
fn refused_by_check(path: &Path) -> bool {
    let said = std::fs::read_to_string(path.with_extension("txt")).unwrap();
    let file = path.file_name().unwrap().to_str().unwrap();
    let part = path.parent().unwrap().file_name().unwrap().to_str().unwrap();
    let part = if part == "header" { "catalogue.toml".to_owned() } else { format!("{part}.toml") };
    let of_it =
        |line: &&str| line.contains(&format!("/{file}:")) || line.starts_with(&part) || line.starts_with("slip/");
    said.lines().filter(of_it).any(|line| line.contains(" error: "))
}

#[test]
fn schema_and_loader_agree_on_every_fixture() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let good = fixtures.join("good");
    for path in files_under(&good) {
        let inside = path.strip_prefix(&good).unwrap().to_str().unwrap().replace('\\', "/");
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(refused(name_of(&inside), &text), None, "{inside}");
    }
    let (mut wrong, mut both, mut checked, mut by_rule) = (Vec::new(), 0, 0, Vec::new());
    for path in files_under(&fixtures.join("bad")) {
        let folder = path.parent().unwrap().file_name().unwrap().to_str().unwrap();
        let name = if folder == "header" { "catalogue" } else { folder };
        let (text, file) = (std::fs::read_to_string(&path).unwrap(), path.file_name().unwrap().to_str().unwrap());
        let problems = schema::problems(name, &text);
        // What is no TOML reaches no schema.
        if problems.iter().any(|problem| problem.code == "syntax") || toml::from_str::<toml::Table>(&text).is_err() {
            continue;
        }
        let loader = structural(&problems);
        match (loader.is_empty(), refused(name, &text)) {
            (false, Some(_)) => both += 1,
            (true, None) => by_rule.push(format!("{name}/{file}")),
            (false, None) => wrong.push(format!("{name}/{file}: the loader says {loader:?}, the schema nothing")),
            // What must be there and how a value is made is for the check, so that one pass tells everything.
            (true, Some(_)) if refused_by_check(&path) => checked += 1,
            (true, Some(why)) => wrong.push(format!("{name}/{file}: the schema says {why}, the loader nothing")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(both > 10, "only {both} files were refused by both");
    assert!(checked > 20, "only {checked} files were refused by the schema and the check");
    // What these break is a rule about what values mean, which no schema can hold.
    insta::assert_snapshot!(by_rule.join("\n"), @"
    facets/tests.toml
    facets/too-many-groups.toml
    hub/front-door-future.toml
    hub/front-door-without-date.toml
    hub/national.toml
    hub/no-lead-and-front-door.toml
    hub/unknown-terms-and-locality.toml
    look/too-light.toml
    needs/synonyms.toml
    safeguarding/lists.toml
    safeguarding_tests/sayings.toml
    service/Bad_Id.toml
    service/bad-language.toml
    service/bad-position.toml
    service/bad-postcode.toml
    service/bad-text-number.toml
    service/com1.toml
    service/doubled-address.toml
    service/empty-place.toml
    service/formerly.toml
    service/future-checked.toml
    service/future-source.toml
    service/hidden-place-in-words.toml
    service/hidden-place-street-as-area.toml
    service/hidden-place-street-in-words.toml
    service/hidden-place.toml
    service/hours-backwards.toml
    service/hours-by-the-sun.toml
    service/hours-days-only.toml
    service/hours-not-weekly.toml
    service/hours-over-midnight.toml
    service/hours-unreadable.toml
    service/hours-with-words.toml
    service/hours-without-end.toml
    service/hours-without-times.toml
    service/impossible-age-order.toml
    service/invented-number.toml
    service/outer-space.toml
    service/real-number-in-example.toml
    service/role-is-a-name.toml
    service/role-is-a-person.toml
    service/role-is-long.toml
    service/session-at-a-hub-that-is-no-place.toml
    service/session-backwards.toml
    service/text-number-without-number.toml
    service/translation-of-a-hidden-place.toml
    service/translations.toml
    service/unknown-hub.toml
    service/unknown-language.toml
    service/unknown-need.toml
    service/unsafe-characters-written-out.toml
    taxonomy/doubled.toml
    ");
}
