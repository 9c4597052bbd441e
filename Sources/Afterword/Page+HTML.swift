public import AfterwordPipeline

extension AnnotatedTranscript {
    /// The result as one HTML file that needs no other: summary, topics, chapters to jump to, and the restored text.
    ///
    /// - Parameter withheld: keys of annotations to leave out.
    public func html(withholding withheld: Set<String> = []) -> String { Page(self, withholding: withheld).html }
}

extension Page {
    var html: String {
        var body = ["<h1>\(Self.escaped(title))</h1>"]
        if let gist, !gist.isEmpty { body.append("<p class=\"gist\">\(Self.escaped(gist))</p>") }
        if !bullets.isEmpty { body.append("<ul>\(bullets.map { "<li>\(Self.line($0))</li>" }.joined())</ul>") }
        if !topics.isEmpty {
            let chips = topics.map { "<span class=\"topic\" style=\"opacity:\(0.4 + 0.6 * min(1, $0.relevance))\">\(Self.escaped($0.name))</span>" }
            body.append("<p>\(chips.joined(separator: " "))</p>")
        }
        if !notes.isEmpty {
            let items = notes.map { note in "<li>\(note.text(escaped: Self.escaped) { "<time>\($0)</time>" })</li>" }
            body.append("<details><summary>Content notes</summary><ul>\(items.joined())</ul></details>")
        }
        if sections.count > 1 {
            let entries = sections.enumerated().compactMap { index, section in section.title.map { "<li><a href=\"#c\(index + 1)\">\(Self.line($0))</a></li>" } }
            body.append("<nav><ol>\(entries.joined())</ol></nav>")
        }
        for (index, section) in sections.enumerated() {
            body.append("<section id=\"c\(index + 1)\">")
            if let title = section.title { body.append("<h2>\(Self.line(title))</h2>") }
            for paragraph in section.paragraphs {
                body.append("<p>\(paragraph.speaker.map { "<b>\(Self.escaped($0))</b> " } ?? "")\(Self.escaped(paragraph.text))</p>")
            }
            body.append("</section>")
        }
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(Self.escaped(title))</title>
            <style>\(Self.style)</style>
            </head>
            <body>
            \(body.joined(separator: "\n"))
            </body>
            </html>

            """
    }

    private static func line(_ timed: Timed) -> String { (timed.time.map { "<time>\($0)</time> " } ?? "") + escaped(timed.text) }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }

    private static let style = """
        body{max-width:44rem;margin:3rem auto;padding:0 1rem;font:1.05rem/1.6 system-ui,sans-serif;color:#222;background:#fff}\
        h1{line-height:1.2}.gist{font-size:1.2rem;color:#555}time{color:#777;font-variant-numeric:tabular-nums;font-weight:normal;margin-right:.3em}\
        .topic{display:inline-block;background:#1b5e80;color:#fff;border-radius:1em;padding:0 .7em;font-size:.85rem;margin:.1em 0}\
        nav{border:1px solid #ddd;border-radius:.5rem;padding:0 1rem}a{color:#1b5e80;text-decoration:none}\
        @media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}.gist{color:#aaa}a{color:#7cc3e8}nav{border-color:#444}}
        """
}
