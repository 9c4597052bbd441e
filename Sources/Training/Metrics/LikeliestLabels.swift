internal import AfterwordHeads
internal import AfterwordTensors

extension Matrix {
    /// Targets (N, K) with soft labels made hard, for measuring: the likeliest label of an exclusive group, an independent one from one half on.
    ///
    /// What is 1, 0 or NaN stays. Of labels that are equally likely the first holds.
    func likeliest(in groups: [LabelGroup]) -> Matrix {
        guard values.contains(where: { $0 > 0 && $0 < 1 }) else { return self } // most data has none
        var result = self
        for row in 0..<rows {
            var first = 0
            for group in groups {
                let columns = first..<(first + group.labels.count)
                first = columns.upperBound
                switch group.kind {
                case .exclusive:
                    guard columns.contains(where: { self[row, $0] > 0 && self[row, $0] < 1 }), !columns.contains(where: { self[row, $0].isNaN }) else { continue }
                    let likeliest = columns.reduce(columns.lowerBound) { self[row, $1] > self[row, $0] ? $1 : $0 }
                    for column in columns { result[row, column] = column == likeliest ? 1 : 0 }
                case .independent:
                    for column in columns where !self[row, column].isNaN { result[row, column] = self[row, column] >= 0.5 ? 1 : 0 }
                }
            }
        }
        return result
    }
}
