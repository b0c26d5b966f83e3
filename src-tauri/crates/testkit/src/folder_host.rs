use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::{Component, Path, PathBuf};

use engine::facts::{Listener, Process};
use engine::host::{Entry, EntryKind, Host, HostError, ToolAnswer, ToolCall};
use engine::names::AbsPath;
use jiff::Timestamp;

/// A machine made of files in memory, recorded tool answers and chosen processes.
///
/// ```
/// use testkit::FolderHost;
/// let host = FolderHost::new()
///     .file("/etc/nginx/nginx.conf", "events {}\n")
///     .link("/etc/nginx/sites-enabled/default", "/etc/nginx/sites-available/default")
///     .program("nginx", "/usr/sbin/nginx")
///     .answers("/usr/sbin/nginx -V", 0, "", "nginx version: nginx/1.22.1\n")
///     .process(100, "nginx", &["nginx: master process /usr/sbin/nginx"])
///     .listener("0.0.0.0", 80, Some("nginx"));
/// # let _ = host;
/// ```
#[derive(Debug, Clone)]
pub struct FolderHost {
    entries: BTreeMap<PathBuf, Item>,
    programs: BTreeMap<String, AbsPath>,
    answers: BTreeMap<String, ToolAnswer>,
    processes: Vec<Process>,
    listeners: Vec<Listener>,
    now: Timestamp,
    privileged: bool,
    live: bool,
}

#[derive(Debug, Clone)]
enum Item {
    File { content: Vec<u8>, mode: u32 },
    Folder,
    Link(PathBuf),
    Closed,
}

impl Default for FolderHost {
    fn default() -> Self {
        Self::new()
    }
}

impl FolderHost {
    /// An empty machine, seen by root, on 2026-11-23.
    pub fn new() -> Self {
        Self {
            entries: BTreeMap::from([(PathBuf::from("/"), Item::Folder)]),
            programs: BTreeMap::new(),
            answers: BTreeMap::new(),
            processes: Vec::new(),
            listeners: Vec::new(),
            now: "2026-11-23T12:00:00Z".parse().expect("a literal time"),
            privileged: true,
            live: true,
        }
    }

    /// A tree of files whose programs are never run.
    #[must_use]
    pub fn tree(mut self) -> Self {
        self.live = false;
        self
    }

    /// The same machine, seen by a plain user.
    #[must_use]
    pub fn unprivileged(mut self) -> Self {
        self.privileged = false;
        self
    }

    /// The same machine at another time.
    #[must_use]
    pub fn at(mut self, time: &str) -> Self {
        self.now = time.parse().expect("an RFC 3339 time");
        self
    }

    /// A regular file, mode 0644, with the folders above it.
    #[must_use]
    pub fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.put(path, Item::File { content: content.as_ref().to_vec(), mode: 0o644 })
    }

    /// A file or folder that is there and may not be read.
    #[must_use]
    pub fn closed(self, path: &str) -> Self {
        self.put(path, Item::Closed)
    }

    /// A folder.
    #[must_use]
    pub fn folder(self, path: &str) -> Self {
        self.put(path, Item::Folder)
    }

    /// A symbolic link; a relative target is as a link has it.
    #[must_use]
    pub fn link(self, path: &str, target: &str) -> Self {
        self.put(path, Item::Link(target.into()))
    }

    /// Takes away whatever lies at a path.
    #[must_use]
    pub fn without(mut self, path: &str) -> Self {
        self.entries.retain(|at, _| !at.starts_with(path));
        self
    }

    /// A program that can be found by its name; its file is put there too.
    #[must_use]
    pub fn program(mut self, name: &str, path: &str) -> Self {
        self.programs.insert(name.to_owned(), path.parse().expect("a plain path"));
        self.put(path, Item::File { content: Vec::new(), mode: 0o755 })
    }

    /// What a call prints: the call as `PATH ARG ARG`.
    #[must_use]
    pub fn answers(mut self, call: &str, code: i32, stdout: &str, stderr: &str) -> Self {
        let answer = ToolAnswer { code: Some(code), stdout: stdout.to_owned(), stderr: stderr.to_owned() };
        self.answers.insert(call.to_owned(), answer);
        self
    }

    /// A process that runs.
    #[must_use]
    pub fn process(mut self, pid: u32, name: &str, args: &[&str]) -> Self {
        let args = args.iter().map(|&arg| arg.to_owned()).collect();
        self.processes.push(Process { pid, name: name.to_owned(), args });
        self
    }

    /// The machine with none of its processes.
    #[must_use]
    pub fn without_processes(mut self) -> Self {
        self.processes.clear();
        self
    }

    /// A listening socket.
    #[must_use]
    pub fn listener(mut self, address: &str, port: u16, process: Option<&str>) -> Self {
        let address = address.parse().expect("an address");
        self.listeners.push(Listener { address, port, process: process.map(str::to_owned) });
        self
    }

    fn put(mut self, path: &str, item: Item) -> Self {
        let path = PathBuf::from(path);
        for above in path.ancestors().skip(1) {
            self.entries.entry(above.to_owned()).or_insert(Item::Folder);
        }
        self.entries.insert(path, item);
        self
    }

    /// The path with every link resolved; `None` where it leads nowhere.
    fn real(&self, path: &Path) -> Option<PathBuf> {
        let mut pending: Vec<String> = parts(path);
        let mut real = PathBuf::from("/");
        let mut links_left = 40;
        while let Some(part) = pending.pop() {
            if part == ".." {
                real.pop();
                continue;
            }
            real.push(part);
            if let Item::Link(target) = self.entries.get(&real)? {
                links_left -= 1;
                if links_left == 0 {
                    return None;
                }
                real.pop();
                if target.is_absolute() {
                    real = PathBuf::from("/");
                }
                pending.extend(parts(target));
            }
        }
        self.entries.contains_key(&real).then_some(real)
    }

    fn followed(&self, path: &AbsPath) -> Result<(&Item, PathBuf), HostError> {
        let real = self.real(path.as_path()).ok_or_else(|| HostError::Missing(path.as_path().into()))?;
        match self.entries.get(&real) {
            Some(Item::Closed) if !self.privileged => Err(HostError::Denied(path.as_path().into())),
            Some(item) => Ok((item, real)),
            None => Err(HostError::Missing(path.as_path().into())),
        }
    }
}

