//! Names of languages, for the codes that a service carries.

use crate::text;

/// ISO 639 codes and English names of the languages that families here speak most, and Welsh, Irish and British Sign Language.
const NAMES: &[(&str, &str)] = &[
    ("am", "Amharic"),
    ("ar", "Arabic"),
    ("bfi", "British Sign Language"),
    ("bg", "Bulgarian"),
    ("bn", "Bengali"),
    ("ckb", "Kurdish Sorani"),
    ("cs", "Czech"),
    ("cy", "Welsh"),
    ("de", "German"),
    ("el", "Greek"),
    ("en", "English"),
    ("es", "Spanish"),
    ("fa", "Farsi"),
    ("fr", "French"),
    ("ga", "Irish"),
    ("gd", "Scottish Gaelic"),
    ("gu", "Gujarati"),
    ("hi", "Hindi"),
    ("hu", "Hungarian"),
    ("it", "Italian"),
    ("ku", "Kurdish"),
    ("lt", "Lithuanian"),
    ("lv", "Latvian"),
    ("ml", "Malayalam"),
    ("ne", "Nepali"),
    ("pa", "Punjabi"),
    ("pl", "Polish"),
    ("prs", "Dari"),
    ("ps", "Pashto"),
    ("pt", "Portuguese"),
    ("ro", "Romanian"),
    ("rom", "Romani"),
    ("ru", "Russian"),
    ("sk", "Slovak"),
    ("so", "Somali"),
    ("sq", "Albanian"),
    ("sw", "Swahili"),
    ("syl", "Sylheti"),
    ("ta", "Tamil"),
    ("te", "Telugu"),
    ("tet", "Tetum"),
    ("ti", "Tigrinya"),
    ("tl", "Tagalog"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("ur", "Urdu"),
    ("vi", "Vietnamese"),
    ("yo", "Yoruba"),
    ("yue", "Cantonese"),
    ("zh", "Chinese"),
];

/// The other codes that a service may carry: the rest of ISO 639-1, and further languages that families here speak which have no code of two letters.
const FURTHER: &[(&str, &str)] = &[
    ("aa", "Afar"),
    ("ab", "Abkhazian"),
    ("ach", "Acholi"),
    ("acm", "Iraqi Arabic"),
    ("ae", "Avestan"),
    ("af", "Afrikaans"),
    ("aii", "Assyrian"),
    ("ak", "Akan"),
    ("an", "Aragonese"),
    ("apc", "Levantine Arabic"),
    ("ary", "Moroccan Arabic"),
    ("arz", "Egyptian Arabic"),
    ("as", "Assamese"),
    ("av", "Avar"),
    ("ay", "Aymara"),
    ("az", "Azerbaijani"),
    ("ba", "Bashkir"),
    ("bal", "Balochi"),
    ("be", "Belarusian"),
    ("bho", "Bhojpuri"),
    ("bi", "Bislama"),
    ("bin", "Edo"),
    ("bm", "Bambara"),
    ("bo", "Tibetan"),
    ("br", "Breton"),
    ("bs", "Bosnian"),
    ("byn", "Blin"),
    ("ca", "Catalan"),
    ("ce", "Chechen"),
    ("ceb", "Cebuano"),
    ("ch", "Chamorro"),
    ("cmn", "Mandarin"),
    ("co", "Corsican"),
    ("cr", "Cree"),
    ("cu", "Church Slavic"),
    ("cv", "Chuvash"),
    ("da", "Danish"),
    ("dv", "Dhivehi"),
    ("dz", "Dzongkha"),
    ("ee", "Ewe"),
    ("eo", "Esperanto"),
    ("et", "Estonian"),
    ("eu", "Basque"),
    ("ff", "Fula"),
    ("fi", "Finnish"),
    ("fil", "Filipino"),
    ("fj", "Fijian"),
    ("fo", "Faroese"),
    ("fy", "Western Frisian"),
    ("gl", "Galician"),
    ("gn", "Guarani"),
    ("gv", "Manx"),
    ("ha", "Hausa"),
    ("hac", "Gorani"),
    ("hak", "Hakka"),
    ("haz", "Hazaragi"),
    ("he", "Hebrew"),
    ("hno", "Hindko"),
    ("ho", "Hiri Motu"),
    ("hr", "Croatian"),
    ("ht", "Haitian Creole"),
    ("hy", "Armenian"),
    ("hz", "Herero"),
    ("ia", "Interlingua"),
    ("id", "Indonesian"),
    ("ie", "Interlingue"),
    ("ig", "Igbo"),
    ("ii", "Sichuan Yi"),
    ("ik", "Inupiaq"),
    ("io", "Ido"),
    ("is", "Icelandic"),
    ("isg", "Irish Sign Language"),
    ("iu", "Inuktitut"),
    ("ja", "Japanese"),
    ("jam", "Jamaican Creole"),
    ("jv", "Javanese"),
    ("ka", "Georgian"),
    ("kab", "Kabyle"),
    ("kea", "Cape Verdean Creole"),
    ("kg", "Kongo"),
    ("ki", "Kikuyu"),
    ("kj", "Kwanyama"),
    ("kk", "Kazakh"),
    ("kl", "Greenlandic"),
    ("km", "Khmer"),
    ("kmr", "Kurdish Kurmanji"),
    ("kn", "Kannada"),
    ("ko", "Korean"),
    ("kok", "Konkani"),
    ("kr", "Kanuri"),
    ("kri", "Krio"),
    ("ks", "Kashmiri"),
    ("kv", "Komi"),
    ("kw", "Cornish"),
    ("ky", "Kyrgyz"),
    ("la", "Latin"),
    ("lb", "Luxembourgish"),
    ("lg", "Ganda"),
    ("li", "Limburgish"),
    ("ln", "Lingala"),
    ("lo", "Lao"),
    ("lu", "Luba-Katanga"),
    ("lua", "Luba-Lulua"),
    ("luo", "Luo"),
    ("mai", "Maithili"),
    ("men", "Mende"),
    ("mg", "Malagasy"),
    ("mh", "Marshallese"),
    ("mi", "Maori"),
    ("mk", "Macedonian"),
    ("mn", "Mongolian"),
    ("mr", "Marathi"),
    ("ms", "Malay"),
    ("mt", "Maltese"),
    ("my", "Burmese"),
    ("na", "Nauru"),
    ("nan", "Hokkien"),
    ("nb", "Norwegian Bokmal"),
    ("nd", "North Ndebele"),
    ("ng", "Ndonga"),
    ("nl", "Dutch"),
    ("nn", "Norwegian Nynorsk"),
    ("no", "Norwegian"),
    ("nr", "South Ndebele"),
    ("nv", "Navajo"),
    ("ny", "Chichewa"),
    ("oc", "Occitan"),
    ("oj", "Ojibwa"),
    ("om", "Oromo"),
    ("or", "Odia"),
    ("os", "Ossetian"),
    ("pcm", "Nigerian Pidgin"),
    ("phr", "Pahari-Potwari"),
    ("pi", "Pali"),
    ("qu", "Quechua"),
    ("rhg", "Rohingya"),
    ("rif", "Tarifit"),
    ("rm", "Romansh"),
    ("rmy", "Vlax Romani"),
    ("rn", "Rundi"),
    ("rw", "Kinyarwanda"),
    ("sa", "Sanskrit"),
    ("sc", "Sardinian"),
    ("sco", "Scots"),
    ("sd", "Sindhi"),
    ("se", "Northern Sami"),
    ("sg", "Sango"),
    ("shi", "Tachelhit"),
    ("si", "Sinhala"),
    ("skr", "Saraiki"),
    ("sl", "Slovenian"),
    ("sm", "Samoan"),
    ("sn", "Shona"),
    ("sr", "Serbian"),
    ("ss", "Swati"),
    ("st", "Southern Sotho"),
    ("su", "Sundanese"),
    ("sv", "Swedish"),
    ("tem", "Temne"),
    ("tg", "Tajik"),
    ("th", "Thai"),
    ("tig", "Tigre"),
    ("tk", "Turkmen"),
    ("tn", "Tswana"),
    ("to", "Tongan"),
    ("ts", "Tsonga"),
    ("tt", "Tatar"),
    ("tw", "Twi"),
    ("ty", "Tahitian"),
    ("ug", "Uyghur"),
    ("uz", "Uzbek"),
    ("ve", "Venda"),
    ("vo", "Volapuk"),
    ("wa", "Walloon"),
    ("wo", "Wolof"),
    ("wuu", "Shanghainese"),
    ("xh", "Xhosa"),
    ("yi", "Yiddish"),
    ("za", "Zhuang"),
    ("zu", "Zulu"),
];

/// Returns the English name of a language, or its code when the name is not known here.
pub fn name(code: &str) -> &str {
    every().find(|(known, _)| *known == code).map_or(code, |(_, name)| name)
}

/// Returns a code as it is written here, if it is known.
pub fn known(code: &str) -> Option<&'static str> {
    every().map(|(known, _)| known).find(|known| *known == code)
}

