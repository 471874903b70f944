//! The first bytes of a file, read by position: one place decides what a missing byte means.

use super::header::{Format, HeaderError};

/// The start of a file of a known format, and the length of the whole.
pub(super) struct Head<'a> {
    bytes: &'a [u8],
    file_bytes: u64,
    format: Format,
}

impl<'a> Head<'a> {
    pub(super) fn new(bytes: &'a [u8], file_bytes: u64, format: Format) -> Self {
        let file_bytes = file_bytes.max(bytes.len() as u64);
        Self { bytes, file_bytes, format }
    }

    pub(super) fn file_bytes(&self) -> u64 {
        self.file_bytes
    }

    pub(super) fn is_whole(&self) -> bool {
        self.bytes.len() as u64 == self.file_bytes
    }

    /// `length` bytes at `at`.
    ///
    /// # Errors
    ///
    /// [`HeaderError::Truncated`] when the file has no such bytes, [`HeaderError::HeadTooShort`] when only the head has
    /// not.
    pub(super) fn slice(&self, at: u64, length: u64) -> Result<&'a [u8], HeaderError> {
        let end = at.saturating_add(length);
        self.must_hold(end)?;
        match (usize::try_from(at), usize::try_from(end)) {
            (Ok(start), Ok(end)) if end <= self.bytes.len() => Ok(&self.bytes[start..end]),
            _ => Err(HeaderError::HeadTooShort {
                // Doubling bounds the number of reads that a long walk needs.
                wanted_bytes: end.max(2 * self.bytes.len() as u64).min(self.file_bytes),
            }),
        }
    }

    /// What the head has from `at` to its end.
    ///
    /// # Errors
    ///
    /// As [`Head::slice`] when there is not one byte.
    pub(super) fn rest(&self, at: u64) -> Result<&'a [u8], HeaderError> {
        self.slice(at, (self.bytes.len() as u64).saturating_sub(at).max(1))
    }

    pub(super) fn array<const N: usize>(&self, at: u64) -> Result<[u8; N], HeaderError> {
        let mut array = [0; N];
        array.copy_from_slice(self.slice(at, N as u64)?);
        Ok(array)
    }

    pub(super) fn u32_le(&self, at: u64) -> Result<u32, HeaderError> {
        self.array(at).map(u32::from_le_bytes)
    }

    pub(super) fn u16_le(&self, at: u64) -> Result<u16, HeaderError> {
        self.array(at).map(u16::from_le_bytes)
    }

    /// # Errors
    ///
    /// [`HeaderError::Truncated`] when the whole file is shorter than `end` bytes.
    pub(super) fn must_hold(&self, end: u64) -> Result<(), HeaderError> {
        if end > self.file_bytes { Err(HeaderError::Truncated(self.format)) } else { Ok(()) }
    }

    /// The error for bytes that contradict the format.
    pub(super) fn broken(&self) -> HeaderError {
        HeaderError::Broken(self.format)
    }
}
