//! Asks registers over HTTP, with the manners of a guest: who asks is named, few questions at a time, patience when they are busy, and limits for what they answer.

use crate::error::{Error, Result};
use std::io::Read;
use std::time::Duration;
use ureq::Agent;
use ureq::http::header::{CONTENT_TYPE, RETRY_AFTER};
use ureq::tls::{RootCerts, TlsConfig};

/// How patient and how strict asking is.
#[derive(Debug, Clone)]
pub struct Manners {
    /// Addresses without encryption are taken from other machines too.
    pub allow_http: bool,
    /// Longest time for one answer.
    pub longest: Duration,
    /// Pause before the second try; each further one is twice as long.
    pub pause: Duration,
    /// Most bytes of one answer.
    pub most: u64,
}

impl Default for Manners {
    fn default() -> Self {
        Self { allow_http: false, longest: Duration::from_secs(60), pause: Duration::from_secs(1), most: 64 << 20 }
    }
}

/// How often one question is asked.
const TRIES: u32 = 4;

/// Longest that a register may ask to wait.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Asks for pages.
pub struct Asker {
    agent: Agent,
    manners: Manners,
}

/// Why there is no answer.
#[derive(Debug)]
pub enum Refused {
    /// The register answered with this status.
    Status(u16),
    /// No answer that can be used, in words.
    Failed(String),
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Status(401 | 403) => f.write_str("it wants a key or refuses to answer"),
            Self::Status(404 | 410) => f.write_str("there is nothing at this address"),
            Self::Status(429) => f.write_str("it is asked too often"),
            Self::Status(code @ 300..=399) => write!(f, "it sends to another address ({code}), which was not followed"),
            Self::Status(code @ 500..) => write!(f, "it has a fault of its own ({code})"),
            Self::Status(code) => write!(f, "it answered {code}"),
            Self::Failed(why) => f.write_str(why),
        }
    }
}

impl Asker {
    /// Returns who asks at an address, if it may be asked at all.
    ///
    /// # Errors
    /// When the address is none, or goes unencrypted over the network.
    pub fn new(address: &str, manners: Manners) -> Result<Self> {
        let host = host_of(address)
            .ok_or_else(|| Error::usage(format!("{address} is no web address.")).hint("It begins with https://."))?;
        let local = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
        let plain = address.starts_with("http://");
        if plain && !local && !manners.allow_http {
            let what = format!("{address} is not encrypted, so anybody on the way can change what comes.");
            return Err(Error::usage(what).hint("Use https://, or add --allow-http when you know the network."));
        }
        let agent = Agent::config_builder()
            .https_only(!plain)
            .http_status_as_error(false)
            // From an address that is encrypted nothing leads to one that isn't; the others lead nowhere.
            .max_redirects(if plain { 0 } else { 5 })
            .max_redirects_will_error(false)
            .timeout_global(Some(manners.longest))
            .timeout_connect(Some(manners.longest.min(Duration::from_secs(15))))
            .user_agent(concat!("signpost/", env!("CARGO_PKG_VERSION"), " (family hub directory import)"))
            .accept("application/json")
            .tls_config(TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build())
            .build()
            .new_agent();
        Ok(Self { agent, manners })
    }

    /// Returns the answer at an address, asked again a few times while the register is busy or the line breaks.
    pub fn get(&self, address: &str) -> std::result::Result<Vec<u8>, Refused> {
        let mut pause = self.manners.pause;
        let mut tries = 0;
        loop {
            tries += 1;
            let (refused, wait) = match self.once(address) {
                Ok(body) => return Ok(body),
                Err((refused, wait)) => (refused, wait),
            };
            let again = match &refused {
                Refused::Status(code) => matches!(code, 429 | 500 | 502 | 503 | 504),
                Refused::Failed(_) => true,
            };
            if !again || tries >= TRIES {
                return Err(refused);
            }
            std::thread::sleep(wait.unwrap_or(pause).min(LONGEST_WAIT));
            pause *= 2;
        }
    }

    fn once(&self, address: &str) -> std::result::Result<Vec<u8>, (Refused, Option<Duration>)> {
        let failed = |why: String| (Refused::Failed(why), None);
        let mut answer = self.agent.get(address).call().map_err(|e| failed(in_words(&e)))?;
        let status = answer.status().as_u16();
        if !answer.status().is_success() {
            let wait = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
            return Err((Refused::Status(status), wait.map(Duration::from_secs)));
        }
        let kind = answer.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if kind.starts_with("text/html") {
            return Err(failed("it answered with a web page and not with data".to_owned()));
        }
        let mut body = Vec::new();
        // One byte more than may be tells that there is more.
        let reader = answer.body_mut().with_config().limit(self.manners.most + 1).reader();
        reader
            .take(self.manners.most + 1)
            .read_to_end(&mut body)
            .map_err(|_| failed("the answer broke off".to_owned()))?;
        if body.len() as u64 > self.manners.most {
            return Err(failed(format!("the answer is larger than {} MB", self.manners.most >> 20)));
        }
        Ok(body)
    }
}

fn in_words(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Timeout(_) => "it did not answer in time",
        ureq::Error::HostNotFound => "there is no such machine, or no network",
        ureq::Error::ConnectionFailed => "it can't be reached",
        ureq::Error::RequireHttpsOnly(_) => "it sends to an address that is not encrypted",
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => "its certificate can't be trusted",
        ureq::Error::Io(e) if e.kind() == std::io::ErrorKind::ConnectionRefused => "it can't be reached",
        ureq::Error::BadUri(_) => "this is no web address",
        _ => "the connection broke",
    }
    .to_owned()
}

/// Returns the machine that an address names; nothing when it is none that can be asked, or has a password in it.
pub fn host_of(address: &str) -> Option<&str> {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let whole = rest.split(['/', '?', '#']).next()?;
    let end = if whole.starts_with('[') { whole.find(']')? + 1 } else { whole.find(':').unwrap_or(whole.len()) };
    let host = &whole[..end];
    (!host.is_empty() && !whole.contains('@') && !address.contains(char::is_whitespace)).then_some(host)
}
