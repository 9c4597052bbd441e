/// Where sentences and paragraphs end, for writing a transcript; ranges of word indices.
public struct Layout: Sendable, Equatable {
    /// In order; words outside every range belong to the sentence before them.
    public var sentences: [Range<Int>]
    /// In order; words outside every range belong to the paragraph before them.
    public var paragraphs: [Range<Int>]

    public init(sentences: [Range<Int>], paragraphs: [Range<Int>]) {
        self.sentences = sentences
        self.paragraphs = paragraphs
    }

    /// What the transcript itself shows: sentences end at `.`, `?`, `!` and `…`; paragraphs where the speaker
    /// changes, at the paragraphs of a plain text, and else after about eighty words at the end of a sentence.
    public init(of transcript: Transcript) {
        let words = transcript.words
        let keepsParagraphs = transcript.format == .text || transcript.format == .lines
        self.init(sentences: [], paragraphs: [])
        var (sentence, paragraph) = (0, 0)
        for index in words.indices {
            let next = index + 1 < words.count ? words[index + 1] : nil
            let isTurn = next.map { $0.speaker != words[index].speaker } ?? true
            let isParagraph = keepsParagraphs && next.map { $0.cue != words[index].cue } ?? true
            let isSentence = isTurn || isParagraph || Layout.endsSentence(words[index].text)
            guard isSentence else { continue }
            sentences.append(sentence..<index + 1)
            sentence = index + 1
            if isTurn || isParagraph || !keepsParagraphs && index + 1 - paragraph >= 80 {
                paragraphs.append(paragraph..<index + 1)
                paragraph = index + 1
            }
        }
    }

    static func endsSentence(_ word: String) -> Bool {
        word.last { !"\"'’”)]»".contains($0) }.map { ".?!…。？！".contains($0) } ?? false
    }
}

extension Transcript {
    /// A paragraph by one speaker, who is named if the one before was another.
    struct Block {
        var words: Range<Int>
        var newSpeaker: String?
    }

    /// The paragraphs, cut where the speaker changes; every word is in one, whatever the layout leaves out.
    func blocks(_ layout: Layout?) -> [Block] {
        let layout = layout ?? Layout(of: self)
        let starts = Set(layout.paragraphs.map(\.lowerBound))
        var blocks: [Block] = []
        for index in words.indices {
            let changes = index > 0 && words[index].speaker != words[index - 1].speaker
            if index == 0 || changes || starts.contains(index) {
                blocks.append(Block(words: index..<index, newSpeaker: index == 0 || changes ? words[index].speaker : nil))
            }
            blocks[blocks.count - 1].words = blocks[blocks.count - 1].words.lowerBound..<index + 1
        }
        return blocks
    }
}
