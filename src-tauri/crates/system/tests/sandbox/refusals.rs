//! What cannot be set up is refused with its reason.

use std::path::Path;

use libtest_mimic::{Failed, Trial};
use system::sandbox::{Reason, SETUP_FAILED, Sandbox};

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("refused::unusable_folders", unusable_folders),
        Trial::test("refused::availability_names_the_folder", availability),
        Trial::test("refused::program_that_is_not_there", no_program),
    ]
}

fn unusable_folders() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let empty = folder.path().join("empty");
    let file = folder.path().join("file");
    std::fs::create_dir(&empty)?;
    std::fs::write(&file, "x")?;
    let missing = Path::new("/nonexistent/layer");
    for (sandbox, code) in [
        (Sandbox::new().layer(missing), "sandbox_folder_unusable"),
        (Sandbox::new().keep(missing), "sandbox_folder_unusable"),
        (Sandbox::of_root(missing), "sandbox_folder_unusable"),
        (Sandbox::new().layer(&file), "sandbox_folder_unusable"),
        (Sandbox::new().layer(&empty), "sandbox_layer_empty"),
    ] {
        let refused = sandbox.command("true", [""; 0]).expect_err("cannot be used");
        assert_eq!(refused.code(), code, "{refused}");
    }
    Ok(())
}

fn availability() -> Result<(), Failed> {
    let refused = Sandbox::new().layer("/nonexistent/layer").availability().expect_err("it is missing");
    assert_eq!(refused.reason, Reason::FolderUnusable);
    assert!(refused.to_string().contains("/nonexistent/layer"), "{refused}");
    Ok(())
}

fn no_program() -> Result<(), Failed> {
    let output = Sandbox::new().command("no-such-program", [""; 0])?.output()?;
    assert_eq!(output.status.code(), Some(SETUP_FAILED));
    let said = String::from_utf8(output.stderr)?;
    assert!(said.contains("starting the program (no-such-program)"), "{said}");
    Ok(())
}
