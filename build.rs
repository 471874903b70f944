//! Makes Rust of the sentences in `www/locales/` when the page is built.

use std::path::Path;
use std::{env, fs, process};

#[path = "src/page/i18n/generate.rs"]
mod generate;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/page/i18n/generate.rs");
    println!("cargo::rerun-if-changed=www/locales");
    if env::var_os("CARGO_FEATURE_PAGE").is_none() {
        return;
    }
    match generate::generate(Path::new("www/locales")) {
        Ok(code) => {
            let folder = env::var_os("OUT_DIR").expect("cargo names the folder");
            fs::write(Path::new(&folder).join("sentences.rs"), code).expect("cargo's folder can be written to");
        }
        Err(faults) => {
            for fault in faults {
                println!("cargo::error=www/locales/{fault}");
            }
            process::exit(1);
        }
    }
}
