import Afterword

/// What `bench` works on.
enum Workload {
    /// About an hour of speech: the words of a transcript over and over, or words drawn from the vocabulary.
    static func hour(of transcript: Transcript?, vocabulary: Vocabulary) throws -> Transcript {
        let words = transcript?.words ?? invented(from: vocabulary)
        let count = 13_000
        return Transcript(words: (0..<count).map { index in
            var word = words[index % words.count]
            (word.start, word.end) = (index * 277, index * 277 + 250)
            return word
        })
    }

    /// Whole words of the vocabulary in a fixed pseudo-random order, frequent ones (low ids) more often.
    private static func invented(from vocabulary: Vocabulary) -> [Word] {
        let pieces = vocabulary.pieces.dropFirst(1996).prefix(12_000).filter { !$0.hasPrefix("##") && $0.allSatisfy(\.isLetter) }
        var state: UInt64 = 42
        return (0..<13_000).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let unit = Double(state >> 40) / Double(1 << 24)
            return Word(pieces[min(pieces.count - 1, Int(unit * unit * unit * Double(pieces.count)))])
        }
    }

    /// The tokens as dense windows of 128 and 256 rows, specials included, as ragged lines of 17 on average, and as sentences of 16, the short ones first.
    static func encoder(_ tokens: Tokens) -> [(name: String, documents: [Tokens], rows: Int)] {
        let lines = [9, 12, 15, 6, 30, 14, 18, 25, 4, 17] // 15 on average, 17 with [CLS] and [SEP]
        let sentences = [12, 3, 21, 8, 34, 10, 6, 15, 11, 28, 5, 13, 17, 9, 44, 7, 14, 24, 12, 3] // 15 on average
        return [("w128", [126]), ("w256", [254]), ("lines", lines), ("sentences", sentences)].map { name, lengths in
            var documents = cut(tokens, into: lengths)
            if name == "sentences" { documents.sort { $0.count < $1.count } } // stable, so the same each time
            return (name, documents, tokens.count + 2 * documents.count)
        }
    }

    private static func cut(_ tokens: Tokens, into lengths: [Int]) -> [Tokens] {
        var documents: [Tokens] = [], start = 0
        while start < tokens.count {
            let ids = Array(tokens.ids[start..<min(tokens.count, start + lengths[documents.count % lengths.count])])
            documents.append(Tokens(ids: ids, offsets: Array(0...ids.count)))
            start += ids.count
        }
        return documents
    }
}

/// The instruction set of the kernels in use.
let kernelSummary = "kernels \(InstructionSet.best.rawValue), OpenBLAS \(BLAS.core)"
