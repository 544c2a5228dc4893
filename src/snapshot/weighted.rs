//! Fields in which a word stands as often as it weighs. A tokeniser of our own reads them, because thousands of tokens made beforehand for each service take longer than the rest of the compilation.

use std::fmt::Write as _;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};

/// Name of the tokeniser in the schema.
pub const WEIGHTED: &str = "weighted";

/// Returns words and weights as the tokeniser reads them; the words hold no spaces.
pub fn text<'a>(words: impl Iterator<Item = (&'a str, u32)>) -> String {
    let mut out = String::new();
    for (word, weight) in words {
        // Writing to a string can't fail.
        let _ = write!(out, "{weight} {word} ");
    }
    out
}

/// Returns the tokenisers that an index with such fields needs.
pub fn manager() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(WEIGHTED, Weighted);
    manager
}

#[derive(Clone)]
struct Weighted;

impl Tokenizer for Weighted {
    type TokenStream<'a> = Repeated<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Repeated<'a> {
        Repeated { rest: text.split(' '), left: 0, token: Token::default() }
    }
}

struct Repeated<'a> {
    rest: std::str::Split<'a, char>,
    left: u32,
    token: Token,
}

impl TokenStream for Repeated<'_> {
    fn advance(&mut self) -> bool {
        while self.left == 0 {
            let Some(weight) = self.rest.next() else { return false };
            let Some(word) = self.rest.next() else { return false };
            self.left = weight.parse().unwrap_or(1);
            self.token.text.clear();
            self.token.text.push_str(word);
        }
        self.left -= 1;
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_as_often_as_they_weigh() {
        let text = text([("baby", 3), ("bank", 1), ("never", 0), ("play", 2)].into_iter());
        let mut tokenizer = Weighted;
        let mut stream = tokenizer.token_stream(&text);
        let mut out = Vec::new();
        while stream.advance() {
            out.push(stream.token().text.clone());
        }
        assert_eq!(out, ["baby", "baby", "baby", "bank", "play", "play"]);
    }
}
