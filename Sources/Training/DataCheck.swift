internal import AfterwordHeads
internal import AfterwordPipeline
internal import AfterwordTensors
internal import AfterwordTranscripts

/// What is odd about labelled data, short of an error.
enum DataCheck {
    /// What reading the files found, texts that are there twice, and texts of dev that training has seen.
    static func warnings<Gold>(train: LabelledData<Gold>, dev: LabelledData<Gold>, sample: (Gold) throws -> Sample) -> [String] {
        var seen: [Int: Int] = [:] // hash of a text → its line in train
        var warnings = train.warnings + dev.warnings
        func hash(_ gold: Gold) -> Int? {
            guard let words = try? sample(gold).transcript.words, words.count >= 3 else { return nil } // "yes." is said often
            var hasher = Hasher()
            for word in words { hasher.combine(word.text.lowercased()) }
            return hasher.finalize()
        }
        func report(_ found: [(line: Int, other: Int)], _ text: (Int, Int, Int) -> String) {
            if let first = found.first { warnings.append(text(found.count, first.line, first.other)) }
        }
        var repeats: [(Int, Int)] = [], leaks: [(Int, Int)] = []
        for line in train.lines {
            guard let hash = hash(line.gold) else { continue }
            if let first = seen[hash] { repeats.append((line.number, first)) } else { seen[hash] = line.number }
        }
        for line in dev.lines { if let hash = hash(line.gold), let other = seen[hash] { leaks.append((line.number, other)) } }
        report(repeats) { "\(train.name):\($1): \($0) texts stand there twice, this one first on line \($2)" }
        report(leaks) { "\(dev.name):\($1): \($0) texts are also in \(train.name), this one on line \($2): scores on dev are too good" }
        return warnings
    }

    static func labelsWithoutPositives(_ targets: Matrix, groups: [LabelGroup], file: String) -> [String] {
        let labels = groups.flatMap(\.labels)
        var found = [Bool](repeating: false, count: labels.count)
        for row in 0..<targets.rows { for (k, value) in targets[row: row].enumerated() where value == 1 { found[k] = true } }
        let without = zip(labels, found).filter { !$0.1 }.map(\.0)
        guard !without.isEmpty else { return [] }
        let shown = without.prefix(10).joined(separator: ", ") + (without.count > 10 ? ", …" : "")
        return ["\(file): no positives for \(without.count) of \(labels.count) labels: \(shown)"]
    }
}
