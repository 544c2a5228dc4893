//! The two steps of the loop, of which a failure of the program itself ends neither: the terminal stays the desk's, and the enquiry on screen is offered again. Nothing of it is written anywhere.

use super::app::{App, Effect, Msg};
use super::view;
use crate::error::{Error, Result, caught};
use ratatui::backend::Backend;
use ratatui::{Frame, Terminal};

/// How often the time may fail to pass before the desk gives up: without a key it would be tried for ever.
const MOST: u32 = 10;

/// What the loop does with the screen's state; another pair puts failures into tests.
#[derive(Debug, Clone, Copy)]
pub struct Steps {
    /// Takes in what happened.
    pub update: fn(&mut App, Msg) -> Vec<Effect>,
    /// Draws one frame.
    pub draw: fn(&App, &mut Frame<'_>),
}

impl Default for Steps {
    fn default() -> Self {
        Self { update: App::update, draw: view::draw }
    }
}

/// The steps, with what they need to go on after a failure.
#[derive(Debug)]
pub struct Unbroken {
    steps: Steps,
    /// Failures in a row in which only time went by.
    stuck: u32,
}

impl Unbroken {
    /// Returns these steps, guarded.
    pub fn new(steps: Steps) -> Self {
        Self { steps, stuck: 0 }
    }

    /// Takes in one thing that happened. When that fails, the screen stays as far as it had come and says so.
    ///
    /// # Errors
    /// When it fails again and again without anybody touching a key.
    pub fn update(&mut self, app: &mut App, msg: Msg) -> Result<Vec<Effect>> {
        let debts = app.debts(&msg);
        let only_time = matches!(msg, Msg::Clock(_));
        match caught(|| (self.steps.update)(app, msg)) {
            Ok(effects) => {
                self.stuck = if only_time { 0 } else { self.stuck };
                Ok(effects)
            }
            Err(problem) => {
                self.stuck += u32::from(only_time);
                if self.stuck >= MOST {
                    return Err(end(problem));
                }
                app.take_back(debts);
                Ok(app.go_on(&problem))
            }
        }
    }

    /// Draws the screen. What can't be drawn gives way step by step to what can: help and question first, then the page.
    ///
    /// # Errors
    /// When nothing can be drawn, or the terminal is gone.
    pub fn draw<B: Backend>(&mut self, app: &mut App, terminal: &mut Terminal<B>) -> Result<()>
    where
        B::Error: Send + Sync + 'static,
    {
        loop {
            match caught(|| terminal.draw(|frame| (self.steps.draw)(app, frame)).map(drop)) {
                Ok(drawn) => {
                    return drawn.map_err(|e| Error::system("The terminal can't be drawn on any more.").because(e));
                }
                Err(problem) => {
                    // Half a picture is in it.
                    terminal.current_buffer_mut().reset();
                    if !app.give_way(&problem) {
                        return Err(end(problem));
                    }
                }
            }
        }
    }
}

fn end(problem: Error) -> Error {
    problem.hint("The screen could not go on. Start it again; what was saved is saved.")
}
