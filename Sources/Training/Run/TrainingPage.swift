internal import Foundation

/// A run as one HTML page without outside parts: curves of loss, learning rate and dev scores, results by label, confusion.
public struct TrainingPage: Sendable {
    private let title: String
    private let totalSteps: Int
    private let history: TrainingHistory
    private let evaluations: [String: Evaluation]

    /// - Parameter evaluations: the last ones on dev, by task.
    public init(title: String, totalSteps: Int, history: TrainingHistory, evaluations: [String: Evaluation]) {
        self.title = title
        self.totalSteps = totalSteps
        self.history = history
        self.evaluations = evaluations
    }

    public var html: String {
        let tasks = Set(history.points.flatMap(\.losses.keys)).sorted()
        let step = history.points.last?.step ?? 0
        let losses = tasks.map { task in Curve(name: task, points: history.points.compactMap { point in point.losses[task].map { (point.step, $0) } }) }
        let pulls = tasks.count < 2 ? [] : tasks.map { task in
            Curve(name: task, points: history.points.compactMap { point in point.pulls[task].map { (point.step, $0) } })
        }
        let scores = Set(history.measurements.flatMap(\.scores.keys)).sorted().map { task in
            Curve(name: task, points: history.measurements.compactMap { measurement in measurement.scores[task].map { (measurement.step, $0 * 100) } })
        }
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>\(escaped(title))</title><style>\(Self.style)</style></head><body>
            <h1>\(escaped(title))</h1>
            <p>Step \(step) of \(totalSteps)\(history.best.map { "; best on dev at step \($0.step): \(Self.points($0.score))" } ?? "").</p>
            \(chart("Loss", losses))
            \(chart("Pull of each task at the encoder", pulls))
            \(chart("Learning rate", [Curve(name: "rate", points: history.points.map { ($0.step, Double($0.rate)) })]))
            \(chart("Length of the gradient", [Curve(name: "before clipping", points: history.points.map { ($0.step, $0.norm) })]))
            \(chart("Dev score, points", scores))
            \(evaluations.sorted { $0.key < $1.key }.map { results($0.key, $0.value) }.joined(separator: "\n"))
            </body></html>

            """
    }

    private struct Curve {
        var name: String
        var points: [(step: Int, value: Double)]
    }

    private static let style = """
        body{font:15px system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}table{border-collapse:collapse;margin:.5rem 0 1.5rem}\
        td,th{padding:.15rem .6rem;text-align:right;border-bottom:1px solid #ddd}td:first-child,th:first-child{text-align:left}svg{width:100%;height:auto}\
        svg text{font-size:11px;fill:#555}.axis{stroke:#ccc}.curve{fill:none;stroke-width:1.6}@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}td,th{border-color:#444}}
        """
    private static let colors = ["#1668b8", "#c2410c", "#15803d", "#7e22ce", "#b91c1c", "#0e7490", "#a16207", "#4b5563"]
    private static let (width, height, margin) = (900.0, 220.0, 50.0)

    private func chart(_ name: String, _ curves: [Curve]) -> String {
        let values = curves.flatMap(\.points).map(\.value).filter(\.isFinite)
        guard let low = values.min(), let high = values.max() else { return "" }
        let span = high > low ? high - low : max(abs(high), 1e-9)
        func x(_ step: Int) -> Double { Self.margin + (Self.width - 2 * Self.margin) * Double(step) / Double(max(1, totalSteps)) }
        func y(_ value: Double) -> Double { Self.height - 30 - (Self.height - 50) * (value - low) / span }
        var parts = ["<h2>\(escaped(name))</h2><svg viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\" role=\"img\" aria-label=\"\(escaped(name))\">"]
        for value in [low, low + span / 2, high] {
            parts.append(String(format: "<line class=\"axis\" x1=\"%.0f\" x2=\"%.0f\" y1=\"%.1f\" y2=\"%.1f\"/>", Self.margin, Self.width - Self.margin, y(value), y(value)))
            parts.append(String(format: "<text x=\"4\" y=\"%.1f\">%.4g</text>", y(value) + 4, value))
        }
        parts.append(String(format: "<text x=\"%.0f\" y=\"%.0f\">step 0</text>", Self.margin, Self.height - 8))
        parts.append(String(format: "<text x=\"%.0f\" y=\"%.0f\" text-anchor=\"end\">%d</text>", Self.width - Self.margin, Self.height - 8, totalSteps))
        for (index, curve) in curves.enumerated() {
            let color = Self.colors[index % Self.colors.count]
            let points = curve.points.filter(\.value.isFinite).map { String(format: "%.1f,%.1f", x($0.step), y($0.value)) }
            parts.append("<polyline class=\"curve\" stroke=\"\(color)\" points=\"\(points.joined(separator: " "))\"/>")
            if let last = points.last?.split(separator: ",") { parts.append("<circle cx=\"\(last[0])\" cy=\"\(last[1])\" r=\"2.5\" fill=\"\(color)\"/>") }
            parts.append(String(format: "<text x=\"%.0f\" y=\"12\" style=\"fill:%@\">%@</text>", Self.margin + Double(index) * 170, color, escaped(curve.name)))
        }
        return parts.joined() + "</svg>"
    }

    private func results(_ task: String, _ evaluation: Evaluation) -> String {
        evaluation.groups.map { group in
            var rows = ["<h2>\(escaped(task)): \(escaped(group.name))</h2><table><tr><th>label</th><th>precision</th><th>recall</th><th>F1</th><th>AP</th><th>support</th></tr>"]
            for score in group.labels where score.support > 0 {
                let cells = [score.f1.precision, score.f1.recall, score.f1.f1, score.averagePrecision].map { "<td>\(Self.points($0))</td>" }
                rows.append("<tr><td>\(escaped(score.label))</td>\(cells.joined())<td>\(score.support)</td></tr>")
            }
            rows.append("</table><p>Macro F1 \(Self.points(group.macroF1)), calibration error \(String(format: "%.3f", group.calibrationError)).</p>")
            return rows.joined() + confusion(group)
        }.joined()
    }

    private func confusion(_ group: Evaluation.Group) -> String {
        guard let confusion = group.confusion, group.labels.count <= 30 else { return "" }
        let head = group.labels.map { "<th>\(escaped($0.label))</th>" }.joined()
        let rows = zip(group.labels, confusion).map { label, row in
            let sum = max(1, row.reduce(0, +))
            let cells = row.map { String(format: "<td style=\"background:rgba(22,104,184,%.2f)\">%d</td>", Double($0) / Double(sum) * 0.8, $0) }
            return "<tr><td>\(escaped(label.label))</td>\(cells.joined())</tr>"
        }
        return "<p>Rows: what it is; columns: what was given.</p><table><tr><th></th>\(head)</tr>\(rows.joined())</table>"
    }

    private static func points(_ score: Double) -> String { String(format: "%.1f", score * 100) }

    private func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }
}
