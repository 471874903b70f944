//! The sentences about modes, palettes, services and keys: what can be chosen, and what goes together.

table! {
    /// The sentences, as in [`Messages`](super::Messages).
    pub struct Choices {
        // --- mode
        pub mode: &'static str,
        pub image_set: &'static str,
        pub text_and_images: &'static str,
        pub image_set_note: &'static str,
        pub text_and_images_note: &'static str,
        pub text_and_images_only: &'static str,
        /// What is kept and not used: boxes, palette, a preset, thinking, the unwanted, rewording.
        pub unused: [&'static str; 6],
        pub unused_4k: &'static str,
        // --- model, size, count
        pub by_task_only: &'static str,
        pub size_auto: &'static str,
        pub most: &'static str,
        pub cost_most: &'static str,
        // --- delivery, upload
        pub by_stream: &'static str,
        pub by_stream_note: &'static str,
        pub delivery_only: &'static str,
        pub upload: &'static str,
        pub upload_note: &'static str,
        // --- palette
        pub palette: &'static str,
        pub palette_note: &'static str,
        pub palette_from: &'static str,
        pub palette_add: &'static str,
        pub palette_color: &'static str,
        pub palette_share: &'static str,
        pub palette_remove: &'static str,
        pub palette_whole: &'static str,
        pub palette_count: &'static str,
        // --- service and key
        pub workspace: &'static str,
        pub workspace_note: &'static str,
        pub workspace_id: &'static str,
        pub workspace_id_note: &'static str,
        pub workspace_bad: &'static str,
        pub workspace_region: &'static str,
        pub dmxapi: &'static str,
        pub dmxapi_com: &'static str,
        pub dmxapi_note: &'static str,
        pub emulator_dmxapi: &'static str,
        pub bearer: &'static str,
        pub bearer_note: &'static str,
        pub key_ordinary: &'static str,
        pub key_workspace: &'static str,
        pub key_plan: &'static str,
        pub key_temporary: &'static str,
        /// Beijing, Singapore, Virginia, Frankfurt, Token Plan, DMXAPI.
        pub regions: [&'static str; 6],
        // --- what does not go together
        pub elsewhere: &'static str,
        pub delivery_elsewhere: &'static str,
        pub key_of_plan: &'static str,
        pub key_not_of_plan: &'static str,
        pub oss_unsupported: &'static str,
        pub palette_sum: &'static str,
        pub choose: &'static str,
        pub boxes_unused: &'static str,
    }
}
