//! The shipped safeguarding rules: what they must hear, typed badly too, and what they must let pass.

use signpost::safeguard::Rules;

const DANGEROUS: &str = include_str!("../fixtures/prompts/dangerous.txt");
const INNOCENT: &str = include_str!("../fixtures/prompts/innocent.txt");

fn lines(text: &str) -> Vec<&str> {
    text.lines().filter(|line| !line.starts_with('#')).collect()
}

#[test]
fn danger_is_heard_even_when_it_is_mistyped() {
    let rules = Rules::built_in();
    let mut silent = Vec::new();
    for line in lines(DANGEROUS) {
        let (need, said) = line.split_once('\t').unwrap();
        if !rules.raised(said).iter().any(|raised| raised.need == need) {
            silent.push(line);
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn talk_at_a_front_desk_raises_nothing() {
    let rules = Rules::built_in();
    let mut raised = Vec::new();
    for said in lines(INNOCENT) {
        // At each key: what is half typed must not raise anything either.
        for end in said.char_indices().map(|(at, c)| at + c.len_utf8()) {
            if let Some(prompt) = rules.raised(&said[..end]).first() {
                raised.push(format!("{said} [{}] {}", &said[..end], prompt.need));
                break;
            }
        }
    }
    assert!(raised.is_empty(), "{raised:#?}");
}

#[test]
fn slips_are_forgiven_in_harmless_phrases_too() {
    let rules = Rules::built_in();
    for said in [
        "brother beat me at monoply",
        "my husband beat me at chess",
        "grandad beat my uncle at darts",
        "knife crime worksohp",
        "stabbing pians in my side",
        "i want a diet sheet",
        "we cannot go on the trip",
        "my son is moving house and nedes furniture",
        "can't get benefits because of my ivsa",
        "stay and play at the curch hall",
    ] {
        assert!(rules.raised(said).is_empty(), "{said}: {:?}", rules.raised(said));
    }
}
