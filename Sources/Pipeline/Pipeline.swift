internal import AfterwordEncoder
internal import AfterwordHeads
internal import AfterwordTensors
internal import AfterwordTokenization
public import AfterwordTranscripts
internal import Synchronization

/// Processors over one pass of one encoder.
///
///     let pipeline = try Pipeline(model: model, processors: [Punctuator(model), TopicDetector(model)])
///     let result = try pipeline.annotate(transcript)
///     print(result[Punctuation.self]?.sentences.count ?? 0)
public struct Pipeline: Sendable {
    public let model: Model
    /// How many threads a transcript may use at most; 1 never starts another.
    public let threads: Int
    private let schedule: Schedule
    private let layers: Set<Int>

    /// Puts processors in the order that their needs ask for, whatever order they are given in.
    ///
    /// - Throws: `PipelineError` when two make the same annotation, a need is not met, or needs go in a circle.
    public init(model: Model, processors: [any Processor], threads: Int = 1) throws(PipelineError) {
        self.model = model
        self.threads = max(1, threads)
        schedule = try Schedule(processors)
        layers = processors.reduce(into: []) { $0.formUnion($1.layers) }
    }

    /// Everything the processors say about a transcript. A processor that fails is listed; the others go on.
    ///
    /// - Complexity: linear in the number of words; one pass of the encoder.
    public func annotate(_ transcript: Transcript) -> AnnotatedTranscript {
        let tokens = model.tokenizer.tokens(of: transcript)
        let states = layers.isEmpty ? nil : model.encoder.states(of: tokens, layers: layers, threads: threads)
        var annotations = Annotations()
        var failures: [ProcessorFailure] = []
        for wave in schedule.waves {
            let document = Document(transcript: transcript, tokens: tokens, states: states, annotations: annotations)
            for (processor, outcome) in zip(wave, outcomes(of: wave, on: document)) {
                switch outcome {
                case .success(let annotation): annotations.insert(annotation, as: processor.key)
                case .failure(let failure): failures.append(failure)
                }
            }
        }
        return AnnotatedTranscript(transcript: transcript, annotations: annotations, failures: failures, model: model.identity)
    }

    /// How long each processor takes by itself, in the order in which they run; the pass of the encoder is not counted.
    package func durations(of transcript: Transcript) -> [(processor: String, duration: Duration)] {
        let tokens = model.tokenizer.tokens(of: transcript)
        let states = layers.isEmpty ? nil : model.encoder.states(of: tokens, layers: layers, threads: threads)
        var annotations = Annotations(), result: [(String, Duration)] = []
        for processor in schedule.waves.joined() {
            let document = Document(transcript: transcript, tokens: tokens, states: states, annotations: annotations)
            let start = ContinuousClock.now
            let outcome = processor.outcome(on: document)
            result.append((processor.key, ContinuousClock.now - start))
            if case .success(let annotation) = outcome { annotations.insert(annotation, as: processor.key) }
        }
        return result
    }

    /// What each processor of a wave makes of the document, side by side where threads allow.
    private func outcomes(of wave: [any Processor], on document: Document) -> [Result<any Annotation, ProcessorFailure>] {
        guard threads > 1, wave.count > 1 else { return wave.map { $0.outcome(on: document) } }
        let outcomes = Mutex([Result<any Annotation, ProcessorFailure>?](repeating: nil, count: wave.count))
        let heaviestFirst = wave.indices.sorted { (wave[$1].weightCount, $0) < (wave[$0].weightCount, $1) } // what begins last is then not waited for long
        Threads.forEach(wave.count, threads: threads) { next in
            while let index = next().map({ heaviestFirst[$0] }) {
                let outcome = wave[index].outcome(on: document)
                outcomes.withLock { $0[index] = outcome }
            }
        }
        return outcomes.withLock { $0.compactMap(\.self) }
    }
}

extension Processor {
    /// Weights of its head, which tell how long it takes beside others.
    fileprivate var weightCount: Int { (self as? any TrainableProcessor)?.head.weightCount ?? 0 }

    /// What it makes, or why it could not: what it needs is missing when the maker of that failed.
    fileprivate func outcome(on document: Document) -> Result<any Annotation, ProcessorFailure> {
        for need in Self.requires where !document.annotations.contains(need) {
            return .failure(ProcessorFailure(processor: key, message: "needs \(need.key), which failed"))
        }
        do { return .success(try process(document)) } catch {
            return .failure(ProcessorFailure(processor: key, message: "\(error)"))
        }
    }
}
