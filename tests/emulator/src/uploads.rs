//! Temporary uploads: who may send a file where, the files, and the addresses `oss://…` that lead to them.

use crate::app::{App, Owner, random, random_id};
use crate::multipart::{self, Field};
use crate::received;
use crate::time;
use axum::body::Bytes;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};

/// A policy can be used for five minutes.
const POLICY_S: u64 = 300;
/// A file lives for two days.
const LIFE_MS: u64 = 48 * 3_600_000;
pub const MOST_FILE_BYTES: usize = 100 * 1024 * 1024;
/// The oldest files go when all of them together are larger.
const MOST_BYTES: usize = 512 * 1024 * 1024;
const ACCESS_KEY: &str = "emu-upload";

/// Grants and files.
#[derive(Debug)]
pub struct Uploads {
    secret: u64,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// By directory.
    grants: HashMap<String, Grant>,
    /// By key.
    files: HashMap<String, File>,
    oldest_first: VecDeque<String>,
    bytes: usize,
}

/// Who may upload into a directory, and for which model.
#[derive(Debug, Clone)]
struct Grant {
    owner: Arc<Owner>,
    model: String,
    expires: u64,
}

#[derive(Debug)]
struct File {
    bytes: Bytes,
    grant: Grant,
    stored: u64,
}

impl Default for Uploads {
    fn default() -> Self {
        Self { secret: random(), state: Mutex::default() }
    }
}

/// A refusal of the upload host: status, code and message.
pub type Refused = (u16, &'static str, String);

impl Uploads {
    /// A new grant, as `getPolicy` tells it.
    pub fn policy(&self, owner: Arc<Owner>, model: &str, host: &str) -> Value {
        let now = time::now_ms();
        let expires = if owner.behaviour.policy_expired { now - 1000 } else { now + POLICY_S * 1000 };
        let date = time::beijing(now)[..10].to_owned();
        let dir = format!("dashscope-instant/{}/{date}/{}", owner.key_hash, random_id());
        let policy = json!({"expiration": time::iso(expires), "conditions": [
            ["content-length-range", 0, MOST_FILE_BYTES],
            ["starts-with", "$key", dir],
            {"x-oss-object-acl": "private"},
            {"x-oss-forbid-overwrite": "true"},
        ]});
        let policy = STANDARD.encode(policy.to_string());
        let mut state = self.state.lock().expect("no holder panics");
        state.grants.retain(|_, grant| grant.expires + POLICY_S * 1000 > now);
        state.grants.insert(dir.clone(), Grant { owner, model: model.to_owned(), expires });
        json!({
            "signature": self.signature(&policy),
            "policy": policy,
            "upload_dir": dir,
            "upload_host": host,
            "expire_in_seconds": POLICY_S,
            "max_file_size_mb": MOST_FILE_BYTES / 1024 / 1024,
            "capacity_limit_mb": 999_999_999,
            "oss_access_key_id": ACCESS_KEY,
            "x_oss_object_acl": "private",
            "x_oss_forbid_overwrite": "true",
        })
    }

    fn signature(&self, policy: &str) -> String {
        let text = format!("{}\n{policy}", self.secret);
        STANDARD.encode(&Sha256::digest(text.as_bytes())[..20])
    }

    /// Whose upload a form is, by the directory its key is in.
    pub fn owner(&self, fields: &[Field]) -> Option<Arc<Owner>> {
        let key = fields.iter().find(|field| field.name == "key")?.text();
        let (dir, _) = key.rsplit_once('/')?;
        let state = self.state.lock().expect("no holder panics");
        state.grants.get(dir).map(|grant| grant.owner.clone())
    }

    /// Stores the file of a form.
    ///
    /// # Errors
    ///
    /// As the object store refuses.
    pub fn receive(&self, fields: &[Field]) -> Result<(), Refused> {
        let upto = fields.iter().position(|field| field.name == "file");
        let upto = upto.ok_or_else(|| {
            let message = "POST requires exactly one file upload per request.";
            (400, "IncorrectNumberOfFilesInPOSTRequest", message.to_owned())
        })?;
        // What stands behind the file is not read.
        let field = |name: &str| fields[..upto].iter().find(|field| field.name == name).map(Field::text);
        let required = |name: &'static str| {
            field(name).ok_or_else(|| {
                let message = format!(
                    "Bucket POST must contain a field named '{name}'. If it is specified, please check the order of the fields."
                );
                (400, "InvalidArgument", message)
            })
        };
        let (key, policy) = (required("key")?, required("policy")?);
        if required("OSSAccessKeyId")? != ACCESS_KEY {
            let message = "The OSS Access Key Id you provided does not exist in our records.";
            return Err((403, "InvalidAccessKeyId", message.to_owned()));
        }
        if required("Signature")? != self.signature(policy) {
            let message = "The request signature we calculated does not match the signature you provided. Check your key and signing method.";
            return Err((403, "SignatureDoesNotMatch", message.to_owned()));
        }
        let denied = |why: String| (403, "AccessDenied", format!("Invalid according to Policy: {why}."));
        let now = time::now_ms();
        let mut state = self.state.lock().expect("no holder panics");
        let (dir, name) = key.rsplit_once('/').unwrap_or(("", key));
        let signed = granted_dir(policy).is_some_and(|granted| granted == dir);
        let Some(grant) = state.grants.get(dir).filter(|_| signed && !name.is_empty()).cloned() else {
            return Err(denied("Policy Condition failed: [\"starts-with\", \"$key\", …]".to_owned()));
        };
        if grant.owner.behaviour.upload_refused {
            let message = "You have no right to access this object because of bucket acl.";
            return Err((403, "AccessDenied", message.to_owned()));
        }
        if grant.expires <= now {
            return Err(denied("Policy expired".to_owned()));
        }
        for (name, wanted) in
            [("x-oss-object-acl", "private"), ("x-oss-forbid-overwrite", "true"), ("success_action_status", "200")]
        {
            if field(name) != Some(wanted) {
                return Err(denied(format!("Policy Condition failed: [\"eq\", \"${name}\", \"{wanted}\"]")));
            }
        }
        let bytes = fields[upto].value.clone();
        if bytes.len() > MOST_FILE_BYTES {
            let message = "Your proposed upload exceeds the maximum allowed size";
            return Err((400, "EntityTooLarge", message.to_owned()));
        }
        if state.files.contains_key(key) {
            let message = "The object you specified already exists and can not be overwritten.";
            return Err((409, "FileAlreadyExists", message.to_owned()));
        }
        state.store(key.to_owned(), File { bytes, grant, stored: now });
        Ok(())
    }

    /// The bytes behind `oss://{key}`, for the account and the model they were uploaded for.
    pub fn find(&self, url: &str, owner: &Owner, model: &str) -> Result<Bytes, &'static str> {
        let state = self.state.lock().expect("no holder panics");
        let key = url.strip_prefix("oss://").unwrap_or(url);
        let file = state.files.get(key).ok_or("nothing was uploaded there")?;
        if file.grant.owner.key_hash != owner.key_hash {
            Err("another account uploaded it")
        } else if file.grant.model != model {
            Err("it was uploaded for another model")
        } else if file.stored + LIFE_MS <= time::now_ms() || owner.behaviour.oss_expired {
            Err("it was uploaded more than 48 hours ago")
        } else {
            Ok(file.bytes.clone())
        }
    }
}

