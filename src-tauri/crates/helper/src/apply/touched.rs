use std::collections::{BTreeMap, BTreeSet};

use engine::facts::Content;
use engine::names::AbsPath;
use engine::plan::{Plan, Step};
use engine::proxies::Reload;
use jiff::Timestamp;

use crate::disk::{Disk, DiskCause, DiskError, Image, LastLink, Trace};
use crate::journal::{ChangeId, Intent, IntentStep};

/// Looks at everything that a plan may change, and writes down what is there.
pub(super) fn intent(disk: &Disk, plan: &Plan, id: ChangeId, when: Timestamp) -> Result<Intent, DiskError> {
    let mut look = Look { disk, before: BTreeMap::new(), written: BTreeMap::new() };
    let steps = plan.steps.iter().map(|step| look.at(step)).collect::<Result<_, _>>()?;
    Ok(Intent {
        schema: Intent::SCHEMA,
        id,
        when,
        plan_id: plan.id.to_string(),
        proxy: plan.proxy.word().to_owned(),
        url: plan.url.clone(),
        steps,
        before: look.before,
        written: look.written,
        check: plan.steps.iter().find_map(|step| match step {
            Step::CheckConfig { call, .. } => Some(call.clone()),
            _ => None,
        }),
        reload: plan.steps.iter().find_map(reload_of),
        restart: plan.steps.iter().find_map(|step| match step {
            Step::RestartJellyfin { upstream } => Some(upstream.clone()),
            _ => None,
        }),
    })
}

fn reload_of(step: &Step) -> Option<Reload> {
    match step {
        Step::Reload { how } => Some(how.clone()),
        _ => None,
    }
}

struct Look<'d> {
    disk: &'d Disk,
    before: BTreeMap<AbsPath, Image>,
    written: BTreeMap<AbsPath, Content>,
}

impl Look<'_> {
    fn at(&mut self, step: &Step) -> Result<IntentStep, DiskError> {
        let mut touches = BTreeSet::new();
        let mut folders = BTreeSet::new();
        let (mut back, mut reread) = (Vec::new(), None);
        match step {
            Step::WriteFile { path, content, .. } => {
                let path = self.take(path, LastLink::Followed)?;
                self.written.insert(path.clone(), content.clone());
                touches.insert(path);
            }
            Step::MakeFolder { path, .. } => {
                touches.insert(self.take_new_folder(path)?);
            }
            Step::Link { path, .. } | Step::Remove { path } | Step::CombinePem { path, .. } => {
                touches.insert(self.take(path, LastLink::Taken)?);
            }
            Step::IssueCertificate { ca_cert, ca_key, cert, key, .. } => {
                for path in [ca_cert, ca_key, cert, key] {
                    touches.insert(self.take(path, LastLink::Taken)?);
                }
            }
            Step::Enable(enable) => {
                for folder in &enable.folders {
                    self.take_folder(folder, &mut touches)?;
                    folders.insert(folder.clone());
                }
                for (link, _) in &enable.links {
                    touches.insert(self.take(link, LastLink::Taken)?);
                }
            }
            Step::Permit(permit) => {
                for file in &permit.files {
                    touches.insert(self.take(file, LastLink::Followed)?);
                }
                (back, reread) = (permit.back.clone(), permit.reread.clone());
            }
            Step::CheckConfig { .. }
            | Step::Reload { .. }
            | Step::Observe { .. }
            | Step::RestartJellyfin { .. } => {}
        }
        let (kind, summary) = (step.kind().to_owned(), step.summary());
        Ok(IntentStep { kind, summary, touches, folders, back, reread })
    }

    /// Notes what lies at a path; says where that is, once links are followed.
    fn take(&mut self, path: &AbsPath, last: LastLink) -> Result<AbsPath, DiskError> {
        let place = match self.disk.place(path, last) {
            // The folder is made by a step before this one.
            Err(error) if error.is_missing() && self.will_be_made(&path.parent()) => return Ok(path.clone()),
            place => place?,
        };
        let image = place.folder.image(&place.name)?;
        if matches!(image.trace, Trace::Folder { .. }) {
            return Err(DiskError::new("change", path, DiskCause::WrongKind));
        }
        self.before.entry(place.path.clone()).or_insert(image);
        Ok(place.path)
    }

    /// A folder that has to be there; one that is, or a link to one, is left as it is.
    fn take_new_folder(&mut self, path: &AbsPath) -> Result<AbsPath, DiskError> {
        let (path, image) = match self.disk.place(path, LastLink::Taken) {
            Ok(place) => (place.path, place.folder.image(&place.name)?),
            Err(error) if error.is_missing() && self.will_be_made(&path.parent()) => {
                (path.clone(), Image::absent())
            }
            Err(error) => return Err(error),
        };
        if matches!(image.trace, Trace::File { .. }) {
            return Err(DiskError::new("make the folder", &path, DiskCause::WrongKind));
        }
        self.before.entry(path.clone()).or_insert(image);
        Ok(path)
    }

    /// Everything in a folder that a tool will change, and the folders that it may have to make.
    fn take_folder(&mut self, folder: &AbsPath, touches: &mut BTreeSet<AbsPath>) -> Result<(), DiskError> {
        match self.disk.folder(folder) {
            Ok(opened) => {
                for name in opened.names()? {
                    let image = opened.image(&name)?;
                    self.before.entry(opened.below(&name)?).or_insert(image);
                }
                Ok(())
            }
            Err(error) if error.is_missing() => {
                self.before.insert(folder.clone(), Image::absent());
                touches.insert(folder.clone());
                self.take_folder_above(&folder.parent(), touches)
            }
            Err(error) => Err(error),
        }
    }

    fn take_folder_above(
        &mut self,
        folder: &AbsPath,
        touches: &mut BTreeSet<AbsPath>,
    ) -> Result<(), DiskError> {
        match self.disk.folder(folder) {
            Err(error) if error.is_missing() => self.take_folder(folder, touches),
            found => found.map(|_| ()),
        }
    }

    fn will_be_made(&self, folder: &AbsPath) -> bool {
        self.before.get(folder).is_some_and(|image| *image == Image::absent())
    }
}
