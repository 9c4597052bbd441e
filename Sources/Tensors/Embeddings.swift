internal import CKernels

/// The sum of a token's word, position and type embedding, normalised.
package struct Embeddings: Sendable {
    /// (V, C)
    package let words: EmbeddingTable
    /// (P, C): a sequence has at most P tokens.
    package let positions: Matrix
    /// (C) values: the type embedding of the first text, the only one used here.
    package let type: [Float]
    package let norm: LayerNorm

    package init(words: EmbeddingTable, positions: Matrix, type: [Float], norm: LayerNorm) {
        precondition(words.columns == positions.columns && type.count == words.columns, "all embeddings have one width")
        self.words = words
        self.positions = positions
        self.type = type
        self.norm = norm
    }

    /// x (rows, C) of packed ids, where `lengths` cuts them into sequences.
    package func forward(_ ids: [Int32], lengths: ArraySlice<Int>, into x: inout [Float], on instructions: InstructionSet = .best) {
        sum(ids, lengths: lengths, into: &x)
        norm.forward(&x, rows: ids.count, on: instructions)
    }

    /// y (rows, C) of packed ids, keeping what the way back needs; the same bits as in inference.
    package func forward(
        _ ids: [Int32], lengths: [Int], into y: inout [Float], record: inout LayerNorm.Record, threads: Int, on instructions: InstructionSet = .best
    ) {
        var sums = [Float](repeating: 0, count: ids.count * words.columns)
        sum(ids, lengths: lengths[...], into: &sums)
        norm.forward(sums, rows: ids.count, into: &y, record: &record, threads: threads, on: instructions)
    }

    /// The gradient of y becomes that of the sums, whose rows are added to `dWords` (V, C), `dPositions` (P, C) and `dType` (C).
    package func backward(
        _ gradient: inout [Float], ids: [Int32], lengths: [Int], record: LayerNorm.Record, words dWords: inout [Float], positions dPositions: inout [Float],
        type dType: inout [Float], gain dGain: inout [Float], bias dBias: inout [Float], threads: Int, on instructions: InstructionSet = .best
    ) {
        let width = words.columns, rows = ids.count
        norm.backward(&gradient, rows: rows, record: record, gain: &dGain, bias: &dBias, threads: threads, on: instructions)
        Sums.addColumns(of: gradient, rows: rows, to: &dType, threads: threads, on: instructions)
        precondition(dWords.count == words.rows * words.columns && dPositions.count == positions.values.count, "gradients have the shapes of the embeddings")
        let positionOfRow = lengths.flatMap { Array(0..<$0) }
        precondition(positionOfRow.count == rows, "lengths add up to the rows")
        func run(_ gradient: UnsafePointer<Float>, _ dWords: UnsafeMutablePointer<Float>, _ dPositions: UnsafeMutablePointer<Float>) {
            // Tokens share embeddings, so threads share the columns out, not the rows: each sum then runs over the rows in order.
            let slice = 64
            Threads.share((width + slice - 1) / slice, threads: threads) { next in
                while let index = next() {
                    let first = index * slice, count = min(slice, width - first)
                    for row in 0..<rows {
                        let from = gradient + row * width + first
                        aw_column_sums(instructions.kernel, from, 1, count, dWords + Int(ids[row]) * width + first)
                        aw_column_sums(instructions.kernel, from, 1, count, dPositions + positionOfRow[row] * width + first)
                    }
                }
            }
        }
        run(gradient, &dWords, &dPositions)
    }

    private func sum(_ ids: [Int32], lengths: ArraySlice<Int>, into x: inout [Float]) {
        let width = words.columns
        precondition(lengths.reduce(0, +) == ids.count, "lengths add up to the rows")
        words.gather(ids, into: &x)
        var row = 0
        x.withUnsafeMutableBufferPointer { x in
            positions.values.withUnsafeBufferPointer { positions in
                type.withUnsafeBufferPointer { type in
                    for length in lengths {
                        precondition(length <= self.positions.rows, "a sequence has at most \(self.positions.rows) tokens")
                        for position in 0..<length {
                            for c in 0..<width { x[row * width + c] = x[row * width + c] + positions[position * width + c] + type[c] }
                            row += 1
                        }
                    }
                }
            }
        }
    }
}
