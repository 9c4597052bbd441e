/// Processors in waves: each wave needs only what earlier waves made, so its members may run side by side.
struct Schedule: Sendable {
    let waves: [[any Processor]]

    init(_ processors: [any Processor]) throws(PipelineError) {
        var makers: Set<String> = []
        for processor in processors where !makers.insert(processor.key).inserted {
            throw .duplicate(annotation: processor.key)
        }
        for processor in processors {
            for need in type(of: processor).requires where !makers.contains(need.key) {
                throw .missing(annotation: need.key, neededBy: processor.key)
            }
        }
        var waves: [[any Processor]] = [], waiting = processors, made: Set<String> = []
        while !waiting.isEmpty {
            let ready = waiting.filter { type(of: $0).requires.allSatisfy { made.contains($0.key) } }
            guard !ready.isEmpty else { throw .cycle(annotations: waiting.map(\.key).sorted()) }
            waiting.removeAll { type(of: $0).requires.allSatisfy { made.contains($0.key) } }
            made.formUnion(ready.map(\.key))
            waves.append(ready)
        }
        self.waves = waves
    }
}
