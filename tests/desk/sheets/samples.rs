//! Slips to typeset: one with everything that a slip can hold, in English and beside it in a family's language.

use signpost::catalogue::Fixed;
use signpost::slip::{Code, Fact, Item, Number, Said, Slip, Tongue};
use std::collections::BTreeMap;

/// What a sample slip says in one language.
pub struct Words {
    pub code: &'static str,
    pub name: &'static str,
    pub own_name: &'static str,
    pub right_to_left: bool,
    pub ring: &'static str,
    pub free_to_call: &'static str,
    pub scan: &'static str,
    pub when: &'static str,
    pub tuesdays: &'static str,
    pub place: &'static str,
    pub step_free: &'static str,
    pub cost: &'static str,
    pub free: &'static str,
    pub how: &'static str,
    pub yourself: &'static str,
    pub bring: &'static str,
    pub red_book: &'static str,
    pub line: &'static str,
    pub first: &'static str,
    pub from_us: &'static str,
    pub example: &'static str,
    pub date: &'static str,
    pub hours: &'static str,
    pub note: &'static str,
}

/// One of the words.
type Part = fn(&Words) -> &'static str;

/// The same in English.
pub const ENGLISH: Words = Words {
    code: "en",
    name: "English",
    own_name: "English",
    right_to_left: false,
    ring: "Ring",
    free_to_call: "free to call",
    scan: "Scan to ring",
    when: "When",
    tuesdays: "Tuesdays, 10am to 11:30am, term time",
    place: "Where",
    step_free: "Step-free. Prams welcome.",
    cost: "Cost",
    free: "Free",
    how: "How to get in",
    yourself: "You can ring yourself. Nobody has to refer you.",
    bring: "What to bring",
    red_book: "Your child's red book",
    line: "Play for babies and small children, and a cup of tea for you.",
    first: "Please ring first. We have not checked this lately.",
    from_us: "From us to you",
    example: "EXAMPLE - not a real service",
    date: "22 November 2026",
    hours: "Monday to Friday, 9am to 5pm",
    note: "Nobody has checked this translation yet. If it differs from the English, the English is right.",
};

