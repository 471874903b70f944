//! Stands in for Alibaba's Wan image service: the same addresses, checks, texts and task life, pictures that show
//! what arrived, and a log of it. README.md beside this package lists all of it.
//!
//! It shares no code with the client it tests, so that it is able to disagree.

mod accounts;
mod api;
mod app;
mod behaviour;
mod checks;
mod colours;
mod cors;
mod errors;
mod finder;
mod flow;
mod frames;
mod front;
mod gateway;
mod inputs;
mod limits;
mod log;
mod models;
mod multipart;
mod parameters;
mod picture;
mod queries;
mod received;
mod relay;
mod results;
mod scene;
mod serve;
mod sizes;
mod sources;
mod story;
mod strangers;
mod stream;
mod submit;
mod tasks;
mod time;
mod tokens;
mod uploads;
mod words;
mod workshop;

use std::net::{SocketAddr, ToSocketAddrs};
use std::process::ExitCode;
use std::sync::Arc;
use tokio::net::TcpListener;

const USAGE: &str = "usage: wan-emulator [--listen 127.0.0.1:8787] [--results 127.0.0.1:8788] [--cors]

  --listen   where the API answers, a loopback address; port 0 takes a free one
  --results  where result images are served, likewise
  --cors     let browsers in, which the real service does not";

struct Arguments {
    listen: String,
    results: String,
    cors: bool,
}

fn arguments(given: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let mut arguments =
        Arguments { listen: "127.0.0.1:8787".to_owned(), results: "127.0.0.1:8788".to_owned(), cors: false };
    let mut given = given;
    while let Some(name) = given.next() {
        let mut value = || given.next().ok_or(format!("{name} needs an address"));
        match name.as_str() {
            "--listen" => arguments.listen = value()?,
            "--results" => arguments.results = value()?,
            "--cors" => arguments.cors = true,
            "--help" | "-h" => return Err(USAGE.to_owned()),
            _ => return Err(format!("unknown argument {name}\n{USAGE}")),
        }
    }
    Ok(arguments)
}

/// Listens on a loopback address; it would let anybody in, so no other will do.
async fn listen(name: &str, text: &str) -> Result<(TcpListener, SocketAddr), String> {
    let mut found = text.to_socket_addrs().map_err(|error| format!("{name} {text}: {error}"))?;
    let address = found
        .next()
        .filter(|address| address.ip().is_loopback())
        .ok_or(format!("{name} {text}: not a loopback address"))?;
    let failed = |error| format!("{name} {text}: {error}");
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

async fn run() -> Result<(), String> {
    let arguments = arguments(std::env::args().skip(1))?;
    let (api, api_address) = listen("--listen", &arguments.listen).await?;
    let (results, results_address) = listen("--results", &arguments.results).await?;
    let app = Arc::new(app::App::new(results_address, arguments.cors));
    println!("wan-emulator ready: api http://{api_address}/api/v1 results http://{results_address}");
    let result_host = serve::serve(results, results::router(app.clone()));
    tokio::join!(serve::serve(api, api::router(app)), result_host);
    Ok(())
}

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
