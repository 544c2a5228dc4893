//! Registers that are asked over HTTP: pages, lies, slow and broken answers.

use serde_json::{Value, json};
use signpost::exchange::open_referral::About;
use signpost::exchange::{Format, From, Manners, Reading, read};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What a server answers: status, further headers, body.
type Said = (u16, String, String);

/// A register on this machine that answers as it is told, and remembers what it was asked.
struct Register {
    base: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Register {
    fn new(answer: impl Fn(&str, usize) -> Said + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let remembered = Arc::clone(&asked);
        let answer = Arc::new(Mutex::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (remembered, answer) = (Arc::clone(&remembered), Arc::clone(&answer));
                std::thread::spawn(move || serve(&stream, &remembered, &*answer.lock().unwrap()));
            }
        });
        Self { base, asked }
    }

    fn read(&self, path: &str) -> signpost::error::Result<Reading> {
        let manners =
            Manners { pause: Duration::ZERO, longest: Duration::from_secs(5), most: 1 << 20, ..Manners::default() };
        let about = About { scheme: "test", today: "2026-11-22".parse().unwrap(), page: None };
        read(&From::named(&format!("{}{path}", self.base)), Format::Auto, &about, manners, &|_, _| ())
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn serve(mut stream: &TcpStream, asked: &Mutex<Vec<String>>, answer: &dyn Fn(&str, usize) -> Said) {
    let mut lines = BufReader::new(stream).lines();
    let Some(Ok(first)) = lines.next() else { return };
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let agent = lines
        .by_ref()
        .map_while(Result::ok)
        .take_while(|line| !line.is_empty())
        .any(|line| line.to_lowercase().starts_with("user-agent: signpost/"));
    assert!(agent, "a guest says who asks");
    let times = {
        let mut asked = asked.lock().unwrap();
        asked.push(path.clone());
        asked.iter().filter(|earlier| **earlier == path).count()
    };
    let (status, headers, body) = answer(&path, times);
    let length =
        if headers.contains("Content-Length") { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    let _ = write!(stream, "HTTP/1.1 {status} x\r\nConnection: close\r\n{length}{headers}\r\n{body}");
}

fn ok(body: &Value) -> Said {
    (200, "Content-Type: application/json\r\n".to_owned(), body.to_string())
}

/// A service that needs no second question.
fn whole(id: usize) -> Value {
    json!({"id": format!("s{id}"), "name": format!("Service {id}"), "status": "active", "service_at_locations": []})
}

fn page_of(path: &str) -> usize {
    path.split("page=").nth(1).and_then(|n| n.split('&').next()?.parse().ok()).unwrap_or(1)
}

fn ids(reading: &Reading) -> Vec<&str> {
    reading.services.iter().map(|service| service.upstream.id.as_str()).collect()
}

#[test]
fn trap_5_totals_lie_and_pages_end_where_they_end() {
    // It says 31 and has 128.
    let more = Register::new(|path, _| {
        let page = page_of(path);
        let records: Vec<Value> = (0..128).skip((page - 1) * 10).take(10).map(whole).collect();
        ok(
            &json!({"total_items": 31, "total_pages": 4, "page_number": page, "last_page": page == 13, "contents": records}),
        )
    });
    let reading = more.read("/services?per_page=10").unwrap();
    assert!(reading.services.len() == 128 && reading.complete, "{:?}", reading.notes);
    assert_eq!(more.asked().len(), 13);
    // It says 10 pages, and every one is the first.
    let same = Register::new(|_, _| {
        ok(&json!({"total_items": 10, "total_pages": 10, "page_number": 1, "last_page": false, "contents": [whole(1)]}))
    });
    assert_eq!(ids(&same.read("/services").unwrap()), ["s1"]);
    assert_eq!(same.asked().len(), 2);
    for end in [json!({"contents": [], "last_page": false}), json!({"contents": [], "empty": true})] {
        let ends =
            Register::new(
                move |path, _| {
                    if page_of(path) < 3 { ok(&json!({"contents": [whole(page_of(path))]})) } else { ok(&end) }
                },
            );
        assert_eq!(ids(&ends.read("/services").unwrap()), ["s1", "s2"]);
    }
}

#[test]
fn pages_that_count_from_0_are_all_read() {
    for first in [0, 1] {
        let register = Register::new(move |path, _| {
            let page = if path.contains("page=") { page_of(path) } else { first };
            ok(&json!({"totalElements": 0, "number": page, "last": page == first + 2, "content": [whole(page)]}))
        });
        assert_eq!(register.read("/services").unwrap().services.len(), 3, "from {first}");
    }
    // It says 0 always, and counts from 1.
    let register = Register::new(|path, _| {
        ok(&json!({"number": 0, "last": page_of(path) == 3, "content": [whole(page_of(path))]}))
    });
    assert_eq!(ids(&register.read("/services").unwrap()), ["s1", "s2", "s3"]);
}

#[test]
fn trap_11_what_a_list_leaves_out_is_asked_for_singly() {
    let brief = |id: &str| json!({"id": id, "name": format!("Service {id}"), "status": "active"});
    let register = Register::new(move |path, _| match path {
        "/services" => ok(&json!({"last_page": true, "contents": [brief("a/b"), brief("c"), brief("d")]})),
        "/services/a%2Fb" => ok(&json!({"id": "a/b", "name": "Service a/b", "phones": [{"number": "0117 496 0001"}]})),
        // Another record would take the place of the right one.
        "/services/c" => ok(&json!({"id": "x", "name": "Another"})),
        _ => (404, String::new(), String::new()),
    });
    // The root of an API has the list below it.
    let reading = register.read("").unwrap();
    assert_eq!(ids(&reading), ["a/b", "c", "d"]);
    assert_eq!(reading.services[0].service.phones.len(), 1);
    assert_eq!(reading.services.iter().map(|s| s.partial).collect::<Vec<_>>(), [false, true, true]);
    assert!(reading.notes[0].starts_with("2 services could only be read as the list has them"), "{:?}", reading.notes);
}

#[test]
fn a_busy_register_is_asked_again_and_a_broken_one_marks_nothing() {
    let busy = Register::new(|_, times| match times {
        1 => (429, "Retry-After: 0\r\n".to_owned(), String::new()),
        2 => (503, String::new(), String::new()),
        _ => ok(&json!([whole(1)])),
    });
    assert_eq!(busy.read("/services").unwrap().services.len(), 1);
    assert_eq!(busy.asked().len(), 3);
    let breaks = Register::new(|path, _| match page_of(path) {
        1 => ok(&json!({"contents": [whole(1)]})),
        _ => (500, String::new(), String::new()),
    });
    let reading = breaks.read("/services").unwrap();
    assert!(!reading.complete && reading.services.len() == 1);
    assert_eq!(reading.notes, ["Page 2 can't be read: it has a fault of its own (500)"]);
    assert_eq!(breaks.asked().len(), 5, "four tries");
    // The line breaks in the middle of an answer.
    let cut = Register::new(|_, times| {
        let body = json!([whole(1)]).to_string();
        if times == 1 { (200, format!("Content-Length: {}\r\n", body.len() + 9), body) } else { ok(&json!([whole(1)])) }
    });
    assert_eq!(cut.read("/services").unwrap().services.len(), 1);
}

#[test]
fn what_is_no_register_is_told_in_words() {
    let says = |register: Register, path: &str| register.read(path).unwrap_err().to_string();
    let html =
        Register::new(|_, _| (200, "Content-Type: text/html; charset=utf-8\r\n".to_owned(), "<html>".to_owned()));
    assert!(says(html, "/services").contains("it answered with a web page and not with data"));
    let missing = Register::new(|_, _| (404, String::new(), String::new()));
    assert!(says(missing, "/").contains("there is nothing at this address"));
    let key = Register::new(|_, _| (401, String::new(), String::new()));
    assert!(says(key, "/services").contains("it wants a key"));
    let away = Register::new(|_, _| (302, "Location: http://elsewhere.example/\r\n".to_owned(), String::new()));
    assert!(says(away, "/services").contains("which was not followed"));
    let large = Register::new(|_, _| (200, String::new(), " ".repeat((1 << 20) + 1)));
    assert!(says(large, "/services").contains("larger than 1 MB"));
    let garbage = Register::new(|_, _| (200, String::new(), "{{{".to_owned()));
    assert!(says(garbage, "/services").contains("it is no JSON"));
}

#[test]
fn a_register_that_never_answers_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}/services", listener.local_addr().unwrap());
    let manners = Manners { pause: Duration::ZERO, longest: Duration::from_millis(50), ..Manners::default() };
    let about = About { scheme: "test", today: "2026-11-22".parse().unwrap(), page: None };
    let error = read(&From::named(&base), Format::Auto, &about, manners, &|_, _| ()).unwrap_err();
    assert!(error.to_string().contains("it did not answer in time"), "{error}");
}
