import AfterwordTensors
import AfterwordTokenization
import AfterwordTraining
import Foundation
import TestSupport
import Testing

@Suite struct ExampleSourceTests {
    /// Numbers as texts, an example each whose only id is the number.
    private func source(_ count: Int, seed: UInt64 = 1, capacity: Int = 16, read: @escaping @Sendable (Int) -> Void = { _ in }) -> ShuffledExamples<PlainText> {
        let lines = LabelledLines(LabelledData((0..<count).map { PlainText(text: String($0)) }, name: "numbers"))
        return ShuffledExamples(lines, seed: seed, capacity: capacity) { data, _ in
            read(data.lines.count)
            return data.lines.map { TrainingExample(ids: [Int32($0.gold.text) ?? -1], spans: [0..<1], targets: Matrix(rows: 1, columns: 1)) }
        }
    }

    private func take(_ count: Int, of source: inout ShuffledExamples<PlainText>) throws -> [Int32] { try (0..<count).map { _ in try source.next().ids[0] } }

    @Test func `every pass has every example once, in an order of its own`() throws {
        var source = source(2000)
        let first = try take(2000, of: &source), second = try take(2000, of: &source)
        #expect(first.sorted() == Array(0..<2000) && second.sorted() == Array(0..<2000))
        #expect(first != second && first != first.sorted())
        #expect(source.position.epoch == 1 && source.position.taken == 2000)
    }

    @Test func `another seed gives another order, the same seed the same`() throws {
        var (a, b, c) = (source(100, seed: 1), source(100, seed: 1), source(100, seed: 2))
        let (first, same, other) = (try take(100, of: &a), try take(100, of: &b), try take(100, of: &c))
        #expect(first == same && first != other)
    }

    @Test(arguments: [0, 1, 17, 1999, 2000, 2001, 4500])
    func `from a position it goes on as it would have`(taken: Int) throws {
        var whole = source(2000)
        _ = try take(taken, of: &whole)
        var moved = source(2000)
        try moved.move(to: whole.position)
        #expect(try take(300, of: &moved) == take(300, of: &whole))
    }

    @Test func `no more of the data is in memory than the buffer and a block of lines`() throws {
        let counter = Counter()
        var source = source(100_000, capacity: 1000) { counter.add($0) }
        _ = try source.next()
        #expect(counter.count < 1000 + 512)
    }

    @Test func `data without an example is an error, not a loop`() throws {
        let lines = LabelledLines(LabelledData([PlainText(text: "a")], name: "nothing"))
        var source = ShuffledExamples(lines, seed: 1) { _, _ in [] }
        #expect(throws: TrainingError.nothingKnown(file: "nothing")) { try source.next() }
    }

    @Test func `a long text is cut into windows of about one size, between words, and loses nothing`() throws {
        // Words of three tokens, a span each; windows of 40 tokens hold 13 words at most.
        let words = 50, tokens = Tokens(ids: (0..<Int32(3 * words)).map { $0 }, offsets: (0...words).map { 3 * $0 })
        let targets = Matrix(rows: words, columns: 1, values: (0..<words).map { Float($0) })
        let windows = TrainingExample.windows(of: tokens, spans: (0..<words).map { $0..<($0 + 1) }, targets: targets, length: 40)
        #expect(windows.flatMap(\.ids) == tokens.ids)
        #expect(windows.allSatisfy { $0.ids.count <= 40 && $0.ids.count % 3 == 0 && $0.ids.count >= 30 })
        #expect(windows.flatMap(\.targets.values) == targets.values)
        #expect(windows.allSatisfy { window in window.spans == (0..<window.ids.count / 3).map { 3 * $0..<3 * $0 + 3 } })
    }

    @Test func `a span longer than a window is seen by the part it begins in, one without a known label not at all`() {
        let tokens = Tokens(ids: (0..<100).map { $0 }, offsets: Array(0...100))
        let windows = TrainingExample.windows(of: tokens, spans: [0..<100, 90..<100], targets: Matrix(rows: 2, columns: 1, values: [1, .nan]), length: 30)
        #expect(windows.count == 1)
        #expect(windows[0].spans == [0..<windows[0].ids.count] && windows[0].ids.count <= 30)
    }

    @Test func `texts whose states are kept are joined into windows, but for some that stand alone, and none is lost`() throws {
        let tokenizer = try Tokenizer(vocabulary: .bertUncased())
        let texts = (0..<400).map { "turn \($0 % 10) of somebody" } // four tokens each
        var random = RandomSource(seed: 3)
        let examples = TrainingExample.everyToken(of: texts, tokenizer: tokenizer, window: 64, random: &random)
        let alone = examples.count { $0.ids.count == 4 }
        #expect((20...90).contains(alone)) // 12 %
        #expect(examples.allSatisfy { $0.ids.count == 4 || $0.ids.count > 32 })
        #expect(examples.reduce(0) { $0 + $1.ids.count } == 1600)
        #expect(examples.allSatisfy { $0.spans.count == $0.ids.count && $0.targets.values == $0.ids.map(Float.init) })
    }
}

private final class Counter: Sendable {
    private let lock = NSLock()
    nonisolated(unsafe) private var total = 0 // only touched with the lock held

    func add(_ count: Int) { lock.withLock { total += count } }
    var count: Int { lock.withLock { total } }
}
