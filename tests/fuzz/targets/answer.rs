//! What a vision model answers.

use wan_edit::core::geometry::Size;
use wan_edit::core::service::locate::parse;

use super::behaviour;

const SIZES: [Size; 6] = [
    Size::new(0, 0),
    Size::new(1, 1),
    Size::new(640, 480),
    Size::new(2048, 1024),
    Size::new(240, 8000),
    Size::new(u32::MAX, u32::MAX),
];

pub fn check(input: &[u8]) -> u64 {
    let answer = String::from_utf8_lossy(input);
    let results = SIZES.map(|size| {
        let result = parse(&answer, size);
        assert_eq!(result, parse(&answer, size));
        for bbox in result.iter().flatten() {
            assert!(bbox.is_valid(size), "{bbox:?} in {size:?}");
        }
        result.map(|boxes| boxes.len())
    });
    assert!(results.iter().flatten().all(|count| *count <= 2));
    assert!(results.iter().all(|result| result.is_ok() == results[0].is_ok()), "the size does not make a list");
    behaviour(results.map(|result| result.ok()))
}
