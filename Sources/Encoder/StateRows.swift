internal import AfterwordTensors

/// The states that are kept, layer by layer: each chunk writes its own rows, on whatever thread it is.
struct StateRows: Sendable {
    let layers: [Int: StateMatrix]

    /// Room for (rows, width) values of each layer.
    init(layers: Set<Int>, rows: Int, width: Int, precision: Precision) {
        self.layers = Dictionary(uniqueKeysWithValues: layers.map { ($0, StateMatrix(unwritten: rows, columns: width, precision: precision)) })
    }

    /// The highest layer that is kept.
    var highest: Int { layers.keys.max() ?? 0 }

    /// Copies the kept rows of a chunk's x (rows, width), if this layer is kept.
    func keep(_ chunk: Chunk, of x: [Float], width: Int, layer: Int) {
        guard let target = layers[layer] else { return }
        x.withUnsafeBufferPointer { x in
            guard let x = x.baseAddress else { return }
            var row = 0, place = chunk.firstKept
            for segment in chunk.segments {
                let first = row + 1 + segment.kept.lowerBound - segment.tokens.lowerBound
                target.write(x + first * width, rows: segment.kept.count, at: place)
                place += segment.kept.count
                row += segment.tokens.count + 2
            }
        }
    }
}
