//! The service of a client. An exported method is convert in, one call, convert out: data comes and goes as plain
//! objects, files come beside them as `Blob`s.

use std::cell::{Cell, RefCell};
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use web_sys::AbortSignal;

use super::compose::ComposeRequest;
use super::input::{Options, Request, Settings};
use super::{models, open, output};
use crate::core::edit::{self, CheckedEdit, EditRequest, Problem};
use crate::core::job::{Error, Job, Progress, Step, pace};
use crate::core::service::{Service, pairing};
use crate::web::fetch::Hooks;
use crate::web::{self, Boxed, Control, Listener, ask, doctor, fetch};

/// How work ends for JavaScript; an error is a plain object, too.
type End = Result<JsValue, JsValue>;
/// One type for all work, and one for all who watch it: what runs them is compiled once.
type Work = Pin<Box<dyn Future<Output = End>>>;
type Watch = Box<dyn FnMut(Progress)>;

/// A service with its key.
#[wasm_bindgen]
#[derive(Clone)]
pub struct Bridge {
    service: Service,
    keys: Option<web::Keys>,
    fetch: Option<Function>,
    codec: Option<Function>,
    /// Whether result hosts let no browser read them.
    is_closed: Rc<Cell<bool>>,
}

#[wasm_bindgen]
impl Bridge {
    /// `settings`: `{ service, proxy, credential, bearer }`. `make_key` resolves with `[key, its end in ms]`;
    /// `fetch` and `codec` are called in place of the browser's own.
    ///
    /// # Errors
    /// Where a setting is wrong.
    #[wasm_bindgen(constructor)]
    pub fn new(
        settings: JsValue,
        make_key: Option<Function>,
        fetch: Option<Function>,
        codec: Option<Function>,
    ) -> Result<Bridge, JsValue> {
        let service = open::data(settings, "settings", Settings::read)?;
        Ok(Self { service, keys: make_key.map(open::keys), fetch, codec, is_closed: Rc::default() })
    }

    /// Runs an edit. `request`: `{ edit, images: [{ url, bboxes, size }] }`; `files` stand parallel to its images, nothing
    /// in place of one with a `url`. `options`: as [`Options`] reads them.
    pub fn edit(
        &self,
        request: JsValue,
        files: Array,
        options: JsValue,
        signal: Option<AbortSignal>,
        on_progress: Function,
    ) -> Promise {
        let (bridge, request, options) = (self.clone(), read_request(request), read_options(options));
        self.promise(None, None, async move {
            let (request, options) = (request?, options?);
            let (control, _abort) = controlled(signal.as_ref(), options.leaves())?;
            let (request, files) = open::open(request, &files, options.keeps_metadata()).await?;
            let began = web::now();
            let service = bridge.open(&control, options.deadline.unwrap_or(pace::DEADLINE)).await?;
            let edit =
                checked(request, &service, options.wanted_delivery()).map_err(|problems| output::refused(&problems))?;
            let watch = watch(on_progress, &control);
            let mut run = options.into_run(bridge.keys);
            run.deadline = run.deadline.saturating_sub(web::now().saturating_sub(began));
            Ok(output::outcome(&web::run(&edit, &files, service, &run, &control, watch).await?))
        })
    }

    /// Waits for a task that exists.
    pub fn resume(
        &self,
        task_id: String,
        options: JsValue,
        signal: Option<AbortSignal>,
        on_progress: Function,
    ) -> Promise {
        let (bridge, options) = (self.clone(), read_options(options));
        self.promise(None, None, async move {
            let options = options?;
            let (control, _abort) = controlled(signal.as_ref(), false)?;
            let service = bridge.open(&control, options.deadline.unwrap_or(pace::DEADLINE)).await?;
            let watch = watch(on_progress, &control);
            let (n, run) = (options.n, options.into_run(bridge.keys));
            Ok(output::outcome(&web::resume(&task_id, n, service, &run, &control, watch).await?))
        })
    }

    /// Every reason why the request cannot be sent. Nothing is sent, and no key is asked for.
    pub fn check(&self, request: JsValue, files: Array, options: JsValue) -> Promise {
        let (service, request, options) = (self.service.clone(), read_request(request), read_options(options));
        self.promise(None, Some(pace::DEADLINE), async move {
            let (request, options) = (request?, options?);
            let (request, _) = open::open(request, &files, options.keeps_metadata()).await?;
            let problems = checked(request, &service, options.wanted_delivery()).err().unwrap_or_default();
            Ok(output::problems(&problems))
        })
    }

