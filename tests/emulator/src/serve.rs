//! Accepts connections, and hangs up on a client where an answer says so.

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::io;
use std::time::Duration;
use tokio::net::TcpListener;
use tower::ServiceExt;

/// Marks an answer that is never sent: the connection is closed instead.
#[derive(Debug, Clone)]
pub struct Hangup;

impl Hangup {
    /// The answer that is none.
    pub fn answer() -> Response {
        let mut response = Response::new(Body::empty());
        response.extensions_mut().insert(Self);
        response
    }
}

/// Serves until the process ends. Each connection carries one request: a browser repeats a request by itself when a
/// connection it used before breaks, and a hangup has to mean one request.
pub async fn serve(listener: TcpListener, router: Router) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        stream.set_nodelay(true).ok();
        let router = router.clone();
        let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
            let router = router.clone();
            async move {
                let response = match router.oneshot(request.map(Body::new)).await {
                    Ok(response) => response,
                    Err(never) => match never {},
                };
                match response.extensions().get::<Hangup>() {
                    Some(_) => Err(io::Error::other("hung up")),
                    None => Ok(response),
                }
            }
        });
        tokio::spawn(async move {
            let mut server = http1::Builder::new();
            server.timer(TokioTimer::new()).keep_alive(false);
            // What a connection ends with is the client's business; the log has its requests.
            server.serve_connection(TokioIo::new(stream), service).await.ok();
        });
    }
}
