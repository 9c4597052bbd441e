/// Cuts a normalised word into the longest pieces of the vocabulary, from the left.
///
/// - Source: Wu et al., "Google's neural machine translation system", 2016; as BERT does it.
struct WordPiece: Sendable {
    private let table: PieceTable
    private let unknown: Int32

    init(_ vocabulary: Vocabulary) {
        table = vocabulary.table
        unknown = vocabulary.unknownToken
    }

    /// Longer words are one `[UNK]`.
    static let longestWord = 100

    /// Appends the ids of words, each a range of `bytes`.
    ///
    /// - Parameters:
    ///   - bytes: normalised UTF-8.
    ///   - scalars: code points of each word: a word of more than 100 is one `[UNK]`.
    func append(_ words: [NormalizedWord], of bytes: [UInt8], to ids: inout [Int32]) {
        table.slots.withUnsafeBufferPointer { slots in
            table.file.withUnsafeBufferPointer { file in
                table.starts.withUnsafeBufferPointer { starts in
                    table.lengths.withUnsafeBufferPointer { lengths in
                        table.isContinuation.withUnsafeBufferPointer { continuation in
                            bytes.withUnsafeBufferPointer { bytes in
                                let lookup = Lookup(slots: slots, file: file, starts: starts, lengths: lengths, continuation: continuation, longest: table.longest)
                                for word in words {
                                    guard word.scalars <= Self.longestWord else {
                                        ids.append(unknown)
                                        continue
                                    }
                                    let before = ids.count
                                    var start = Int(word.start)
                                    while start < Int(word.end) {
                                        guard let (id, end) = lookup.longestPiece(of: bytes, start: start, end: Int(word.end), continues: start > Int(word.start)) else {
                                            ids.removeSubrange(before...)
                                            ids.append(unknown)
                                            break
                                        }
                                        ids.append(id)
                                        start = end
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The table's arrays without bounds checks; lives inside one call.
    private struct Lookup {
        let slots: UnsafeBufferPointer<PieceTable.Slot>
        let file: UnsafeBufferPointer<UInt8>
        let starts, lengths: UnsafeBufferPointer<Int32>
        let continuation: UnsafeBufferPointer<Bool>
        let longest: Int

        /// The longest piece that `bytes[start..<end]` begins with, and where it ends.
        @inline(__always)
        func longestPiece(of bytes: UnsafeBufferPointer<UInt8>, start: Int, end: Int, continues: Bool) -> (id: Int32, end: Int)? {
            let reach = min(end - start, longest)
            return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: reach + 1) { hashes in
                var hash = PieceTable.seed(continues: continues)
                hashes[0] = hash
                for i in 0..<reach {
                    hash = PieceTable.mix(hash, bytes[start + i])
                    hashes[i + 1] = hash
                }
                var length = reach
                while length > 0 {
                    if let id = find(hashes[length], bytes, start: start, length: length, continues: continues) { return (id, start + length) }
                    length -= 1
                }
                return nil
            }
        }

        @inline(__always)
        private func find(_ hash: UInt32, _ bytes: UnsafeBufferPointer<UInt8>, start: Int, length: Int, continues: Bool) -> Int32? {
            var index = PieceTable.place(hash) & (slots.count - 1)
            while slots[index].id >= 0 {
                if slots[index].hash == hash {
                    let id = Int(slots[index].id)
                    if Int(lengths[id]) == length, continuation[id] == continues, same(bytes, start, Int(starts[id]), length) { return slots[index].id }
                }
                index = (index + 1) & (slots.count - 1)
            }
            return nil
        }

        @inline(__always)
        private func same(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int, _ start: Int, _ length: Int) -> Bool {
            for i in 0..<length where bytes[at + i] != file[start + i] { return false }
            return true
        }
    }
}
