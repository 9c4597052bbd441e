/// Pieces by their bytes: an open-addressed hash table, one for all pieces with `##` as a flag.
///
/// Prefixes of a word are hashed one byte after the other, so that all of them are looked up without hashing any byte twice.
struct PieceTable: Sendable {
    struct Slot {
        var hash: UInt32 = 0
        /// Piece, or -1.
        var id: Int32 = -1
    }

    /// Offsets of each piece's bytes in the file, without `##`.
    let starts: [Int32]
    let lengths: [Int32]
    let file: [UInt8]
    let slots: [Slot]
    let isContinuation: [Bool]
    /// Bytes of the longest piece.
    let longest: Int

    var count: Int { starts.count }

    init(_ bytes: [UInt8], name: String) throws(VocabularyError) {
        var starts: [Int32] = [], lengths: [Int32] = [], continuation: [Bool] = []
        var start = 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
            let next = end + 1
            if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
            guard end > start else { throw .emptyPiece(file: name, line: starts.count + 1) }
            guard String(validating: bytes[start..<end], as: UTF8.self) != nil else { throw .notUTF8(file: name, line: starts.count + 1) }
            let continues = end - start > 2 && bytes[start] == UInt8(ascii: "#") && bytes[start + 1] == UInt8(ascii: "#")
            starts.append(Int32(start + (continues ? 2 : 0)))
            lengths.append(Int32(end - start - (continues ? 2 : 0)))
            continuation.append(continues)
            start = next
        }
        var size = 1024
        while size < starts.count * 2 { size *= 2 }
        var slots = [Slot](repeating: Slot(), count: size)
        for id in starts.indices {
            let piece = bytes[Int(starts[id])..<Int(starts[id] + lengths[id])]
            let hash = piece.reduce(Self.seed(continues: continuation[id]), Self.mix)
            var index = Self.place(hash) & (size - 1)
            while slots[index].id >= 0 {
                let other = Int(slots[index].id)
                if continuation[other] == continuation[id], bytes[Int(starts[other])..<Int(starts[other] + lengths[other])].elementsEqual(piece) {
                    throw .duplicate(file: name, line: id + 1, first: other + 1)
                }
                index = (index + 1) & (size - 1)
            }
            slots[index] = Slot(hash: hash, id: Int32(id))
        }
        (self.starts, self.lengths, self.slots, file, isContinuation) = (starts, lengths, slots, bytes, continuation)
        longest = Int(lengths.max() ?? 0)
    }

    /// The id of a piece as the file has it, `##` included.
    func id(of piece: some Collection<UInt8>) -> Int32? {
        let continues = piece.count > 2 && piece.starts(with: "##".utf8), own = piece.dropFirst(continues ? 2 : 0)
        let hash = own.reduce(Self.seed(continues: continues), Self.mix)
        var index = Self.place(hash) & (slots.count - 1)
        while slots[index].id >= 0 { // there are fewer pieces than slots
            if slots[index].hash == hash, bytes(of: slots[index].id).elementsEqual(piece) { return slots[index].id }
            index = (index + 1) & (slots.count - 1)
        }
        return nil
    }

    /// A piece as the file has it.
    func bytes(of id: Int32) -> ArraySlice<UInt8> {
        let start = Int(starts[Int(id)]), end = start + Int(lengths[Int(id)])
        return file[(isContinuation[Int(id)] ? start - 2 : start)..<end]
    }

    @inline(__always) static func seed(continues: Bool) -> UInt32 { continues ? 0x9747_B28C : 0x811C_9DC5 }

    /// FNV-1a.
    @inline(__always) static func mix(_ hash: UInt32, _ byte: UInt8) -> UInt32 { (hash ^ UInt32(byte)) &* 0x0100_0193 }

    /// FNV's low bits depend on few of the bytes' bits; the high ones are folded in.
    @inline(__always) static func place(_ hash: UInt32) -> Int { Int(hash ^ (hash >> 15)) }
}
