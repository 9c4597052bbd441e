internal import CUTF8Proc

/// One word of normalised text, between white space or marks; a mark is a word of its own.
struct NormalizedWord: Equatable {
    /// Offsets into the normalised bytes.
    var start, end: Int32
    /// Code points.
    var scalars: Int32
}

/// Normalises text as BERT's uncased models were trained on it, and cuts it into words and marks.
///
/// Controls are dropped, white space becomes a boundary, CJK ideographs stand alone, accents are stripped (NFD without
/// nonspacing marks), letters are lower-cased, punctuation is cut off. The same as `BertNormalizer` and `BertPreTokenizer`
/// of Hugging Face's tokenizers, code point for code point.
struct Normalizer {
    /// Normalised UTF-8 of all words so far.
    private(set) var bytes: [UInt8] = []
    private(set) var words: [NormalizedWord] = []
    private var isInWord = false

    /// Forgets all words but keeps the memory.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        words.removeAll(keepingCapacity: true)
        isInWord = false
    }

    /// Adds text; white space is understood on both sides of it.
    mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
        isInWord = false
        if text.allSatisfy({ $0 < 0x80 }) { appendASCII(text) } else { appendUnicode(text) }
        isInWord = false
    }

    private mutating func appendASCII(_ text: UnsafeBufferPointer<UInt8>) {
        for byte in text {
            switch ASCII.kinds[Int(byte)] {
            case .letter: add(byte)
            case .capital: add(byte | 0x20)
            case .mark: addMark(byte)
            case .space: isInWord = false
            case .control: break
            }
        }
    }

    @inline(__always) private mutating func add(_ byte: UInt8) {
        if isInWord {
            words[words.count - 1].end += 1
            words[words.count - 1].scalars += 1
        } else {
            words.append(NormalizedWord(start: Int32(bytes.count), end: Int32(bytes.count + 1), scalars: 1))
            isInWord = true
        }
        bytes.append(byte)
    }

    @inline(__always) private mutating func addMark(_ byte: UInt8) {
        words.append(NormalizedWord(start: Int32(bytes.count), end: Int32(bytes.count + 1), scalars: 1))
        bytes.append(byte)
        isInWord = false
    }

    private mutating func appendUnicode(_ text: UnsafeBufferPointer<UInt8>) {
        var scalars: [(value: UInt32, order: UInt8)] = [] // decomposed, with canonical combining class
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars { // bad UTF-8 becomes U+FFFD, which is dropped
            let value = scalar.value
            switch CodePoint.kind(of: value) {
            case .dropped: break
            case .space: scalars.append((0x20, 0))
            case .ideograph:
                scalars.append((0x20, 0))
                CodePoint.decompose(value, into: &scalars)
                scalars.append((0x20, 0))
            case .other: CodePoint.decompose(value, into: &scalars)
            }
        }
        CodePoint.sortMarks(&scalars)
        for (value, _) in scalars where !CodePoint.isStripped(value) { add(CodePoint.lowercased(value)) }
    }

    private mutating func add(_ scalar: UInt32) {
        guard !CodePoint.isSpace(scalar) else { return isInWord = false }
        let isMark = CodePoint.isPunctuation(scalar)
        let start = Int32(bytes.count)
        Unicode.Scalar(scalar).map { bytes.append(contentsOf: UTF8.encode($0) ?? UTF8.encodedReplacementCharacter) }
        if isInWord, !isMark {
            words[words.count - 1].end = Int32(bytes.count)
            words[words.count - 1].scalars += 1
        } else {
            words.append(NormalizedWord(start: start, end: Int32(bytes.count), scalars: 1))
        }
        isInWord = !isMark
    }
}

/// What an ASCII character is to BERT.
private enum ASCII {
    enum Kind { case letter, capital, mark, space, control }

    static let kinds: [Kind] = (0..<128).map { byte in
        switch byte {
        case 9, 10, 13, 32: .space
        case 0..<32, 127: .control
        case 65...90: .capital
        case 33...47, 58...64, 91...96, 123...126: .mark
        default: .letter
        }
    }
}
