//! Files uploaded before an edit, so that its request stays small.

use js_sys::Math;
use web_sys::{Blob, FormData};

use super::fetch;
use crate::core::image::Format;
use crate::core::job::answer::{answer, unanswered};
use crate::core::job::shown::{LONGEST_WORD, shown};
use crate::core::job::{Error, UploadFault};
use crate::core::service::wire::account::UploadPolicy;
use crate::core::service::{Protocol, Service, is_upload_host, plan};

/// Uploads the files of one edit.
pub(super) struct Uploader<'a> {
    service: &'a Service,
    model: &'a str,
    policy: Option<UploadPolicy>,
}

impl<'a> Uploader<'a> {
    /// For an edit with `model`: the service ties a file to it.
    pub fn new(service: &'a Service, model: &'a str) -> Self {
        Self { service, model, policy: None }
    }

    /// Uploads a file; answers its `oss://` address.
    ///
    /// # Errors
    /// Why it could not be: then it can still be sent along.
    pub async fn put(&mut self, file: &Blob, format: Format) -> Result<String, UploadFault> {
        if self.service.endpoint.protocol() == Protocol::Dmxapi {
            return Err(Error::not_sent("this service takes no uploads").into());
        }
        let policy = match &self.policy {
            Some(policy) => policy,
            None => {
                let request = plan::upload_policy(self.service, self.model);
                let reply = fetch::send(&request, &[], &mut |_| {}).await.map_err(unanswered)?;
                self.policy.insert(answer(&reply, &self.service.credential, UploadPolicy::parse)?)
            }
        };
        if !is_upload_host(&policy.upload_host, &self.service.endpoint) {
            let host = shown(&policy.upload_host, LONGEST_WORD, &[&self.service.credential]);
            return Err(UploadFault::ForeignHost(host));
        }
        if policy.max_file_size_mb.is_some_and(|most| file.size() > most as f64 * 1e6) {
            return Err(UploadFault::TooLarge);
        }
        let (fields, address) =
            policy.fields(&format!("{}.{}", unique(), format.mime().strip_prefix("image/").unwrap_or("")));
        let form = FormData::new().map_err(|_| UploadFault::Unreachable)?;
        for (name, value) in &fields {
            form.append_with_str(name, value).map_err(|_| UploadFault::Unreachable)?;
        }
        form.append_with_blob_and_filename("file", file, "file").map_err(|_| UploadFault::Unreachable)?;
        let url = self.service.proxy.apply(&format!("{}/", policy.upload_host.trim_end_matches('/')));
        match fetch::post_form(&url, form).await {
            Ok((200..=299, _)) => Ok(address),
            Ok((status, _)) => Err(UploadFault::Refused(status)),
            Err(_) => Err(UploadFault::Unreachable),
        }
    }
}

/// A name that no other file has.
fn unique() -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    (0..32).map(|_| char::from(DIGITS[(Math::random() * 16.0) as usize & 15])).collect()
}
