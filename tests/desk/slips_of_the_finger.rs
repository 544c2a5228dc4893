//! A typo that is itself a word of the catalogue must still find the service that was meant.

use super::common::Home;
use super::generate::generator;

fn service(home: &Home, id: &str, name: &str) {
    let text = format!(
        "example = true\nname = \"{name}\"\ndescription = \"For families.\"\nneeds = [\"early-help\"]\naccess = [\"open\"]\n"
    );
    home.write(&format!("catalogue/services/example/{id}.toml"), &text);
}

#[test]
fn a_typo_that_is_a_word_still_finds_its_service() {
    let home = Home::new();
    generator::write(400, &home.path("catalogue"), 3).unwrap();
    // What is meant, and what the typo makes of it.
    let pairs = [
        ("carers", "Carers Cafe", "careers", "Careers Fair"),
        ("dairy", "Dairy Free Swap", "diary", "Diary Writing Nights"),
        ("form", "Form Filling Fridays", "from", "Home From Hospital"),
        ("quiet", "Quiet Corner Club", "quite", "Quite Contrary Cooks"),
        ("choir", "Choir of Larks", "chair", "Chair Yoga"),
    ];
    for (meant, name, typo, other) in pairs {
        service(&home, &format!("meant-{meant}"), name);
        service(&home, &format!("typo-{typo}"), other);
    }
    let catalogue = home.path("catalogue").display().to_string();
    for (meant, name, typo, _) in pairs {
        let query = name.to_lowercase().replace(meant, typo);
        // Alone, "from" stands in half of all services, "quite" is nearest to "quit", and a chair is what many need.
        for query in [query.as_str(), typo].into_iter().filter(|q| !["from", "quite", "chair"].contains(q)) {
            let answer = home.run(&["--catalogue", &catalogue, "search", query, "--json", "--limit", "50"]);
            let found: serde_json::Value = serde_json::from_str(&answer.out).unwrap();
            let ids: Vec<&str> =
                found["hits"].as_array().unwrap().iter().filter_map(|hit| hit["id"].as_str()).collect();
            assert!(ids.contains(&format!("meant-{meant}").as_str()), "{query}: {ids:?}");
            assert!(ids.contains(&format!("typo-{typo}").as_str()) || query != typo, "{query}: {ids:?}");
        }
    }
}

#[test]
fn one_letter_finds_more_than_the_first_words_of_the_alphabet() {
    let home = Home::new();
    generator::write(400, &home.path("catalogue"), 3).unwrap();
    service(&home, "last", "Pyzyx Meeting");
    let catalogue = home.path("catalogue").display().to_string();
    for query in ["py", "pyz", "pyzy", "pyzyx"] {
        let answer = home.run(&["--catalogue", &catalogue, "search", query, "--json", "--limit", "5"]);
        assert!(answer.out.contains("\"last\""), "{query}: {}", answer.out);
    }
}
