//! Names the commands that the page may call: a capability allows each of them.

fn main() {
    let commands = tauri_build::AppManifest::new().commands(&["view", "intent"]);
    let built = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(commands));
    built.expect("tauri.conf.json and capabilities/ fit together");
}
