public import AfterwordPipeline
public import AfterwordProcessors

extension AnnotatedTranscript {
    /// The result with profanity masked wherever text is written: `f***`. The transcript's own words stay as they are.
    public func maskingProfanity(_ lexicon: ProfanityLexicon = .english) -> AnnotatedTranscript {
        func masked(_ text: String) -> String {
            lexicon.masking(text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)).joined(separator: " ")
        }
        var annotations = annotations
        if var punctuation = annotations[Punctuation.self] {
            let display = lexicon.masking(punctuation.display) // a phrase may cross the end of a sentence
            for index in punctuation.sentences.indices { punctuation.sentences[index].text = display[punctuation.sentences[index].words].joined(separator: " ") }
            annotations[Punctuation.self] = punctuation
        }
        if var moderation = annotations[Moderation.self] {
            for index in moderation.results.indices { moderation.results[index].text = masked(moderation.results[index].text) }
            annotations[Moderation.self] = moderation
        }
        if var summary = annotations[Summary.self] {
            (summary.headline, summary.gist, summary.paragraph) = (masked(summary.headline), masked(summary.gist), masked(summary.paragraph))
            for index in summary.bullets.indices { summary.bullets[index].text = masked(summary.bullets[index].text) }
            if var gist = summary.sources.gist {
                gist.text = masked(gist.text)
                summary.sources.gist = gist
            }
            for index in summary.sources.paragraph.indices { summary.sources.paragraph[index].text = masked(summary.sources.paragraph[index].text) }
            annotations[Summary.self] = summary
        }
        if var chapters = annotations[Chapters.self] {
            for index in chapters.chapters.indices {
                let chapter = chapters.chapters[index]
                (chapters.chapters[index].headline, chapters.chapters[index].gist, chapters.chapters[index].summary) =
                    (masked(chapter.headline), masked(chapter.gist), masked(chapter.summary))
            }
            annotations[Chapters.self] = chapters
        }
        return AnnotatedTranscript(transcript: transcript, annotations: annotations, failures: failures, model: model)
    }
}
