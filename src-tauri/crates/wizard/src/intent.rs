use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::view::Screen;

/// What a person wants, as a face sends it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "do", deny_unknown_fields)]
#[ts(export_to = "wizard.ts")]
pub enum Intent {
    /// Look at this computer again.
    LookAgain,
    /// Begin setting a site up.
    Begin,
    /// Go to a screen that was reached before.
    GoTo {
        /// Which.
        screen: Screen,
    },
    /// One screen back; nothing typed is lost.
    Back,
    /// One screen on, where nothing is missing on this one.
    Next,
    /// Use this proxy.
    ChooseProxy {
        /// Its word: `nginx`.
        proxy: String,
    },
    /// Install a proxy by the machine's package manager, and start it (asks for the password).
    Install {
        /// Its word.
        proxy: String,
    },
    /// Start a proxy that is installed and does not run (asks for the password).
    StartProxy {
        /// Its word.
        proxy: String,
    },
    /// Jellyfin's address, as typed so far; it is tested once typing pauses.
    TypeUpstream {
        /// The text.
        text: String,
    },
    /// The site's name, as typed so far; it is looked up once typing pauses.
    TypeDomain {
        /// The text.
        text: String,
    },
    /// Where the certificate comes from.
    ChooseCertificate {
        /// From where.
        choice: CertificateChoice,
    },
    /// The ports, where they shall not be 80 and 443.
    SetPorts {
        /// For plain HTTP.
        http: u16,
        /// For HTTPS.
        https: u16,
    },
    /// Whether browsers are told to come by HTTPS only.
    SetHsts {
        /// Whether.
        on: bool,
    },
    /// Whether Jellyfin is told about its proxy, for which it restarts.
    SetKnownProxies {
        /// Whether.
        on: bool,
    },
    /// Whether a hand-written site for Jellyfin of the same name gives way.
    SetAdopt {
        /// Whether.
        on: bool,
    },
    /// Make the plan again.
    PlanAgain,
    /// Carry out the plan that is shown.
    Agree {
        /// Its id, as shown: another plan than the one that was read is not carried out.
        plan_id: String,
    },
    /// Stop what is being done; all of it is undone.
    CallOff,
    /// Run the health test; at home, where it is not clear of which site.
    Check {
        /// The site's address, or its name; if not given the one just set up, or the only one.
        url: Option<String>,
    },
    /// Show what was changed on this computer (asks for the password).
    ShowHistory,
    /// Take a change back (asks for the password).
    Undo {
        /// Which; the latest if not given.
        id: Option<String>,
        /// Also where somebody changed the files since.
        overwrite: bool,
    },
    /// Put back what an interrupted change left.
    Recover {
        /// Also where somebody changed the files since.
        overwrite: bool,
    },
    /// The notice was read.
    Dismiss,
    /// Do it all in a sandbox first, where nothing real is touched.
    Practice {},
    /// Leave the practice run, and go on where it was begun.
    LeavePractice {},
}

/// Where a certificate comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case", tag = "from", deny_unknown_fields)]
#[ts(export_to = "wizard.ts")]
pub enum CertificateChoice {
    /// One of those that were found.
    Found {
        /// The file with the chain.
        cert: String,
        /// The file with the key.
        key: String,
    },
    /// Two files that somebody names.
    Files {
        /// The chain's path as typed.
        cert: String,
        /// The key's path as typed.
        key: String,
    },
    /// Both in one file.
    Combined {
        /// Its path as typed.
        pem: String,
    },
    /// A certificate made here.
    LocalCa,
    /// No certificate: HTTP only.
    NoTls,
}
