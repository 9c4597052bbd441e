public import AfterwordPipeline
internal import AfterwordTranscripts

extension AnnotatedTranscript {
    /// The result as a page to read: summary, topics, chapters, and the restored text.
    ///
    /// - Parameter withheld: keys of annotations to leave out.
    public func markdown(withholding withheld: Set<String> = []) -> String { Page(self, withholding: withheld).markdown }
}

extension Page {
    var markdown: String {
        var blocks = ["# " + Markdown.escaped(title)]
        if let gist, !gist.isEmpty { blocks.append("> " + Markdown.escaped(gist)) }
        if !bullets.isEmpty { blocks.append(Self.list(bullets)) }
        if !topics.isEmpty {
            blocks.append("**Topics:** " + topics.map { Markdown.escaped($0.name) + " (\(Int(($0.relevance * 100).rounded())) %)" }.joined(separator: " · "))
        }
        if !notes.isEmpty { blocks.append("**Content notes**\n\n" + notes.map { "- " + $0.text(escaped: Markdown.escaped) { "[\($0)]" } }.joined(separator: "\n")) }
        for section in sections {
            if let title = section.title { blocks.append("## " + Self.line(title)) }
            if let summary = section.summary, !summary.isEmpty { blocks.append("*" + Markdown.escaped(summary) + "*") }
            for paragraph in section.paragraphs {
                let text = Markdown.escaped(paragraph.text)
                blocks.append(paragraph.speaker.map { "**\(Markdown.escaped($0)):** \(text)" } ?? Markdown.escapedHead(text))
            }
        }
        return blocks.joined(separator: "\n\n") + "\n"
    }

    private static func list(_ items: [Timed]) -> String { items.map { "- " + line($0) }.joined(separator: "\n") }

    private static func line(_ timed: Timed) -> String { (timed.time.map { "[\($0)] " } ?? "") + Markdown.escaped(timed.text) }
}