/// Returns the code that somebody meant who wrote something else: the code in capitals, the language's name, or a name much like it.
pub fn meant(written: &str) -> Option<&'static str> {
    let written = text::fold(written);
    let code_of = |wanted: &str| every().find(|(_, name)| text::fold(name) == wanted).map(|(code, _)| code);
    if let Some((code, _)) = every().find(|(code, _)| *code == written) {
        return Some(code);
    }
    if let Some(code) = code_of(&written) {
        return Some(code);
    }
    // Among codes of two letters everything is near to everything.
    if written.len() < 4 {
        return None;
    }
    let names: Vec<String> = every().map(|(_, name)| text::fold(name)).collect();
    text::nearest(&written, names.iter().map(String::as_str)).and_then(code_of)
}

fn every() -> impl Iterator<Item = (&'static str, &'static str)> {
    NAMES.iter().chain(FURTHER).copied()
}

/// Returns the languages that families here speak most, in the order of their codes, for a list to choose from.
pub fn all() -> &'static [(&'static str, &'static str)] {
    NAMES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_stands_once_and_all_of_two_letters_are_there() {
        let codes: std::collections::BTreeSet<&str> = every().map(|(code, _)| code).collect();
        assert_eq!(codes.len(), NAMES.len() + FURTHER.len());
        let fits = |code: &str| (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase());
        assert!(codes.iter().all(|code| fits(code)));
        // ISO 639-1 has 183 codes since "sh" was taken back.
        assert_eq!(codes.iter().filter(|code| code.len() == 2).count(), 183);
    }

    #[test]
    fn knows_what_was_meant() {
        for (written, code) in
            [("EN", "en"), ("Urdu", "ur"), ("british sign language", "bfi"), ("Polsh", "pl"), ("Punjabi ", "pa")]
        {
            assert_eq!(meant(written), Some(code), "{written}");
        }
        for written in ["xx", "qqq", "Klingon", ""] {
            assert_eq!(meant(written), None, "{written}");
        }
    }
}
