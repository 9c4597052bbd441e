import AfterwordEncoder
import AfterwordPipeline
import AfterwordTensors
import AfterwordTranscripts

/// Annotations and processors that do next to nothing, to see the pipeline itself at work.
struct Count: Annotation {
    static let key = "count"
    var words: Int
}

struct Doubled: Annotation {
    static let key = "double"
    var words: Int
}

struct Shape: Annotation {
    static let key = "shape"
    var rows, width: Int
}

struct Counter: Processor {
    func process(_ document: Document) -> Count { Count(words: document.transcript.words.count) }
}

struct Doubler: Processor {
    static var requires: [any Annotation.Type] { [Count.self] }

    func process(_ document: Document) throws -> Doubled {
        guard let count = document.annotations[Count.self] else { throw StandInError() }
        return Doubled(words: 2 * count.words)
    }
}

struct Failing: Processor {
    func process(_ document: Document) throws -> Count { throw StandInError() }
}

struct Measurer: Processor {
    let layers: Set<Int> = [2, 6]

    func process(_ document: Document) throws -> Shape {
        guard let states = document.states, let matrix = states.layers[2], states.layers[6] != nil else { throw StandInError() }
        return Shape(rows: matrix.rows, width: matrix.columns)
    }
}

struct StandInError: Error, CustomStringConvertible { var description: String { "out of order" } }

struct Chicken: Annotation { static let key = "chicken" }
struct Egg: Annotation { static let key = "egg" }

struct Hen: Processor {
    static var requires: [any Annotation.Type] { [Egg.self] }
    func process(_ document: Document) -> Chicken { Chicken() }
}

struct Nest: Processor {
    static var requires: [any Annotation.Type] { [Chicken.self] }
    func process(_ document: Document) -> Egg { Egg() }
}
