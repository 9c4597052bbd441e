/// The states that are kept, layer by layer: each chunk writes its own rows, on whatever thread it is.
struct StateRows: Sendable {
    // Chunks keep different rows.
    private nonisolated(unsafe) let layers: [Int: UnsafeMutablePointer<Float>]

    /// The highest layer that is kept.
    var highest: Int { layers.keys.max() ?? 0 }

    /// Arrays of `count` values for each layer; `fill` writes all of them.
    static func filled(layers: ArraySlice<Int>, count: Int, _ fill: (StateRows) -> Void) -> [Int: [Float]] {
        filled(layers: layers, opened: [:], count: count, fill)
    }

    // An array's memory is open to be written inside a closure only: one closure a layer, each inside the one before.
    private static func filled(
        layers: ArraySlice<Int>, opened: [Int: UnsafeMutablePointer<Float>], count: Int, _ fill: (StateRows) -> Void
    ) -> [Int: [Float]] {
        guard let layer = layers.first else {
            fill(StateRows(layers: opened))
            return [:]
        }
        var others: [Int: [Float]] = [:]
        let rows = [Float](unsafeUninitializedCapacity: count) { memory, initialized in
            var opened = opened
            if let start = memory.baseAddress { opened[layer] = start }
            others = filled(layers: layers.dropFirst(), opened: opened, count: count, fill)
            initialized = count
        }
        others[layer] = rows
        return others
    }

    /// Copies the kept rows of a chunk's x (rows, width), if this layer is kept.
    func keep(_ chunk: Chunk, of x: [Float], width: Int, layer: Int) {
        guard var target = layers[layer].map({ $0 + chunk.firstKept * width }) else { return }
        x.withUnsafeBufferPointer { x in
            guard let x = x.baseAddress else { return }
            var row = 0
            for segment in chunk.segments {
                let first = row + 1 + segment.kept.lowerBound - segment.tokens.lowerBound, count = segment.kept.count * width
                target.update(from: x + first * width, count: count)
                target += count
                row += segment.tokens.count + 2
            }
        }
    }
}
