internal import AfterwordHeads
internal import AfterwordPipeline
internal import AfterwordTensors
internal import AfterwordTokenization
internal import AfterwordTranscripts

/// Where a source is in its data: enough to go on from there.
package struct DataPosition: Sendable, Codable, Equatable {
    /// Passes over the data that are complete.
    package var epoch = 0
    /// Examples of this pass that were taken.
    package var taken = 0

    package init() {}
}

/// Examples without end: pass after pass over some data, each in an order of its own.
///
/// The same data, seed and position give the same examples.
package protocol ExampleSource: Sendable {
    var position: DataPosition { get }
    mutating func next() throws(TrainingError) -> TrainingExample
    /// Goes to a position; what lies before it is read and passed over.
    mutating func move(to position: DataPosition) throws(TrainingError)
}

/// A file as training examples, shuffled through a buffer: only the buffer is in memory.
package struct ShuffledExamples<Gold: Codable & Sendable>: ExampleSource {
    /// Makes examples of some lines; what it does at random it does by the source it is given.
    package typealias Making = @Sendable (LabelledData<Gold>, inout RandomSource) throws(TrainingError) -> [TrainingExample]

    private let lines: LabelledLines<Gold>
    private let make: Making
    private let seed: UInt64
    private let capacity: Int

    package private(set) var position = DataPosition()
    private var blocks: LabelledBlocks<Gold>
    private var random: RandomSource
    private var buffer: [TrainingExample] = []

    /// - Parameter capacity: examples that are shuffled among each other.
    package init(_ lines: LabelledLines<Gold>, seed: UInt64, capacity: Int = 2048, making make: @escaping Making) {
        self.lines = lines
        self.make = make
        self.seed = seed
        self.capacity = max(1, capacity)
        blocks = LabelledBlocks(lines)
        random = RandomSource(seed: RandomSource.mixed(seed, 0))
    }

    package mutating func next() throws(TrainingError) -> TrainingExample {
        var isFresh = false
        while true {
            while buffer.count < capacity, let (_, block) = blocks.next() { buffer += try make(block.get(), &random) }
            if !buffer.isEmpty { break }
            guard !isFresh else { throw .nothingKnown(file: lines.name) } // a whole pass gave nothing
            begin(epoch: position.epoch + 1)
            isFresh = true
        }
        buffer.swapAt(Int(random.next() % UInt64(buffer.count)), buffer.count - 1)
        position.taken += 1
        return buffer.removeLast()
    }

    package mutating func move(to target: DataPosition) throws(TrainingError) {
        begin(epoch: target.epoch)
        while position.taken < target.taken { _ = try next() }
    }

    private mutating func begin(epoch: Int) {
        position.epoch = epoch
        position.taken = 0
        blocks = LabelledBlocks(lines)
        random = RandomSource(seed: RandomSource.mixed(seed, UInt64(epoch)))
        buffer = []
    }
}

/// Examples that come again and again in one order.
struct RepeatedExamples: ExampleSource {
    private let examples: [TrainingExample]
    private(set) var position = DataPosition()

    init(_ examples: [TrainingExample]) {
        precondition(!examples.isEmpty, "there is an example")
        self.examples = examples
    }

    mutating func next() -> TrainingExample {
        if position.taken == examples.count {
            position.epoch += 1
            position.taken = 0
        }
        position.taken += 1
        return examples[position.taken - 1]
    }

    mutating func move(to position: DataPosition) { self.position = position }
}

extension LabelledData {
    /// The examples of these lines, in their order, as they may be recognised where there is noise.
    func trainingExamples<P: TrainableProcessor>(
        of processor: P, tokenizer: Tokenizer, window: Int, noise: SpeechNoise? = nil, random: inout RandomSource
    ) throws(TrainingError) -> [TrainingExample] where P.Gold == Gold {
        let gathered = P.gather(lines.map(\.gold))
        var examples: [TrainingExample] = []
        for (index, clean) in gathered.enumerated() {
            let gold = noise?.said(clean, random: &random) ?? clean
            do {
                let sample = try processor.sample(gold)
                let tokens = tokenizer.tokens(of: sample.transcript)
                let document = Document(transcript: sample.transcript, tokens: tokens, states: nil, annotations: sample.annotations)
                let spans = try processor.spans(in: document)
                examples += TrainingExample.windows(of: tokens, spans: spans, targets: try processor.targets(gold, of: spans, in: document), length: window)
            } catch { throw refusal(error, example: index, isLine: gathered.count == lines.count) }
        }
        return examples
    }
}
