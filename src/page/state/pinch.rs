//! Two fingers on the image: they zoom and shift it, where one finger draws.

use crate::core::geometry::{Point, View};

/// The fingers that are down, by their pointers' ids.
#[derive(Clone, Debug, Default)]
pub struct Fingers {
    down: Vec<(i32, Point)>,
    pinch: Option<Pinch>,
}

impl Fingers {
    /// A finger came down, the first one where it `is_primary`. Answers where both are once there are two.
    pub fn press(&mut self, pointer: i32, at: Point, is_primary: bool) -> Option<[Point; 2]> {
        if is_primary {
            *self = Self::default();
        }
        self.down.push((pointer, at));
        self.both()
    }

    /// Two fingers pinch until one of them goes up.
    pub fn begin(&mut self, pinch: Option<Pinch>) {
        self.pinch = pinch;
    }

    /// A finger moved. Answers the pinch, and where both fingers are, while they pinch.
    pub fn drag(&mut self, pointer: i32, at: Point) -> Option<(Pinch, [Point; 2])> {
        let finger = self.down.iter_mut().find(|(id, _)| *id == pointer)?;
        finger.1 = at;
        self.pinch.zip(self.both())
    }

    /// A finger went up.
    pub fn release(&mut self, pointer: i32) {
        self.down.retain(|(id, _)| *id != pointer);
        self.pinch = None;
    }

    fn both(&self) -> Option<[Point; 2]> {
        match self.down.as_slice() {
            [a, b] => Some([a.1, b.1]),
            _ => None,
        }
    }
}

/// How a pinch began.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pinch {
    /// How far apart the fingers were, CSS px.
    pub distance: f64,
    /// Percent of natural size that the image was shown at.
    pub percent: u32,
    /// The part of the image between the fingers, 0 to 1 in both directions.
    pub held: Point,
}

impl Pinch {
    /// A pinch by fingers at these points of the window, of the image in `view` at `percent`.
    pub fn new(fingers: [Point; 2], view: View, percent: u32) -> Self {
        let middle = middle(fingers);
        let held = Point::new((middle.x - view.left) / view.width, (middle.y - view.top) / view.height);
        Self { distance: distance(fingers), percent, held }
    }

    /// The percentage wanted with the fingers here, not limited.
    pub fn percent_at(self, fingers: [Point; 2]) -> f64 {
        f64::from(self.percent) * distance(fingers) / self.distance.max(1.0)
    }
}

/// The point between two.
pub fn middle([a, b]: [Point; 2]) -> Point {
    Point::new((a.x + b.x) / 2.0, (a.y + b.y) / 2.0)
}

fn distance([a, b]: [Point; 2]) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}