    /// The request that `edit` begins with, without the key, and its body. Nothing is sent.
    pub fn request(&self, request: JsValue, files: Array, options: JsValue, signal: Option<AbortSignal>) -> Promise {
        let (service, request, options) = (self.service.clone(), read_request(request), read_options(options));
        self.promise(signal, Some(pace::DEADLINE), async move {
            let (request, options) = (request?, options?);
            let (request, files) = open::open(request, &files, options.keeps_metadata()).await?;
            let edit =
                checked(request, &service, options.wanted_delivery()).map_err(|problems| output::refused(&problems))?;
            let run = options.into_run(None);
            let prepared = web::prepare(&edit, &files, &run.background).await?;
            match Job::new(&edit, &prepared.sizes(), service, run.delivery).step(Duration::ZERO) {
                Step::Send(request) => output::request(&request, &prepared),
                _ => Ok(JsValue::UNDEFINED),
            }
        })
    }

    /// Asks for a page of the account's tasks (`tasks`), the end of a queued one (`cancel`), or a temporary key (`token`).
    pub fn ask(&self, what: &str, task_id: String, number: u32, size: u32, signal: Option<AbortSignal>) -> Promise {
        let bridge = self.clone();
        let question = match what {
            "tasks" => Question::Tasks,
            "cancel" => Question::Cancel,
            _ => Question::Token,
        };
        self.promise(signal, Some(pace::QUERY_PATIENCE), async move {
            let service = bridge.open_now().await?;
            Ok(match question {
                Question::Tasks => output::tasks(&ask::tasks(&service, number, size).await?),
                Question::Cancel => {
                    ask::cancel(&service, &task_id).await?;
                    JsValue::UNDEFINED
                }
                Question::Token => output::token(&ask::token(&service, number).await?),
            })
        })
    }

    /// Where `words` are in the one image of `request`; of a URL its size must be there.
    pub fn locate(&self, request: JsValue, files: Array, words: String, signal: Option<AbortSignal>) -> Promise {
        let (bridge, request) = (self.clone(), read_request(request));
        self.promise(signal, Some(LOCATE_PATIENCE), async move {
            let (request, files) = open::open(request?, &files, false).await?;
            let image = request.images.first().ok_or_else(|| output::misuse("image", "give one"))?;
            let size = image.size().ok_or_else(|| output::misuse("image", "its size is not known"))?;
            let file = files.first().and_then(Option::as_ref);
            let service = bridge.open_now().await?;
            Ok(output::boxes(&ask::locate(&service, &image.source, file, size, &words).await?))
        })
    }

    /// What stands between here and an edit like `request`. No call can make an image.
    pub fn diagnose(&self, request: JsValue, files: Array, signal: Option<AbortSignal>) -> Promise {
        let (bridge, request) = (self.clone(), read_request(request));
        self.promise(signal, Some(pace::DEADLINE), async move {
            let (request, _) = open::open(request?, &files, false).await?;
            let service = bridge.open_now().await?;
            Ok(output::diagnosis(&doctor::diagnose(&service, &request).await))
        })
    }

    /// The bytes of a result.
    pub fn bytes(&self, url: String, signal: Option<AbortSignal>) -> Promise {
        let bridge = self.clone();
        self.promise(signal, Some(pace::DEADLINE), async move {
            fetch::bytes_from_host(&url, &bridge.service.proxy, &bridge.is_closed)
                .await
                .map(JsValue::from)
                .map_err(output::lost_bytes)
        })
    }

    /// The text that a prompt and notes on boxes make. `request`: as [`ComposeRequest`] reads it.
    ///
    /// # Errors
    /// Where the request is wrong.
    pub fn compose(request: JsValue) -> Result<JsValue, JsValue> {
        open::data(request, "request", ComposeRequest::read).map(|request| output::js(&request.compose()))
    }

    /// The table of models.
    pub fn models() -> JsValue {
        models::table()
    }