/// Words of families' languages: each script that the fonts hold.
pub const TONGUES: [Words; 6] = [
    Words {
        code: "ur",
        name: "Urdu",
        own_name: "اردو",
        right_to_left: true,
        ring: "فون کریں",
        free_to_call: "مفت کال",
        scan: "فون کرنے کے لیے اسکین کریں",
        when: "کب",
        tuesdays: "ہر منگل، صبح 10 بجے سے 11:30 بجے تک، اسکول کے دنوں میں",
        place: "کہاں",
        step_free: "سیڑھیاں نہیں ہیں۔ بچہ گاڑی لا سکتے ہیں۔",
        cost: "خرچ",
        free: "مفت",
        how: "کیسے شامل ہوں",
        yourself: "آپ خود فون کر سکتے ہیں۔ کسی کی سفارش کی ضرورت نہیں۔",
        bring: "کیا ساتھ لائیں",
        red_book: "اپنے بچے کی ریڈ بک",
        line: "ننھے بچوں کے لیے کھیل، اور آپ کے لیے چائے کا ایک کپ۔",
        first: "براہ کرم پہلے فون کریں۔ ہم نے حال ہی میں اس کی تصدیق نہیں کی۔",
        from_us: "ہماری طرف سے آپ کے لیے",
        example: "مثال - یہ اصلی سروس نہیں ہے",
        date: "22 نومبر 2026",
        hours: "پیر سے جمعہ، صبح 9 بجے سے شام 5 بجے تک",
        note: "ابھی تک کسی نے اس ترجمے کی جانچ نہیں کی۔ اگر یہ انگریزی سے مختلف ہو تو انگریزی درست ہے۔",
    },
    Words {
        code: "ar",
        name: "Arabic",
        own_name: "العربية",
        right_to_left: true,
        ring: "اتصل",
        free_to_call: "مكالمة مجانية",
        scan: "امسح الرمز للاتصال",
        when: "متى",
        tuesdays: "أيام الثلاثاء، من 10:00 إلى 11:30 صباحًا، خلال الفصل الدراسي",
        place: "أين",
        step_free: "بدون درج. عربات الأطفال مرحب بها.",
        cost: "التكلفة",
        free: "مجاني",
        how: "كيف تشترك",
        yourself: "يمكنك الاتصال بنفسك. لا تحتاج إلى إحالة من أحد.",
        bring: "ماذا تحضر معك",
        red_book: "الكتاب الأحمر لطفلك",
        line: "لعب للرضع والأطفال الصغار، وكوب من الشاي لك.",
        first: "يرجى الاتصال أولًا. لم نتحقق من هذا مؤخرًا.",
        from_us: "منا إليكم",
        example: "مثال - ليست خدمة حقيقية",
        date: "22 نوفمبر 2026",
        hours: "من الاثنين إلى الجمعة، من 9 صباحًا إلى 5 مساءً",
        note: "لم يراجع أحد هذه الترجمة بعد. إذا اختلفت عن النص الإنجليزي فالنص الإنجليزي هو الصحيح.",
    },
    Words {
        code: "bn",
        name: "Bengali",
        own_name: "বাংলা",
        right_to_left: false,
        ring: "ফোন করুন",
        free_to_call: "বিনামূল্যে কল",
        scan: "ফোন করতে স্ক্যান করুন",
        when: "কখন",
        tuesdays: "মঙ্গলবার, সকাল 10টা থেকে 11:30টা, স্কুল চলাকালীন",
        place: "কোথায়",
        step_free: "সিঁড়ি নেই। প্র্যাম আনা যাবে।",
        cost: "খরচ",
        free: "বিনামূল্যে",
        how: "কীভাবে যোগ দেবেন",
        yourself: "আপনি নিজেই ফোন করতে পারেন। কারও সুপারিশ লাগবে না।",
        bring: "কী আনতে হবে",
        red_book: "আপনার সন্তানের রেড বুক",
        line: "শিশু ও ছোট বাচ্চাদের জন্য খেলা, আর আপনার জন্য এক কাপ চা।",
        first: "অনুগ্রহ করে আগে ফোন করুন। আমরা সম্প্রতি এটি যাচাই করিনি।",
        from_us: "আমাদের পক্ষ থেকে আপনার জন্য",
        example: "উদাহরণ - আসল পরিষেবা নয়",
        date: "22 নভেম্বর 2026",
        hours: "সোমবার থেকে শুক্রবার, সকাল 9টা থেকে বিকেল 5টা",
        note: "এখনও কেউ এই অনুবাদ যাচাই করেনি। ইংরেজির সঙ্গে না মিললে ইংরেজিটিই সঠিক।",
    },
    Words {
        code: "pa",
        name: "Punjabi",
        own_name: "ਪੰਜਾਬੀ",
        right_to_left: false,
        ring: "ਫ਼ੋਨ ਕਰੋ",
        free_to_call: "ਮੁਫ਼ਤ ਕਾਲ",
        scan: "ਫ਼ੋਨ ਕਰਨ ਲਈ ਸਕੈਨ ਕਰੋ",
        when: "ਕਦੋਂ",
        tuesdays: "ਮੰਗਲਵਾਰ, ਸਵੇਰੇ 10 ਤੋਂ 11:30 ਵਜੇ, ਸਕੂਲ ਦੇ ਦਿਨਾਂ ਵਿੱਚ",
        place: "ਕਿੱਥੇ",
        step_free: "ਪੌੜੀਆਂ ਨਹੀਂ ਹਨ। ਪ੍ਰੈਮ ਲਿਆ ਸਕਦੇ ਹੋ।",
        cost: "ਖ਼ਰਚਾ",
        free: "ਮੁਫ਼ਤ",
        how: "ਕਿਵੇਂ ਸ਼ਾਮਲ ਹੋਣਾ ਹੈ",
        yourself: "ਤੁਸੀਂ ਆਪ ਫ਼ੋਨ ਕਰ ਸਕਦੇ ਹੋ। ਕਿਸੇ ਦੀ ਸਿਫ਼ਾਰਸ਼ ਦੀ ਲੋੜ ਨਹੀਂ।",
        bring: "ਕੀ ਲਿਆਉਣਾ ਹੈ",
        red_book: "ਆਪਣੇ ਬੱਚੇ ਦੀ ਰੈੱਡ ਬੁੱਕ",
        line: "ਛੋਟੇ ਬੱਚਿਆਂ ਲਈ ਖੇਡਾਂ, ਅਤੇ ਤੁਹਾਡੇ ਲਈ ਚਾਹ ਦਾ ਕੱਪ।",
        first: "ਕਿਰਪਾ ਕਰਕੇ ਪਹਿਲਾਂ ਫ਼ੋਨ ਕਰੋ। ਅਸੀਂ ਹਾਲ ਹੀ ਵਿੱਚ ਇਸ ਦੀ ਜਾਂਚ ਨਹੀਂ ਕੀਤੀ।",
        from_us: "ਸਾਡੇ ਵੱਲੋਂ ਤੁਹਾਡੇ ਲਈ",
        example: "ਉਦਾਹਰਨ - ਅਸਲੀ ਸੇਵਾ ਨਹੀਂ",
        date: "22 ਨਵੰਬਰ 2026",
        hours: "ਸੋਮਵਾਰ ਤੋਂ ਸ਼ੁੱਕਰਵਾਰ, ਸਵੇਰੇ 9 ਤੋਂ ਸ਼ਾਮ 5 ਵਜੇ",
        note: "ਅਜੇ ਤੱਕ ਕਿਸੇ ਨੇ ਇਸ ਅਨੁਵਾਦ ਦੀ ਜਾਂਚ ਨਹੀਂ ਕੀਤੀ। ਜੇ ਇਹ ਅੰਗਰੇਜ਼ੀ ਤੋਂ ਵੱਖਰਾ ਹੈ ਤਾਂ ਅੰਗਰੇਜ਼ੀ ਸਹੀ ਹੈ।",
    },
    Words {
        code: "uk",
        name: "Ukrainian",
        own_name: "Українська",
        right_to_left: false,
        ring: "Зателефонуйте",
        free_to_call: "безкоштовний дзвінок",
        scan: "Скануйте, щоб зателефонувати",
        when: "Коли",
        tuesdays: "Щовівторка, 10:00–11:30, під час навчального року",
        place: "Де",
        step_free: "Без сходинок. Можна з дитячим візком.",
        cost: "Вартість",
        free: "Безкоштовно",
        how: "Як потрапити",
        yourself: "Ви можете зателефонувати самі. Направлення не потрібне.",
        bring: "Що взяти з собою",
        red_book: "Червону книжку вашої дитини",
        line: "Ігри для немовлят і малюків та чашка чаю для вас.",
        first: "Спершу зателефонуйте. Ми давно цього не перевіряли.",
        from_us: "Від нас для вас",
        example: "ПРИКЛАД - це не справжня послуга",
        date: "22 листопада 2026",
        hours: "З понеділка по п'ятницю, 9:00–17:00",
        note: "Цей переклад ще ніхто не перевірив. Якщо він відрізняється від англійського тексту, правильний англійський.",
    },
    Words {
        code: "pl",
        name: "Polish",
        own_name: "Polski",
        right_to_left: false,
        ring: "Zadzwoń",
        free_to_call: "połączenie bezpłatne",
        scan: "Zeskanuj, aby zadzwonić",
        when: "Kiedy",
        tuesdays: "We wtorki, 10:00–11:30, w czasie roku szkolnego",
        place: "Gdzie",
        step_free: "Bez schodów. Można wejść z wózkiem.",
        cost: "Koszt",
        free: "Bezpłatnie",
        how: "Jak skorzystać",
        yourself: "Możesz zadzwonić samodzielnie. Skierowanie nie jest potrzebne.",
        bring: "Co zabrać ze sobą",
        red_book: "Czerwoną książeczkę dziecka",
        line: "Zabawa dla niemowląt i małych dzieci, a dla Ciebie filiżanka herbaty.",
        first: "Najpierw zadzwoń. Dawno tego nie sprawdzaliśmy.",
        from_us: "Od nas dla Ciebie",
        example: "PRZYKŁAD - to nie jest prawdziwa usługa",
        date: "22 listopada 2026",
        hours: "Od poniedziałku do piątku, 9:00–17:00",
        note: "Nikt jeszcze nie sprawdził tego tłumaczenia. Jeśli różni się od angielskiego, obowiązuje angielski.",
    },
];

