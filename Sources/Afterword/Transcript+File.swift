public import AfterwordTranscripts
public import Foundation

extension Transcript {
    /// Reads a transcript from a file in any of the formats, found by its content.
    ///
    /// - Throws: `TranscriptError` for what is in it, Foundation's error where it cannot be read.
    public init(contentsOf url: URL, format: TranscriptFormat? = nil) throws {
        try self.init(reading: [UInt8](Data(contentsOf: url)), name: url.lastPathComponent, format: format)
    }
}
