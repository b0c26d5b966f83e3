use anyhow::Result;

use crate::goal::{Goal, Unit};
use crate::machine::Machine;
use crate::server::Server;
use crate::statistics::Spread;

use super::SIZES;
use super::turn::{Cost, Turn, Work};

/// No more than the server itself takes to check the same files.
const OF_THE_CHECK: f64 = 1.0;
/// One more site costs as much among ten thousand as among a thousand; half as much again is what remains of noise, and
/// of memory that no cache holds any longer. Where time grows with the square, it would be ten times.
const GROWTH: f64 = 1.5;
/// 200 MB.
const PEAK_MIB: f64 = 200e6 / (1024.0 * 1024.0);
const PLAN_MS: f64 = 50.0;

/// All that was measured.
#[derive(Debug)]
pub(crate) struct Figures {
    pub(super) machine: Machine,
    pub(super) rounds: usize,
    pub(super) servers: Vec<Server>,
    turns: Vec<(Server, usize, Turn)>,
    failures: Vec<String>,
}

impl Figures {
    /// Nothing measured yet.
    pub(super) fn new(machine: Machine, rounds: usize, servers: Vec<Server>) -> Self {
        Self { machine, rounds, servers, turns: Vec::new(), failures: Vec::new() }
    }

    /// Adds what came of one turn.
    pub(super) fn add(&mut self, server: Server, sites: usize, turn: Result<Turn>) {
        match turn {
            Ok(turn) => self.turns.push((server, sites, turn)),
            Err(error) => self.failures.push(format!("{error:#}")),
        }
    }

    /// What went wrong, a sentence each.
    pub(super) fn failures(&self) -> &[String] {
        &self.failures
    }

    /// The server's version, as it says it itself.
    pub(super) fn version(&self, server: Server) -> Option<&str> {
        self.turns.iter().find(|(of, ..)| *of == server).map(|(.., turn)| turn.version.as_str())
    }

    /// The costs of each round, by [`Work::ALL`].
    pub(super) fn costs(&self, server: Server, sites: usize) -> &[[Cost; 4]] {
        let turn = self.turns.iter().find(|(of, count, _)| (*of, *count) == (server, sites));
        turn.map(|(.., turn)| turn.rounds.as_slice()).unwrap_or_default()
    }

    /// A figure over all rounds.
    pub(super) fn spread(
        &self,
        server: Server,
        sites: usize,
        figure: impl Fn(&[Cost; 4]) -> f64,
    ) -> Option<Spread> {
        Spread::of(self.costs(server, sites).iter().map(figure))
    }

    /// CPU seconds that a site more costs between two sizes, of the medians.
    fn per_site(&self, server: Server, work: Work, fewer: usize, more: usize) -> Option<f64> {
        let cpu = |sites| self.spread(server, sites, |costs| of(costs, work).cpu_seconds);
        Some((cpu(more)?.median - cpu(fewer)?.median) / (more - fewer) as f64)
    }

    /// How much dearer a site is from the middle size to the largest than from the smallest to the middle one.
    pub(super) fn growth(&self, server: Server, work: Work) -> Option<f64> {
        let [few, some, many] = SIZES;
        Some(self.per_site(server, work, some, many)? / self.per_site(server, work, few, some)?)
    }

    /// What must be reached with the most sites.
    pub(super) fn goals(&self) -> Vec<Goal> {
        self.servers.iter().flat_map(|&server| self.goals_of(server)).collect()
    }

    fn goals_of(&self, server: Server) -> [Goal; 6] {
        let most = SIZES[2];
        let median = |figure: &dyn Fn(&[Cost; 4]) -> f64| {
            self.spread(server, most, figure).map(|spread| spread.median)
        };
        let goal = |what: &str, limit, unit, measured| Goal {
            subject: format!("{}, {what}", server.title()),
            limit,
            unit,
            measured,
        };
        let peak = |work| median(&|costs| crate::goal::mib(of(costs, work).peak_bytes));
        let extra = |costs: &[Cost; 4]| {
            (of(costs, Work::PlanTree).cpu_seconds - of(costs, Work::DetectTree).cpu_seconds) * 1e3
        };
        [
            goal(
                "detect / its own check, CPU",
                OF_THE_CHECK,
                Unit::Ratio,
                median(&|costs| of_the_check(costs, Work::Detect)),
            ),
            goal(
                "detect of a tree / its own check, CPU",
                OF_THE_CHECK,
                Unit::Ratio,
                median(&|costs| of_the_check(costs, Work::DetectTree)),
            ),
            goal(
                "detect of a tree, a site's cost among many / among few",
                GROWTH,
                Unit::Ratio,
                self.growth(server, Work::DetectTree),
            ),
            goal("detect, memory", PEAK_MIB, Unit::Mebibytes, peak(Work::DetectTree)),
            goal("plan, memory", PEAK_MIB, Unit::Mebibytes, peak(Work::PlanTree)),
            goal("plan, CPU more than detect", PLAN_MS, Unit::Milliseconds, median(&extra)),
        ]
    }
}

/// The cost of one piece of work in a round.
pub(super) fn of(costs: &[Cost; 4], work: Work) -> &Cost {
    match work {
        Work::ServerCheck => &costs[0],
        Work::Detect => &costs[1],
        Work::DetectTree => &costs[2],
        Work::PlanTree => &costs[3],
    }
}

fn of_the_check(costs: &[Cost; 4], work: Work) -> f64 {
    of(costs, work).cpu_seconds / of(costs, Work::ServerCheck).cpu_seconds
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    /// A start of ten milliseconds, and so much for each site or for each pair of them.
    fn figures(seconds: impl Fn(f64) -> f64) -> Figures {
        let machine = Machine::this(SystemTime::UNIX_EPOCH).unwrap();
        let mut figures = Figures::new(machine, 1, vec![Server::Nginx]);
        for sites in SIZES {
            let cost = Cost {
                cpu_seconds: 0.01 + seconds(sites as f64),
                programs_cpu_seconds: 0.0,
                wall_seconds: 1.0,
                peak_bytes: 100 << 20,
            };
            let turn = Turn { version: "1".to_owned(), rounds: vec![[cost; 4]] };
            figures.add(Server::Nginx, sites, Ok(turn));
        }
        figures
    }

    #[test]
    fn growth_with_the_square_misses_its_goal() {
        let linear = figures(|sites| sites * 1e-5);
        assert!(linear.goals().iter().all(Goal::is_met), "{:?}", linear.goals());
        let square = figures(|sites| sites * sites * 1e-8);
        assert_eq!(square.goals().iter().filter(|goal| !goal.is_met()).count(), 1);
        assert!((square.growth(Server::Nginx, Work::Detect).unwrap() - 10.0).abs() < 0.1);
    }

    #[test]
    fn what_was_not_measured_is_not_met() {
        let mut figures = figures(|sites| sites * 1e-5);
        figures.turns.clear();
        assert!(!figures.goals().iter().any(Goal::is_met));
    }
}
