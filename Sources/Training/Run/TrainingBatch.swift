internal import AfterwordEncoder
internal import AfterwordHeads
internal import AfterwordTensors

/// Examples of several tasks, packed for one pass of the encoder.
struct TrainingBatch: Sendable {
    private(set) var sequences: PackedSequences
    /// By task.
    private(set) var parts: [Part]

    /// What one task decides about.
    struct Part: Sendable {
        var spans = PackedSpans()
        /// (N, K), row by row.
        var targets: [Float] = []
    }

    init(taskCount: Int, classToken: Int32, separatorToken: Int32) {
        sequences = PackedSequences(classToken: classToken, separatorToken: separatorToken)
        parts = Array(repeating: Part(), count: taskCount)
    }

    mutating func append(_ example: TrainingExample, task: Int) {
        let first = sequences.append(example.ids)
        parts[task].spans.append(example.spans, firstRow: first)
        parts[task].targets += example.targets.values
    }
}

/// Fills batches from several sources by their shares.
struct BatchMixer: Sendable {
    private var sources: [Source]
    private let tokens: Int

    /// Examples of a task, and what part of all tokens they are, relative to the other sources.
    struct Source: Sendable {
        var examples: any ExampleSource
        let task: Int
        let share: Double
        /// Tokens taken so far.
        var taken = 0
    }

    /// Where the mixer is in its data.
    struct State: Sendable, Codable, Equatable {
        var positions: [DataPosition]
        var taken: [Int]
    }

    /// - Parameter tokens: a batch ends with the example that makes it as long as this, `[CLS]` and `[SEP]` included.
    init(_ sources: [Source], tokens: Int) {
        precondition(sources.allSatisfy { $0.share > 0 }, "every source has a share")
        self.sources = sources
        self.tokens = tokens
    }

    /// Sources of tasks: a task's share is parted among its files by their size.
    init(_ tasks: [TrainingTask], tokens: Int) {
        let total = Double(tasks.reduce(0) { $0 + $1.tokens })
        self.init(
            tasks.enumerated().flatMap { index, task in
                task.sources.map { source in
                    Source(
                        examples: source.examples, task: index,
                        share: (task.share ?? Double(task.tokens) / total) * Double(source.tokens) / Double(task.tokens))
                }
            }, tokens: tokens)
    }

    var state: State { State(positions: sources.map(\.examples.position), taken: sources.map(\.taken)) }

    mutating func move(to state: State) throws(TrainingError) {
        for index in sources.indices {
            try sources[index].examples.move(to: state.positions[index])
            sources[index].taken = state.taken[index]
        }
    }

    /// Fills a batch: each example is of the source that is furthest behind its share.
    mutating func fill(_ batch: inout TrainingBatch) throws(TrainingError) {
        repeat {
            var next = 0
            for index in sources.indices where Double(sources[index].taken) * sources[next].share < Double(sources[next].taken) * sources[index].share {
                next = index
            }
            let example = try sources[next].examples.next()
            sources[next].taken += example.ids.count + 2
            batch.append(example, task: sources[next].task)
        } while batch.sequences.rows < tokens
    }
}
