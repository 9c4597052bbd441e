package import AfterwordTraining
internal import AfterwordTranscripts
internal import Foundation

extension LabelledLines<PlainText> {
    /// Texts without labels: `{"text": …}` lines (`.jsonl`), or the turns of a transcript in any format.
    ///
    /// - Throws: `TrainingError.unreadable`.
    package init(textsOf path: String) throws(TrainingError) {
        if path.hasSuffix(".jsonl") {
            try self.init(contentsOf: path)
            return
        }
        let file = URL(filePath: path), transcript: Transcript
        do { transcript = try Transcript(contentsOf: file) } catch { throw .unreadable(file: path, reason: "\(error)") }
        let turns = transcript.utterances.map { PlainText(text: transcript.words[$0.words].map(\.text).joined(separator: " ")) }
        self.init(LabelledData(turns, name: file.lastPathComponent))
    }
}
