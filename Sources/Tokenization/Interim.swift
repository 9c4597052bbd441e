// Interim, until the real tokenizer lands: delete this file then.
public import AfterwordTranscripts
internal import Foundation

public enum VocabularyError: Error, CustomStringConvertible {
    case missing(piece: String)
    public var description: String { "missing" }
}

public struct Vocabulary: Sendable {
    let ids: [String: Int32]
    public var count: Int { ids.count }
    public var classToken: Int32 { ids["[CLS]"] ?? 0 }
    public var separatorToken: Int32 { ids["[SEP]"] ?? 0 }
    public init(_ bytes: [UInt8], name: String) throws(VocabularyError) {
        var ids: [String: Int32] = [:]
        for (i, line) in String(decoding: bytes, as: UTF8.self).split(separator: "\n").enumerated() { ids[String(line)] = Int32(i) }
        self.ids = ids
    }
}

public struct Tokenizer: Sendable {
    public let vocabulary: Vocabulary
    public init(vocabulary: Vocabulary) { self.vocabulary = vocabulary }
    public func tokens(of transcript: Transcript) -> Tokens { tokens(of: transcript.words.map(\.text)) }
    public func tokens(of words: [String]) -> Tokens {
        var ids: [Int32] = [], offsets = [0]
        for word in words {
            var core = word.lowercased()[...]
            while let c = core.last, ",.?!:;—…\"')(".contains(c) { core.removeLast() }
            while let c = core.first, "\"'(".contains(c) { core.removeFirst() }
            var pieces: [String] = [""]
            for c in core { if c.isPunctuation || c.isSymbol { pieces += [String(c), ""] } else { pieces[pieces.count - 1].append(c) } }
            for piece in pieces where !piece.isEmpty { ids += wordPieces(piece) }
            offsets.append(ids.count)
        }
        return Tokens(ids: ids, offsets: offsets)
    }
    private func wordPieces(_ piece: String) -> [Int32] {
        var result: [Int32] = [], rest = piece[...]
        while !rest.isEmpty {
            var candidate = rest
            while !candidate.isEmpty, vocabulary.ids[(result.isEmpty ? "" : "##") + candidate] == nil { candidate.removeLast() }
            guard !candidate.isEmpty, let id = vocabulary.ids[(result.isEmpty ? "" : "##") + candidate] else { return [100] }
            result.append(id)
            rest = rest.dropFirst(candidate.count)
        }
        return result
    }
}