/// The parts of a path, last first.
fn parts(path: &Path) -> Vec<String> {
    let part = |component| match component {
        Component::Normal(part) => Some(part.to_string_lossy().into_owned()),
        Component::ParentDir => Some("..".to_owned()),
        Component::RootDir | Component::CurDir | Component::Prefix(_) => None,
    };
    let mut parts: Vec<String> = path.components().filter_map(part).collect();
    parts.reverse();
    parts
}

impl Host for FolderHost {
    fn now(&self) -> Timestamp {
        self.now
    }

    fn is_privileged(&self) -> bool {
        self.privileged
    }

    fn is_live(&self) -> bool {
        self.live
    }

    fn entry(&self, path: &AbsPath) -> Result<Option<Entry>, HostError> {
        // The folder's links are followed, the last part's are not.
        let Some(folder) = self.real(path.parent().as_path()) else { return Ok(None) };
        let at = if path.as_str() == "/" { folder } else { folder.join(path.file_name()) };
        Ok(self.entries.get(&at).map(|item| {
            let (kind, mode) = match item {
                Item::File { content, mode } => (EntryKind::File(content.len() as u64), *mode),
                Item::Folder => (EntryKind::Folder, 0o755),
                Item::Link(target) => (EntryKind::Link(target.clone()), 0o777),
                Item::Closed => (EntryKind::File(0), 0o600),
            };
            Entry { kind, mode, uid: 0, gid: 0 }
        }))
    }

    fn read(&self, path: &AbsPath) -> Result<Vec<u8>, HostError> {
        match self.followed(path)? {
            (Item::File { content, .. }, _) => Ok(content.clone()),
            _ => Err(HostError::WrongKind(path.as_path().into())),
        }
    }

    fn list(&self, path: &AbsPath) -> Result<Vec<String>, HostError> {
        let (item, real) = self.followed(path)?;
        if !matches!(item, Item::Folder) {
            return Err(HostError::WrongKind(path.as_path().into()));
        }
        // A folder comes before all that is below it.
        let below = self.entries.range(real.clone()..).map(|(at, _)| at).skip(1);
        let inside = below.take_while(|at| at.starts_with(&real)).filter(|at| at.parent() == Some(&real));
        Ok(inside.filter_map(|at| Some(at.file_name()?.to_string_lossy().into_owned())).collect())
    }

    fn resolve(&self, path: &AbsPath) -> Result<AbsPath, HostError> {
        let real = self.real(path.as_path()).ok_or_else(|| HostError::Missing(path.as_path().into()))?;
        AbsPath::try_from(real.as_path()).map_err(|_| HostError::WrongKind(real))
    }

    fn find_program(&self, name: &str) -> Option<AbsPath> {
        self.programs.get(name).cloned()
    }

    fn ask(&self, call: &ToolCall) -> Result<ToolAnswer, HostError> {
        let line = std::iter::once(call.program.as_str()).chain(call.args.iter().map(String::as_str));
        let line = line.collect::<Vec<_>>().join(" ");
        if !self.live {
            return Err(HostError::NotRun(line));
        }
        self.answers.get(&line).cloned().ok_or_else(|| HostError::Missing(call.program.as_path().into()))
    }

    fn listeners(&self) -> Result<Vec<Listener>, HostError> {
        let mut listeners = self.listeners.clone();
        if !self.privileged {
            listeners.iter_mut().for_each(|listener| listener.process = None);
        }
        Ok(listeners)
    }

    fn processes(&self) -> Result<Vec<Process>, HostError> {
        Ok(self.processes.clone())
    }

    fn source_address(&self, to: IpAddr) -> Option<IpAddr> {
        if to.is_loopback() { Some(to) } else { "192.168.1.2".parse().ok() }
    }
}
