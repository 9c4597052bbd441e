internal import AfterwordTokenization

/// A window of one document.
struct Segment: Sendable {
    let document: Int
    let tokens: Range<Int>
    let kept: Range<Int>
}

/// Segments that pass through the layers together, packed without padding, on one thread.
struct Chunk: Sendable {
    /// Tokens a chunk: enough that each weight is used well while it is in cache, few enough that the rows stay there too (96 to 768 measure within 5 %).
    static let size = 384

    var segments: [Segment] = []
    /// Rows, `[CLS]` and `[SEP]` of each segment included.
    var rows = 0
    /// Which of all kept rows its first one is: chunks keep the rows of the documents in order.
    var firstKept = 0

    var lengths: [Int] { segments.map { $0.tokens.count + 2 } }

    /// Packs segments in their order; a segment longer than a chunk has one to itself.
    static func pack(_ segments: [Segment], threads: Int) -> [Chunk] {
        let total = segments.reduce(0) { $0 + $1.tokens.count + 2 }
        let size = min(Chunk.size, max(1, (total + threads - 1) / threads))
        var chunks: [Chunk] = []
        var current = Chunk(), kept = 0
        for segment in segments {
            let rows = segment.tokens.count + 2
            if current.rows > 0, current.rows + rows > size {
                chunks.append(current)
                current = Chunk(firstKept: kept)
            }
            current.segments.append(segment)
            current.rows += rows
            kept += segment.kept.count
        }
        if current.rows > 0 { chunks.append(current) }
        return chunks
    }
}
