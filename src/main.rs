//! Mounts the page.

fn main() {
    #[cfg(target_arch = "wasm32")]
    wan_edit::page::mount();
}
