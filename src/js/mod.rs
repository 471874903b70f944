//! What the package's JavaScript calls. `client.js` beside this file makes of it what npm sees; `types.d.ts` is what its
//! users read.

pub mod compose;
pub mod input;

#[cfg(target_arch = "wasm32")]
mod bridge;
#[cfg(target_arch = "wasm32")]
mod models;
#[cfg(target_arch = "wasm32")]
mod open;
#[cfg(target_arch = "wasm32")]
mod output;
#[cfg(target_arch = "wasm32")]
mod panic;

#[cfg(target_arch = "wasm32")]
pub use bridge::Bridge;