impl State {
    fn store(&mut self, key: String, file: File) {
        self.bytes += file.bytes.len();
        self.oldest_first.push_back(key.clone());
        self.files.insert(key, file);
        while self.bytes > MOST_BYTES && self.oldest_first.len() > 1 {
            let oldest = self.oldest_first.pop_front().unwrap_or_default();
            self.bytes -= self.files.remove(&oldest).map_or(0, |file| file.bytes.len());
        }
    }
}

/// The directory a policy is for.
fn granted_dir(policy: &str) -> Option<String> {
    let policy: Value = serde_json::from_slice(&STANDARD.decode(policy).ok()?).ok()?;
    policy.pointer("/conditions/1/2")?.as_str().map(str::to_owned)
}

/// Takes in a form that was posted to the upload host, and writes it into the log.
///
/// # Errors
///
/// As the object store refuses.
pub fn post(app: &App, entry: u64, content_type: &str, body: &Bytes) -> Result<(), Refused> {
    let fields = multipart::fields(content_type, body).ok_or_else(|| {
        let message = "The body of your POST request is not well-formed multipart/form-data.";
        (400, "MalformedPOSTRequest", message.to_owned())
    })?;
    if let Some(owner) = app.uploads.owner(&fields) {
        app.log.set(entry, "made_for", owner.key_hash.as_str());
    }
    let shown = |field: &Field| {
        let value = match field.name.as_str() {
            "file" => received::summary(field.file_name.as_deref().unwrap_or(""), Some(&field.value)),
            "Signature" | "policy" | "OSSAccessKeyId" => json!("***"),
            _ => json!(field.text()),
        };
        json!([field.name, value])
    };
    app.log.set(entry, "body", fields.iter().map(shown).collect::<Value>());
    app.uploads.receive(&fields)
}
