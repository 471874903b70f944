//! Which result is shown large, which part of it, and the time by which results are said to live.

use leptos::prelude::*;

/// The id of the result that is shown large, if any.
#[derive(Clone, Copy)]
pub struct ViewerState(pub RwSignal<Option<u32>>);

/// Seconds since 1970, now and then.
#[derive(Clone, Copy)]
pub struct Clock(pub ReadSignal<u64>);

/// The id `by` places from `id` in `ids`; `None` beyond their ends, and where `id` is not among them.
pub fn neighbor(ids: &[u32], id: u32, by: isize) -> Option<u32> {
    let at = ids.iter().position(|other| *other == id)?;
    ids.get(at.checked_add_signed(by)?).copied()
}

/// Which part of a picture is seen, the same for all pictures beside each other. Parts are of the frame, 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PictureZoom {
    /// How many times larger than the frame the picture is.
    pub scale: f64,
    /// How far its left edge is to the left of the frame's, in parts of the frame.
    pub left: f64,
    /// How far its upper edge is above the frame's.
    pub top: f64,
}

/// How far a picture can be enlarged.
const MAX_SCALE: f64 = 16.0;

impl Default for PictureZoom {
    fn default() -> Self {
        Self { scale: 1.0, left: 0.0, top: 0.0 }
    }
}

impl PictureZoom {
    /// Whether all of the picture is seen.
    pub fn is_whole(self) -> bool {
        self.scale <= 1.0
    }

    /// Enlarged by `factor`, with what is at `x`, `y` of the frame staying there.
    #[must_use]
    pub fn zoomed(self, factor: f64, x: f64, y: f64) -> Self {
        let scale = (self.scale * factor).clamp(1.0, MAX_SCALE);
        let along = |start: f64, at: f64| (start + at) * scale / self.scale - at;
        Self { scale, left: along(self.left, x), top: along(self.top, y) }.inside()
    }

    /// With the picture moved to the right and down, in parts of the frame.
    #[must_use]
    pub fn panned(self, right: f64, down: f64) -> Self {
        Self { left: self.left - right, top: self.top - down, ..self }.inside()
    }

    /// No band of the frame stays empty.
    fn inside(self) -> Self {
        let most = self.scale - 1.0;
        Self { left: self.left.clamp(0.0, most), top: self.top.clamp(0.0, most), ..self }
    }

    /// The CSS transform of a picture that fills its frame, about its upper left corner.
    pub fn css(self) -> String {
        let percent = |part: f64| -part * 100.0;
        format!("translate({:.3}%, {:.3}%) scale({:.4})", percent(self.left), percent(self.top), self.scale)
    }
}

/// How a result is shown beside what it is compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// The other lies over it, up to a seam.
    #[default]
    Slider,
    /// One beside the other.
    SideBySide,
    /// One after the other.
    Blink,
    /// The other lies over it, half transparent.
    Overlay,
    /// What changed is coloured.
    Changes,
    /// All results of the run, up to four.
    Grid,
}

impl Comparison {
    /// All, in the order shown.
    pub const ALL: [Self; 6] = [Self::Slider, Self::SideBySide, Self::Blink, Self::Overlay, Self::Changes, Self::Grid];

    /// What it is called in the page.
    pub fn word(self) -> &'static str {
        match self {
            Self::Slider => "slider",
            Self::SideBySide => "side",
            Self::Blink => "blink",
            Self::Overlay => "overlay",
            Self::Changes => "changes",
            Self::Grid => "grid",
        }
    }
}

/// A share as people read it: `0 %`, `<1 %`, `12 %`.
pub fn percent_text(share: f64) -> String {
    let percent = share * 100.0;
    if percent > 0.0 && percent < 0.5 { "<1 %".to_owned() } else { format!("{} %", (percent + 0.5) as u32) }
}
