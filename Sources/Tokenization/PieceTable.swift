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
        let isUTF8 = String(validating: bytes, as: UTF8.self) != nil // at once, and line by line only where it is not
        var starts: [Int32] = [], lengths: [Int32] = [], continuation: [Bool] = [], hashes: [UInt32] = []
        var start = 0
        while start < bytes.count {
            let line = bytes[start...].prefix { $0 != UInt8(ascii: "\n") }
            let piece = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            guard !piece.isEmpty else { throw .emptyPiece(file: name, line: starts.count + 1) }
            guard isUTF8 || String(validating: piece, as: UTF8.self) != nil else { throw .notUTF8(file: name, line: starts.count + 1) }
            let continues = piece.count > 2 && piece[start] == UInt8(ascii: "#") && piece[start + 1] == UInt8(ascii: "#"), own = piece.dropFirst(continues ? 2 : 0)
            starts.append(Int32(own.startIndex))
            lengths.append(Int32(own.count))
            continuation.append(continues)
            hashes.append(own.reduce(Self.seed(continues: continues), Self.mix))
            start = line.endIndex + 1
        }
        var size = 1024
        while size < starts.count * 2 { size *= 2 }
        var slots = [Slot](repeating: Slot(), count: size)
        func piece(_ id: Int) -> ArraySlice<UInt8> { bytes[Int(starts[id])..<Int(starts[id] + lengths[id])] }
        for (id, hash) in hashes.enumerated() {
            var index = Self.place(hash) & (size - 1)
            while slots[index].id >= 0 {
                let other = Int(slots[index].id)
                if slots[index].hash == hash, continuation[other] == continuation[id], piece(other).elementsEqual(piece(id)) {
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
