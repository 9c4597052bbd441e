/// The sum of a token's word, position and type embedding, normalised.
package struct Embeddings: Sendable {
    /// (V, C)
    package let words: Matrix
    /// (P, C): a sequence has at most P tokens.
    package let positions: Matrix
    /// (C) values: the type embedding of the first text, the only one used here.
    package let type: [Float]
    package let norm: LayerNorm

    package init(words: Matrix, positions: Matrix, type: [Float], norm: LayerNorm) {
        precondition(words.columns == positions.columns && type.count == words.columns, "all embeddings have one width")
        self.words = words
        self.positions = positions
        self.type = type
        self.norm = norm
    }

    /// x (rows, C) of packed ids, where `lengths` cuts them into sequences.
    package func forward(_ ids: [Int32], lengths: ArraySlice<Int>, into x: inout [Float], on instructions: InstructionSet = .best) {
        let width = words.columns
        precondition(x.count >= ids.count * width && lengths.reduce(0, +) == ids.count, "x has room for \(ids.count) rows")
        var row = 0
        x.withUnsafeMutableBufferPointer { x in
            words.values.withUnsafeBufferPointer { words in
                positions.values.withUnsafeBufferPointer { positions in
                    type.withUnsafeBufferPointer { type in
                        for length in lengths {
                            precondition(length <= self.positions.rows, "a sequence has at most \(self.positions.rows) tokens")
                            for position in 0..<length {
                                let id = Int(ids[row])
                                precondition(id >= 0 && id < self.words.rows, "token id \(id) is outside the vocabulary of \(self.words.rows)")
                                for c in 0..<width { x[row * width + c] = words[id * width + c] + positions[position * width + c] + type[c] }
                                row += 1
                            }
                        }
                    }
                }
            }
        }
        norm.forward(&x, rows: row, on: instructions)
    }
}
