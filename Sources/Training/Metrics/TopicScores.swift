public import AfterwordPipeline
public import AfterwordProcessors
internal import AfterwordHeads
internal import AfterwordTensors

/// How often the likeliest topic of the first tier is one of the text's.
public struct TopicScore: Sendable, Codable, Equatable, CustomStringConvertible {
    /// 0…1.
    public var firstTierAccuracy: Double
    /// Texts that have a topic.
    public var texts: Int

    public var description: String { "first tier right in \((firstTierAccuracy * 1000).rounded() / 10) of 100 texts (\(texts))" }
}

extension TopicDetector {
    /// How well the head finds the first tier of texts that have a topic.
    public func score(on data: LabelledData<Gold>, model: Model, threads: Int = 1, progress: (Double) -> Void = { _ in }) throws(TrainingError) -> TopicScore {
        let cache = try SpanCache(data, of: self, model: model, threads: threads, progress: progress)
        let firstTier = head.groups.flatMap(\.labels).enumerated().filter { !$1.contains(">") }.map(\.offset)
        let rows = cache.knownRows.filter { row in firstTier.contains { cache.targets[row, $0] == 1 } }
        let logits = cache.logits(of: head, rows: rows)
        let right = rows.indices.count { index in
            firstTier.max { logits[index, $0] < logits[index, $1] }.map { cache.targets[rows[index], $0] == 1 } ?? false
        }
        return TopicScore(firstTierAccuracy: rows.isEmpty ? 0 : Double(right) / Double(rows.count), texts: rows.count)
    }
}