    /// A promise of what `work` comes to. When `signal` aborts, or the patience is over, the work is dropped, and with it
    /// all that it opened.
    fn promise(
        &self,
        signal: Option<AbortSignal>,
        patience: Option<Duration>,
        work: impl Future<Output = End> + 'static,
    ) -> Promise {
        let hooks = Hooks { fetch: self.fetch.clone(), codec: self.codec.clone(), thrown: Rc::default() };
        let thrown = Rc::clone(&hooks.thrown);
        let work: Work = Box::pin(until_aborted(signal, patience, Box::pin(work)));
        let work: Work = Box::pin(fetch::with_hooks(hooks, work));
        future_to_promise(with_cause(work, thrown))
    }

    /// The service with a key that can be used now, waited for so long and as long as nobody cancels.
    fn open<'a>(&'a self, control: &'a Control, patience: Duration) -> Boxed<'a, Result<Service, Error>> {
        Box::pin(async move {
            let mut service = self.service.clone();
            if let Some(keys) = &self.keys {
                service.credential = web::key_in_time(keys, control, patience).await?;
            }
            Ok(service)
        })
    }

    /// The same for work that [`Bridge::promise`] ends.
    fn open_now(&self) -> Boxed<'_, Result<Service, Error>> {
        Box::pin(async {
            let mut service = self.service.clone();
            if let Some(keys) = &self.keys {
                service.credential = keys.current().await?;
            }
            Ok(service)
        })
    }
}

/// How long the places of words in an image are waited for.
const LOCATE_PATIENCE: Duration = Duration::from_secs(180);

/// What `work` comes to; an error has as its cause what was thrown last, if that was what it came of.
async fn with_cause(work: Work, thrown: Rc<RefCell<Option<JsValue>>>) -> End {
    let end = work.await;
    if let (Err(error), Some(thrown)) = (&end, thrown.take()) {
        // Of an object that was made here.
        let _ = Reflect::set(error, &"cause".into(), &thrown);
    }
    end
}

fn read_request(request: JsValue) -> Result<Request, JsValue> {
    open::data(request, "request", Request::read)
}

fn read_options(options: JsValue) -> Result<Options, JsValue> {
    open::data(options, "options", Options::read)
}

enum Question {
    Tasks,
    Cancel,
    Token,
}

/// The request without problems, alone or together with the service.
fn checked(
    request: EditRequest,
    service: &Service,
    delivery: Option<edit::Delivery>,
) -> Result<CheckedEdit, Vec<Problem>> {
    #[cfg(feature = "test-panic")]
    assert_ne!(request.prompt, "panic", "a test asked for it");
    let pairing = pairing::check(&request, service, delivery);
    match edit::check(request) {
        Ok(edit) if pairing.is_empty() => Ok(edit),
        Ok(_) => Err(pairing),
        Err(mut problems) => {
            problems.extend(pairing);
            Err(problems)
        }
    }
}

/// Tells JavaScript what happens. Who aborted does not wait for what can no longer be cancelled.
fn watch(on_progress: Function, control: &Control) -> Watch {
    let control = control.clone();
    Box::new(move |progress| {
        if progress == Progress::TooLateToCancel {
            control.cancel();
        }
        // What it throws is caught on its side.
        let _ = on_progress.call1(&JsValue::NULL, &output::progress(&progress));
    })
}

/// A control that `signal` cancels for as long as the listener lives.
fn controlled(signal: Option<&AbortSignal>, is_leaving: bool) -> Result<(Control, Option<Listener>), Error> {
    let control = Control::new();
    if is_leaving {
        control.leave();
    }
    let Some(signal) = signal else { return Ok((control, None)) };
    if signal.aborted() {
        return Err(Error::canceled());
    }
    let canceled = control.clone();
    let listener = Listener::new(signal, "abort", move |_| canceled.cancel());
    Ok((control, Some(listener)))
}

async fn until_aborted(signal: Option<AbortSignal>, patience: Option<Duration>, mut work: Work) -> End {
    let (control, _abort) = controlled(signal.as_ref(), false)?;
    if let Some(patience) = patience {
        let late = || Err(Error::late("the answer").into());
        work = Box::pin(async move { web::within(work, patience).await.unwrap_or_else(late) });
    }
    control.unless_canceled(&mut work).await.unwrap_or_else(|| Err(Error::canceled().into()))
}