/// Returns a slip with three services in English.
pub fn english() -> Slip {
    slip(None)
}

/// Returns the same in a language beside English.
pub fn tongue(code: &str) -> Slip {
    slip(TONGUES.iter().find(|words| words.code == code))
}

/// Returns what a slip says of three services that name nothing, as a discreet one does.
pub fn discreet() -> Slip {
    let mut slip = english();
    slip.discreet = true;
    slip.line = None;
    slip.items = [&["0808 2000 247"][..], &["01632 960123", "01632 960124"]]
        .into_iter()
        .map(|phones| Item {
            phones: phones.iter().map(|phone| Number { number: (*phone).to_owned(), note: None }).collect(),
            facts: vec![fact(|words| words.when, &[|words| words.tuesdays], None)],
            ..Item::default()
        })
        .collect();
    slip
}

fn slip(words: Option<&Words>) -> Slip {
    let said = |part: Part| said(part, words);
    let fixed: [(Fixed, Part); 3] =
        [(Fixed::Ring, |w| w.ring), (Fixed::FromUs, |w| w.from_us), (Fixed::Example, |w| w.example)];
    let first = Item {
        name: Some("Riverside Stay and Play".into()),
        line: Some(said(|w| w.line)),
        first: Some(said(|w| w.first)),
        phones: vec![Number { number: "01632 960123".into(), note: None }],
        facts: vec![
            fact(|w| w.how, &[|w| w.yourself], words),
            fact(|w| w.when, &[|w| w.tuesdays], words),
            Fact {
                heading: said(|w| w.place),
                lines: vec!["The Garden Room, 1 Quay Street, Exampleford, HP20 0VC".into(), said(|w| w.step_free)],
            },
            fact(|w| w.cost, &[|w| w.free], words),
            fact(|w| w.bring, &[|w| w.red_book], words),
        ],
        code: Some(Code { label: said(|w| w.scan), address: "tel:+441632960123".into() }),
        example: true,
        ..Item::default()
    };
    let second = Item {
        name: Some("Helpline for parents".into()),
        line: Some("Somebody to talk to, by phone, day and night.".into()),
        phones: vec![
            Number { number: "0808 800 2222".into(), note: Some(said(|w| w.free_to_call)) },
            Number { number: "0300 123 4567".into(), note: None },
        ],
        text_number: Some("07700 900668".into()),
        facts: vec![fact(|w| w.when, &[|w| w.hours], words), fact(|w| w.cost, &[|w| w.free], words)],
        code: Some(Code { label: said(|w| w.scan), address: "https://www.example.org/parents/helpline".into() }),
        ..Item::default()
    };
    let third = Item {
        name: Some("Baby bank".into()),
        hindrance: Some("Waiting list".into()),
        line: Some("Nappies, clothes and cots for families who can't buy them.".into()),
        phones: vec![Number { number: "01632 960456 extension 12".into(), note: None }],
        facts: vec![
            fact(|w| w.when, &[|w| w.tuesdays], words),
            Fact {
                heading: said(|w| w.place),
                lines: vec!["St Example's Church Hall, Hill Road, Exampleford, HP20 0VD".into()],
            },
            Fact { heading: "Email".into(), lines: vec!["the-baby-bank-at-riverside@a-long-name.example.org".into()] },
        ],
        ..Item::default()
    };
    Slip {
        hub: "Riverside Family Hub".into(),
        hub_lines: vec!["1 Quay Street, Exampleford, HP20 0VC".into(), "01632 960100".into(), said(|w| w.hours)],
        date: said(|w| w.date),
        tongue: words.map(|words| Tongue {
            code: words.code.into(),
            name: words.name.into(),
            own_name: words.own_name.into(),
            right_to_left: words.right_to_left,
            checked: false,
        }),
        items: vec![first, second, third],
        line: Some("Ask for Sam at the desk when you come.".into()),
        notes: words
            .map(|words| Said { english: ENGLISH.note.into(), own: Some(words.note.into()) })
            .into_iter()
            .collect(),
        words: fixed.into_iter().map(|(name, part)| (<&str>::from(name), said(part))).collect::<BTreeMap<_, _>>(),
        ..Slip::default()
    }
}

fn said(part: Part, words: Option<&Words>) -> Said {
    Said { english: part(&ENGLISH).into(), own: words.map(|words| part(words).into()) }
}

fn fact(heading: Part, lines: &[Part], words: Option<&Words>) -> Fact {
    Fact { heading: said(heading, words), lines: lines.iter().map(|line| said(*line, words)).collect() }
}

/// Returns a slip of five services in English; each round has other names and numbers.
pub fn five(round: usize) -> Slip {
    make_five(english(), round)
}

/// Returns the same in a language beside English.
pub fn five_in(code: &str, round: usize) -> Slip {
    make_five(tongue(code), round)
}

fn make_five(mut slip: Slip, round: usize) -> Slip {
    let further: Vec<Item> = slip.items[..2].to_vec();
    slip.items.extend(further);
    for (at, item) in slip.items.iter_mut().enumerate() {
        item.name = Some(format!("Service number {} of {round}", at + 1));
        item.phones[0].number = format!("01632 96{:04}", round * 10 + at);
        if let Some(line) = item.facts.last_mut().and_then(|fact| fact.lines.first_mut()) {
            *line = format!("The last line of {} in {round}", at + 1).into();
        }
    }
    slip
}
