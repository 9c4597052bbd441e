/// Labelled examples, some hundred lines at a time: lines that belong together lie together, so training examples are made of a block of them.
struct LabelledBlocks<Gold: Codable & Sendable>: Sendable {
    private let name: String
    private var reader: LabelledLines<Gold>.Iterator
    private var count = 0
    private var failure: TrainingError?
    private var isExhausted = false

    init(_ lines: LabelledLines<Gold>) {
        name = lines.name
        reader = lines.makeIterator()
    }

    /// The next lines, numbered from 0; nil when there are no more.
    ///
    /// A line that can't be read comes after all before it, in a block of its own, as `TrainingError.malformed`; it is the last.
    mutating func next() -> (number: Int, block: Result<LabelledData<Gold>, TrainingError>)? {
        var lines: [LabelledData<Gold>.Line] = []
        while lines.count < Self.lineCount, !isExhausted {
            do {
                if let line = try reader.nextLine() { lines.append(line) } else { isExhausted = true }
            } catch {
                failure = error
                isExhausted = true
            }
        }
        if lines.isEmpty, failure == nil { return nil }
        defer { count += 1 }
        if !lines.isEmpty { return (count, .success(LabelledData(name: name, lines: lines))) }
        defer { failure = nil }
        return failure.map { (count, .failure($0)) }
    }

    /// Leaves what is left unread.
    mutating func stop() {
        failure = nil
        isExhausted = true
    }

    private static var lineCount: Int { 512 }
}
