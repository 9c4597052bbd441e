/// Rows cut into blocks of a fixed size for several threads; sums over rows are made block by block, so their bits don't depend on the threads.
enum RowBlocks {
    static let size = 64

    /// Runs `body` with the number and the rows of every block; a thread count of 1 starts no other thread.
    static func forEach(of rows: Int, threads: Int, _ body: (_ block: Int, _ rows: Range<Int>) -> Void) {
        let blocks = (rows + size - 1) / size
        Threads.share(blocks, threads: threads) { next in
            while let block = next() { body(block, block * size..<min(rows, (block + 1) * size)) }
        }
    }

    /// Adds to `sums` what `body` adds to a block's own sums, block after block.
    static func sum(_ sums: inout [Float], of rows: Int, threads: Int, _ body: (_ rows: Range<Int>, _ sums: UnsafeMutablePointer<Float>) -> Void) {
        let width = sums.count, blocks = (rows + size - 1) / size
        var parts = [Float](repeating: 0, count: blocks * width)
        func run(_ parts: UnsafeMutablePointer<Float>) {
            forEach(of: rows, threads: threads) { block, rows in body(rows, parts + block * width) }
        }
        run(&parts)
        for block in 0..<blocks {
            for column in 0..<width { sums[column] += parts[block * width + column] }
        }
    }
}

extension Threads {
    /// As ``forEach(_:threads:work:)``, for work that captures pointers: what two threads write must not overlap.
    static func share(_ count: Int, threads: Int, work: (_ next: () -> Int?) -> Void) {
        withoutActuallyEscaping(work) { work in
            nonisolated(unsafe) let work = work
            forEach(count, threads: threads) { work($0) }
        }
    }
}
